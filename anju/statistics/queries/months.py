"""What may be asked of the figures: all of them are for everybody. (rule C7, CRD-05)"""

from datetime import date

from django.db.models import Q, QuerySet

from anju.core.calendar import add_months
from anju.core.rules import DISTRICTS
from anju.statistics.models import MonthFigures
from anju.statistics.rules import CITY, MONTHS_BACK


def figures_of_city() -> QuerySet[MonthFigures]:
    """The whole city by month, the newest first, from the first month on in which there was anything to count."""
    rows = MonthFigures.objects.filter(district=CITY)
    something = rows.filter(Q(institutions__gt=0) | Q(homes_verified__gt=0) | Q(leases_filed__gt=0))
    first = something.order_by("month").values_list("month", flat=True).first()
    return rows.filter(month__gte=first).order_by("-month") if first else rows.none()


def figures_of_month(month: date) -> list[MonthFigures]:
    """Every district in the order of its code, the city last."""
    rows = {row.district: row for row in MonthFigures.objects.filter(month=month)}
    return [rows[district] for district in (*DISTRICTS, CITY) if district in rows]


def months_to_compute(day: date) -> list[date]:
    """After a day: its month, the one before (something may have been entered late), and those never counted."""
    this = day.replace(day=1)
    back = [add_months(this, -ago) for ago in range(MONTHS_BACK)]
    known = set(
        MonthFigures.objects.filter(month__in=back).values_list("month", flat=True).distinct()
    )
    return sorted(month for month in back if month in back[:2] or month not in known)
