"""How lots, releases and accounts look to the enterprise that receives them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.closings import queries as closings
from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_account
from anju.custody import queries
from anju.custody.queries import Gathered, ScheduleLine
from anju.custody.rules import AccountStatus, LotKind, LotStatus, ReleaseStatus
from anju.payments import queries as payments

TONES = {
    ReleaseStatus.INSTRUCTED: "waiting",
    ReleaseStatus.DONE: "good",
    ReleaseStatus.FAILED: "bad",
    ReleaseStatus.RETURNED: "bad",
}
LOT_TONES = {
    LotStatus.HELD: "kept",
    LotStatus.RELEASING: "waiting",
    LotStatus.RELEASED: "good",
    LotStatus.ENDED: "quiet",
    LotStatus.CARRIED_OVER: "quiet",
}
ACCOUNT_TONES = {
    AccountStatus.PROPOSED: "waiting",
    AccountStatus.ACTIVE: "good",
    AccountStatus.DOUBTFUL: "bad",
}


@dataclass(frozen=True)
class LotShown:
    lot: ScheduleLine
    kind: str
    period: str
    day: date | None
    status: str
    tone: str


def lot_shown(lot: ScheduleLine) -> LotShown:
    """One line of a lease's schedule; its day is the one on which it left, or is to leave."""
    is_rent = lot.kind == LotKind.RENT
    kind = _("租金（第{number}期）").format(number=lot.bill_number) if is_rent else _("押金")
    period = _("{first} 至 {last}").format(first=lot.from_on, last=lot.to_on) if is_rent else ""
    status = LotStatus(lot.status)
    return LotShown(
        lot, kind, period, lot.left_on or lot.release_on, lot.status_label, LOT_TONES[status]
    )


@dataclass(frozen=True)
class ReleaseShown:
    release: Any
    kind: str
    status: str
    tone: str
    url: str


def release_shown(release: Any) -> ReleaseShown:
    return ReleaseShown(
        release,
        str(release.get_kind_display()),
        str(release.get_status_display()),
        TONES[ReleaseStatus(release.status)],
        reverse("enterprise:release", args=[release.no]),
    )


def facts_of(release: Any) -> list[tuple[str, Any]]:
    account = release.account
    facts = [
        (_("划转编号"), release.no),
        (_("划转日期"), release.day),
        (_("付款银行"), release.bank_account.bank_name),
        (_("收款账户"), f"{mask_account(account.account_no)} · {account.bank_name}"),
        (_("批次数"), release.lot_count),
    ]
    if release.because:
        facts.append((_("原因"), release.reason))
    return facts


@dataclass(frozen=True)
class Waits:
    """What is due to an enterprise and has not gone, and why not."""

    gathered: Gathered
    because: str
    asks_for_account: bool


def waits_of(actor: Actor) -> Waits | None:
    enterprise_id = actor.organisation_id or 0
    gathered = queries.gathered(clock.today(), [enterprise_id]).get(enterprise_id)
    if gathered is None:
        return None
    statuses = gathered.account_statuses
    if AccountStatus.DOUBTFUL in statuses:
        return Waits(gathered, _("收款账户连续付款失败，请确认或变更收款账户。"), True)
    if AccountStatus.ACTIVE not in statuses:
        because = _("收款账户正在复核，通过后划转。")
        if AccountStatus.PROPOSED not in statuses:
            because = _("尚未登记收款账户，请先登记。")
        return Waits(gathered, because, True)
    if gathered.is_held:
        return Waits(gathered, _("主管部门或者法院已暂停划转，恢复后一并划转。"), False)
    account = payments.receiving_account_of(enterprise_id)
    if account is not None and account.pk in closings.blocked_accounts(clock.today()):
        because = _("收款银行的日终核对有差异，查明后自动恢复划转，资金仍在监管。")
        return Waits(gathered, because, False)
    return Waits(gathered, _("划转恢复后，或者下一银行工作日再次划转。"), False)


@dataclass(frozen=True)
class AccountShown:
    account: Any
    masked: str
    status: str
    tone: str


def account_shown(account: Any) -> AccountShown:
    return AccountShown(
        account,
        mask_account(account.account_no),
        str(account.get_status_display()),
        ACCOUNT_TONES.get(AccountStatus(account.status), "quiet"),
    )
