"""多退少补: money goes back to the owner at the department's counter, by one and another. (rules B2.6, B9.2 to B9.5)"""

from collections.abc import Callable

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import check_bank_account, check_company_account, normalise_name
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.fund import queries
from anju.fund.actions.deposits import close_all, close_open
from anju.fund.models import Account, CounterRefund, Deposit
from anju.fund.numbers import refund_no
from anju.fund.queries.receipts import receipt_of
from anju.fund.queries.refunds import done_anew, is_payee, refunded_fen, refunds_seen_by
from anju.fund.rules import (
    CLOSING,
    COUNTS_AS_FIRST,
    DUE_REASONS,
    OF_UNITS_PART,
    OPEN_REFUNDS,
    TREASURY_NAME,
    DepositKind,
    Payee,
    R,
    RefundReason,
    Refusal,
    Status,
)
from anju.homes import actions as home_actions
from anju.homes import queries as homes
from anju.homes.estate import Kind
from anju.homes.rules import OwnerIdType
from anju.ledger.queries import balance_fen
from anju.notices import actions as notices
from anju.payments import actions as payments
from anju.payments.rules import PayoutStatus
from anju.people import queries as people
from anju.people.queries import check_power
from anju.people.rules import Power
from anju.receipts.rules import STANDING
from anju.receipts.rules import Status as ReceiptStatus

PURPOSE = "fund_refund"
WAITS_FOR: dict[str, Refusal] = {
    ReceiptStatus.REQUESTED: Refusal.RECEIPT_UNDER_WAY,
    ReceiptStatus.VOIDING: Refusal.RECEIPT_BEING_VOIDED,
}


@action
def enter_refund(
    *,
    account_id: int,
    reason: str,
    deposit_id: int | None = None,
    amount_fen: int = 0,
    payee: str = Payee.OWNER,
    payee_name: str,
    payee_account: str,
    payee_bank: str,
    by: Actor,
) -> CounterRefund:
    """Enter what goes back to a present owner; nothing moves until somebody else has checked it.

    A part of one deposit; when the home is given up or lost all that it holds, whatever amount is said: the owner's
    part to an owner, the selling unit's to the unit or, where it is no more, to the treasury (`payee`). Refused for
    more than that, another payee, while a receipt stands or a deposit is on its way, and while another refund is open.
    What is frozen for repairs can't go back: so all of it only when nothing is frozen.
    """
    account: Account = lock(Account, pk=account_id)
    queries.check_may_keep(account, by, Power.FUND_PAY)
    return _enter(
        account,
        deposit_id=None if reason in CLOSING else deposit_id or 0,
        reason=reason,
        amount_fen=amount_fen,
        payee=Payee(payee),
        payee_name=normalise_name(payee_name),
        payee_account=payee_account,
        payee_bank=payee_bank,
        by=by,
    )


def _enter(
    account: Account,
    *,
    deposit_id: int | None,
    reason: str,
    amount_fen: int,
    payee: str,
    payee_name: str,
    payee_account: str,
    payee_bank: str,
    by: Actor,
) -> CounterRefund:
    """Checked, and entered for another person to check."""
    known = account.refunds.filter(status__in=OPEN_REFUNDS).first()
    if known is not None:
        raise Refused(Refusal.REFUND_OPEN, no=known.no)
    deposit = None if deposit_id is None else _deposit(account, deposit_id)
    now = clock.now()
    refund = CounterRefund(
        no=refund_no(account.dwelling.building.community.district, now),
        account=account,
        deposit=deposit,
        reason=reason,
        payee=payee,
        payee_name=payee_name,
        payee_bank=payee_bank.strip()[:120],
        entered_by=by.name,
        entered_at=now,
    )
    most = _most(refund)
    refund.amount_fen = most if deposit is None else amount_fen
    if not 0 < refund.amount_fen <= most:
        raise Refused(Refusal.TOO_MUCH, most=yuan(most))
    refund.payee_account = _check_payee(refund)(payee_account)
    _check_receipts(account, deposit)
    refund.save()
    return refund


@action
def claim_refund(
    *, refund_id: int, payee_account: str, payee_bank: str, by: Actor
) -> CounterRefund:
    """The bank could not pay a refund: its payee names another account of their own, and it is checked and paid anew.

    The counter has seen the papers before; to whom it goes and for what stays as it was. Again with the same account
    it is the same. Refused to all others (`NOT_THE_PAYEE`), and where it has not failed or is done anew already.
    """
    account_id = CounterRefund.objects.values_list("account_id", flat=True).get(pk=refund_id)
    account: Account = lock(Account, pk=account_id)
    failed: CounterRefund = lock(CounterRefund, pk=refund_id)
    if not is_payee(failed, by):
        raise Refused(Refusal.NOT_THE_PAYEE)
    anew = done_anew(failed).first()
    number = _check_payee(failed)(payee_account)
    if anew is not None and (anew.entered_by, anew.payee_account) == (by.name, number):
        return anew
    if failed.status != R.FAILED:
        raise Refused(Refusal.NOT_FAILED, no=failed.no, status=failed.get_status_display())
    if anew is not None:
        raise Refused(Refusal.CLAIMED_BEFORE, no=anew.no)
    return _enter(
        account,
        deposit_id=failed.deposit_id,
        reason=failed.reason,
        amount_fen=failed.amount_fen,
        payee=failed.payee,
        payee_name=failed.payee_name,
        payee_account=number,
        payee_bank=payee_bank,
        by=by,
    )


def _deposit(account: Account, deposit_id: int) -> Deposit:
    found = account.deposits.filter(pk=deposit_id, status=Status.DEPOSITED).first()
    if found is None:
        raise Refused(Refusal.NO_SUCH_DEPOSIT)
    return found


def _pot(refund: CounterRefund) -> str:
    account: Account = refund.account
    return account.unit_pot if refund.payee in OF_UNITS_PART else account.pot


def _most(refund: CounterRefund) -> int:
    account, deposit = refund.account, refund.deposit
    if refund.payee in OF_UNITS_PART and (
        deposit is not None or account.dwelling.kind != Kind.SOLD_PUBLIC
    ):
        raise Refused(Refusal.NO_UNITS_PART)
    held = balance_fen(_pot(refund))
    if deposit is None:
        frozen = queries.frozen_fen(account)
        if frozen:
            raise Refused(Refusal.FROZEN, amount=yuan(frozen))
        return held
    whole = deposit.free_fen if deposit.kind == DepositKind.SHARE else deposit.amount_fen
    left = min(held, max(0, whole - refunded_fen(deposit)))
    due = queries.due_of(account).refund_fen
    return min(left, due) if refund.reason in DUE_REASONS else left


def _check_payee(refund: CounterRefund) -> Callable[[str], str]:
    """Whether the money is this payee's now; returns how the number of its account is checked."""
    home, name = refund.account.dwelling, refund.payee_name
    if refund.payee in OF_UNITS_PART:
        if home.selling_unit is None:
            raise Refused(Refusal.NO_UNITS_PART)
        unit = normalise_name(home.selling_unit.name)
        is_theirs = name == unit if refund.payee == Payee.UNIT else name.endswith(TREASURY_NAME)
        if not is_theirs:
            raise Refused(Refusal.PAYEE_NOT_UNIT, name=unit)
        return check_company_account
    owner = next((one for one in homes.owners_now(home) if one.name == name), None)
    if owner is None:
        raise Refused(Refusal.PAYEE_NOT_OWNER, name=name)
    return check_company_account if owner.id_type == OwnerIdType.USCC else check_bank_account


def _check_receipts(account: Account, deposit: Deposit | None) -> None:
    """No receipt stands of what goes back; and before all goes back, all that was paid has come.

    While the platform is silent, that is what is waited for.
    """
    paid = account.deposits.filter(status__in=(Status.PAID, Status.DEPOSITED)).order_by("pk")
    for one in paid if deposit is None else [deposit]:
        if one.status == Status.PAID:
            raise Refused(Refusal.UNDER_WAY, no=one.no)
        receipt = receipt_of(one)
        if receipt is not None and receipt.status in STANDING:
            raise Refused(WAITS_FOR.get(receipt.status, Refusal.RECEIPT_STANDS), no=one.no)


@action
def approve_refund(*, refund_id: int, by: Actor) -> CounterRefund:
    """Another person has checked it: the money leaves the home's account for the bank. (CHN-06)

    Checked anew: what is due, what it holds, that it is still this payee's, and that no receipt stands. A home whose
    balance goes back because it is lost is recorded as lost from now on, unless it is already.
    """
    _note_loss(refund_id, by)
    refund, account = _entered(refund_id, by)
    deposit = refund.deposit
    most = _most(refund)
    if refund.amount_fen > most or (deposit is None and refund.amount_fen != most):
        raise Refused(Refusal.TOO_MUCH, most=yuan(most))
    _check_payee(refund)
    _check_receipts(account, deposit)
    bank = account.bank_account.bank
    payments.instruct_payout(
        key=f"fund_refund:{refund.no}",
        bank=bank,
        amount_fen=refund.amount_fen,
        creditor_name=refund.payee_name,
        creditor_account=refund.payee_account,
        creditor_bank=refund.payee_bank,
        text=f"住宅专项维修资金退款 {refund.no}",
        purpose=PURPOSE,
        cause=f"fund_refund:{refund.no}",
        legs=[(_pot(refund), f"payout:{bank}", refund.amount_fen)],
        by=by,
    )
    if deposit is None:
        refund.counted_fen = account.first_fen if refund.payee == Payee.OWNER else 0
        close_all(account, because=refund.no, by=by)
    elif deposit.kind in COUNTS_AS_FIRST:
        refund.counted_fen = refund.amount_fen
    account.first_fen -= refund.counted_fen
    account.save(update_fields=["first_fen"])
    move(refund, "approve", by=by, checked_by=by.name, counted_fen=refund.counted_fen)
    return refund


def _note_loss(refund_id: int, by: Actor) -> None:
    """The home is locked before its account."""
    refund = refunds_seen_by(by).filter(pk=refund_id, status=R.ENTERED).first()
    if refund is None or refund.reason != RefundReason.LOST:
        return
    home = refund.account.dwelling
    if home.lost_on is None and Power.FUND_CHECK in by.may:
        basis = f"退款{refund.no}"
        home_actions.record_loss(dwelling_id=home.pk, lost_on=clock.today(), basis=basis, by=by)


@action
def reject_refund(*, refund_id: int, because: str, by: Actor) -> CounterRefund:
    """It is not right: nothing has moved, and it may be entered anew."""
    refund, _account = _entered(refund_id, by)
    text = because.strip()[:200]
    if not text:
        raise Refused(Refusal.OPINION_MISSING)
    move(refund, "reject", by=by, because=text, checked_by=by.name, ended_at=clock.now())
    refund.because = text
    refund.save(update_fields=["because"])
    return refund


def _entered(refund_id: int, by: Actor) -> tuple[CounterRefund, Account]:
    check_power(by, Power.FUND_CHECK)
    ensure(refunds_seen_by(by).filter(pk=refund_id).exists(), "another department's")
    account_id = CounterRefund.objects.values_list("account_id", flat=True).get(pk=refund_id)
    account: Account = lock(Account, pk=account_id)
    refund: CounterRefund = lock(CounterRefund, pk=refund_id)
    if refund.status != R.ENTERED:
        raise Refused(Refusal.NOT_ENTERED, no=refund.no, status=refund.get_status_display())
    if refund.entered_by == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return refund, account


@action
def end_refund(*, payout_id: int, by: Actor) -> CounterRefund | None:
    """Take note of what the bank did; when it was not paid, every fen is in the home's account again, and counts."""
    payout = payments.heed_payout(payout_id=payout_id, by=by)
    if payout is None:
        return None
    no = payout.cause.removeprefix("fund_refund:")
    account_id = CounterRefund.objects.values_list("account_id", flat=True).get(no=no)
    account: Account = lock(Account, pk=account_id)
    refund: CounterRefund = lock(CounterRefund, no=no)
    if refund.status == R.PAYING and payout.status != PayoutStatus.FAILED:
        move(refund, "confirm", by=by, because=payout.no, ended_at=payout.ended_at)
    if payout.status in (PayoutStatus.FAILED, PayoutStatus.RETURNED):
        move(refund, "fail", by=by, because=payout.because, ended_at=payout.ended_at)
        refund.because = payout.because[:200]
        refund.save(update_fields=["because"])
        account.first_fen += refund.counted_fen
        account.save(update_fields=["first_fen"])
        close_open(account, because=refund.no, by=by)
        _tell_payee(refund, by)
    return refund


def _tell_payee(refund: CounterRefund, by: Actor) -> None:
    """An owner whom we know is told that the bank could not pay, and what to do."""
    if refund.payee != Payee.OWNER:
        return
    for owner in homes.owners_now(refund.account.dwelling):
        if owner.name == refund.payee_name:
            person = people.person_by_any_number(owner.id_number)
            unit = people.organisation_by_uscc(owner.id_number) if person is None else None
            if person is not None or unit is not None:
                notices.queue(
                    key=f"fund_refund_failed:{refund.no}",
                    kind="fund_refund_failed",
                    facts={
                        "no": refund.no,
                        "amount": yuan(refund.amount_fen),
                        "because": refund.because,
                    },
                    person_id=person.pk if person is not None else None,
                    organisation_id=unit.pk if unit is not None else None,
                    by=by,
                )
