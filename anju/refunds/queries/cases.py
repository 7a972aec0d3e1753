"""Who sees which case, who answers, and which plan is before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Case as Cases
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, When

from anju.contracts import queries as contracts
from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.refusals import Refused, ensure
from anju.custody import queries as held
from anju.people.rules import Power
from anju.refunds.deeds import Deed, deeds_in
from anju.refunds.models import Case, DeductionItem, FinalPlan, NameChange, Offer, Plan, Portion
from anju.refunds.rules import Refusal, ReviewStatus, Side, Status

if TYPE_CHECKING:
    from anju.contracts.models import Lease, LeaseTenant

BEFORE_CARRYING_OUT = (
    Status.AWAITING_PLAN,
    Status.AWAITING_ANSWER,
    Status.REMINDED,
    Status.SENT_BACK,
    Status.CANCELLED,
)
"""In these the lease's lots have not been ended."""

ASSOCIATION = frozenset({Power.DISPUTE_MEDIATE.value, Power.DISPUTE_APPROVE.value})


def side_of(actor: Actor) -> Side | None:
    """On which side somebody stands; None for those who have no part in the end of a lease."""
    if actor.is_tenant:
        return Side.TENANT
    if actor.is_enterprise:
        return Side.ENTERPRISE
    return Side.ASSOCIATION if actor.may & ASSOCIATION else None


def cases_seen_by(actor: Actor) -> QuerySet[Case]:
    """The ends of leases of which somebody is a tenant, that an enterprise let, or that concern the association."""
    side = side_of(actor)
    cases = Case.objects.select_related(
        "lease__enterprise",
        "lease__bank_account",
        "payee_tenant__person",
        "payee_tenant__organisation",
    )
    if side == Side.TENANT:
        return cases.filter(lease__in=contracts.lease_ids_seen_by(actor))
    if side == Side.ENTERPRISE:
        return cases.filter(lease__enterprise=actor.organisation_id)
    if side == Side.ASSOCIATION:
        return cases.filter(concern_association())
    return Case.objects.none()


def concern_association() -> Q:
    """Disputes, now or once; plans nobody makes anew; applications to pay another name."""
    applications = NameChange.objects.filter(portion__case=OuterRef("pk"))
    return Q(disputed_at__isnull=False) | Q(escalated_at__isnull=False) | Q(Exists(applications))


def plans_seen_by(actor: Actor) -> QuerySet[Plan]:
    """Every version, the withdrawn ones only for the enterprise that made them. (ENT-05)"""
    plans = Plan.objects.filter(case__in=cases_seen_by(actor).order_by().values("pk"))
    if side_of(actor) != Side.ENTERPRISE:
        plans = plans.filter(withdrawn_at__isnull=True)
    return plans.select_related("case__lease").order_by("case_id", "version")


def plans_in_full(case: Case, actor: Actor) -> list[Plan]:
    """Every version of a case that somebody sees, oldest first, with its deductions and answers. (ENT-05)"""
    items = Prefetch("items", DeductionItem.objects.order_by("number"))
    return list(plans_seen_by(actor).filter(case=case).prefetch_related(items, "answers"))


def portions_seen_by(actor: Actor) -> QuerySet[Portion]:
    return (
        Portion.objects.filter(case__in=cases_seen_by(actor).order_by().values("pk"))
        .select_related("case__lease", "payout")
        .order_by("pk")
    )


def offers_seen_by(actor: Actor) -> QuerySet[Offer]:
    cases = cases_seen_by(actor).order_by().values("pk")
    return Offer.objects.filter(item__plan__case__in=cases).order_by("pk")


def open_case_of(lease: Lease) -> Case | None:
    """The case of a lease that was not cancelled; a finished one too."""
    return Case.objects.filter(lease=lease).exclude(status=Status.CANCELLED).first()


def has_case(lease: Lease) -> bool:
    """Whether anybody ever registered the end of a lease, be it by mistake."""
    return Case.objects.filter(lease=lease).exists()


def made_once(case: Case) -> Case:
    """Write a new case down; refused when somebody else did at the same moment."""
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        known = open_case_of(case.lease)
        ensure(known is not None, f"no case of {case.lease.filing_no}, and none can be made")
        raise Refused(
            Refusal.CASE_OPEN,
            filing_no=case.lease.filing_no,
            returned_on=known.returned_on if known else "",
        ) from None
    return case


def tenants_of(case: Case) -> QuerySet[LeaseTenant]:
    return contracts.tenants_of(case.lease)


def payee_of(case: Case) -> LeaseTenant:
    """The tenant who answers and is paid."""
    return tenants_of(case).get(pk=case.payee_tenant_id)


def payee_name(case: Case) -> str:
    """收款人户名: the tenant's own name, which nobody can change. (REF-05)"""
    tenant = payee_of(case)
    party = tenant.person or tenant.organisation
    return party.name if party else ""


def is_payee(case: Case, actor: Actor) -> bool:
    """Whether this is the one tenant who may answer. (REF-02)"""
    party = contracts.tenant_party(actor, "")
    if party is None:
        return False
    return tenants_of(case).filter(party, pk=case.payee_tenant_id).exists()


def case_of_lease(actor: Actor, filing_no: str) -> Case | None:
    """The end of a lease that somebody sees: the one that was not cancelled, or the last that was."""
    cases = cases_seen_by(actor).filter(lease__filing_no=filing_no)
    return cases.order_by(Cases(When(status=Status.CANCELLED, then=1), default=0), "-pk").first()


def deeds_of(case: Case, actor: Actor) -> frozenset[Deed]:
    """What a tenant can do about a case just now."""
    deeds = deeds_in(
        case.status,
        is_payee=is_payee(case, actor),
        is_own_return=case.registered_by == Side.TENANT,
    )
    return deeds - {Deed.CONFIRM_RETURN} if case.confirmed_at else deeds


def current_plan(case: Case) -> Plan | None:
    """The newest plan that was not withdrawn."""
    return case.plans.filter(withdrawn_at__isnull=True).order_by("-version").first()


def plan_before_tenant(case: Case) -> Plan:
    """The plan of a case that is before the tenant: there is one."""
    return case.plans.filter(withdrawn_at__isnull=True).latest("version")


def was_sent_back(case: Case) -> bool:
    """Whether a plan of this case was ever sent back."""
    return case.plans.filter(answers__opinion="send_back").exists()


def standing_offers(item: DeductionItem) -> QuerySet[Offer]:
    """The offers for a deduction that can be accepted."""
    return Offer.objects.filter(item=item, replaced_at__isnull=True, accepted_at__isnull=True)


def standing_offers_in(case: Case) -> QuerySet[Offer]:
    """The offers for any deduction of a case that can be accepted."""
    standing = Offer.objects.filter(replaced_at__isnull=True, accepted_at__isnull=True)
    return standing.filter(item__plan__case=case)


def standing_offers_of(plan: Plan) -> list[Offer]:
    """The offers for a plan's deductions that can be accepted, of both sides."""
    standing = Offer.objects.filter(replaced_at__isnull=True, accepted_at__isnull=True)
    items = [item.pk for item in plan.items.all()]
    return list(standing.filter(item__in=items).order_by("pk"))


def approved_final(case: Case) -> FinalPlan | None:
    """The final plan by which a dispute ended."""
    return case.final_plans.filter(status=ReviewStatus.APPROVED).first()


def items_seen_by(actor: Actor) -> QuerySet[DeductionItem]:
    """The deductions of the plans that somebody sees."""
    plans = plans_seen_by(actor).order_by().values("pk")
    return DeductionItem.objects.filter(plan__in=plans).select_related(
        "plan__case__lease__enterprise",
        "plan__case__lease__bank_account",
        "plan__case__payee_tenant__person",
        "plan__case__payee_tenant__organisation",
    )


def has_money(lease_id: int) -> bool:
    """Whether anything of a lease is in custody, or on its way in or out."""
    holdings = held.holdings(lease_id)
    return bool(holdings.lots) or not holdings.is_at_rest


def moves_made(case: Case) -> int:
    return core.history_of(case).count()
