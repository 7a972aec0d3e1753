"""What the association asks: its disputes, what can be done about one, what a final plan pays. (ASC-01 to ASC-03)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.counting import Question, counted
from anju.core.refusals import Refused
from anju.people.rules import Power
from anju.refunds.models import Attachment, Case, CaseNote, DeductionItem, FinalPlan, NameChange
from anju.refunds.office_rules import OVERDUE_ALERTS, DisputeWork
from anju.refunds.queries.cases import cases_seen_by, current_plan, side_of
from anju.refunds.queries.desks import final_plans_to_check, name_changes_to_review
from anju.refunds.queries.payments import disputed_now, interest_accrued, known_account
from anju.refunds.queries.previews import PaymentList, payment_list, payments_of_split
from anju.refunds.rules import (
    BASES,
    DISPUTED,
    WITH_DOCUMENT,
    About,
    Basis,
    Refusal,
    ReviewStatus,
    Side,
    Status,
)
from anju.refunds.split import Parts, Split, split_finally, split_interest
from anju.refunds.terms import FinalTerms

OVER = (Status.PAYING, Status.CLOSED)
MOST_COUNTED = 1_000


def disputes_found(
    actor: Actor, *, kind: str = "", work: str = "", filing_no: str = "", is_over: bool = False
) -> QuerySet[Case]:
    """Disputes that go on, or those that are over, the oldest first; of them what somebody looks for. (ASC-01)"""
    statuses = OVER if is_over else ([kind] if kind else DISPUTED)
    cases = cases_seen_by(actor).filter(disputed_at__isnull=False, status__in=statuses)
    if filing_no:
        cases = cases.filter(lease__filing_no=filing_no)
    return _that_want(cases, work).order_by("disputed_at", "pk")


def _that_want(cases: QuerySet[Case], work: str) -> QuerySet[Case]:
    """Those nobody has touched, those to look at today, those with an award, as `DisputeWork` has it."""
    proposed = FinalPlan.objects.filter(case=OuterRef("pk"))
    if work == DisputeWork.NEW:
        noted = CaseNote.objects.filter(case=OuterRef("pk"))
        return cases.filter(~Exists(noted), ~Exists(proposed))
    if work == DisputeWork.ATTEND:
        return cases.filter(attend_on__lte=clock.today())
    if work == DisputeWork.AWARD:
        awards = Attachment.objects.filter(case=OuterRef("pk"), about=About.AWARD)
        pending = proposed.filter(status=ReviewStatus.PROPOSED)
        return cases.filter(Exists(awards), ~Exists(pending))
    return cases


def final_plans_seen_by(actor: Actor) -> QuerySet[FinalPlan]:
    """Every final plan that the association proposed, whatever became of it."""
    if side_of(actor) != Side.ASSOCIATION:
        return FinalPlan.objects.none()
    return FinalPlan.objects.select_related("case__lease__enterprise", "case__payee_tenant")


def name_changes_seen_by(actor: Actor) -> QuerySet[NameChange]:
    """承租人收款失败 applications: the enterprise's own, or all for the association. (ENT-06, ASC-02)"""
    side = side_of(actor)
    changes = NameChange.objects.select_related(
        "portion__case__lease__enterprise", "portion__payout"
    )
    if side == Side.ASSOCIATION:
        return changes
    if side == Side.ENTERPRISE:
        return changes.filter(portion__case__lease__enterprise=actor.organisation_id)
    return NameChange.objects.none()


def overdue_days(case: Case) -> int:
    """For how many days the enterprise has let the time for a new plan pass. (rule A13.2)"""
    if case.status not in (Status.AWAITING_PLAN, Status.SENT_BACK):
        return 0
    return max(0, (clock.today() - case.plan_due_on).days)


def overdue_alert(days: int) -> int:
    """The alert that so many days overdue have reached, 0 for none yet."""
    return max((limit for limit in OVERDUE_ALERTS if days >= limit), default=0)


def cases_overdue(actor: Actor, days: int = 1) -> QuerySet[Case]:
    """Plans that were sent back and not made anew for so many days, the longest first. (rules A7.15, A13.2)"""
    limit = clock.today() - timedelta(days=days)
    return (
        cases_seen_by(actor)
        .filter(status=Status.SENT_BACK, escalated_at__isnull=False, plan_due_on__lte=limit)
        .order_by("plan_due_on", "pk")
    )


def disputed_of(cases: Iterable[Case]) -> dict[int, Parts]:
    """What is disputed of each of these cases, as `disputed_now` has it, asked at once."""
    wanted = [case.pk for case in cases if case.status in DISPUTED]
    items = DeductionItem.objects.filter(
        plan__case__in=wanted, plan__withdrawn_at__isnull=True
    ).select_related("plan")
    latest: dict[int, tuple[int, Parts]] = {pk: (0, Parts()) for pk in wanted}
    for item in items.order_by("plan__case", "plan__version", "number"):
        version, parts = latest[item.plan.case_id]
        so_far = parts if version == item.plan.version else Parts()
        more = Parts.of(item.part, item.disputed_fen)
        latest[item.plan.case_id] = (item.plan.version, so_far + more)
    return {pk: parts for pk, (_version, parts) in latest.items()}


def what_to_do(case: Case, actor: Actor) -> frozenset[str]:
    """Which actions somebody of the association could do about a case now, by their names."""
    can = {"add_note"}
    pending = case.final_plans.filter(status=ReviewStatus.PROPOSED).first()
    if Power.DISPUTE_MEDIATE in actor.may:
        moves = ("turn_to_arbitration", "turn_to_litigation")
        can |= {name for name in moves if Case.MOVES.allows(name, case.status)}
        if Case.MOVES.allows("take_up", case.status) and case.escalated_at:
            can.add("take_up")
        if case.status in DISPUTED and pending is None:
            can.add("propose_final")
    if Power.DISPUTE_APPROVE in actor.may and pending and pending.proposed_name != actor.name:
        can.add("approve_final")
    return frozenset(can)


def check_final(case: Case, terms: FinalTerms) -> Split:
    """What a final plan gives to whom. Refused as its proposal would be. (ASC-03)

    NOT_DISPUTED, FINAL_PENDING, BASIS_DIFFERS, FINAL_NEEDS_PROOF, FINAL_NEEDS_DOCUMENT, NOT_FINAL_YET, FINAL_DIFFERS.
    """
    if case.status not in DISPUTED:
        raise Refused(Refusal.NOT_DISPUTED)
    if case.final_plans.filter(status=ReviewStatus.PROPOSED).exists():
        raise Refused(Refusal.FINAL_PENDING)
    _check_basis(case, terms)
    return split_finally(disputed_now(case), terms.to_tenant, terms.to_enterprise)


def _check_basis(case: Case, terms: FinalTerms) -> None:
    if terms.basis not in BASES[Status(case.status)]:
        raise Refused(
            Refusal.BASIS_DIFFERS,
            status=case.get_status_display(),
            basis=Basis(terms.basis).label,
        )
    if not terms.file_ids:
        raise Refused(Refusal.FINAL_NEEDS_PROOF)
    if terms.basis not in WITH_DOCUMENT:
        return
    if not (terms.document_no.strip() and terms.court.strip() and terms.effective_on):
        raise Refused(Refusal.FINAL_NEEDS_DOCUMENT)
    if terms.effective_on > clock.today():
        raise Refused(Refusal.NOT_FINAL_YET, effective_on=terms.effective_on)


def payment_list_of_terms(case: Case, terms: FinalTerms) -> PaymentList:
    """What a final plan would pay if it were approved today; nothing is written. Refused as its proposal would be."""
    return _payment_list(case, check_final(case, terms))


def payment_list_of_final(final: FinalPlan) -> PaymentList:
    """What a proposed final plan would pay today. Refused where by now something else is disputed."""
    case = final.case
    if case.status not in DISPUTED:
        raise Refused(Refusal.NOT_DISPUTED)
    return _payment_list(
        case, split_finally(disputed_now(case), final.to_tenant, final.to_enterprise)
    )


def _payment_list(case: Case, split: Split) -> PaymentList:
    interest = split_interest(split, interest_accrued(case, split.held))
    account, account_bank = known_account(case)
    return payments_of_split(case, split, interest, account, account_bank)


def interest_on_dispute(case: Case) -> Parts:
    """What the disputed principal has earned up to today. (rule A8.7)"""
    return interest_accrued(case, disputed_now(case)) if current_plan(case) else Parts()


def association_counts(actor: Actor) -> dict[str, int]:
    """What waits at the association's desk, all asked at once; none is counted beyond a thousand. (ASC-01)"""
    asked = {
        **{status.value: disputes_found(actor, kind=status) for status in DISPUTED},
        **{work.value: disputes_found(actor, work=work) for work in DisputeWork},
        "final_plans": final_plans_to_check(actor),
        "name_changes": name_changes_to_review(actor),
        **{f"overdue_{days}": cases_overdue(actor, days) for days in OVERDUE_ALERTS},
    }
    found = counted({name: Question(rows.order_by()) for name, rows in asked.items()}, MOST_COUNTED)
    return {name: one.count for name, one in found.items()}


def payment_list_of_taking_up(case: Case) -> PaymentList:
    """What mediating unasked would pay today: the plan's part of the tenant; all it deducts is disputed."""
    plan = current_plan(case)
    if plan is None:
        raise Refused(Refusal.NOT_DISPUTED)
    account, account_bank = known_account(case)
    return payment_list(
        plan,
        agreed_fen=0,
        payee_account=account,
        payee_bank=account_bank,
        in_dispute=True,
    )
