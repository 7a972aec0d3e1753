"""Orders of the district authority: who sees them, and whether one can be carried out. (rule A9.4)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.custody import queries as held
from anju.people.rules import Power
from anju.refunds.models import AuthorityOrder, Case
from anju.refunds.office_rules import OrderRefusal
from anju.refunds.queries.cases import BEFORE_CARRYING_OUT, has_money, open_case_of
from anju.refunds.queries.payments import disputed_now
from anju.refunds.rules import Refusal, ReviewStatus
from anju.refunds.split import Parts

if TYPE_CHECKING:
    from anju.contracts.models import Lease

ON_ORDERS = frozenset({Power.ORDER_ENTER.value, Power.ORDER_CHECK.value})


def orders_seen_by(actor: Actor) -> QuerySet[AuthorityOrder]:
    """Every order, for who enters or checks them."""
    orders = AuthorityOrder.objects.select_related("lease__enterprise")
    return orders if actor.may & ON_ORDERS else orders.none()


def orders_to_check(actor: Actor) -> QuerySet[AuthorityOrder]:
    """The orders that wait for a second pair of eyes, oldest first, for who checks them."""
    pending = orders_seen_by(actor).filter(status=ReviewStatus.PROPOSED).order_by("pk")
    return pending if Power.ORDER_CHECK in actor.may else pending.none()


def covered_by_order(order: AuthorityOrder) -> Parts:
    """The principal that it gives to the tenant as things are now: what is disputed, or, without a dispute, all."""
    case = open_case_of(order.lease)
    if case is not None and case.status not in BEFORE_CARRYING_OUT:
        return disputed_now(case) if order.covers_disputed else Parts()
    holdings = held.holdings(order.lease_id)
    return Parts(holdings.deposit_fen, holdings.rent_fen)


def check_order(lease: Lease, case: Case | None, *, covers_disputed: bool) -> None:
    """Refused where an order would give nothing away: all that is left is disputed, or on its way to whom it belongs.

    NOTHING_HELD, ONLY_DISPUTED, FINAL_PENDING (the association is just deciding), and as the move says.
    """
    if case is not None:
        Case.MOVES.check("refund_by_order", case)
    if case is None or case.status in BEFORE_CARRYING_OUT:
        if not has_money(lease.pk):
            raise Refused(Refusal.NOTHING_HELD, filing_no=lease.filing_no)
    elif not covers_disputed:
        raise Refused(OrderRefusal.ONLY_DISPUTED, filing_no=lease.filing_no)
    elif case.final_plans.filter(status=ReviewStatus.PROPOSED).exists():
        raise Refused(Refusal.FINAL_PENDING)
