"""Who acts, and on which case: every action begins here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anju.contracts import queries as contracts
from anju.core.actors import Actor
from anju.core.db import lock
from anju.core.refusals import Refused, ensure
from anju.people.rules import Power
from anju.refunds import queries
from anju.refunds.models import Case, Portion
from anju.refunds.rules import Refusal, Side

if TYPE_CHECKING:
    from anju.contracts.models import Lease

TENANT_OR_ENTERPRISE = (Side.TENANT, Side.ENTERPRISE)


def own_side(by: Actor) -> Side:
    """The side on which somebody stands of whom it is known that they are a party."""
    side = queries.side_of(by)
    ensure(side is not None, f"{by.name} stands on no side")
    return Side(str(side))


def locked_case(case_id: int, by: Actor, *sides: Side) -> Case:
    """The case, locked. Refused to everybody but these sides of this very lease."""
    if (
        queries.side_of(by) not in sides
        or not queries.cases_seen_by(by).filter(pk=case_id).exists()
    ):
        raise Refused(
            Refusal.NOT_THE_ASSOCIATION if sides == (Side.ASSOCIATION,) else Refusal.NOT_A_PARTY
        )
    case: Case = lock(Case, pk=case_id)
    return case


def locked_case_of_payee(case_id: int, by: Actor) -> Case:
    """The case, locked, for the one tenant who answers; the others only look. (REF-02)"""
    case = locked_case(case_id, by, Side.TENANT)
    require_payee(case, by)
    return case


def require_payee(case: Case, by: Actor) -> None:
    if not queries.is_payee(case, by):
        raise Refused(Refusal.NOT_THE_PAYEE)


def locked_portion(portion_id: int) -> Portion:
    """A portion and its case, locked in this order everywhere: first the case."""
    case_id = Portion.objects.values_list("case_id", flat=True).get(pk=portion_id)
    case = lock(Case, pk=case_id)
    portion: Portion = lock(Portion, pk=portion_id)
    portion.case = case
    return portion


def lease_of_party(lease_id: int, by: Actor) -> tuple[Side, Lease]:
    """The lease and the side on which somebody stands in it. Refused to others."""
    side = queries.side_of(by)
    leases = contracts.leases_seen_by(by) if side == Side.TENANT else contracts.leases_let_by(by)
    lease = leases.filter(pk=lease_id).first() if side in TENANT_OR_ENTERPRISE else None
    if lease is None or side is None:
        raise Refused(Refusal.NOT_A_PARTY)
    return side, lease


def may_mediate(by: Actor) -> bool:
    return Power.DISPUTE_MEDIATE in by.may


def may_approve(by: Actor) -> bool:
    return Power.DISPUTE_APPROVE in by.may


def require_mediator(by: Actor) -> None:
    if not may_mediate(by):
        raise Refused(Refusal.NOT_THE_ASSOCIATION)


def require_approver(by: Actor) -> None:
    if not may_approve(by):
        raise Refused(Refusal.NOT_THE_ASSOCIATION)
