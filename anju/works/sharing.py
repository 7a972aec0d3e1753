"""Who bears how much (分摊), by rule B6: pure arithmetic in whole fen.

Every home bears by its area; what is left over after rounding down goes, a fen each, to the homes with the largest
remainders, ties by house number. What homes of sold public housing bear is split between their owners and their
selling unit by what both have paid in, all homes of the unit together. (rules B6.1, B6.2, B6.3, B6.9)
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from anju.core.money import share


class Home(NamedTuple):
    """A home that shares: its place for ties, its area, and of sold public housing its selling unit (`seller`).

    `seller` is None for commercial housing, and for homes nobody has bought.
    """

    key: int
    building: str
    unit: str
    room: str
    area_hundredths: int
    seller: int | None = None


PaidIn = Mapping[int, tuple[int, int]]
"""By selling unit what the owners of its homes have paid in, and what the unit has."""


class Portion(NamedTuple):
    """What one home bears: `owner_fen` and `unit_fen` together are its share; `position` is its place by number."""

    key: int
    position: int
    share_fen: int
    owner_fen: int
    unit_fen: int
    owners_paid_in_fen: int = 0
    units_paid_in_fen: int = 0


def shares(amount_fen: int, homes: Sequence[Home], paid_in: PaidIn) -> list[Portion]:
    """The portion of every home, in the order of their house numbers, whatever order they come in."""
    ordered = sorted(homes, key=by_number)
    parts = share(amount_fen, [home.area_hundredths for home in ordered])
    of_units = _of_units(ordered, parts, paid_in)
    portions = []
    for place, (home, fen, unit_fen) in enumerate(zip(ordered, parts, of_units, strict=True), 1):
        owners, unit = paid_in.get(home.seller, (0, 0)) if home.seller is not None else (0, 0)
        portions.append(Portion(home.key, place, fen, fen - unit_fen, unit_fen, owners, unit))
    return portions


def _of_units(homes: list[Home], parts: list[int], paid_in: PaidIn) -> list[int]:
    """What selling units bear of each home: of all homes of a unit by the ratio of what both have paid in, of each in
    proportion to its share. (rule B6.2)
    """
    of_units = [0] * len(homes)
    places: dict[int, list[int]] = {}
    for place, home in enumerate(homes):
        if home.seller is not None:
            places.setdefault(home.seller, []).append(place)
    for seller, among in places.items():
        owners, unit = paid_in.get(seller, (0, 0))
        total = sum(parts[place] for place in among)
        if unit and total:
            units_fen, _owners_fen = share(total, [unit, owners])
            split = share(units_fen, [parts[place] for place in among])
            for place, fen in zip(among, split, strict=True):
                of_units[place] = fen
    return of_units


NUMBER = re.compile(r"(\d+)")


def by_number(home: Home) -> tuple[object, ...]:
    """House numbers as people count: building 2 before building 10, room 301 before room 1001."""
    return (natural(home.building), natural(home.unit), natural(home.room), home.key)


@lru_cache(maxsize=50_000)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A name by its numbers, so that 2号楼 comes before 10号楼."""
    parts = NUMBER.split(text)
    return tuple((0, int(one), "") if one.isdigit() else (1, 0, one) for one in parts if one)


def standard(amount_fen: int, area_hundredths: int) -> str:
    """分摊标准: yuan for each m², four decimals, half up. (rules B6.8, B6.9)"""
    if not area_hundredths:
        return ""
    whole = (2 * amount_fen * 10_000 + area_hundredths) // (2 * area_hundredths)
    return f"{whole // 10_000:,}.{whole % 10_000:04}"


def part_of(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Take so much of what there is in each place, in proportion; never more than there is of it."""
    whole = sum(weights)
    return [0] * len(weights) if not whole else share(total_fen, list(weights))


def at_least(paid: Sequence[int], parts: Sequence[int]) -> list[int]:
    """The same total, no part less than what was paid of it: what that takes comes from those with most to spare.

    Rounding may give a home a fen in a smaller sum that it does not get in a larger one.
    """
    raised = [max(one, part) for one, part in zip(paid, parts, strict=True)]
    over = sum(raised) - sum(parts)
    spare = [part - one for one, part in zip(paid, raised, strict=True)]
    taken = part_of(over, spare) if over else [0] * len(spare)
    return [part - fen for part, fen in zip(raised, taken, strict=True)]
