"""The works are done: what they cost is settled, and what is left is free again. (rule B7.5)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, as_array, lock, move, one_at_a_time
from anju.core.identity_numbers import normalise
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.people.rules import Power
from anju.works import clocks, sharing
from anju.works.actions.counting import note_owed
from anju.works.actions.deciding import (
    check_nothing_open,
    reason_of,
    seen_and_locked,
    send_settlement_back,
)
from anju.works.actions.drafts import locked_own, wrong_moment
from anju.works.actions.ending import give_cash_back
from anju.works.actions.flows import note_flow
from anju.works.actions.freezing import free, lock_accounts
from anju.works.actions.paying import finish_if_paid
from anju.works.actions.submitting import check_papers
from anju.works.actions.telling import will_be_told
from anju.works.models import Invoice, Order, Settlement, Share
from anju.works.numbers import settlement_no
from anju.works.queries.checks import unaudited_up_to_fen
from anju.works.queries.payments import payable_of
from anju.works.rules import (
    PAPERS_OF_SETTLEMENT,
    Event,
    FlowKind,
    PaperKind,
    PaymentStatus,
    Refusal,
    S,
    SettlementStatus,
)


@dataclass(frozen=True)
class InvoiceTerms:
    """One invoice as it is printed."""

    invoice_no: str
    seller: str
    issued_on: date
    amount_fen: int


@action
def enter_settlement(
    *,
    order_id: int,
    amount_fen: int,
    ended_on: date,
    invoices: Sequence[InvoiceTerms],
    remark: str = "",
    by: Actor,
) -> Settlement:
    """提交决算, by the company, with invoices and papers (`rules.PAPERS_OF_SETTLEMENT`, attached before; above
    `works.unaudited_up_to_fen` the acceptance record, too).

    Refused: WRONG_MOMENT, PAYMENT_UNDER_WAY, OVER_APPROVED, BELOW_PAID, INVOICES_MISSING, INVOICES_DIFFER,
    INVOICE_TWICE, PAPERS_MISSING.
    """
    order = locked_own(order_id, by)
    if not Order.MOVES.allows("settle", order.status):
        raise wrong_moment(order, "提交决算")
    check_nothing_open(order, "提交决算")
    _check_amount(order, amount_fen)
    told = _check_invoices(invoices, amount_fen)
    wanted = [*PAPERS_OF_SETTLEMENT]
    if amount_fen > unaudited_up_to_fen():
        wanted.append(PaperKind.ACCEPTANCE)
    check_papers(order, wanted)
    now = clock.now()
    settlement = Settlement.objects.create(
        no=settlement_no(now),
        order=order,
        amount_fen=amount_fen,
        ended_on=ended_on,
        remark=remark.strip()[:500],
        entered_by=by.name,
        entered_at=now,
    )
    Invoice.objects.bulk_create(Invoice(settlement=settlement, **vars(one)) for one in told)
    move(order, "settle", by=by, because=settlement.no, decide_by=clocks.decide_by(order, now))
    note_flow(order, FlowKind.SETTLEMENT, by)
    return settlement


def _check_amount(order: Order, amount_fen: int) -> None:
    """Not more than was approved (that needs an order of its own), nor less than has been paid. (rule B7.5)"""
    approved, paid = order.amount_fen or 0, payable_of(order).paid_fen
    if amount_fen > approved:
        told = {"settled": yuan(amount_fen), "approved": yuan(approved)}
        raise Refused(Refusal.OVER_APPROVED, **told)
    if amount_fen < max(paid, 1):
        raise Refused(Refusal.BELOW_PAID, paid=yuan(paid))


def _check_invoices(invoices: Sequence[InvoiceTerms], amount_fen: int) -> list[InvoiceTerms]:
    """They add up to what the works cost, and none serves another settlement."""
    told = [
        InvoiceTerms(
            normalise(one.invoice_no)[:40], one.seller.strip()[:100], one.issued_on, one.amount_fen
        )
        for one in invoices
    ]
    if not told or any(not one.invoice_no or one.amount_fen <= 0 for one in told):
        raise Refused(Refusal.INVOICES_MISSING)
    total = sum(one.amount_fen for one in told)
    if total != amount_fen:
        facts = {"invoices": yuan(total), "settled": yuan(amount_fen)}
        raise Refused(Refusal.INVOICES_DIFFER, **facts)
    seen: set[str] = set()
    for one in sorted(told, key=lambda one: one.invoice_no):
        one_at_a_time(f"works:invoice:{one.invoice_no}")
        known = Invoice.objects.filter(invoice_no=one.invoice_no, stands=True).first()
        if known is not None or one.invoice_no in seen:
            no = known.settlement.order.no if known is not None else ""
            raise Refused(Refusal.INVOICE_TWICE, invoice=one.invoice_no, no=no)
        seen.add(one.invoice_no)
    return told


@action
def approve_settlement(*, settlement_id: int, opinion: str = "", by: Actor) -> Settlement:
    """决算通过: the shares are counted anew for what the works cost, and what is less is free again, to the fen.

    Approved again it is the same. Refused: no `works.review`; WRONG_MOMENT.
    """
    settlement, order = _to_review(settlement_id, by)
    if settlement.status == SettlementStatus.APPROVED:
        return settlement
    _check_waits(order, settlement)
    now, text = clock.now(), opinion.strip()[:500]
    told = {"checked_by": by.name, "checked_at": now, "opinion": text}
    move(settlement, "approve", by=by, because=text, **told)
    lock_accounts(order)
    _share_anew(order, settlement.amount_fen)
    settled = {"settled_fen": settlement.amount_fen, "pay_by": clocks.pay_by(order, now)}
    move(order, "approve_settlement", by=by, because=text, **settled)
    will_be_told(order, Event.SETTLED)
    finish_if_paid(order, by)
    return settlement


ANEW = """
UPDATE works_share AS share SET share_fen = anew.owner_fen + anew.unit_fen, owner_fen = anew.owner_fen,
    unit_fen = anew.unit_fen, covered_fen = least(covered_fen, anew.owner_fen),
    unit_covered_fen = least(unit_covered_fen, anew.unit_fen)
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS anew (id, owner_fen, unit_fen) WHERE share.id = anew.id
"""


def _share_anew(order: Order, settled_fen: int) -> None:
    """By the areas and ratios that were approved; no home's share is less than what it has paid already."""
    found = order.shares.filter(is_counted=True).order_by("position")
    shares = list(found.select_related("dwelling"))
    portions = _portions(shares, settled_fen)
    parts = [fen for one in portions for fen in (one.owner_fen, one.unit_fen)]
    paid = [fen for one in shares for fen in (one.paid_fen, one.unit_paid_fen)]
    fens = sharing.at_least(paid, parts)
    owner, unit = fens[::2], fens[1::2]
    freed = []
    for one, owner_fen, unit_fen in zip(shares, owner, unit, strict=True):
        pot = f"home:{one.dwelling_id}"
        freed += [(pot, one.covered_fen - owner_fen)]
        freed += [(f"{pot}:unit", one.unit_covered_fen - unit_fen)]
    free(order, [(pot, fen) for pot, fen in freed if fen > 0])
    with connection.cursor() as cursor:
        cursor.execute(
            ANEW, [as_array(column) for column in ((one.pk for one in shares), owner, unit)]
        )
    note_owed(order)


def _portions(shares: list[Share], settled_fen: int) -> list[sharing.Portion]:
    """In the order of the shares, which is that of the house numbers."""
    homes, paid_in = [], {}
    for one in shares:
        seller = one.dwelling.selling_unit_id if one.units_paid_in_fen else None
        homes.append(sharing.Home(one.pk, str(one.position), "", "", one.area_hundredths, seller))
        if seller is not None:
            paid_in[seller] = (one.owners_paid_in_fen, one.units_paid_in_fen)
    return sharing.shares(settled_fen, homes, paid_in)


@action
def return_settlement(*, settlement_id: int, because: str, by: Actor) -> Settlement:
    """决算退回: the company may hand in another. Refused: no `works.review`; WRONG_MOMENT, OPINION_MISSING."""
    settlement, order = _to_review(settlement_id, by)
    text = reason_of(because)
    _check_waits(order, settlement)
    send_settlement_back(settlement, text, by)
    was_paid = order.payments.filter(status=PaymentStatus.PAID).exists()
    move(order, "return_settlement" if was_paid else "return_unpaid", by=by, because=text)
    return settlement


def _to_review(settlement_id: int, by: Actor) -> tuple[Settlement, Order]:
    order_id = Settlement.objects.values_list("order_id", flat=True).get(pk=settlement_id)
    order = seen_and_locked(order_id, Power.WORKS_REVIEW, by)
    settlement: Settlement = lock(Settlement, pk=settlement_id)
    return settlement, order


def _check_waits(order: Order, settlement: Settlement) -> None:
    if order.status != S.SETTLING or settlement.status != SettlementStatus.ENTERED:
        raise wrong_moment(order, "审核决算")


@action
def finish_order(*, order_id: int, because: str, by: Actor) -> Order:
    """完结 of a settled order that was paid all there is, though some homes still owe: the company collects what is
    left. All others finish by themselves. Refused: no `fund.pay`; WRONG_MOMENT, ARREARS_LEFT, PAYMENT_UNDER_WAY.
    """
    order = seen_and_locked(order_id, Power.FUND_PAY, by)
    if order.status == S.FINISHED:
        return order
    if not Order.MOVES.allows("finish", order.status):
        raise wrong_moment(order, "完结")
    check_nothing_open(order, "完结")
    left = payable_of(order).frozen_fen
    if left:
        raise Refused(Refusal.ARREARS_LEFT, left=yuan(left))
    move(order, "finish", by=by, because=reason_of(because), ended_at=clock.now())
    give_cash_back(order, by)
    return order
