"""The district authority orders a refund: one officer enters its written opinion, another pays by it. (rule A9.4)"""

from django.db import IntegrityError, transaction

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.people.rules import Power
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.carrying_out import close_if_done, end_dispute, give_all_back, said
from anju.refunds.actions.handing_in import check_files
from anju.refunds.actions.returns import open_case
from anju.refunds.models import AuthorityOrder, Case
from anju.refunds.office_rules import OrderRefusal
from anju.refunds.rules import DISPUTED, Because, PortionSource, Reason, Refusal, Side
from anju.refunds.split import Parts, Split
from anju.refunds.terms import OrderTerms


@action
def enter_order(*, lease_id: int, terms: OrderTerms, by: Actor) -> AuthorityOrder:
    """Enter a written opinion; nothing is paid until another officer has checked it.

    Refused: NOT_YOURS_TO_ENTER, ORDER_EMPTY, DATED_IN_FUTURE, ORDER_NEEDS_FILE, ORDER_PENDING, and where it could not
    be carried out now, as `queries.check_order` says.
    """
    _require(Power.ORDER_ENTER, by)
    lease = contracts.lease(lease_id)
    order = AuthorityOrder(
        lease=lease,
        authority=terms.authority.strip()[:80],
        document_no=terms.document_no.strip()[:80],
        dated_on=terms.dated_on,
        reason=terms.reason.strip()[:500],
        covers_disputed=terms.covers_disputed,
        proposed_name=by.name,
        proposed_at=clock.now(),
    )
    if not (order.authority and order.document_no and order.reason):
        raise Refused(OrderRefusal.ORDER_EMPTY)
    if order.dated_on > clock.today():
        raise Refused(OrderRefusal.DATED_IN_FUTURE, dated_on=order.dated_on)
    if not terms.file_ids:
        raise Refused(OrderRefusal.ORDER_NEEDS_FILE)
    check_files(terms.file_ids, by, count=len(terms.file_ids))
    case = queries.open_case_of(lease)
    queries.check_order(lease, case, covers_disputed=terms.covers_disputed)
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError:
        raise Refused(OrderRefusal.ORDER_PENDING, filing_no=lease.filing_no) from None
    order.files.set(terms.file_ids)
    return order


@action
def approve_order(*, order_id: int, by: Actor) -> AuthorityOrder:
    """A second officer finds it right: what is held goes to the tenant at once, a plan that is open is void. (ENT-07)

    Where the lease still runs, its end is today. Refused to who entered it, while a final plan waits for its check,
    and where meanwhile nothing is left that it covers.
    """
    order, case = _locked_order(order_id, by)
    AuthorityOrder.MOVES.check("approve", order)
    queries.check_order(order.lease, case, covers_disputed=order.covers_disputed)
    move(order, "approve", by=by, checked_name=by.name, checked_at=clock.now())
    if case is None:
        today = clock.today()
        ended_on = min(today, order.lease.ends_on)
        case = open_case(
            order.lease, Reason.AUTHORITY_ORDER, ended_on, today, Side.CENTRE, told_on=today, by=by
        )
    _carry_out(case, order, by)
    return order


def _carry_out(case: Case, order: AuthorityOrder, by: Actor) -> None:
    because = said(
        Because.AUTHORITY_ORDER, authority=order.authority, document_no=order.document_no
    )
    if case.status in DISPUTED:
        given = queries.disputed_now(case)
        end_dispute(case, Split(given, Parts()), PortionSource.ORDER)
        move(case, "refund_by_order", by=by, because=because)
        close_if_done(case, by=by)
    else:
        given = give_all_back(case, "refund_by_order", because=because, by=by).to_tenant
    telling.refund_ordered(case, order, given, by=by)


@action
def reject_order(*, order_id: int, because: str, by: Actor) -> AuthorityOrder:
    """A second officer does not find it right, and says why; it may be entered anew."""
    order, _ = _locked_order(order_id, by)
    if not because.strip():
        raise Refused(Refusal.NO_REASON_GIVEN)
    return move(
        order,
        "reject",
        by=by,
        because=because.strip(),
        checked_name=by.name,
        checked_at=clock.now(),
    )


def _locked_order(order_id: int, by: Actor) -> tuple[AuthorityOrder, Case | None]:
    """The case of its lease, then the order, locked. Refused to who entered it."""
    _require(Power.ORDER_CHECK, by)
    lease = AuthorityOrder.objects.select_related("lease").get(pk=order_id).lease
    case = queries.open_case_of(lease)
    if case is not None:
        case = lock(Case, pk=case.pk)
    order: AuthorityOrder = lock(AuthorityOrder, pk=order_id)
    if order.proposed_name == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return order, case


def _require(power: Power, by: Actor) -> None:
    if power not in by.may:
        raise Refused(OrderRefusal.NOT_YOURS_TO_ENTER)
