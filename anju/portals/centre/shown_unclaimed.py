"""How money that waits for its owner looks to who keeps the register."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from anju.core import clock
from anju.core.crypto import mask_name, mask_phone
from anju.notices.rules import Status as NoticeStatus
from anju.unclaimed.rules import OF_FUND, Kind, Status
from anju.web.districts import district_name
from anju.web.tables import Column

TONES = {Status.WAITING: "waiting", Status.UNDER_WAY: "quiet", Status.CLOSED: "good"}
ABOUT = {
    Kind.REFUND: _lazy("合同备案编号"),
    Kind.TRANSFER: _lazy("银行流水号"),
    Kind.FUND_REFUND: _lazy("退款编号"),
    Kind.LOST_HOME: _lazy("房屋坐落"),
    Kind.LOST_HOME_UNIT: _lazy("房屋坐落"),
}
COLUMNS = [
    Column("类别", width=22),
    Column("合同备案编号/银行流水号/退款编号/房屋坐落", width=26),
    Column("区", width=10),
    Column("权利人", width=24),
    Column("金额", "fen"),
    Column("自", "day"),
    Column("状态"),
    Column("已提醒次数"),
]


@dataclass(frozen=True)
class MoneyShown:
    money: Any
    kind: str
    owner: str
    district: str
    days: int
    status: str
    tone: str
    url: str
    is_open: bool


def owner_of(money: Any) -> str:
    """Whose it is: of a person only a part of the name."""
    if money.organisation is not None:
        return str(money.organisation.name)
    if money.person is not None:
        return mask_name(money.person.name)
    return _("业主尚未注册") if money.kind in OF_FUND else _("尚不知道")


def money_shown(money: Any) -> MoneyShown:
    status = Status(money.status)
    return MoneyShown(
        money,
        str(Kind(money.kind).label),
        owner_of(money),
        district_name(money.district) if money.district else "",
        ((money.closed_on or clock.today()) - money.since_on).days,
        str(status.label),
        TONES[status],
        reverse("centre:unclaimed_money", args=[money.pk]),
        status != Status.CLOSED,
    )


def facts_of_money(shown: MoneyShown) -> list[tuple[str, Any]]:
    money = shown.money
    party = money.person or money.organisation
    facts = [
        (_("类别"), shown.kind),
        (
            str(ABOUT[Kind(money.kind)]),
            money.about,
        ),
        (_("权利人"), shown.owner),
        (_("自"), f"{money.since_on}（{shown.days}天）"),
        (_("已提醒"), _("{count} 次").format(count=money.reminders)),
    ]
    if party is not None:
        facts.append((_("手机号码"), mask_phone(party.phone) if party.phone else _("没有")))
    if money.remind_on and shown.is_open:
        facts.append((_("下次提醒"), money.remind_on.isoformat()))
    return facts


def contacts_of(money: Any, check: Any) -> list[tuple[str, Any]]:
    """Everything by which an owner is reached, in full; the look is written down."""
    party = money.person or money.organisation
    facts = [(_("权利人"), party.name), (_("手机号码"), party.phone or _("没有"))]
    if check is not None and check.answered_at:
        said = _("承租人说号码正确") if check.phone_is_right else _("承租人说号码不正确")
        facts.append((_("到期前核对"), said))
        facts.append((_("另一个联系方式"), check.other_contact or _("没有")))
    return facts


REMINDER_TONES = {NoticeStatus.SENT: "good", NoticeStatus.UNDELIVERED: "bad"}


@dataclass(frozen=True)
class ReminderShown:
    at: Any
    status: str
    tone: str


def reminder_shown(notice: Any) -> ReminderShown:
    status = NoticeStatus(notice.status)
    return ReminderShown(notice.queued_at, str(status.label), REMINDER_TONES.get(status, "waiting"))


def rows_of_file(money: Iterable[Any]) -> Iterator[list[Any]]:
    """The list as a spreadsheet: owners masked as on the page, so that it may be handed on."""
    for one in money:
        shown = money_shown(one)
        yield [
            shown.kind,
            one.about,
            shown.district,
            shown.owner,
            one.amount_fen,
            one.since_on,
            shown.status,
            str(one.reminders),
        ]
