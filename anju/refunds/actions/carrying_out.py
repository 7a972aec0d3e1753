"""A plan is carried out: the lots end, what is undisputed becomes portions to pay, the rest goes into the disputed pot.

Interest follows its principal in proportion, deposit and rent apart; its parts add up to the whole. (A6.4, A7.9)
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import move
from anju.core.refusals import Refused, ensure
from anju.custody import actions as custody
from anju.custody import queries as held
from anju.ledger import actions as ledger
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.models import Case, Plan, Portion
from anju.refunds.rules import Because, Part, PortionSource, PortionStatus, Refusal, Side, Status
from anju.refunds.split import Parts, Split, split_by_answer, split_interest


def said(why: Because, **facts: object) -> str:
    """A reason in words, as it is kept: in Chinese, whatever language the one who acts reads; all sides read it."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(why.label).format(**facts)


def carry_out(
    case: Case,
    plan: Plan,
    agreed: Sequence[int] | None,
    *,
    account: str = "",
    account_bank: str = "",
    by: Actor,
) -> Split:
    """Pay by a plan. `agreed` is what the tenant accepts of each deduction, None all of it; the rest is disputed.

    What came in after the plan was made goes to the tenant as well. Call it in the transaction of the move that
    decides, with the case locked.
    """
    holdings = held.holdings(case.lease_id)
    if not holdings.is_at_rest:
        raise Refused(Refusal.MONEY_MOVING, filing_no=case.lease.filing_no)
    items = list(plan.items.order_by("number"))
    fens = [item.amount_fen for item in items] if agreed is None else list(agreed)
    for item, fen in zip(items, fens, strict=True):
        item.agreed_fen = fen
        item.save(update_fields=["agreed_fen"])
    came_since = Parts(holdings.deposit_fen, holdings.rent_fen) - plan.held
    ensure(not came_since.is_negative, f"case {case.pk}: less is held than its plan gives away")
    split = split_by_answer(plan.to_tenant + came_since, [item.in_short for item in items], fens)
    today = clock.today()
    interest = split_interest(
        split, Parts(*(held.interest_of(holdings.lots, part, today) for part in Part))
    )
    custody.end_lots(
        lease_id=case.lease_id,
        lot_ids=holdings.lot_ids,
        because=said(Because.VERSION, version=plan.version),
        by=by,
    )
    case.lot_ids = holdings.lot_ids
    _note_accrued(case, interest.disputed)
    if not account:
        account, account_bank = queries.account_for(case, plan)
    make_portions(
        case,
        split,
        interest,
        PortionSource.PLAN,
        account=account,
        account_bank=account_bank,
        plan=plan,
    )
    _set_disputed_apart(case, split.disputed)
    return split


def give_all_back(case: Case, way: str, *, because: str, by: Actor) -> Plan:
    """Without a plan of the enterprise one that gives everything back to the tenant is made and carried out. (ENT-07)

    It takes the place of a plan that is open, and is paid to the account that is known by then.
    """
    holdings = held.holdings(case.lease_id)
    everything = Parts(holdings.deposit_fen, holdings.rent_fen)
    account, account_bank = queries.known_account(case)
    plan = Plan.objects.create(
        case=case,
        version=case.plans.count() + 1,
        made_by=Side.CLOCK,
        made_name=by.name,
        payee_tenant_id=case.payee_tenant_id,
        payee_account=account,
        payee_bank=account_bank,
        note=because,
        submitted_at=clock.now(),
        **queries.columns_of_plan(everything, everything, Parts()),
    )
    carry_out(case, plan, None, by=by)
    move(case, way, by=by, because=because)
    close_if_done(case, by=by)
    return plan


def close_if_done(case: Case, *, by: Actor) -> None:
    """All portions are paid, and nothing is held any more: the case is over."""
    if case.status != Status.PAYING or queries.has_money(case.lease_id):
        return
    if not case.portions.exclude(status=PortionStatus.PAID).exists():
        move(case, "close", by=by, closed_at=clock.now())
        telling.case_closed(case, by=by)


def make_portions(
    case: Case,
    split: Split,
    interest: Split,
    source: PortionSource,
    *,
    account: str = "",
    account_bank: str = "",
    **origin: Any,
) -> list[Portion]:
    """What each side is to be paid, as rows; a job has the bank pay them. Nothing for a side that gets nothing."""
    tenant = {
        "payee_name": queries.payee_name(case),
        "payee_account": account,
        "payee_bank": account_bank,
    }
    shares = [
        (Side.TENANT, split.tenant, interest.tenant, tenant),
        (Side.ENTERPRISE, split.enterprise, interest.enterprise, queries.enterprise_payee(case)),
    ]
    return Portion.objects.bulk_create(
        Portion(
            case=case,
            side=side,
            source=source,
            deposit_fen=principal.deposit_fen,
            rent_fen=principal.rent_fen,
            interest_fen=earned.total_fen,
            interest_to=clock.today(),
            created_at=clock.now(),
            **payee,
            **origin,
        )
        for side, principal, earned, payee in shares
        if principal.total_fen or earned.total_fen
    )


def end_dispute(case: Case, split: Split, source: PortionSource, **origin: Any) -> None:
    """All that is disputed is given away, with what it earned; no offer stands any more. The move is its caller's."""
    account, account_bank = queries.known_account(case)
    make_portions(
        case,
        split,
        split_interest(split, take_out_of_dispute(case, split.held, Parts())),
        source,
        account=account,
        account_bank=account_bank,
        **origin,
    )
    queries.standing_offers_in(case).update(replaced_at=clock.now())


def take_out_of_dispute(case: Case, taken: Parts, left: Parts) -> Parts:
    """The interest that goes with disputed principal which is given away now; what is `left` keeps the rest.

    It has grown since the last time as the lots from which it came. (rule A8.7)
    """
    accrue(case, taken + left)
    gone = queries.interest_taken(case.interest, taken, left)
    _note_accrued(case, case.interest - gone)
    return gone


def accrue(case: Case, disputed: Parts) -> None:
    """Let the disputed principal earn what it has earned since the last time, up to today."""
    _note_accrued(case, queries.interest_accrued(case, disputed))


def _note_accrued(case: Case, interest: Parts) -> None:
    case.deposit_interest_fen, case.rent_interest_fen = interest.deposit_fen, interest.rent_fen
    case.accrued_to = clock.today()
    case.save(update_fields=["deposit_interest_fen", "rent_interest_fen", "accrued_to", "lot_ids"])


def _set_disputed_apart(case: Case, disputed: Parts) -> None:
    """The ledger's part comes last: deposit and rent that are disputed into one pot of the lease."""
    legs = [
        (pot, case.disputed_pot, fen)
        for pot, fen in (
            (case.lease.deposit_pot, disputed.deposit_fen),
            (case.lease.rent_pot, disputed.rent_fen),
        )
        if fen
    ]
    if legs:
        ledger.transfer(
            key=f"dispute:{case.pk}",
            reason="disputed",
            cause=f"case:{case.pk}",
            happened_at=clock.now(),
            legs=legs,
        )
