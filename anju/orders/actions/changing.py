"""A lease is changed, or its deposit comes over from another: only here is known which bills an order holds. (A9.1)"""

from anju.contracts import actions as contracts
from anju.contracts.actions import Change
from anju.contracts.rules import BillKind
from anju.contracts.terms import LeaseTerms
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.custody import queries as held
from anju.orders.actions.placing import cancel_the_stale, check_none_has_ended
from anju.orders.models import OrderLine
from anju.orders.rules import Refusal


@action
def change_lease(*, lease_id: int, terms: LeaseTerms, because: str, by: Actor) -> Change:
    """A change of a filed lease takes effect: what an order holds stays exactly as it is, all else is billed anew.

    The lease is locked first, as by who pays: an order is placed, or revived by late money, before this or after it.
    Refused: LEASE_ENDED, and what `contracts.change_lease` refuses.
    """
    leases = contracts.lock_leases(lease_ids=[lease_id], by=by)
    check_none_has_ended(leases)
    cancel_the_stale(leases, by)
    return contracts.change_lease(
        lease_id=lease_id,
        terms=terms,
        kept_bill_ids=_held_bills(lease_id),
        carried_fen=held.carried_into_fen(lease_id),
        because=because,
        by=by,
    )


@action
def consent_to_carry_over(*, carry_over_id: int, by: Actor) -> bool:
    """A tenant consents to a deposit going over into the lease that renews theirs. (rule A9.2)

    With the last consent the new lease's deposit bill gives way to one for what is missing; returns whether this was
    the last one. Refused, beside what
    `custody.consent_to_carry_over` refuses, when the new deposit is paid already, or in an order: DEPOSIT_IN_ORDER.
    """
    agreed = custody.consent_to_carry_over(carry_over_id=carry_over_id, by=by)
    if agreed is None:
        return False
    lease = agreed.to_lease
    cancel_the_stale([lease], by)
    lines = OrderLine.objects.filter(bill__lease=lease, bill__kind=BillKind.DEPOSIT, holds=True)
    if lines.exists():
        raise Refused(Refusal.DEPOSIT_IN_ORDER, filing_no=lease.filing_no)
    _bill_deposit(lease.pk, by)
    return True


@action
def take_back_carry_over(*, lease_id: int, because: str, by: Actor) -> None:
    """The end of one of two leases is registered before the deposit went over: it does not go any more. (rule A9.2)

    The lease that was to get it has its whole deposit billed again.
    """
    for missing in custody.cancel_carry_overs(lease_id=lease_id, because=because, by=by):
        _bill_deposit(missing, by)


@action
def withdraw_bills(*, lease_id: int, by: Actor) -> int:
    """A lease of which nothing is held is over: what was to be paid for it is not any more, money that comes goes back.

    Refused while an order holds one of its bills: BILLS_IN_ORDER.
    """
    [lease] = contracts.lock_leases(lease_ids=[lease_id], by=by)
    cancel_the_stale([lease], by)
    if _held_bills(lease_id):
        raise Refused(Refusal.BILLS_IN_ORDER, filing_no=lease.filing_no)
    return contracts.withdraw_bills(lease_id=lease_id, by=by)


def _bill_deposit(lease_id: int, by: Actor) -> None:
    contracts.bill_deposit(
        lease_id=lease_id,
        kept_bill_ids=_held_bills(lease_id),
        carried_fen=held.carried_into_fen(lease_id),
        by=by,
    )


def _held_bills(lease_id: int) -> list[int]:
    """The bills of a lease that orders hold, be they paid or not."""
    lines = OrderLine.objects.filter(bill__lease=lease_id, holds=True)
    return list(lines.values_list("bill", flat=True))
