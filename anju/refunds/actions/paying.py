"""Portions become payouts, and what the bank makes of them comes back here. (REF-06, REF-12, REF-13)"""

from anju.clients.rules import Refusal as ClientRefusal
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.refusals import Refused
from anju.custody import queries as held
from anju.custody.interest import interest_fen
from anju.ledger import queries as books
from anju.payments import actions as payments
from anju.payments.rules import PayoutStatus
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.carrying_out import close_if_done, said
from anju.refunds.actions.parties import locked_case, locked_portion, require_payee
from anju.refunds.models import Case, Portion
from anju.refunds.rules import OUT_OF_DISPUTE, Because, PortionSource, PortionStatus, Refusal, Side

PURPOSE = "refund"


@action
def instruct_portion(*, portion_id: int, by: Actor) -> Portion | None:
    """Have the bank pay a portion: principal, and the interest up to today. Again changes nothing.

    None, and it waits, while a court or the authority holds it back. Where no account is known, or the bank could not
    be told such a one, its payee is asked to confirm one. Interest the bank has not paid us yet follows by itself.
    """
    portion = locked_portion(portion_id)
    if portion.status != PortionStatus.DUE or queries.is_held_back(portion):
        return None
    if not portion.is_tenants:
        _take_settlement_account(portion)
    if not portion.payee_account:
        return _ask_account(portion, said(Because.NO_ACCOUNT), by)
    _earn_until_today(portion)
    _leave_interest_for_later(portion)
    portion.attempts += 1
    case, bank = portion.case, portion.case.lease.bank_account.bank
    try:
        payout = payments.instruct_payout(
            key=f"portion:{portion.pk}:{portion.attempts}",
            bank=bank,
            amount_fen=portion.amount_fen,
            creditor_name=portion.payee_name,
            creditor_account=portion.payee_account,
            creditor_bank=portion.payee_bank,
            text=f"{case.lease.filing_no} 押金租金退款",
            purpose=PURPOSE,
            cause=f"portion:{portion.pk}",
            legs=legs_of(portion),
            by=by,
        )
    except Refused as refused:
        if refused.code != ClientRefusal.UNWRITABLE:
            raise
        return _ask_account(portion, refused.message, by)
    move(
        portion,
        "instruct",
        by=by,
        payout=payout,
        attempts=portion.attempts,
        because="",
    )
    return portion


def legs_of(portion: Portion) -> list[tuple[str, str, int]]:
    """Out of the lease's pots to the bank; interest passes through the lease's own pot, so that it is seen there."""
    case = portion.case
    lease, bank = case.lease, case.lease.bank_account.bank
    out = f"payout:{bank}"
    disputed = portion.source in OUT_OF_DISPUTE
    legs = [
        (f"interest:{bank}", case.interest_pot, portion.interest_fen),
        (case.disputed_pot if disputed else lease.deposit_pot, out, portion.deposit_fen),
        (case.disputed_pot if disputed else lease.rent_pot, out, portion.rent_fen),
        (case.interest_pot, out, portion.interest_fen),
    ]
    return [leg for leg in legs if leg[2]]


def _take_settlement_account(portion: Portion) -> None:
    """An enterprise is paid where its releases go: to its account as it stands now. (rule A5.12)"""
    payee = queries.enterprise_payee(portion.case)
    for name, value in payee.items():
        setattr(portion, name, value)
    portion.save(update_fields=list(payee))


def _ask_account(portion: Portion, because: str, by: Actor) -> Portion:
    move(portion, "ask_account", by=by, because=because)
    portion.because = because[:200]
    portion.save(update_fields=["because"])
    telling.account_wanted(portion, by=by)
    return portion


def _earn_until_today(portion: Portion) -> None:
    """While it waited for an account the principal went on earning interest. (rule A6.5)"""
    today = clock.today()
    portion.interest_fen += interest_fen(
        portion.principal.total_fen, portion.interest_to, today, held.rates()
    )
    portion.interest_to = today
    portion.save(update_fields=["interest_fen", "interest_to"])


def _leave_interest_for_later(portion: Portion) -> None:
    """The bank pays interest each quarter: what it has not paid us yet becomes a portion of its own, and waits."""
    if portion.source == PortionSource.INTEREST or not portion.interest_fen:
        return
    bank = portion.case.lease.bank_account.bank
    if books.balance_fen(f"interest:{bank}") >= portion.interest_fen:
        return
    Portion.objects.create(
        case=portion.case,
        side=portion.side,
        source=PortionSource.INTEREST,
        plan=portion.plan,
        item=portion.item,
        final_plan=portion.final_plan,
        interest_fen=portion.interest_fen,
        interest_to=portion.interest_to,
        payee_name=portion.payee_name,
        payee_account=portion.payee_account,
        payee_bank=portion.payee_bank,
        created_at=clock.now(),
    )
    portion.interest_fen = 0
    portion.save(update_fields=["interest_fen"])


@action
def take_note_of_payout(*, payout_id: int, by: Actor) -> Portion | None:
    """What the bank made of a portion: paid, failed, or brought back later. Again changes nothing.

    A failure puts 收款账号确认 before the payee and sends a message. (REF-12)
    """
    portion = locked_portion(Portion.objects.values_list("pk", flat=True).get(payout=payout_id))
    payout = payments.heed_payout(payout_id=payout_id, by=by)
    if payout is None:
        return None
    case = portion.case
    if payout.status == PayoutStatus.DONE:
        move(portion, "confirm_payment", by=by, because=payout.no, paid_at=payout.ended_at)
        telling.paid(portion, by=by)
        close_if_done(case, by=by)
        return portion
    came_back = payout.status == PayoutStatus.RETURNED and portion.status == PortionStatus.PAID
    move(
        portion,
        "come_back" if came_back else "fail",
        by=by,
        because=payout.because,
        paid_at=None,
    )
    portion.because = payout.because
    portion.save(update_fields=["because"])
    if Case.MOVES.allows("reopen", case.status):
        move(case, "reopen", by=by, because=payout.because, closed_at=None)
    telling.account_wanted(portion, by=by)
    return portion


@action
def confirm_account(*, portion_id: int, payee_account: str, payee_bank: str, by: Actor) -> Portion:
    """收款账号确认: the payee gives account and bank again, and is paid the same day with them. (REF-12, REF-13)

    The same again, while it is being paid, changes nothing.
    """
    portion = locked_portion(portion_id)
    case = locked_case(portion.case_id, by, Side.TENANT)
    require_payee(case, by)
    if not portion.is_tenants:
        raise Refused(Refusal.NOT_A_TENANTS_PORTION)
    account, account_bank = queries.readable_account(payee_account), payee_bank.strip()[:120]
    if not account_bank:
        raise Refused(Refusal.ACCOUNT_MISSING)
    is_repeated = (portion.payee_account, portion.payee_bank) == (account, account_bank)
    if is_repeated and portion.status in (PortionStatus.DUE, PortionStatus.PAYING):
        return portion
    moved: Portion = move(
        portion,
        "confirm_account",
        by=by,
        payee_account=account,
        payee_bank=account_bank,
    )
    return moved


@action
def pay_enterprise_again(*, portion_id: int, by: Actor) -> Portion:
    """The enterprise says that its settlement account is right, or has a new one: pay it there."""
    portion = locked_portion(portion_id)
    locked_case(portion.case_id, by, Side.ENTERPRISE)
    if portion.is_tenants:
        raise Refused(Refusal.NOT_THE_PAYEE)
    payee = queries.enterprise_payee(portion.case)
    if not payee["payee_account"]:
        raise Refused(Refusal.NO_SETTLEMENT_ACCOUNT)
    moved: Portion = move(portion, "confirm_account", by=by, **payee)
    return moved


@action
def use_new_settlement_account(*, portion_id: int, by: Actor) -> bool:
    """The enterprise has another settlement account than the one that failed: pay it there without being asked."""
    portion = locked_portion(portion_id)
    payee = queries.enterprise_payee(portion.case)
    is_new = payee["payee_account"] not in ("", portion.payee_account)
    if portion.is_tenants or portion.status != PortionStatus.ACCOUNT_WANTED or not is_new:
        return False
    move(portion, "confirm_account", by=by, **payee)
    return True
