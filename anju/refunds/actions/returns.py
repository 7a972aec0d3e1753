"""The home is handed back: either side may register it, then the clock runs. (BEY-01, rules A7.1 to A7.4)"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.refusals import Refused, ensure
from anju.custody import actions as custody
from anju.custody import queries as held
from anju.ledger import actions as ledger
from anju.orders import actions as orders
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.carrying_out import give_all_back, said
from anju.refunds.actions.deadlines import plan_deadline, yesterday
from anju.refunds.actions.parties import lease_of_party, locked_case, own_side
from anju.refunds.models import Case
from anju.refunds.rules import OF_THE_PARTIES, OTHER_SIDE, Because, Reason, Refusal, Side, Status

if TYPE_CHECKING:
    from anju.contracts.models import Lease


@action
def register_return(
    *,
    lease_id: int,
    reason: str,
    returned_on: date,
    ended_on: date | None = None,
    by: Actor,
) -> Case:
    """Either side registers that the home was handed back; releases stop, the enterprise has three working days.

    They count from the day of the return; where the enterprise is not the one who says so, not from before today.
    Refused: CASE_OPEN, NOTHING_HELD, RETURNED_IN_FUTURE, RETURNED_BEFORE_START, NOT_EXPIRED_YET.
    """
    ensure(reason in OF_THE_PARTIES, f"{reason} is not registered by a party")
    side, lease = lease_of_party(lease_id, by)
    if returned_on > clock.today():
        raise Refused(Refusal.RETURNED_IN_FUTURE, returned_on=returned_on)
    if reason == Reason.EXPIRY and returned_on < lease.ends_on:
        raise Refused(Refusal.NOT_EXPIRED_YET, ends_on=lease.ends_on)
    if reason != Reason.FILING_REVOKED and returned_on < lease.starts_on:
        raise Refused(
            Refusal.RETURNED_BEFORE_START, returned_on=returned_on, starts_on=lease.starts_on
        )
    if ended_on is None:
        ended_on = min(returned_on, lease.ends_on)
    case = open_case(
        lease, Reason(reason), ended_on, returned_on, side, by=by, told_on=clock.today()
    )
    telling.return_registered(case, by=by)
    return case


@action
def register_expiry(*, lease_id: int, by: Actor) -> Case | None:
    """Nobody registered anything: the lease's last day counts as the day of the return. (rule A7.4)

    None when somebody did meanwhile, nothing is held, or the deposit is about to go over into a renewal.
    """
    custody.lock_with_renewals(lease_id=lease_id, by=by)
    lease = contracts.lease(lease_id)
    if queries.has_case(lease) or lease.ends_on >= clock.today():
        return None
    if not queries.has_money(lease.pk) or held.waits_to_be_carried(lease.pk):
        return None
    case = open_case(
        lease, Reason.EXPIRY, lease.ends_on, lease.ends_on, Side.CLOCK, by=by, told_on=yesterday()
    )
    telling.return_registered(case, by=by)
    return case


def open_case(
    lease: Lease,
    reason: Reason,
    ended_on: date,
    returned_on: date,
    side: Side,
    *,
    told_on: date,
    by: Actor,
) -> Case:
    """Releases stop and the clock runs. Call it in the transaction of who says that the lease is over.

    A deposit that was to go over into a renewal, and has not, is settled here like any other.
    """
    orders.take_back_carry_over(lease_id=lease.pk, because=str(reason.label), by=by)
    known = queries.open_case_of(lease)
    if known is not None:
        raise Refused(Refusal.CASE_OPEN, filing_no=lease.filing_no, returned_on=known.returned_on)
    if not queries.has_money(lease.pk):
        raise Refused(Refusal.NOTHING_HELD, filing_no=lease.filing_no)
    from_on = returned_on if side == Side.ENTERPRISE else max(returned_on, told_on)
    payee = contracts.tenants_of(lease).first()
    ensure(payee is not None, f"{lease.filing_no} has no tenant")
    case = queries.made_once(
        Case(
            lease=lease,
            reason=reason,
            ended_on=ended_on,
            returned_on=returned_on,
            registered_by=side,
            registered_name=by.name,
            registered_at=clock.now(),
            payee_tenant=payee,
            **plan_deadline(from_on),
        )
    )
    custody.begin_ending(lease_id=lease.pk, because=str(reason.label), by=by)
    ledger.open_pots(codes=[case.disputed_pot, case.interest_pot])
    return case


@action
def end_by_filing(
    *, lease_id: int, ended_on: date, both_agree: bool, because: str, by: Actor
) -> Case | None:
    """The end of a lease was filed (注销备案): it is registered, unless somebody has done so. (rules A9.3, A9.5)

    A lease that was never begun gives everything back at once where both sides agree. None where nothing is held:
    then nothing of it can be paid any more.
    """
    lease = contracts.lease(lease_id)
    known = queries.open_case_of(lease)
    if known is not None:
        return known
    if not queries.has_money(lease_id):
        orders.take_back_carry_over(lease_id=lease_id, because=because, by=by)
        orders.withdraw_bills(lease_id=lease_id, by=by)
        custody.begin_ending(lease_id=lease_id, because=because, by=by)
        return None
    reason = Reason.TERMINATION if ended_on < lease.ends_on else Reason.EXPIRY
    if ended_on < lease.starts_on:
        reason = Reason.FILING_REVOKED
    last = min(ended_on, lease.ends_on)
    today = clock.today()
    case = open_case(lease, reason, last, ended_on, Side.ENTERPRISE, told_on=today, by=by)
    if both_agree:
        case.confirmed_at, case.confirmed_name = clock.now(), because[:80]
        case.save(update_fields=["confirmed_at", "confirmed_name"])
    if both_agree and reason == Reason.FILING_REVOKED:
        plan = give_all_back(case, "refund_all", because=said(Because.FILING_REVOKED), by=by)
        telling.all_given_back(case, plan, by=by)
    else:
        telling.return_registered(case, by=by)
    return case


@action
def confirm_return(*, case_id: int, by: Actor) -> Case:
    """The other side confirms. Where the filing was revoked that is all it takes: everything goes back. (rule A9.5)"""
    case = locked_case(case_id, by, Side.TENANT, Side.ENTERPRISE)
    if case.confirmed_at is not None:
        raise Refused(Refusal.CONFIRMED_ALREADY)
    if case.registered_by == queries.side_of(by):
        raise Refused(Refusal.OWN_REGISTRATION)
    case.confirmed_at, case.confirmed_name = clock.now(), by.name
    case.save(update_fields=["confirmed_at", "confirmed_name"])
    if case.reason == Reason.FILING_REVOKED and case.status == Status.AWAITING_PLAN:
        plan = give_all_back(case, "refund_all", because=said(Because.FILING_REVOKED), by=by)
        telling.all_given_back(case, plan, by=by)
    return case


@action
def object_to_return(*, case_id: int, objection: str, by: Actor) -> Case:
    """The other side says that the home was not handed back so; it is shown to all, the clock runs on."""
    case = locked_case(case_id, by, Side.TENANT, Side.ENTERPRISE)
    if case.registered_by == queries.side_of(by):
        raise Refused(Refusal.OWN_REGISTRATION)
    if not objection.strip():
        raise Refused(Refusal.NO_REASON_GIVEN)
    case.objection, case.objected_at = objection.strip()[:500], clock.now()
    case.save(update_fields=["objection", "objected_at"])
    telling.return_objected(case, by=by)
    return case


@action
def cancel_case(*, case_id: int, because: str, by: Actor) -> Case:
    """It was registered by mistake. Who registered it may undo that the same day; else both sides have to ask.

    Returns the case: cancelled, or with `cancel_asked_by`. Releases go on as if nothing had been. (BEY-12)
    """
    case = locked_case(case_id, by, Side.TENANT, Side.ENTERPRISE)
    side = own_side(by)
    if not because.strip():
        raise Refused(Refusal.NO_REASON_GIVEN)
    is_own = case.registered_by == side and clock.day_of(case.registered_at) == clock.today()
    if not is_own and case.cancel_asked_by != OTHER_SIDE[side]:
        Case.MOVES.check("cancel", case)
        if case.cancel_asked_by == side:
            raise Refused(Refusal.CANCEL_ASKED)
        case.cancel_asked_by = side
        case.save(update_fields=["cancel_asked_by"])
        telling.cancel_asked(case, by=by)
        return case
    move(case, "cancel", by=by, because=because, closed_at=clock.now())
    custody.lift_ending(lease_id=case.lease_id, because=because, by=by)
    telling.case_cancelled(case, by=by)
    return case
