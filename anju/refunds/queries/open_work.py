"""What is open of the ends of leases, counted for figures, and the cases behind each figure. (CTR-01)"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from anju.core import clock
from anju.refunds.models import Case, Portion
from anju.refunds.office_rules import OpenWork
from anju.refunds.rules import BEFORE_TENANT, DISPUTED, PortionStatus, Status

WANTED_OF_ENTERPRISE = (Status.AWAITING_PLAN, Status.SENT_BACK)


@dataclass(frozen=True)
class OpenCount:
    """How many cases of an enterprise in a district want something, and since when the first of them does."""

    work: str
    district: str
    enterprise_id: int
    count: int
    oldest_on: date


def cases_of_work(work: str, district: str = "", enterprise_id: int = 0) -> QuerySet[Case]:
    """The cases behind a figure, the oldest first. They are found among those that are open."""
    rows = Case.objects.exclude(status__in=(Status.CLOSED, Status.CANCELLED))
    if work == OpenWork.OVERDUE_PLANS:
        rows = rows.filter(status__in=WANTED_OF_ENTERPRISE, plan_due_on__lt=clock.today())
    elif work == OpenWork.PLANS_WANTED:
        rows = rows.filter(status__in=WANTED_OF_ENTERPRISE)
    elif work == OpenWork.ANSWERS_WANTED:
        rows = rows.filter(status__in=BEFORE_TENANT)
    elif work == OpenWork.DISPUTES:
        rows = rows.filter(status__in=DISPUTED)
    else:
        wanting = Portion.objects.filter(case=OuterRef("pk"), status=PortionStatus.ACCOUNT_WANTED)
        if work == OpenWork.PAYMENTS_FAILED:
            wanting = wanting.filter(attempts__gt=0)
        rows = rows.filter(Exists(wanting))
    if district:
        rows = rows.filter(lease__district=district)
    if enterprise_id:
        rows = rows.filter(lease__enterprise=enterprise_id)
    return rows.select_related("lease__enterprise").order_by("pk")


def open_work() -> list[OpenCount]:
    """Every kind of work by district and enterprise: one question each, over what is open."""
    return [
        OpenCount(work, district, enterprise_id, count, oldest)
        for work in OpenWork.values
        for district, enterprise_id, count, oldest in cases_of_work(work)
        .order_by()
        .values_list("lease__district", "lease__enterprise")
        .annotate(
            count=Count("pk"),
            oldest=Min(F("plan_due_on"))
            if work == OpenWork.OVERDUE_PLANS
            else Min(TruncDate("registered_at", tzinfo=clock.BEIJING)),
        )
    ]
