"""All that can be done with money in custody; split by noun."""

from anju.custody.actions.holds import begin_ending, hold_releases, lift_ending, lift_hold
from anju.custody.actions.lots import end_lots, note_arrivals, take_in

__all__ = [
    "begin_ending",
    "end_lots",
    "hold_releases",
    "lift_ending",
    "lift_hold",
    "note_arrivals",
    "take_in",
]
