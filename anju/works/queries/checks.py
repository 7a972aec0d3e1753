"""What the authority has in view when it decides. (WDR-08)"""

from dataclasses import dataclass

from anju.works.models import Order
from anju.works.rules import Check


@dataclass(frozen=True)
class Checked:
    """One check: `ok`, or what is not as it must be; `sentence` says what was found either way, in Chinese."""

    check: Check
    ok: bool
    sentence: str


def checks_of(order: Order) -> list[Checked]:
    """Every check that belongs to the order's kind and status, computed now."""
    raise NotImplementedError


def is_overdue(order: Order) -> bool:
    """Whether the authority should have decided, or the centre paid, before now. (rules B7.3, B8.4, B8.5)"""
    raise NotImplementedError


def is_second_reviewed(order: Order) -> bool:
    """Whether an approval needs a second review, by its amount. (rule B7.4)"""
    raise NotImplementedError
