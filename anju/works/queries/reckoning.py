"""How a share came to be what it is, step by step, so that anybody can do the sum again. (BEY-04; rules B6.2, B6.9)"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db import connection

from anju.homes.estate import Kind

if TYPE_CHECKING:
    from anju.works.models import Share


class Of(Enum):
    """What a step tells: what a home bears, what the selling unit bears of all its homes, and of this one."""

    HOME = "home"
    UNIT = "unit"
    UNIT_OF_HOME = "unit_of_home"


@dataclass(frozen=True)
class Step:
    """`total_fen` × `weight` ÷ `whole`, cut off after the fen; the `left` fen that are then missing among the `shared`
    go, one each, to those with the largest remainders: this one stands at `place` among them.
    """

    of: Of
    total_fen: int
    weight: int
    whole: int
    shared: int
    left: int
    place: int

    @property
    def cut_fen(self) -> int:
        return self.total_fen * self.weight // self.whole

    @property
    def part_fen(self) -> int:
        return self.cut_fen + (self.place <= self.left)

    @property
    def gets_a_fen(self) -> bool:
        return self.place <= self.left


# By area among all homes, what the order comes to; by what each bears among those of one selling unit, what that bears.
PLACE = """
WITH one AS (
    SELECT share.id, share.position, {weight}::numeric AS weight, {part} AS part FROM works_share AS share
    JOIN homes_dwelling AS home ON home.id = share.dwelling_id
    WHERE share.order_id = %(order)s AND share.is_counted AND {among}
), known AS (
    SELECT id, position, weight, sum(part) OVER () AS total, sum(weight) OVER () AS whole FROM one
), cut AS (
    SELECT id, position, weight, total, whole, div(total * weight, whole) AS fen,
        mod(total * weight, whole) AS remainder
    FROM known WHERE whole > 0
)
SELECT mine.total::bigint, mine.weight::bigint, mine.whole::bigint, count(*), (mine.total - sum(cut.fen))::bigint,
    1 + count(*) FILTER (WHERE cut.remainder > mine.remainder
        OR cut.remainder = mine.remainder AND (cut.position, cut.id) < (mine.position, mine.id))
FROM cut CROSS JOIN (SELECT * FROM cut WHERE id = %(share)s) AS mine
GROUP BY mine.total, mine.weight, mine.whole
"""
BY_AREA = PLACE.format(weight="share.area_hundredths", part="share.share_fen", among="true")
OF_UNIT = "home.selling_unit_id = %(seller)s AND NOT share.is_unsold"
BY_SHARE = PLACE.format(weight="share.share_fen", part="share.unit_fen", among=OF_UNIT)


def steps_of(share: Share) -> list[Step]:
    """The steps by which a share was counted; of sold public housing also what its selling unit bears, by what unit
    and owners had paid in, all homes of the unit together.
    """
    home = share.dwelling
    asked = {"order": share.order_id, "share": share.pk, "seller": home.selling_unit_id}
    steps = [Step(Of.HOME, *row) for row in _rows(BY_AREA, asked)]
    if home.kind == Kind.SOLD_PUBLIC and share.unit_fen:
        for total, weight, whole, shared, left, place in _rows(BY_SHARE, asked):
            steps.append(_of_unit(whole, share.units_paid_in_fen, share.owners_paid_in_fen))
            steps.append(Step(Of.UNIT_OF_HOME, total, weight, whole, shared, left, place))
    return steps


def _rows(question: str, asked: dict[str, Any]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, asked)
        return list(cursor.fetchall())


def _of_unit(total_fen: int, unit_paid_in_fen: int, owner_paid_in_fen: int) -> Step:
    """Of two a fen is left over, or none; it goes to the larger remainder, to the unit's where both are the same."""
    whole = unit_paid_in_fen + owner_paid_in_fen
    unit, owner = (total_fen * paid % whole for paid in (unit_paid_in_fen, owner_paid_in_fen))
    left = (unit + owner) // whole
    place = 1 if unit >= owner else 2
    return Step(Of.UNIT, total_fen, unit_paid_in_fen, whole, 2, left, place)
