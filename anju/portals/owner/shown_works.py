"""维修支取 as the owner of a home reads it: what is repaired, how it stands, what comes next. (OWN-90)"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.actors import Actor
from anju.core.money import yuan
from anju.fund.rules import FEWEST_HOMES_TOLD
from anju.homes import queries as homes
from anju.portals.owner.shown import Facts, area_text
from anju.portals.owner.shown_shares import HomeShare, shares_shown
from anju.votes import queries as votes
from anju.works import queries, sharing
from anju.works.rules import PaperKind, PaymentStatus, Stage, Status

S = Status
TONES = {
    S.SUBMITTED: "waiting",
    S.SECOND_REVIEW: "waiting",
    S.APPROVED: "kept",
    S.WORKING: "kept",
    S.SETTLING: "waiting",
    S.SETTLED: "waiting",
    S.FINISHED: "good",
    S.RETURNED: "quiet",
    S.REVOKED: "quiet",
    S.STOPPED: "bad",
}


def word_of(order: Any) -> str:
    """The state in an owner's words."""
    words = {
        S.SUBMITTED: _("等待主管部门审批"),
        S.SECOND_REVIEW: _("等待主管部门复审"),
        S.APPROVED: _("已批准，等待开工"),
        S.WORKING: _("施工中"),
        S.SETTLING: _("已完工，正在审核费用"),
        S.SETTLED: _("费用已审核，等待付清"),
        S.FINISHED: _("已办结"),
        S.RETURNED: _("没有批准"),
        S.REVOKED: _("物业公司已撤销"),
        S.STOPPED: _("已停止"),
    }
    return words[Status(order.status)]


def next_of(order: Any) -> str:
    """What happens next, and whether one's money moves."""
    settled = yuan(order.settled_fen or 0)
    sentences = {
        S.SUBMITTED: next_of_submitted(order),
        S.SECOND_REVIEW: _("初审已经通过，因为金额较大，还要由另一人复审。账户里的钱没有动。"),
        S.APPROVED: _(
            "各户分摊的钱已在账户里冻结，还没有支出。开工前先付不超过一半，其余完工并审核后再付。"
        ),
        S.WORKING: _("已付首付款。完工后由物业公司报送费用和发票，主管部门审核后再付其余的钱。"),
        S.SETTLING: _("物业公司已报送费用和发票。审核通过后付清，多冻结的钱退回各户账户。"),
        S.SETTLED: _("实际费用{amount}元。多冻结的钱已经退回各户账户，其余等待付清。").format(
            amount=settled
        ),
        S.FINISHED: _("实际费用{amount}元，已经付清。").format(amount=settled),
        S.RETURNED: _("任务单退回物业公司，您账户里的钱没有支出，冻结过的已经解除。"),
        S.REVOKED: _("不再办理，您账户里的钱没有动。"),
        S.STOPPED: _("没有付出的钱已经解除冻结，回到各户账户。"),
    }
    return sentences[Status(order.status)]


def next_of_submitted(order: Any) -> str:
    day = f"{clock.day_of(order.decide_by):%Y-%m-%d}" if order.decide_by else ""
    if order.is_emergency:
        return _("属于应急使用，不用业主表决，主管部门在{day}前决定。账户里的钱还没有动。").format(
            day=day
        )
    return _("业主表决通过后由主管部门审批，审批期限到{day}。批准以前，账户里的钱不会动。").format(
        day=day
    )


@dataclass(frozen=True)
class WorksRow:
    """An order as a list shows it, for one home."""

    order: Any
    address: str
    word: str
    tone: str
    next: str
    cost_fen: int
    share_fen: int
    owed_fen: int
    url: str


def cost_of(order: Any) -> int:
    """What the works cost: as settled, before that as applied for."""
    return int(order.amount_fen if order.settled_fen is None else order.settled_fen)


def rows_shown(shares: Iterable[Any]) -> list[WorksRow]:
    return [
        WorksRow(
            one.order,
            one.dwelling.address,
            word_of(one.order),
            TONES[Status(one.order.status)],
            next_of(one.order),
            cost_of(one.order),
            one.share_fen,
            one.owed_fen,
            reverse("owner:works_order", args=[one.order.no]),
        )
        for one in shares
    ]


@dataclass(frozen=True)
class PaperShown:
    kind: str
    name: str
    url: str
    is_picture: bool


@dataclass(frozen=True)
class OrderShown:
    order: Any
    word: str
    tone: str
    next: str
    cost_fen: int
    opinion: str
    facts: Facts
    shares: Sequence[HomeShare]
    photos: Sequence[PaperShown]
    papers: Sequence[PaperShown]
    invoices: Sequence[Any]
    payments: Facts
    buildings: Sequence[tuple[str, str]]
    vote_url: str


def order_shown(order: Any, own: Sequence[Any], actor: Actor) -> OrderShown:
    """An order with the shares of the reader's own homes."""
    shares = shares_shown(order, own)
    papers = [paper_shown(one) for one in queries.papers_of(order).filter(is_public=True)]
    settlement = queries.standing_settlement(order)
    is_told = order.status in (S.RETURNED, S.STOPPED)
    return OrderShown(
        order=order,
        word=word_of(order),
        tone=TONES[Status(order.status)],
        next=next_of(order),
        cost_fen=cost_of(order),
        opinion=order.opinion if is_told else "",
        facts=facts_of(order),
        shares=shares,
        photos=[one for one in papers if one.is_picture],
        papers=[one for one in papers if not one.is_picture],
        invoices=list(settlement.invoices.all()) if settlement else [],
        payments=payments_of(order),
        buildings=sorted({one.building for one in shares}),
        vote_url=vote_url_of(order, actor),
    )


def vote_url_of(order: Any, actor: Actor) -> str:
    """Where the reader votes, and objects to a signature in their name; "" where they are not counted."""
    if order.is_emergency:
        return ""
    counted = votes.heads_of(actor).filter(vote__cause=order.cause)
    vote_id = counted.values_list("vote_id", flat=True).first()
    return reverse("owner:vote", args=[vote_id]) if vote_id else ""


def paper_shown(paper: Any) -> PaperShown:
    return PaperShown(
        str(PaperKind(paper.kind).label),
        paper.file.name,
        reverse("owner:works_paper", args=[paper.pk]),
        paper.file.kind in ("jpg", "png"),
    )


def facts_of(order: Any) -> Facts:
    """What is repaired, why and by whom, what it costs and how many share it."""
    facts: Facts = [
        (_("维修项目"), order.title),
        (_("维修部位"), order.get_part_display()),
        (_("维修类别"), order.get_category_display()),
        (_("维修原因"), order.reason),
        (_("使用类型"), order.get_kind_display()),
    ]
    if order.is_emergency:
        facts.append((_("应急情形"), order.get_emergency_display()))
    facts += [
        (_("申请单位"), order.company.name),
        (_("施工单位"), order.contractor_name),
        (_("申请金额"), _("{amount} 元").format(amount=yuan(order.amount_fen))),
    ]
    if order.settled_fen is not None:
        facts.append((_("实际费用"), _("{amount} 元").format(amount=yuan(order.settled_fen))))
    return [
        *facts,
        (_("列支范围"), order.get_scope_display()),
        (_("分摊户数"), _("{homes} 户").format(homes=order.shared_homes)),
        (_("分摊总面积"), area_text(order.shared_area_hundredths)),
        (
            _("分摊标准"),
            _("{standard} 元/平方米").format(
                standard=sharing.standard(cost_of(order), order.shared_area_hundredths)
            ),
        ),
        (_("计划工期"), period(order.starts_on, order.ends_on)),
        (_("提交时间"), moment(order.submitted_at)),
        *([(_("批准时间"), moment(order.approved_at))] if order.approved_at else []),
        (_("任务单编号"), order.no),
    ]


def period(first: Any, last: Any) -> str:
    return _("{first}至{last}").format(first=first, last=last)


def moment(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"


def payments_of(order: Any) -> Facts:
    """What has left the accounts, and when."""
    paid = queries.payments_of(order).filter(status=PaymentStatus.PAID)
    return [
        (
            f"{Stage(one.stage).label} {moment(one.ended_at)[:10] if one.ended_at else ''}".strip(),
            _("{amount} 元，付给{payee}").format(amount=yuan(one.amount_fen), payee=one.payee_name),
        )
        for one in reversed(paid)
    ]


# All shares, and what was spent on a building


def shares_are_told(order: Any) -> bool:
    """As the building's book: of fewer homes a list would tell of one of them. (OWN-91)"""
    return bool(order.shared_homes >= FEWEST_HOMES_TOLD)


@dataclass(frozen=True)
class ShareRow:
    place: str
    area: str
    share_fen: int
    is_own: bool


def rows_of_shares(shares: Sequence[Any], actor: Actor) -> list[ShareRow]:
    own = set(homes.dwellings_of(actor).values_list("pk", flat=True))
    return [
        ShareRow(
            place_of(one.dwelling, is_own=one.dwelling_id in own),
            area_text(one.area_hundredths),
            one.share_fen,
            one.dwelling_id in own,
        )
        for one in shares
    ]


def place_of(dwelling: Any, *, is_own: bool) -> str:
    """Building, unit and room; of another's home only the beginning of the room's number."""
    unit = _("{unit}单元").format(unit=dwelling.unit) if dwelling.unit else ""
    room = dwelling.room if is_own else dwelling.room[:1] + "**"
    return " ".join(part for part in (dwelling.building.name, unit, room) if part)


@dataclass(frozen=True)
class SpentRow:
    """`share_fen` is what the homes of this building bear together, `paid_fen` what of it has been paid; neither is
    told where so few of them share that it would tell of one."""

    order: Any
    word: str
    tone: str
    homes: int
    share_fen: int
    paid_fen: int
    is_told: bool
    url: str


@dataclass(frozen=True)
class BuildingShown:
    building: Any
    rows: Sequence[SpentRow]
    paid_fen: int


def building_shown(building: Any, actor: Actor) -> BuildingShown:
    """Every order that was approved; one that does not touch a home of the reader's is told without a page of it."""
    spent = queries.spent_on_building(building)
    seen = set(
        queries.orders_seen_by(actor)
        .filter(pk__in=[one.order.pk for one in spent])
        .values_list("pk", flat=True)
    )
    rows = [
        SpentRow(
            one.order,
            word_of(one.order),
            TONES[Status(one.order.status)],
            one.homes,
            one.share_fen,
            one.paid_fen,
            one.homes >= FEWEST_HOMES_TOLD,
            reverse("owner:works_order", args=[one.order.no]) if one.order.pk in seen else "",
        )
        for one in spent
    ]
    return BuildingShown(building, rows, sum(one.paid_fen for one in rows if one.is_told))
