"""What may be asked of warnings: their figures, the leases behind each, what waits for a decision."""

from anju.oversight.queries.assessing import (
    CURRENT,
    Thresholds,
    is_in_force,
    levels_of,
    thresholds,
)
from anju.oversight.queries.reviews import Load, loads_by_district, reviews_waiting
from anju.oversight.queries.warnings import (
    Figure,
    answers_of,
    answers_waiting,
    figures_of,
    findings_of,
    overdue_refunds,
    to_decide,
    told_of,
    warning_of_hold,
    warnings_found,
    warnings_seen_by,
)

__all__ = [
    "CURRENT",
    "Figure",
    "Load",
    "Thresholds",
    "answers_of",
    "answers_waiting",
    "figures_of",
    "findings_of",
    "is_in_force",
    "levels_of",
    "loads_by_district",
    "overdue_refunds",
    "reviews_waiting",
    "thresholds",
    "to_decide",
    "told_of",
    "warning_of_hold",
    "warnings_found",
    "warnings_seen_by",
]
