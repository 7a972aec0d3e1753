"""What the fund centre pays, and has paid. (rules B7.5, B7.8, B8.5)"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from anju.core.actors import Actor
from anju.fund import queries as fund
from anju.people import queries as people
from anju.people.rules import Power
from anju.works.models import Order, Payment, Settlement, Share
from anju.works.queries.orders import OF_AUTHORITY, OF_CENTRE, orders_seen_by
from anju.works.rules import HOLDING, OPEN_PAYMENTS, P, S, SettlementStatus

WITH_ORDER = ("order__company", "order__community", "bank_account")
FROZEN = F("covered_fen") + F("unit_covered_fen") - F("paid_fen") - F("unit_paid_fen")


@dataclass(frozen=True)
class Payable:
    """How much may be paid now at each stage (0: nothing). `going_fen` is entered or on its way, `paid_fen` has
    arrived; `frozen_fen` is frozen and has not left.
    """

    first_fen: int
    final_fen: int
    paid_fen: int
    going_fen: int
    frozen_fen: int


def payable_of(order: Order) -> Payable:
    """At first no more than the order's first percentage of what its homes have covered. (rule B7.5)"""
    sums = order.shares.filter(is_counted=True).aggregate(
        covered=Coalesce(Sum(F("covered_fen") + F("unit_covered_fen")), 0),
        frozen=Coalesce(Sum(FROZEN), 0),
    )
    by_status = dict(
        order.payments.order_by().values_list("status").annotate(fen=Sum("amount_fen"))
    )
    paid, going = by_status.get(P.PAID, 0), sum(by_status.get(one, 0) for one in OPEN_PAYMENTS)
    frozen = sums["frozen"] - by_status.get(P.ENTERED, 0)
    first = final = 0
    if order.status in (S.APPROVED, S.WORKING):
        most = sums["covered"] * (order.first_percent or 0) // 100
        first = max(0, min(frozen, most - paid - going))
    elif order.status == S.SETTLED:
        final = max(0, frozen)
    return Payable(first, final, paid, going, frozen)


def payments_of(order: Order) -> QuerySet[Payment]:
    """All payments of an order, newest first."""
    return order.payments.select_related(*WITH_ORDER).order_by("-pk")


def payments_seen_by(actor: Actor) -> QuerySet[Payment]:
    """Staff of the fund see those of their department's district, the authority all; a company its own."""
    every = Payment.objects.select_related(*WITH_ORDER).order_by("-pk")
    if actor.staff_id is not None:
        if not (OF_AUTHORITY | OF_CENTRE) & actor.may:
            return every.none()
        district = people.department_of(actor)
        return every.filter(order__community__district=district) if district else every
    return every.filter(order__company=actor.organisation_id if actor.is_company else 0)


def orders_to_pay(actor: Actor) -> QuerySet[Order]:
    """Approved (first payment) and settled (final payment) orders of which something may be paid now and nothing is
    under way, the next due first; also those whose last payment failed.
    """
    if Power.FUND_PAY not in actor.may:
        return Order.objects.none()
    of_order = {"order": OuterRef("pk")}
    going = Payment.objects.filter(status__in=OPEN_PAYMENTS, **of_order)
    paid = Payment.objects.filter(status=P.PAID, **of_order)
    frozen = Share.objects.filter(
        covered_fen__gt=F("paid_fen") + F("unit_paid_fen") - F("unit_covered_fen"), **of_order
    )
    first = Q(status=S.APPROVED, first_percent__gt=0) & ~Exists(paid)
    waits = orders_seen_by(actor).filter(
        first | Q(status=S.SETTLED), ~Exists(going), Exists(frozen)
    )
    return waits.order_by("pay_by", "pk")


payments_to_enter = orders_to_pay


def payments_to_check(actor: Actor) -> QuerySet[Payment]:
    """Those that wait for another person, oldest first."""
    if Power.FUND_CHECK not in actor.may:
        return Payment.objects.none()
    return payments_seen_by(actor).filter(status=P.ENTERED).order_by("pk")


def payments_failed(actor: Actor) -> QuerySet[Payment]:
    """Those that the bank did not pay and that no other has replaced: another account is needed."""
    later = Payment.objects.filter(
        order=OuterRef("order"), pk__gt=OuterRef("pk"), bank_account=OuterRef("bank_account")
    ).exclude(status=P.REJECTED)
    failed = payments_seen_by(actor).filter(status=P.FAILED)
    return failed.filter(~Exists(later), order__status__in=(S.APPROVED, S.WORKING, S.SETTLED))


def settlements_of(order: Order) -> QuerySet[Settlement]:
    """Newest first, with invoices."""
    return order.settlements.prefetch_related("invoices").order_by("-pk")


def standing_settlement(order: Order) -> Settlement | None:
    """The one that waits for review, or was approved."""
    return settlements_of(order).exclude(status=SettlementStatus.RETURNED).first()


def orders_to_recount() -> list[int]:
    """Orders with homes that owe, for which cash has come in since what they covered was counted."""
    waits = Order.objects.filter(
        status__in=(S.SUBMITTED, S.SECOND_REVIEW, *HOLDING), owed_fen__gt=0
    )
    return [one.pk for one in waits.order_by("pk") if _came_in(one)]


def _came_in(order: Order) -> bool:
    """Whether what homes have paid for it is more than was counted when it was last looked at."""
    came = sum(fund.shares_deposited(order.cause).values())
    return came != order.cash_fen
