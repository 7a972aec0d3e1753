"""A signed sheet as anybody may check it, and what communities have spent. (BEY-02, BEY-08)"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anju.core.money import yuan
from anju.core.paper import grouped
from anju.web.districts import district_name
from anju.web.paging import SIZE, PageOfRows, address
from anju.works import queries, sheets
from anju.works.rules import GONE_BACK, Part, SheetKind, Status


@dataclass(frozen=True)
class SheetShown:
    kind: str
    facts: list[tuple[str, Any]]
    amount_fen: int
    digest: str
    code: str
    lists_homes: bool
    word: str
    tone: str
    advice: str


def homes_of(sheet: Any) -> Sequence[sheets.SheetRow]:
    """The homes on a signature sheet; the other forms list none that can be compared."""
    return sheets.rows_in(sheet.text) if sheet.kind == SheetKind.SIGNATURES else ()


@dataclass(frozen=True)
class Compared:
    """What of a paper is not as it was printed; nothing where it agrees."""

    differences: Sequence[sheets.Difference]

    @property
    def agrees(self) -> bool:
        return not self.differences


def compared_with(sheet: Any, stated: sheets.Stated) -> Compared:
    if sheet.kind == SheetKind.SIGNATURES:
        return Compared(sheets.differences(sheet.text, stated))
    is_same = stated.digest in ("", bytes(sheet.digest).hex())
    return Compared([] if is_same else [sheets.Difference(sheets.Finding.DIGEST_WRONG)])


def sheet_shown(sheet: Any) -> SheetShown:
    order, listed = sheet.order, homes_of(sheet)
    is_signed = sheet.kind == SheetKind.SIGNATURES
    homes = len(listed) if is_signed else order.shared_homes
    area = (
        sum(one.area_hundredths or 0 for one in listed)
        if is_signed
        else order.shared_area_hundredths
    )
    word, tone, advice = _("与任务单一致"), "good", _("请把下面的内容和纸上的逐项核对。")
    if order.status in GONE_BACK or order.status == Status.STOPPED:
        word, tone = _("任务单已不再办理"), "quiet"
        advice = _("这张表所属的任务单已经退回、撤销或者停止，不用再签字。")
    elif queries.is_superseded(sheet):
        word, tone = _("已有新的版本"), "waiting"
        advice = _("打印以后任务单有变化，请要求物业公司出示最新打印的表。")
    return SheetShown(
        kind=str(SheetKind(sheet.kind).label),
        facts=[
            (_("表号"), sheet.no),
            (_("任务单编号"), order.no),
            (_("小区"), order.community.name),
            (_("所在区"), district_name(order.community.district)),
            (_("分摊户数"), _("{homes} 户").format(homes=homes)),
            (
                _("分摊总面积"),
                _("{area} 平方米").format(area=yuan(area)),
            ),
            (_("打印时间"), f"{localtime(sheet.done_at or sheet.made_at):%Y-%m-%d %H:%M}"),
        ],
        amount_fen=sheets.total_in(sheet.text) if is_signed else order.amount_fen,
        digest=grouped(bytes(sheet.digest).hex(), 8),
        code=sheet.code,
        lists_homes=is_signed,
        word=word,
        tone=tone,
        advice=advice,
    )


@dataclass(frozen=True)
class SpendingShown:
    """`why` says why it stands out, "" where it does not."""

    community: str
    district: str
    part: str
    orders: int
    spent_fen: int
    per_m2: str
    median: str
    why: str


def spending_shown(one: Any) -> SpendingShown:
    median = "" if one.median_fen is None else yuan(one.median_fen)
    return SpendingShown(
        community=one.community.name,
        district=district_name(one.community.district),
        part=str(Part(one.part).label),
        orders=one.orders,
        spent_fen=one.spent_fen,
        per_m2=yuan(one.per_m2_fen),
        median=median,
        why=why_flagged(one) if one.is_outlier else "",
    )


def why_flagged(one: Any) -> str:
    return _("每平方米{own}元，是同区{compared}个小区中位数{median}元的{times}倍").format(
        own=yuan(one.per_m2_fen),
        compared=one.compared,
        median=yuan(one.median_fen),
        times=times(one.per_m2_fen, one.median_fen),
    )


def times(fen: int, by: int) -> str:
    tenths = fen * 10 // by
    return f"{tenths // 10}.{tenths % 10}"


def key_of(one: Any) -> str:
    return f"{one.community.pk}-{one.part}"


def page_of_spending(found: Sequence[Any], request: HttpRequest) -> PageOfRows:
    """The rows after the one that the address names, by its key; the first ones where there is no such row."""
    asked = request.GET.get("after", "")
    place = next((n for n, one in enumerate(found, 1) if key_of(one) == asked), 0)
    rows = list(found[place : place + SIZE])
    newer = older = ""
    if place:
        before = place - SIZE
        newer = (
            address(request, after=key_of(found[before - 1])) if before > 0 else address(request)
        )
    if len(found) > place + SIZE:
        older = address(request, after=key_of(rows[-1]))
    return PageOfRows(rows, newer, older)
