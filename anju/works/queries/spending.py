"""What was repaired, and what it cost. (OWN-90, BEY-08)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from anju.works.models import Order

if TYPE_CHECKING:
    from anju.homes.models import Building, Community


@dataclass(frozen=True)
class SpentOnBuilding:
    """One order that touched a building: what its homes bear of it, and what was paid to whom."""

    order: Order
    homes: int
    share_fen: int
    paid_fen: int


def spent_on_building(building: Building) -> list[SpentOnBuilding]:
    """Orders that were approved and touch a building, newest first: sums only, nothing of any home."""
    raise NotImplementedError


@dataclass(frozen=True)
class Spending:
    """What a community spent on one kind of part in a period; `per_m2_fen` is for each m² of all its homes.

    `median_fen` is that of similar communities (same district, same part), None where too few can be compared;
    `is_outlier` where it is more than `rules.OUTLIER_PERCENT` of it.
    """

    community: Community
    part: str
    orders: int
    spent_fen: int
    area_hundredths: int
    per_m2_fen: int
    median_fen: int | None
    compared: int
    is_outlier: bool


def spending_of_communities(
    *, since: date, until: date, district: str = "", part: str = ""
) -> list[Spending]:
    """By community and repaired part, outliers first, then by what was spent for each m². For anybody. (BEY-08)"""
    raise NotImplementedError


def spending_of(community: Community, *, since: date, until: date) -> list[Spending]:
    """The same of one community."""
    raise NotImplementedError
