"""What may be asked of the figures; split by what they count."""

from anju.statistics.queries.board import (
    Uptime,
    cases_behind,
    months_of_board,
    refund_times_of_city,
    times_are_shown,
    times_by_enterprise,
    uptime_by_month,
    uptime_of_days,
)
from anju.statistics.queries.months import figures_of_city, figures_of_month, months_to_compute
from anju.statistics.queries.reports import (
    facts_of_report,
    paper_of,
    report,
    reports,
    reports_to_make,
)

__all__ = [
    "Uptime",
    "cases_behind",
    "facts_of_report",
    "figures_of_city",
    "figures_of_month",
    "months_of_board",
    "months_to_compute",
    "paper_of",
    "refund_times_of_city",
    "report",
    "reports",
    "reports_to_make",
    "times_are_shown",
    "times_by_enterprise",
    "uptime_by_month",
    "uptime_of_days",
]
