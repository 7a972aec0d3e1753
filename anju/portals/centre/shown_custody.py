"""How holds, settlement accounts and interest look to the staff."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.custody import queries
from anju.custody.queries import Gathered, InterestPosition
from anju.custody.rules import AccountStatus, HoldStatus
from anju.portals.centre.shown import moment, names_in
from anju.refunds import queries as refunds

ACCOUNT_TONES = {
    AccountStatus.PROPOSED: "waiting",
    AccountStatus.ACTIVE: "good",
    AccountStatus.DOUBTFUL: "bad",
    AccountStatus.REJECTED: "bad",
}


@dataclass(frozen=True)
class HoldShown:
    """`can_be_lifted` while it is in force, even when its last day is over."""

    hold: Any
    reason: str
    whose: str
    enterprise: str
    status: str
    tone: str
    url: str
    can_be_lifted: bool


def hold_shown(hold: Any) -> HoldShown:
    in_force = hold.status == HoldStatus.IN_FORCE
    is_over = in_force and hold.until_on is not None and hold.until_on < clock.today()
    enterprise = hold.enterprise or hold.lease.enterprise
    return HoldShown(
        hold=hold,
        reason=str(hold.get_reason_display()),
        whose=hold.lease.filing_no if hold.lease else _("企业的全部合同"),
        enterprise=enterprise.name,
        status=_("已到期") if is_over else str(hold.get_status_display()),
        tone="waiting" if in_force and not is_over else "quiet",
        url=reverse("centre:hold", args=[hold.pk]),
        can_be_lifted=in_force,
    )


def facts_of_hold(shown: HoldShown) -> list[tuple[str, Any]]:
    hold = shown.hold
    placed_by = names_in([hold], "placed_by")[hold.placed_by]
    facts = [
        (_("住房租赁企业"), shown.enterprise),
        (_("范围"), shown.whose),
        (_("暂停原因"), shown.reason),
        (_("文书编号"), hold.document_no),
        (_("说明"), hold.note or "—"),
        (_("登记"), f"{placed_by} · {moment(hold.placed_at)}"),
        (_("暂停期止"), hold.until_on or _("解除时为止")),
    ]
    waits = gathered_by(hold)
    if waits is not None:
        facts.append((_("累积批次数"), waits.lot_count))
    return facts


def gathered_by(hold: Any) -> Gathered | None:
    """What waits while a whole enterprise is stopped."""
    if hold.enterprise_id is None or hold.status != HoldStatus.IN_FORCE:
        return None
    return queries.gathered(clock.today(), [hold.enterprise_id]).get(hold.enterprise_id)


@dataclass(frozen=True)
class AccountShown:
    account: Any
    status: str
    tone: str
    url: str
    waits: bool


def account_shown(account: Any) -> AccountShown:
    return AccountShown(
        account=account,
        status=str(account.get_status_display()),
        tone=ACCOUNT_TONES.get(AccountStatus(account.status), "quiet"),
        url=reverse("centre:account", args=[account.pk]),
        waits=account.status == AccountStatus.PROPOSED,
    )


def facts_of_account(shown: AccountShown) -> list[tuple[str, Any]]:
    """Who checks an account needs to see it in full."""
    account = shown.account
    names = names_in([account], "proposed_by", "checked_by")
    facts = [
        (_("住房租赁企业"), account.enterprise.name),
        (_("统一社会信用代码"), account.enterprise.uscc),
        (_("户名"), account.name),
        (_("账号"), account.account_no),
        (_("开户银行"), account.bank_name),
        (_("申请"), f"{names[account.proposed_by]} · {moment(account.proposed_at)}"),
    ]
    if account.checked_by:
        facts.append((_("复核"), f"{names[account.checked_by]} · {moment(account.checked_at)}"))
    if account.because:
        facts.append((_("不通过原因"), account.because))
    return facts


@dataclass(frozen=True)
class PositionShown:
    """What one bank paid, what our lots earned, and what is owed of it by now."""

    bank_name: str
    position: InterestPosition
    owed_fen: int


def positions_shown(
    accounts: list[Any], first: date, last: date, rates: list[Any]
) -> list[PositionShown]:
    """Every bank account's, in as many questions as one's."""
    ids = [account.pk for account in accounts]
    disputed, owed = refunds.disputed_pots(ids), queries.owed_by_account(ids)
    asked = [queries.AskedBank(one.pk, one.bank, disputed[one.pk]) for one in accounts]
    positions = queries.interest_positions(asked, first, last, rates)
    return [
        PositionShown(account.bank_name, position, owed.get(account.pk, 0))
        for account, position in zip(accounts, positions, strict=True)
    ]
