"""The association's desk: takes up what is stuck; one enters final plans, another checks. (ASC-01, ASC-03)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.carrying_out import carry_out, close_if_done, end_dispute
from anju.refunds.actions.handing_in import attach
from anju.refunds.actions.parties import (
    locked_case,
    require_approver,
    require_mediator,
    require_payee,
)
from anju.refunds.models import Case, CaseNote, FinalPlan
from anju.refunds.rules import (
    About,
    Happening,
    PortionSource,
    Refusal,
    Side,
)
from anju.refunds.split import split_finally
from anju.refunds.terms import FinalTerms


@action
def take_up(*, case_id: int, by: Actor) -> Case:
    """Mediate without being asked, where the enterprise has let the time for a new plan pass. (rule A7.15)

    What the plan gives back is paid to the tenant at once; all that it deducts is disputed.
    """
    require_mediator(by)
    case = locked_case(case_id, by, Side.ASSOCIATION)
    Case.MOVES.check("take_up", case)
    plan = queries.current_plan(case)
    if case.escalated_at is None or plan is None:
        raise Refused(Refusal.NOT_THE_ASSOCIATION)
    account, account_bank = queries.known_account(case)
    because = str(Happening.ESCALATED.label)
    move(case, "take_up", by=by, because=because, disputed_at=clock.now())
    telling.taken_up(case, by=by)
    carry_out(
        case,
        plan,
        [0] * plan.items.count(),
        account=account,
        account_bank=account_bank,
        by=by,
    )
    return case


@action
def turn_to_arbitration(*, case_id: int, because: str, by: Actor) -> Case:
    """Mediation, or a suit, led nowhere: the payee tenant, or the association, turns to arbitration. (rule A8.4)"""
    return _turn(case_id, "turn_to_arbitration", because, by)


@action
def turn_to_litigation(*, case_id: int, because: str, by: Actor) -> Case:
    """Mediation, or arbitration, led nowhere: the payee tenant, or the association, turns to the court. (rule A8.4)"""
    return _turn(case_id, "turn_to_litigation", because, by)


def _turn(case_id: int, way: str, because: str, by: Actor) -> Case:
    case = locked_case(case_id, by, Side.TENANT, Side.ASSOCIATION)
    if queries.side_of(by) == Side.TENANT:
        require_payee(case, by)
    else:
        require_mediator(by)
    if not because.strip():
        raise Refused(Refusal.NO_REASON_GIVEN)
    move(case, way, by=by, because=because, remind_on=clock.today() + queries.dispute_reminder())
    telling.dispute_turned(case, by=by)
    return case


@action
def propose_final(*, case_id: int, terms: FinalTerms, by: Actor) -> FinalPlan:
    """Enter how what is disputed is given away; another of the association has to check it. (ASC-03)

    Refused as `queries.check_final` says.
    """
    require_mediator(by)
    case = locked_case(case_id, by, Side.ASSOCIATION)
    queries.check_final(case, terms)
    final = FinalPlan.objects.create(
        case=case,
        basis=terms.basis,
        document_no=terms.document_no.strip()[:80],
        court=terms.court.strip()[:120],
        effective_on=terms.effective_on,
        deposit_to_tenant_fen=terms.to_tenant.deposit_fen,
        rent_to_tenant_fen=terms.to_tenant.rent_fen,
        deposit_to_enterprise_fen=terms.to_enterprise.deposit_fen,
        rent_to_enterprise_fen=terms.to_enterprise.rent_fen,
        note=terms.note.strip()[:500],
        proposed_name=by.name,
        proposed_at=clock.now(),
    )
    attach(case, terms.file_ids, About.PROOF, by, final_plan=final)
    return final


@action
def approve_final(*, final_id: int, by: Actor) -> FinalPlan:
    """A second person finds the final plan right: it is paid at once. (REF-09, REF-10, ASC-03)

    Refused to who proposed it, and where meanwhile something else is disputed than it gives away. No offer stands
    any more.
    """
    final, case = _locked_final(final_id, by)
    FinalPlan.MOVES.check("approve", final)
    Case.MOVES.check("decide", case)
    split = split_finally(queries.disputed_now(case), final.to_tenant, final.to_enterprise)
    move(final, "approve", by=by, checked_name=by.name, checked_at=clock.now())
    end_dispute(case, split, PortionSource.FINAL, final_plan=final)
    move(case, "decide", by=by, because=f"{final.get_basis_display()} {final.document_no}")
    telling.decided(case, final, by=by)
    close_if_done(case, by=by)
    return final


@action
def reject_final(*, final_id: int, because: str, by: Actor) -> FinalPlan:
    """A second person does not find it right, and says why; a new one may be proposed."""
    final, _ = _locked_final(final_id, by)
    if not because.strip():
        raise Refused(Refusal.NO_REASON_GIVEN)
    move(
        final,
        "reject",
        by=by,
        because=because,
        checked_name=by.name,
        checked_at=clock.now(),
    )
    final.because = because.strip()[:200]
    final.save(update_fields=["because"])
    return final


def _locked_final(final_id: int, by: Actor) -> tuple[FinalPlan, Case]:
    require_approver(by)
    case = lock(Case, pk=FinalPlan.objects.values_list("case_id", flat=True).get(pk=final_id))
    final: FinalPlan = lock(FinalPlan, pk=final_id)
    if final.proposed_name == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return final, case


@action
def add_note(*, case_id: int, text: str, attend_on: date | None = None, by: Actor) -> CaseNote:
    """Write down what was said or done about a case, and when to look at it again. (ASC-03)"""
    case = locked_case(case_id, by, Side.ASSOCIATION)
    if not text.strip():
        raise Refused(Refusal.NOTE_EMPTY)
    case.attend_on = attend_on
    case.save(update_fields=["attend_on"])
    return CaseNote.objects.create(
        case=case,
        text=text.strip(),
        attend_on=attend_on,
        written_by=by.name,
        written_at=clock.now(),
    )
