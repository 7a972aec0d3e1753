"""Settlement accounts: proposed by the enterprise, checked by the fund centre, doubted after failures. (A5.12)"""

import re

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_account
from anju.core.db import action, lock, lock_many, move
from anju.core.refusals import Refused
from anju.custody.models import SettlementAccount
from anju.custody.rules import ACCOUNT_NO, IN_USE, LONGEST_BANK_NAME, AccountStatus, Refusal
from anju.notices import actions as notices
from anju.people import queries as people


@action
def propose_account(
    *, enterprise_id: int, account_no: str, bank_name: str, by: Actor
) -> SettlementAccount:
    """An enterprise names the account where it wants to receive; it stands in the enterprise's own name.

    Nothing is paid to it before an officer has checked it. The same proposal again changes nothing; refused while
    another waits, and when it is the account in use.
    """
    account_no, bank_name = re.sub(r"[\s-]", "", account_no), bank_name.strip()
    if not re.fullmatch(ACCOUNT_NO, account_no, re.ASCII):
        raise Refused(Refusal.NOT_AN_ACCOUNT, text=account_no)
    if not bank_name:
        raise Refused(Refusal.BANK_MISSING)
    if len(bank_name) > LONGEST_BANK_NAME or not bank_name.isprintable():
        raise Refused(Refusal.BANK_UNREADABLE, most=LONGEST_BANK_NAME)
    known = _locked_of(enterprise_id)
    for account in known:
        same = (account.account_no, account.bank_name) == (account_no, bank_name)
        if account.status == AccountStatus.PROPOSED:
            if same:
                return account
            raise Refused(Refusal.ONE_PROPOSAL)
        if same and account.status == AccountStatus.ACTIVE:
            raise Refused(Refusal.SAME_ACCOUNT)
    return SettlementAccount.objects.create(
        enterprise_id=enterprise_id,
        name=people.organisation(enterprise_id).name,
        account_no=account_no,
        bank_name=bank_name,
        proposed_by=by.name,
        proposed_at=clock.now(),
    )


def _locked_of(enterprise_id: int) -> list[SettlementAccount]:
    current = (*IN_USE, AccountStatus.PROPOSED)
    accounts = SettlementAccount.objects.filter(enterprise=enterprise_id, status__in=current)
    return lock_many(SettlementAccount, accounts.values_list("pk", flat=True))


@action
def withdraw_account(*, account_id: int, by: Actor) -> SettlementAccount:
    """The enterprise takes its proposal back before it was checked."""
    account: SettlementAccount = lock(SettlementAccount, pk=account_id)
    if account.status != AccountStatus.WITHDRAWN:
        move(account, "withdraw", by=by)
    return account


@action
def approve_account(*, account_id: int, by: Actor) -> SettlementAccount:
    """An officer has checked a proposed account: from now on releases go there, and the one before is replaced.

    Refused to whoever proposed it. Twice equals once.
    """
    proposed = SettlementAccount.objects.get(pk=account_id)
    locked = {account.pk: account for account in _locked_of(proposed.enterprise_id)}
    account = locked.pop(account_id, proposed)
    if account.status in IN_USE:
        return account
    _check_is_another(account, by)
    for old in locked.values():
        if old.status in IN_USE:
            move(old, "replace", by=by, because=f"account {account.pk}")
    move(account, "approve", by=by, checked_by=by.name, checked_at=clock.now())
    _tell(account, "settlement_account_approved", by=by)
    return account


@action
def reject_account(*, account_id: int, because: str, by: Actor) -> SettlementAccount:
    """An officer does not accept a proposed account, and says why; the one in use stays."""
    account: SettlementAccount = lock(SettlementAccount, pk=account_id)
    because = because.strip()[:200]
    if not because:
        raise Refused(Refusal.REASON_MISSING)
    if account.status == AccountStatus.REJECTED:
        return account
    _check_is_another(account, by)
    move(account, "reject", by=by, because=because, checked_by=by.name, checked_at=clock.now())
    account.because = because
    account.save(update_fields=["because"])
    _tell(account, "settlement_account_rejected", by=by, because=because)
    return account


def _check_is_another(account: SettlementAccount, by: Actor) -> None:
    if account.proposed_by == by.name:
        raise Refused(Refusal.SAME_PERSON)


def doubt_account(*, account: SettlementAccount, because: str, by: Actor) -> None:
    """Releases to a locked account failed too often: the enterprise has to confirm it, or to name another."""
    move(account, "doubt", by=by, because=because)
    _tell(account, "settlement_account_doubtful", by=by, because=because)


@action
def confirm_account(*, account_id: int, by: Actor) -> SettlementAccount:
    """The enterprise says that its doubtful account is in order: releases to it are tried again."""
    account: SettlementAccount = lock(SettlementAccount, pk=account_id)
    if account.status != AccountStatus.ACTIVE:
        move(account, "confirm", by=by, failures=0, not_before=None)
    return account


def _tell(account: SettlementAccount, kind: str, *, by: Actor, **facts: str) -> None:
    notices.queue(
        key=f"{kind}:{account.pk}:{clock.now().isoformat()}",
        kind=kind,
        facts={"account": mask_account(account.account_no), **facts},
        organisation_id=account.enterprise_id,
        by=by,
    )


@action
def ask_for_accounts(*, enterprise_ids: list[int], by: Actor) -> None:
    """Tell enterprises that rent waits for them because they have named no account; at most once a week each."""
    year, week, _ = clock.today().isocalendar()
    for enterprise_id in enterprise_ids:
        notices.queue(
            key=f"settlement_account_wanted:{enterprise_id}:{year}-{week}",
            kind="settlement_account_wanted",
            facts={},
            organisation_id=enterprise_id,
            by=by,
        )
