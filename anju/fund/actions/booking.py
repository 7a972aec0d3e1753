"""What the providers tell becomes deposits, and what the bank credits becomes the money of homes."""

from typing import Any

from django.db import connection

from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.fund.models import Account, Attempt, Deposit
from anju.fund.rules import COUNTS_AS_FIRST, OPEN, Because, DepositKind, Status
from anju.ledger import actions as ledger
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.rules import TOLD_CLOSED, TOLD_PAID, UNPAID, Business


@action
def book_notifications(*, limit: int, by: Actor) -> int:
    """Take up what was told to the fund's merchants; each stands alone. Returns how many it took."""
    taken = payments.take_notifications(limit=limit, business=Business.FUND, by=by)
    for notification_id in _by_account():
        try:
            settle_notification(notification_id=notification_id, by=by)
        except Refused as refused:
            payments.set_aside_notification(
                notification_id=notification_id, because=refused.message, by=by
            )
    return taken


# Two workers may have taken facts of the same homes: each locks their accounts in the same order.
BY_ACCOUNT = """
SELECT fact_id FROM payments_taken
LEFT JOIN fund_attempt AS attempt USING (payment_id)
LEFT JOIN fund_deposit AS deposit ON deposit.id = attempt.deposit_id
ORDER BY deposit.account_id, fact_id
"""


def _by_account() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(BY_ACCOUNT)
        return [fact_id for (fact_id,) in cursor.fetchall()]


def _taken(columns: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM payments_taken ORDER BY 1")  # noqa: S608
        return list(cursor.fetchall())


@action
def settle_notification(*, notification_id: int, by: Actor) -> None:
    """One provider's notification: it pays its deposit, goes back, or waits for a person."""
    fact = payment_queries.notification(notification_id)
    payment = payment_queries.payment_by_no(fact.payment_no)
    attempt = None if payment is None else Attempt.objects.filter(payment=payment).first()
    if payment is None or attempt is None or payment.channel != fact.channel:
        _set_aside(fact, Because.UNKNOWN_PAYMENT, by=by, payment=fact.payment_no)
    elif payment_queries.merchant_no_of(payment) != fact.merchant_no:
        _set_aside(fact, Because.OTHER_MERCHANT, by=by, merchant_no=fact.merchant_no)
    elif fact.trade_status in TOLD_CLOSED:
        payments.fail_payment(payment_id=payment.pk, because=fact.trade_status, by=by)
        _mark(fact, "match", by=by)
    elif fact.trade_status not in TOLD_PAID or payment.status not in (*UNPAID, "closed", "failed"):
        _mark(fact, "ignore", by=by)
    elif fact.amount_fen != payment.amount_fen:
        credit, due = yuan(fact.amount_fen), yuan(payment.amount_fen)
        _set_aside(fact, Because.WRONG_AMOUNT, by=by, credit=credit, due=due)
    else:
        _receive(fact, payment, attempt, by=by)


def _set_aside(fact: Any, because: Because, *, by: Actor, **facts: str) -> None:
    reason = str(because.label).format(**facts)
    payments.set_aside_notification(notification_id=fact.pk, because=reason, by=by)


def _mark(fact: Any, name: str, *, by: Actor) -> None:
    payments.set_aside_notification(
        notification_id=fact.pk, name=name, because=fact.trade_status, by=by
    )


def _receive(fact: Any, payment: Any, attempt: Attempt, *, by: Actor) -> None:
    """The first money for an open deposit counts; any other goes back to its source. (QCK-01, CHN-03)"""
    account = lock(Account, pk=attempt.deposit.account_id)
    deposit: Deposit = lock(Deposit, pk=attempt.deposit_id)
    payments.receive_late(payment_id=payment.pk, because=fact.trade_no, by=by)
    bank, paid_at = payment.bank_account.bank, fact.paid_at or fact.received_at
    ledger.transfer(
        key=f"{payment.channel}:{fact.trade_no}",
        reason="provider_paid",
        cause=f"deposit:{deposit.no}",
        happened_at=paid_at,
        legs=[
            (
                f"world:{payment.channel}:{bank}",
                f"transit:{payment.channel}:{bank}",
                fact.amount_fen,
            )
        ],
    )
    _mark(fact, "match", by=by)
    if deposit.status not in OPEN:
        status = deposit.get_status_display()
        because = str(Because.NOT_OPEN.label).format(no=deposit.no, status=status)
        payments.refund_payment(payment_id=payment.pk, because=because, by=by)
        return
    move(
        deposit,
        "confirm_payment",
        by=by,
        because=fact.trade_no,
        payment=payment,
        paid_at=paid_at,
        person_id=attempt.person_id,
        organisation_id=attempt.organisation_id,
    )
    _count(account, deposit)
    others = deposit.attempts.exclude(payment=payment).order_by("payment_id")
    for payment_id in others.values_list("payment_id", flat=True):
        payments.want_close(payment_id=payment_id, by=by)


def _count(account: Account, deposit: Deposit) -> None:
    if deposit.kind in COUNTS_AS_FIRST:
        account.first_fen += deposit.amount_fen
    elif deposit.kind == DepositKind.COMPLETION:
        account.completes = False
    account.save(update_fields=["first_fen", "completes"])


@action
def settle_lines(*, settlement_id: int, limit: int, by: Actor) -> int:
    """Take up the next lines of a funded day: their deposits are in their homes' accounts (已交存)."""
    taken = payments.take_lines(settlement_id=settlement_id, limit=limit, by=by)
    booked: dict[int, int] = {}
    for row in _taken("line_id, kind, trade_no, payment_id, amount_fen, bank, happened_at"):
        line_id, kind, trade_no, payment_id, amount_fen, bank, happened_at = row
        deposit = (
            Deposit.objects.filter(payment_id=payment_id, status=Status.PAID)
            .select_for_update(of=("self",))
            .select_related("account", "payment")
            .first()
        )
        if kind != "trade" or deposit is None or deposit.payment is None:
            continue
        if deposit.amount_fen != amount_fen:
            continue
        channel = deposit.payment.channel
        ledger.transfer(
            key=f"settled:{channel}:{trade_no}",
            reason="fund_deposited",
            cause=f"deposit:{deposit.no}",
            happened_at=happened_at,
            legs=[(f"transit:{channel}:{bank}", deposit.account.pot, amount_fen)],
        )
        move(deposit, "deposit", by=by)
        booked[line_id] = payment_id
    payments.mark_lines(line_ids=list(booked), payment_ids=list(booked.values()), by=by)
    payments.settle_the_rest(booked_ids=set(booked), by=by)
    return taken
