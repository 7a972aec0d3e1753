"""How a share came to be what it is, step by step, so that anybody can do the sum again. (BEY-04; rules B6.2, B6.9)"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

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


# By area among all homes, and by what each bears among those of one selling unit.
PLACE = """
WITH one AS (
    SELECT share.id, share.position, {weight}::numeric AS weight FROM works_share AS share
    JOIN homes_dwelling AS home ON home.id = share.dwelling_id
    WHERE share.order_id = %(order)s AND share.is_counted AND {among}
), known AS (
    SELECT id, position, weight, %(total)s::numeric AS total, sum(weight) OVER () AS whole FROM one
), cut AS (
    SELECT id, position, weight, whole, div(total * weight, whole) AS fen, mod(total * weight, whole) AS remainder
    FROM known
)
SELECT mine.weight::bigint, mine.whole::bigint, count(*), (%(total)s - sum(cut.fen))::bigint,
    1 + count(*) FILTER (WHERE cut.remainder > mine.remainder
        OR cut.remainder = mine.remainder AND (cut.position, cut.id) < (mine.position, mine.id))
FROM cut CROSS JOIN (SELECT * FROM cut WHERE id = %(share)s) AS mine
GROUP BY mine.weight, mine.whole
"""
BY_AREA = PLACE.format(weight="share.area_hundredths", among="true")
BY_SHARE = PLACE.format(
    weight="share.share_fen", among="home.selling_unit_id = %(seller)s AND NOT share.is_unsold"
)
TOTALS = """
SELECT coalesce(sum(share_fen), 0)::bigint,
    coalesce(sum(share_fen) FILTER (WHERE home.selling_unit_id = %(seller)s AND NOT is_unsold), 0)::bigint,
    coalesce(sum(unit_fen) FILTER (WHERE home.selling_unit_id = %(seller)s AND NOT is_unsold), 0)::bigint
FROM works_share AS share JOIN homes_dwelling AS home ON home.id = share.dwelling_id
WHERE order_id = %(order)s AND is_counted
"""


def steps_of(share: Share, unit_paid_in_fen: int = 0, owner_paid_in_fen: int = 0) -> list[Step]:
    """The steps by which a share was counted; of sold public housing also what its selling unit bears, by what unit
    and owners have paid in, all homes of the unit together.
    """
    home = share.dwelling
    asked = {"order": share.order_id, "share": share.pk, "seller": home.selling_unit_id}
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, asked)
        total, of_seller, unit = cursor.fetchone()
        if not total:
            return []
        cursor.execute(BY_AREA, asked | {"total": total})
        steps = [Step(Of.HOME, total, *cursor.fetchone())]
        if home.kind == Kind.SOLD_PUBLIC and unit and not share.is_unsold:
            steps.append(_of_unit(of_seller, unit_paid_in_fen, owner_paid_in_fen))
            cursor.execute(BY_SHARE, asked | {"total": unit})
            steps.append(Step(Of.UNIT_OF_HOME, unit, *cursor.fetchone()))
    return steps


def _of_unit(total_fen: int, unit_paid_in_fen: int, owner_paid_in_fen: int) -> Step:
    """Of two a fen is left over, or none; it goes to the larger remainder, to the unit's where both are the same."""
    whole = unit_paid_in_fen + owner_paid_in_fen
    unit, owner = (total_fen * paid % whole for paid in (unit_paid_in_fen, owner_paid_in_fen))
    left = (unit + owner) // whole
    place = 1 if unit >= owner else 2
    return Step(Of.UNIT, total_fen, unit_paid_in_fen, whole, 2, left, place)
