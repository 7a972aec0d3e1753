"""What each side has to do: the tenant's two tabs, the enterprise's and the association's lists."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from anju.core.actors import Actor
from anju.refunds.models import (
    Answer,
    Attachment,
    Case,
    FinalPlan,
    NameChange,
    Offer,
    Plan,
    Portion,
)
from anju.refunds.queries.cases import (
    cases_seen_by,
    offers_seen_by,
    plans_seen_by,
    portions_seen_by,
    side_of,
)
from anju.refunds.rules import (
    BEFORE_TENANT,
    OTHER_SIDE,
    PortionStatus,
    ReviewStatus,
    Side,
    Status,
)

# The tenant: 【待办】 and 【已办】 ------------------------------------------------------------------------


def plans_to_answer(actor: Actor) -> QuerySet[Case]:
    """【待办】: cases with a plan before the tenant, the most urgent first; co-tenants see them. (REF-01, REF-02)"""
    return (
        cases_seen_by(actor)
        .filter(status__in=BEFORE_TENANT)
        .order_by(Coalesce("final_due_on", "answer_due_on"), "pk")
    )


def accounts_to_confirm(actor: Actor) -> QuerySet[Portion]:
    """【待办】: 收款账号确认, what could not be paid to the tenant. (REF-12)"""
    wanted = portions_seen_by(actor).filter(
        status=PortionStatus.ACCOUNT_WANTED, side=side_of(actor)
    )
    return wanted.select_related(
        "case__lease__enterprise", "case__payee_tenant__person", "case__payee_tenant__organisation"
    )


def answered_by(actor: Actor) -> QuerySet[Plan]:
    """【已办】: plans that were answered, or carried out by silence, the newest first. (REF-01)"""
    answered = Answer.objects.filter(plan=OuterRef("pk"))
    paid = Portion.objects.filter(case=OuterRef("case"), plan=OuterRef("pk"))
    done = Q(Exists(answered)) | Q(Exists(paid))
    return plans_seen_by(actor).filter(done).order_by("-submitted_at", "-pk")


def tenant_counts(actor: Actor) -> int:
    """How many things stand in 【待办】."""
    return plans_to_answer(actor).count() + accounts_to_confirm(actor).count()


def open_cases_of(actor: Actor) -> QuerySet[Case]:
    """The ends of leases that are not over, the newest first; where each stands its countdown says. (BEY-01)"""
    over = (Status.CLOSED, Status.CANCELLED)
    return cases_seen_by(actor).exclude(status__in=over).order_by("-pk")


def offers_to_answer(actor: Actor) -> QuerySet[Offer]:
    """Offers of the other side that can be accepted. (BEY-06)"""
    side = side_of(actor)
    if side not in OTHER_SIDE:
        return Offer.objects.none()
    standing = offers_seen_by(actor).filter(replaced_at__isnull=True, accepted_at__isnull=True)
    return standing.filter(side=OTHER_SIDE[side]).select_related("item__plan__case__lease")


# The enterprise -------------------------------------------------------------------------------------------


def plans_wanted_of(actor: Actor) -> QuerySet[Case]:
    """Cases in which the enterprise has to propose, or to propose anew, the most urgent first. (ENT-05, ENT-07)"""
    wanted = (Status.AWAITING_PLAN, Status.SENT_BACK)
    return cases_seen_by(actor).filter(status__in=wanted).order_by("plan_due_on", "pk")


def failed_payouts_of(actor: Actor) -> QuerySet[Portion]:
    """承租人收款失败: what could not be paid to tenants of this enterprise. (ENT-06)"""
    failed = (PortionStatus.ACCOUNT_WANTED, PortionStatus.NAME_REVIEW)
    return portions_seen_by(actor).filter(status__in=failed, side=Side.TENANT)


# The association ------------------------------------------------------------------------------------------


def final_plans_to_check(actor: Actor) -> QuerySet[FinalPlan]:
    """Final plans that wait for a second pair of eyes, oldest first. (ASC-03)"""
    if side_of(actor) != Side.ASSOCIATION:
        return FinalPlan.objects.none()
    pending = FinalPlan.objects.filter(status=ReviewStatus.PROPOSED)
    return pending.select_related("case__lease").order_by("pk")


def name_changes_to_review(actor: Actor) -> QuerySet[NameChange]:
    """承租人收款失败 applications that wait for the association, oldest first. (ASC-02)"""
    if side_of(actor) != Side.ASSOCIATION:
        return NameChange.objects.none()
    pending = NameChange.objects.filter(status=ReviewStatus.PROPOSED)
    return pending.select_related("portion__case__lease__enterprise").order_by("pk")


# Files ----------------------------------------------------------------------------------------------------


def attachments_seen_by(actor: Actor) -> QuerySet[Attachment]:
    """The files of the cases that somebody sees, those of the other side too."""
    cases = cases_seen_by(actor).order_by().values("pk")
    return (
        Attachment.objects.filter(case__in=cases)
        .select_related("file")
        .defer("file__content")
        .order_by("pk")
    )
