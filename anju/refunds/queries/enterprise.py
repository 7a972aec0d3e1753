"""What an enterprise asks: its cases by state and time left, its plans, what it can do now. (ENT-01, ENT-04, ENT-05)"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Case as Either
from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.refunds.enterprise_rules import SOON, Act, Left, Todo
from anju.refunds.models import (
    Answer,
    Attachment,
    Case,
    DeductionItem,
    NameChange,
    Offer,
    Plan,
    Portion,
)
from anju.refunds.queries.cases import (
    cases_seen_by,
    current_plan,
    plans_seen_by,
    side_of,
)
from anju.refunds.rules import DISPUTED, PortionStatus, Side, Status

if TYPE_CHECKING:
    from anju.contracts.models import Lease

DUE_ON = Either(
    When(status__in=(Status.AWAITING_PLAN, Status.SENT_BACK), then=F("plan_due_on")),
    When(status=Status.AWAITING_ANSWER, then=F("answer_due_on")),
    When(status=Status.REMINDED, then=F("final_due_on")),
    default=None,
    output_field=DateField(null=True),
)
"""The last day of whoever has to act, as `countdown` tells it; none where no time is set."""


def cases_of_enterprise(
    actor: Actor, *, filing_no: str = "", status: str = "", left: str = "", todo: str = ""
) -> QuerySet[Case]:
    """The search of 合同结束, the newest first; each with what its row shows."""
    cases = cases_seen_by(actor) if side_of(actor) == Side.ENTERPRISE else Case.objects.none()
    people = ("lease__tenants__person", "lease__tenants__organisation")
    cases = cases.prefetch_related("portions", *people)
    if filing_no:
        cases = cases.filter(lease__filing_no=filing_no)
    if status:
        cases = cases.filter(status=status)
    if left:
        today = clock.today()
        bounds: dict[str, dict[str, Any]] = {
            Left.OVERDUE: {"due_on__lt": today},
            Left.TODAY: {"due_on": today},
            Left.SOON: {"due_on__gte": today, "due_on__lte": today + SOON},
        }
        cases = cases.annotate(due_on=DUE_ON).filter(**bounds[left])
    if todo:
        cases = cases.filter(WAITS[Todo(todo)])
    return cases.order_by("-id")


def _of_tenant(**more: Any) -> Q:
    standing = Offer.objects.filter(
        side=Side.TENANT,
        replaced_at__isnull=True,
        accepted_at__isnull=True,
        item__plan__case=OuterRef("pk"),
        item__settled_at__isnull=True,
    )
    return Q(Exists(standing), status__in=DISPUTED, **more)


WAITS = {
    Todo.CONFIRM: Q(
        registered_by=Side.TENANT,
        confirmed_at__isnull=True,
        objected_at__isnull=True,
        status=Status.AWAITING_PLAN,
    ),
    Todo.CANCEL: Q(cancel_asked_by=Side.TENANT, status=Status.AWAITING_PLAN),
    Todo.OFFER: _of_tenant(),
}


@dataclass(frozen=True)
class StateCount:
    """How many cases stand in a state, and the first day on which somebody's time is over."""

    status: Status
    count: int
    first_on: date | None

    @property
    def days_left(self) -> int | None:
        return None if self.first_on is None else (self.first_on - clock.today()).days


@dataclass(frozen=True)
class EnterpriseDesk:
    """An enterprise's cases that are not over, by state, and what else waits for it, in numbers. (ENT-01)"""

    states: list[StateCount]
    to_confirm: int
    to_cancel: int
    offers: int
    tenant_payouts_failed: int
    own_payouts_failed: int


def enterprise_desk(actor: Actor) -> EnterpriseDesk:
    failed = Q(portions__status__in=(PortionStatus.ACCOUNT_WANTED, PortionStatus.NAME_REVIEW))
    cases, payouts = partial(Count, "pk", distinct=True), partial(Count, "portions", distinct=True)
    rows: list[Any] = list(
        cases_of_enterprise(actor)
        .exclude(status__in=(Status.CLOSED, Status.CANCELLED))
        .order_by()
        .values("status")
        .annotate(
            count=cases(),
            first_on=Min(DUE_ON),
            to_confirm=cases(filter=WAITS[Todo.CONFIRM]),
            to_cancel=cases(filter=WAITS[Todo.CANCEL]),
            offers=cases(filter=WAITS[Todo.OFFER]),
            tenant_payouts_failed=payouts(filter=failed & Q(portions__side=Side.TENANT)),
            own_payouts_failed=payouts(filter=failed & Q(portions__side=Side.ENTERPRISE)),
        )
    )
    found = {row["status"]: row for row in rows}
    return EnterpriseDesk(
        states=[
            StateCount(status, found[status]["count"], found[status]["first_on"])
            for status in Status
            if status in found
        ],
        **{one.name: sum(row[one.name] for row in rows) for one in fields(EnterpriseDesk)[1:]},
    )


def leases_and_their_end(actor: Actor, *, filing_no: str = "") -> QuerySet[Lease]:
    """The leases an enterprise has let, each with the `case_id` of its end, if that was registered."""
    case = Case.objects.filter(lease=OuterRef("pk")).exclude(status=Status.CANCELLED)
    leases = contracts.leases_let_by(actor, filing_no=filing_no)
    return leases.annotate(case_id=Subquery(case.values("pk")[:1]))


def acts_of_enterprise(case: Case) -> frozenset[Act]:
    """What the enterprise can do in a case now."""
    allows, status = Case.MOVES.allows, case.status
    by_tenant = case.registered_by != Side.ENTERPRISE
    plan = current_plan(case)
    can_withdraw = allows("withdraw", status) and plan is not None and plan.opened_at is None
    is_disputed = status in DISPUTED
    acts = {
        Act.CONFIRM_RETURN: by_tenant
        and case.confirmed_at is None
        and status == Status.AWAITING_PLAN,
        Act.OBJECT: by_tenant and case.confirmed_at is None and status == Status.AWAITING_PLAN,
        Act.CANCEL: allows("cancel", status) and case.cancel_asked_by != Side.ENTERPRISE,
        Act.PROPOSE: allows("propose", status),
        Act.WITHDRAW: can_withdraw,
        Act.OFFER: is_disputed,
        Act.HAND_IN_AWARD: is_disputed,
    }
    return frozenset(act for act, can in acts.items() if can)


def plans_of_enterprise(actor: Actor) -> QuerySet[Plan]:
    """Every plan of an enterprise, the newest first, each with its answers."""
    answers = Answer.objects.order_by("pk")
    return plans_seen_by(actor).prefetch_related(Prefetch("answers", answers)).order_by("-id")


def versions_of(case: Case, actor: Actor) -> list[Plan]:
    """All versions of a case's plan, oldest first, with items, files and answers: to be held side by side. (ENT-05)"""
    files = Attachment.objects.select_related("file").defer("file__content").order_by("pk")
    items = DeductionItem.objects.order_by("number").prefetch_related(
        Prefetch("attachments", files)
    )
    answers = Answer.objects.order_by("pk").prefetch_related(Prefetch("attachments", files))
    return list(
        plans_seen_by(actor)
        .filter(case=case)
        .select_related("payee_tenant__person", "payee_tenant__organisation")
        .prefetch_related(Prefetch("items", items), Prefetch("answers", answers))
    )


@dataclass(frozen=True)
class Room:
    """One deduction in the evidence room: both sides' files, the offers that stand, those before. (BEY-06)"""

    item: DeductionItem
    files: list[Attachment]
    offers: list[Offer]

    def standing(self, side: str) -> Offer | None:
        for offer in self.offers:
            if offer.side == side and offer.replaced_at is None and offer.accepted_at is None:
                return offer
        return None

    def files_of(self, side: str) -> list[Attachment]:
        return [one for one in self.files if one.side == side]


def evidence_room(case: Case) -> list[Room]:
    """The deductions of the plan that counts, as both sides see them."""
    plan = current_plan(case)
    if plan is None:
        return []
    files = Attachment.objects.select_related("file").defer("file__content").order_by("pk")
    items = plan.items.order_by("number").prefetch_related(
        Prefetch("attachments", files), Prefetch("offers", Offer.objects.order_by("pk"))
    )
    return [Room(item, list(item.attachments.all()), list(item.offers.all())) for item in items]


def name_changes_of(portion: Portion) -> list[NameChange]:
    """The applications to pay a portion to another name, the newest first, with what proves them. (ENT-06)"""
    files = Attachment.objects.select_related("file").defer("file__content").order_by("pk")
    changes = NameChange.objects.filter(portion=portion).order_by("-pk")
    return list(changes.prefetch_related(Prefetch("attachments", files)))
