"""What may be asked of the figures; split by what they count."""

from anju.statistics.queries.entries import Entry, EntryPage, entries
from anju.statistics.queries.money import (
    Amount,
    Differing,
    Line,
    Totals,
    counted_at,
    days_of_money,
    differences_with_the_ledger,
    held,
    held_by,
    held_by_most,
    moved,
    moved_by,
    moved_by_most,
    pots_holding,
)
from anju.statistics.queries.months import figures_of_city, figures_of_month, months_to_compute
from anju.statistics.queries.work import work_by, work_by_day, work_now

__all__ = [
    "Amount",
    "Differing",
    "Entry",
    "EntryPage",
    "Line",
    "Totals",
    "counted_at",
    "days_of_money",
    "differences_with_the_ledger",
    "entries",
    "figures_of_city",
    "figures_of_month",
    "held",
    "held_by",
    "held_by_most",
    "months_to_compute",
    "moved",
    "moved_by",
    "moved_by_most",
    "pots_holding",
    "work_by",
    "work_by_day",
    "work_now",
]
