"""Builders of changes and renewals of leases; like all, they go through actions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from anju.contracts import queries as contracts
from anju.contracts.actions import LeaseTerms
from anju.contracts.models import Lease
from anju.core.actors import CLOCK
from anju.core.calendar import add_months
from anju.core.money import parse_yuan
from anju.custody import actions as custody
from anju.custody.models import CarryOver
from anju.orders import actions as orders
from anju.orders.models import Order
from anju.payments import actions as payments
from anju.payments.rules import Channel
from anju.tests.world import PLATFORM, a_lease, instalments, tenant_of

DAY = timedelta(days=1)


def terms_now(lease: Lease) -> LeaseTerms:
    lease.refresh_from_db()
    return contracts.terms_of(lease)


def replanned(lease: Lease, keep: int, monthly_rent: str, each: int, months: int) -> dict[str, Any]:
    """Terms that keep the first instalments, and agree another rent, rhythm or length for what comes after them.

    `months` is the length of the whole lease.
    """
    kept = terms_now(lease).instalments[:keep]
    begins = kept[-1].to_on + DAY if kept else lease.starts_on
    gone = next(n for n in range(601) if add_months(lease.starts_on, n) >= begins)
    return {
        "monthly_rent_fen": parse_yuan(monthly_rent),
        "ends_on": add_months(lease.starts_on, months) - DAY,
        "instalments": (*kept, *instalments(begins, months - gone, monthly_rent, each)),
    }


def change(lease: Lease, **changes: Any) -> Any:
    """A change of this lease takes effect, as the authority has approved it."""
    terms = replace(terms_now(lease), **changes)
    done = orders.change_lease(lease_id=lease.pk, terms=terms, because="变更备案", by=PLATFORM)
    lease.refresh_from_db()
    return done


def a_paying_order_of(*bills: Any) -> Order:
    """An order (支付中) of a tenant for just these bills of one lease, by bank transfer."""
    by = tenant_of(bills[0].lease)
    order = orders.place_order(bill_ids=[bill.pk for bill in bills], by=by)
    order = orders.start_payment(order_id=order.pk, channel=Channel.BANK_TRANSFER, by=by)
    assert order.payment is not None
    payments.offer_payment(payment_id=order.payment.pk, qr_code="", by=by)
    order.refresh_from_db()
    return order


def a_renewal(lease: Lease, **terms: Any) -> Lease:
    """A year's lease that begins when another ends; the same home, tenants and enterprise unless told otherwise."""
    usual = {"tenants": contracts.terms_of(lease).tenants, "starts_on": lease.ends_on + DAY}
    return a_lease(**(usual | terms))


def a_carry_over(lease: Lease, renewal: Lease) -> CarryOver:
    """Proposed; nobody has consented yet."""
    return custody.propose_carry_over(from_lease_id=lease.pk, to_lease_id=renewal.pk, by=CLOCK)


def consented(carry_over: CarryOver) -> CarryOver:
    """Every tenant of both leases has consented (待结转)."""
    for lease in (carry_over.from_lease, carry_over.to_lease):
        for tenant in contracts.tenants_of(lease):
            by = tenant_of(lease, tenant.position)
            orders.consent_to_carry_over(carry_over_id=carry_over.pk, by=by)
    carry_over.refresh_from_db()
    return carry_over
