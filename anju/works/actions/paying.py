"""Money goes to the contractor, at most half at first, entered by one and checked by another. (rules B7.5, B7.8)"""

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import check_company_account, normalise_name
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.payments import actions as payments
from anju.payments.rules import PayoutStatus
from anju.people.queries import check_power
from anju.people.rules import Power
from anju.works.actions.deciding import check_nothing_open, seen_and_locked
from anju.works.actions.ending import give_cash_back
from anju.works.actions.freezing import PARTS, frozen_pot, lock_accounts, release
from anju.works.actions.submitting import check_payee
from anju.works.models import Order, Payment, PaymentPart
from anju.works.numbers import payment_no
from anju.works.queries.payments import payable_of, payments_seen_by
from anju.works.rules import P, Refusal, S, Stage
from anju.works.sharing import part_of

PURPOSE = "works_payment"
FROZEN = """
SELECT share.id, account.bank_account_id, share.covered_fen - share.paid_fen,
    share.unit_covered_fen - share.unit_paid_fen
FROM works_share AS share JOIN fund_account AS account ON account.id = share.account_id
WHERE share.order_id = %s AND share.covered_fen + share.unit_covered_fen > share.paid_fen + share.unit_paid_fen
ORDER BY share.position
"""
LEGS = PARTS.replace(
    "FROM works_share AS share",
    "FROM works_share AS share JOIN works_paymentpart AS paid ON paid.share_id = share.id",
).replace("share.order_id", "paid.payment_id")
LEGS = LEGS.format(owner="paid.owner_fen", unit="paid.unit_fen")
PAID = """
UPDATE works_share AS share SET paid_fen = paid_fen {sign} paid.owner_fen,
    unit_paid_fen = unit_paid_fen {sign} paid.unit_fen
FROM works_paymentpart AS paid WHERE paid.share_id = share.id AND paid.payment_id = %s
"""


@action
def enter_payment(
    *,
    order_id: int,
    stage: str,
    amount_fen: int,
    payee_name: str,
    payee_account: str,
    payee_bank: str,
    by: Actor,
) -> list[Payment]:
    """Enter what is paid to the contractor or the company, out of the frozen shares; nothing moves until somebody else
    has checked it. One payment for each bank that keeps homes of the order. `queries.payable_of` tells how much may go.

    Refused: no `fund.pay`; STAGE_WRONG, PAYMENT_UNDER_WAY, FIRST_TOO_MUCH, PAY_TOO_MUCH, PAYEE_OTHER.
    """
    order = seen_and_locked(order_id, Power.FUND_PAY, by)
    _check_stage(order, stage)
    check_nothing_open(order, "再次拨付")
    may = payable_of(order)
    if stage == Stage.FIRST and not 0 < amount_fen <= may.first_fen:
        raise Refused(Refusal.FIRST_TOO_MUCH, most=yuan(may.first_fen))
    if not 0 < amount_fen <= may.frozen_fen:
        raise Refused(Refusal.PAY_TOO_MUCH, most=yuan(may.frozen_fen))
    check_payee(order, payee_name)
    payee = {
        "payee_name": normalise_name(payee_name),
        "payee_account": check_company_account(payee_account),
        "payee_bank": payee_bank.strip()[:120],
    }
    by_bank = _split(order, amount_fen)
    return [_entered(order, stage, bank, parts, payee, by) for bank, parts in by_bank.items()]


def _check_stage(order: Order, stage: str) -> None:
    """The first payment before the works are settled, the final one after that."""
    allowed = {Stage.FIRST: (S.APPROVED, S.WORKING), Stage.FINAL: (S.SETTLED,)}
    if order.status not in allowed[Stage(stage)]:
        facts = {"no": order.no, "status": order.get_status_display()}
        raise Refused(Refusal.STAGE_WRONG, stage=Stage(stage).label, **facts)


def _split(order: Order, amount_fen: int) -> dict[int, list[tuple[int, int, int]]]:
    """So much of what is frozen, of each home in proportion: share, owner's and unit's part, by its bank."""
    with connection.cursor() as cursor:
        cursor.execute(FROZEN, [order.pk])
        rows = cursor.fetchall()
    fens = part_of(amount_fen, [fen for _share, _bank, *both in rows for fen in both])
    by_bank: dict[int, list[tuple[int, int, int]]] = {}
    for number, (share_id, bank, _owner, _unit) in enumerate(rows):
        owner_fen, unit_fen = fens[2 * number : 2 * number + 2]
        if owner_fen + unit_fen:
            by_bank.setdefault(bank, []).append((share_id, owner_fen, unit_fen))
    return by_bank


def _entered(
    order: Order,
    stage: str,
    bank_account_id: int,
    parts: list[tuple[int, int, int]],
    payee: dict[str, str],
    by: Actor,
) -> Payment:
    now = clock.now()
    payment = Payment.objects.create(
        no=payment_no(now),
        order=order,
        bank_account_id=bank_account_id,
        stage=stage,
        amount_fen=sum(owner + unit for _share, owner, unit in parts),
        entered_by=by.name,
        entered_at=now,
        **payee,
    )
    rows = (
        PaymentPart(payment=payment, share_id=share, owner_fen=owner, unit_fen=unit)
        for share, owner, unit in parts
    )
    PaymentPart.objects.bulk_create(rows, batch_size=5_000)
    return payment


@action
def approve_payment(*, payment_id: int, by: Actor) -> Payment:
    """复核通过: the money leaves the frozen pots for the bank. Approved again by the same it is the same.

    Refused: no `fund.check`; PAYMENT_DECIDED, SAME_PERSON, STAGE_WRONG, PAYEE_OTHER.
    """
    payment, order = _to_check(payment_id, by)
    if payment.status == P.PAYING and payment.checked_by == by.name:
        return payment
    _check_entered(payment, by)
    _check_stage(order, payment.stage)
    check_payee(order, payment.payee_name)
    lock_accounts(order)
    with connection.cursor() as cursor:
        cursor.execute(LEGS, [payment.pk])
        legs = cursor.fetchall()
        cursor.execute(PAID.format(sign="+"), [payment.pk])
    bank = payment.bank_account.bank
    payments.instruct_payout(
        key=f"{PURPOSE}:{payment.no}",
        bank=bank,
        amount_fen=payment.amount_fen,
        creditor_name=payment.payee_name,
        creditor_account=payment.payee_account,
        creditor_bank=payment.payee_bank,
        text=f"住宅专项维修资金 {order.no}",
        purpose=PURPOSE,
        cause=f"{PURPOSE}:{payment.no}",
        legs=[(frozen_pot(pot), f"payout:{bank}", fen) for pot, fen in legs],
        by=by,
    )
    move(payment, "approve", by=by, checked_by=by.name)
    return payment


@action
def reject_payment(*, payment_id: int, because: str, by: Actor) -> Payment:
    """退回: nothing has moved, and it may be entered anew. Refused: as `approve_payment`; OPINION_MISSING."""
    payment, _order = _to_check(payment_id, by)
    _check_entered(payment, by)
    text = because.strip()[:200]
    if not text:
        raise Refused(Refusal.OPINION_MISSING)
    move(payment, "reject", by=by, because=text, checked_by=by.name, ended_at=clock.now())
    return _with_reason(payment, text)


def _with_reason(payment: Payment, because: str) -> Payment:
    payment.because = because[:200]
    payment.save(update_fields=["because"])
    return payment


def _to_check(payment_id: int, by: Actor) -> tuple[Payment, Order]:
    check_power(by, Power.FUND_CHECK)
    ensure(payments_seen_by(by).filter(pk=payment_id).exists(), "another department's")
    return _locked(payment_id)


def _locked(payment_id: int) -> tuple[Payment, Order]:
    order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
    order: Order = lock(Order, pk=order_id)
    payment: Payment = lock(Payment, pk=payment_id)
    return payment, order


def _check_entered(payment: Payment, by: Actor) -> None:
    if payment.status != P.ENTERED:
        facts = {"payment": payment.no, "status": payment.get_status_display()}
        raise Refused(Refusal.PAYMENT_DECIDED, **facts)
    if payment.entered_by == by.name:
        raise Refused(Refusal.SAME_PERSON)


@action
def end_payment(*, payout_id: int, by: Actor) -> Payment | None:
    """Take note of what the bank did. Not paid, every fen is in its frozen pot again (free, where the order is over),
    and a payment to another account may be entered.
    """
    payout = payments.heed_payout(payout_id=payout_id, by=by)
    if payout is None:
        return None
    no = payout.cause.removeprefix(f"{PURPOSE}:")
    payment, order = _locked(Payment.objects.values_list("pk", flat=True).get(no=no))
    if payment.status == P.PAYING and payout.status != PayoutStatus.FAILED:
        move(payment, "confirm", by=by, because=payout.no, ended_at=payout.ended_at)
        _went(order, by)
    if payout.status in (PayoutStatus.FAILED, PayoutStatus.RETURNED):
        move(payment, "fail", by=by, because=payout.because, ended_at=payout.ended_at)
        _with_reason(payment, payout.because)
        _came_back(order, payment, by)
    return payment


def _went(order: Order, by: Actor) -> None:
    if order.status == S.APPROVED:
        move(order, "start_works", by=by)
    elif order.status == S.SETTLED:
        finish_if_paid(order, by)


def _came_back(order: Order, payment: Payment, by: Actor) -> None:
    lock_accounts(order)
    with connection.cursor() as cursor:
        cursor.execute(PAID.format(sign="-"), [payment.pk])
    if order.status == S.FINISHED:
        move(order, "fall_back", by=by, because=payment.because, ended_at=None)
    elif order.status == S.WORKING and not order.payments.filter(status=P.PAID).exists():
        move(order, "undo_start", by=by, because=payment.because)
    elif order.status == S.STOPPED:
        release(order)
        give_cash_back(order, by)


def finish_if_paid(order: Order, by: Actor) -> None:
    """The last fen of what the works cost has been paid: the order is done."""
    if payable_of(order).paid_fen == order.settled_fen:
        move(order, "finish", by=by, ended_at=clock.now())
        give_cash_back(order, by)
