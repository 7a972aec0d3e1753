"""All that can be asked of money in custody; split by noun."""

from anju.custody.queries.accounts import account_in_use
from anju.custody.queries.holds import in_force, is_releasable
from anju.custody.queries.interest import rates
from anju.custody.queries.lots import (
    HeldLot,
    Holdings,
    ScheduleLine,
    holdings,
    interest_of,
    lots_by_id,
    schedule_of,
)

__all__ = [
    "HeldLot",
    "Holdings",
    "ScheduleLine",
    "account_in_use",
    "holdings",
    "in_force",
    "interest_of",
    "is_releasable",
    "lots_by_id",
    "rates",
    "schedule_of",
]
