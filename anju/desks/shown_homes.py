"""How checks of homes and objections look. Owners are masked; who stated one wrongly sees no home.

`portal` is the one whose pages the rows lead to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.desks.shown import FileShown, SheetShown, file_shown, sheet_shown
from anju.homes import queries
from anju.homes.rules import ObjectionStatus, Role, Status

TONES = {
    Status.REQUESTED: "waiting",
    Status.PASSED: "good",
    Status.COMMITTED: "good",
    Status.FAILED: "bad",
    Status.RESTRICTED: "bad",
    Status.CONSUMED: "kept",
    Status.EXPIRED: "quiet",
}
OBJECTION_TONES = {
    ObjectionStatus.OPEN: "waiting",
    ObjectionStatus.UPHELD: "good",
    ObjectionStatus.DISMISSED: "quiet",
}


@dataclass(frozen=True)
class HomeRow:
    verification: Any
    address: str
    owner: str
    status: str
    tone: str
    sentence: str
    url: str
    waits: str


def waits_for(verification: Any) -> str:
    """While the registry has not answered: how often it was asked in vain, and when it is asked again."""
    if verification.status != Status.REQUESTED:
        return ""
    waiting = _(
        "正在等待登记系统答复，结果出来后自动显示。可以离开本页，稍后在房源核验列表中查看。"
    )
    if not verification.outcome or verification.try_at is None:
        return waiting
    again = _("已询问{count}次，{at}自动再次询问。").format(
        count=verification.attempts,
        at=f"{verification.try_at.astimezone(clock.BEIJING):%m-%d %H:%M:%S}",
    )
    return f"{again}{waiting}"


def home_row(verification: Any, portal: str) -> HomeRow:
    status, home = queries.status_now(verification), queries.home_shown(verification)
    return HomeRow(
        verification,
        home.address if home else "",
        queries.owner_masked(verification)[0],
        str(status.label),
        TONES[status],
        queries.sentence_of(verification),
        reverse(f"{portal}:home_check", args=[verification.pk]),
        waits_for(verification),
    )


def facts_of_check(verification: Any) -> list[tuple[str, Any]]:
    """What was asked, and of the home what its owner's asker may know."""
    name, number = queries.owner_masked(verification)
    facts: list[tuple[str, Any]] = [
        (_("证件类型"), queries.certificate_of(verification)),
        (_("产权证号"), verification.home.certificate_no),
        (_("产权人姓名"), name),
        (_("产权人证件号"), number),
        (_("核验身份"), Role(verification.role).label),
        (_("拟出租日期"), verification.starts_on),
        (_("有效期至"), verification.valid_until or "—"),
    ]
    home = queries.home_shown(verification)
    if home is not None:
        area = _("{area}平方米").format(area=home.area) if home.area else "—"
        mortgaged = _("有抵押登记（不影响出租）") if home.is_mortgaged else _("无")
        facts += [
            (_("房屋坐落"), home.address or "—"),
            (_("房屋区域"), home.district),
            (_("建筑面积"), area),
            (_("规划用途"), home.use or "—"),
            (_("不动产单元号"), home.unit_no or "—"),
            (_("抵押"), mortgaged),
        ]
    return facts


@dataclass(frozen=True)
class ObjectionRow:
    objection: Any
    status: str
    tone: str
    is_overdue: bool
    url: str


def objection_rows(objections: Iterable[Any], portal: str) -> list[ObjectionRow]:
    return [
        ObjectionRow(
            one,
            str(one.get_status_display()),
            OBJECTION_TONES[ObjectionStatus(one.status)],
            queries.is_overdue(one),
            reverse(f"{portal}:home_objection", args=[one.pk]),
        )
        for one in objections
    ]


def documents_shown(objection: Any, portal: str) -> list[FileShown]:
    handed_in = objection.documents.select_related("file").defer("file__content").order_by("pk")
    return [
        file_shown(
            one.file,
            reverse(f"{portal}:home_document", args=[one.pk]),
            str(one.get_kind_display()),
        )
        for one in handed_in
    ]


def home_file_shown(upload: Any, portal: str) -> SheetShown:
    return sheet_shown(
        upload,
        reverse(f"{portal}:home_file", args=[upload.pk]),
        reverse(f"{portal}:home_file_result", args=[upload.pk]),
        str(upload.get_role_display()),
    )
