"""How a changed plan of rent joins what is paid already: pure arithmetic, no database. (rule A9.1)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anju.contracts.plan import (
    DAY,
    InstalmentTerms,
    check_sequence,
    check_sum,
    collects_too_much,
    rent_of,
    span,
    total_of,
)
from anju.contracts.rules import Refusal
from anju.core.money import yuan
from anju.core.refusals import Refused


@dataclass(frozen=True)
class Agreed:
    """A lease's rent as it is agreed: the plan, what a month costs, until when."""

    instalments: Sequence[InstalmentTerms]
    starts_on: date
    ends_on: date
    monthly_rent_fen: int


def unchanged(old: Agreed, new: Agreed) -> int:
    """How many instalments, counted from the first, are the same in both plans."""
    count = 0
    for before, after in zip(old.instalments, new.instalments, strict=False):
        if before != after:
            break
        count += 1
    return count


def check_joins(old: Agreed, new: Agreed, fixed: int) -> int:
    """Refused unless the new plan leaves the first `fixed` instalments as they are, goes on after them without gap
    and adds up. Returns how many instalments stay the same.

    What is new has to add up by the new monthly rent; where neither rent nor last day change, to what it was before.
    """
    check_sequence(new.instalments, new.starts_on, new.ends_on)
    same = unchanged(old, new)
    if same < fixed:
        from_on = old.instalments[fixed - 1].to_on + DAY
        raise Refused(Refusal.CHANGE_TOO_EARLY, number=fixed, from_on=from_on)
    rest = new.instalments[same:]
    if (old.monthly_rent_fen, old.ends_on) == (new.monthly_rent_fen, new.ends_on):
        check_sum(rest, total_of(old.instalments[same:]))
    elif rest:
        stay = span(rest[0].from_on, new.ends_on, new.starts_on)
        check_sum(rest, rent_of(stay, new.monthly_rent_fen))
    elif old.monthly_rent_fen != new.monthly_rent_fen:
        raise Refused(Refusal.RENT_WITHOUT_PLAN, monthly_rent=yuan(new.monthly_rent_fen))
    return same


def is_supervised(
    old: Agreed, new: Agreed, same: int, fixed: int, was_supervised: bool, limit_months: int
) -> bool:
    """Whether the rent still to be collected is supervised: more than so many months of it at a time. (rule A3.2)

    What is paid, or on its way, counts no more. A lease that was not supervised is judged by what is new in it; one
    of which nothing is left to collect stays what it was.
    """
    since = fixed if was_supervised else same
    if since >= len(new.instalments):
        return was_supervised
    rents = [
        old.monthly_rent_fen if number < same else new.monthly_rent_fen
        for number in range(len(new.instalments))
    ]
    return collects_too_much(new.instalments, new.starts_on, rents, since, limit_months)
