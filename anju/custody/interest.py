"""Interest of money in custody: whole numbers until the very end, where it is rounded once. (rules A6.1 to A6.6)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anju.core.refusals import ensure
from anju.custody.rules import DAYS_OF_A_YEAR, DAYS_WITHOUT_INTEREST

PARTS_OF_A_FEN = 1_000_000 * DAYS_OF_A_YEAR
"""Interest is counted in fen × parts per million × days: so many of these are one fen."""


@dataclass(frozen=True)
class Rate:
    """What a year's interest is from a day on, in parts per million: 500 is 0.05 %."""

    from_on: date
    rate_ppm: int


@dataclass(frozen=True)
class Piece:
    """Days, the last not included, on which one rate holds."""

    from_on: date
    to_on: date
    rate_ppm: int

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days


def pieces(from_on: date, to_on: date, rates: Sequence[Rate]) -> list[Piece]:
    """A span of time, its first day included and its last not, cut where the rate changes."""
    if to_on <= from_on:
        return []
    known = sorted(rates, key=lambda rate: rate.from_on)
    ensure(bool(known) and known[0].from_on <= from_on, f"no interest rate for {from_on}")
    ends = [*(rate.from_on for rate in known[1:]), date.max]
    cut = [
        Piece(max(rate.from_on, from_on), min(end, to_on), rate.rate_ppm)
        for rate, end in zip(known, ends, strict=True)
    ]
    return [piece for piece in cut if piece.days > 0]


def accrued_parts(amount_fen: int, from_on: date, to_on: date, rates: Sequence[Rate]) -> int:
    """What an amount earns from the day it was booked to the day it is paid out, that one not included; unrounded."""
    if (to_on - from_on).days <= DAYS_WITHOUT_INTEREST:
        return 0
    return sum(amount_fen * piece.rate_ppm * piece.days for piece in pieces(from_on, to_on, rates))


def in_fen(parts: int) -> int:
    """Rounded half up to the fen."""
    return (2 * parts + PARTS_OF_A_FEN) // (2 * PARTS_OF_A_FEN)


def interest_fen(amount_fen: int, from_on: date, to_on: date, rates: Sequence[Rate]) -> int:
    """The interest of one lot, rounded once, when it leaves custody."""
    return in_fen(accrued_parts(amount_fen, from_on, to_on, rates))
