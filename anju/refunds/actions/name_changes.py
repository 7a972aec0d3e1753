"""承租人收款失败: after a failed payout another name may be paid, if the association agrees. (ENT-06)"""

from collections.abc import Sequence
from dataclasses import dataclass

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import normalise_name
from anju.core.refusals import Refused
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.handing_in import attach
from anju.refunds.actions.parties import locked_case, locked_portion, require_approver
from anju.refunds.models import NameChange, Portion
from anju.refunds.rules import About, Refusal, Side


@dataclass(frozen=True)
class NameChangeTerms:
    """Who is to be paid instead, why, and what proves it (a certificate of inheritance, of a changed name, …)."""

    new_name: str
    new_account: str
    new_bank: str
    relation: str
    reason: str
    file_ids: Sequence[int]


@action
def apply_name_change(*, portion_id: int, terms: NameChangeTerms, by: Actor) -> NameChange:
    """Ask that what could not be paid to the tenant be paid to another name. Only after a failed payout. (rule A7.13)

    Refused: NAME_MISSING, NAME_UNCHANGED, NAME_NEEDS_EVIDENCE, NOT_A_TENANTS_PORTION, and as the move says.
    """
    portion = locked_portion(portion_id)
    case = locked_case(portion.case_id, by, Side.ENTERPRISE)
    if not portion.is_tenants:
        raise Refused(Refusal.NOT_A_TENANTS_PORTION)
    Portion.MOVES.check("apply_for_name", portion)
    if not all(text.strip() for text in (terms.new_name, terms.relation, terms.reason)):
        raise Refused(Refusal.NAME_MISSING)
    name = normalise_name(terms.new_name)
    if name == normalise_name(portion.payee_name):
        raise Refused(Refusal.NAME_UNCHANGED, name=name)
    if not terms.file_ids:
        raise Refused(Refusal.NAME_NEEDS_EVIDENCE)
    if not terms.new_bank.strip():
        raise Refused(Refusal.ACCOUNT_MISSING)
    change = NameChange.objects.create(
        portion=portion,
        new_name=name,
        new_account=queries.readable_account(terms.new_account),
        new_bank=terms.new_bank.strip()[:120],
        relation=terms.relation.strip()[:60],
        reason=terms.reason.strip()[:500],
        proposed_name=by.name,
        proposed_at=clock.now(),
    )
    attach(case, terms.file_ids, About.NAME_CHANGE, by, name_change=change)
    move(portion, "apply_for_name", by=by, because=terms.reason.strip())
    telling.name_change_asked(portion, change, by=by)
    return change


@action
def approve_name_change(*, change_id: int, by: Actor) -> NameChange:
    """The association agrees: the portion is due to the new payee, and paid the same day."""
    change, portion = _locked(change_id, by)
    move(change, "approve", by=by, checked_name=by.name, checked_at=clock.now())
    move(
        portion,
        "approve_name",
        by=by,
        because=f"申请{change.pk}",
        payee_name=change.new_name,
        payee_account=change.new_account,
        payee_bank=change.new_bank,
    )
    telling.name_change_decided(portion, change, by=by)
    return change


@action
def refuse_name_change(*, change_id: int, because: str, by: Actor) -> NameChange:
    """The association does not agree, and says why; the tenant's account stands to be confirmed as before."""
    change, portion = _locked(change_id, by)
    if not because.strip():
        raise Refused(Refusal.NO_REASON_GIVEN)
    move(
        change,
        "reject",
        by=by,
        because=because.strip()[:200],
        checked_name=by.name,
        checked_at=clock.now(),
    )
    change.because = because.strip()[:200]
    change.save(update_fields=["because"])
    move(portion, "refuse_name", by=by, because=because.strip())
    telling.name_change_decided(portion, change, by=by)
    return change


def _locked(change_id: int, by: Actor) -> tuple[NameChange, Portion]:
    require_approver(by)
    portion_id = NameChange.objects.values_list("portion_id", flat=True).get(pk=change_id)
    portion = locked_portion(portion_id)
    change: NameChange = lock(NameChange, pk=change_id)
    if change.proposed_name == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return change, portion
