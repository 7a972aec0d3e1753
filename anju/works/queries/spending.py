"""What was repaired, and what it cost. (OWN-90, BEY-08)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from anju.core import clock
from anju.fund.rules import FEWEST_HOMES_TOLD, half_up
from anju.homes import queries as homes
from anju.works.models import Order, Share
from anju.works.rules import FEWEST_COMPARED, IN_USE, OUTLIER_PERCENT, S

if TYPE_CHECKING:
    from anju.homes.models import Building, Community

STANDS = (*IN_USE, S.STOPPED)
"""What counts as spending: of a stopped order what was paid before."""


@dataclass(frozen=True)
class SpentOnBuilding:
    """One order that touched a building: what its homes bear of it, and what of that was paid."""

    order: Order
    homes: int
    share_fen: int
    paid_fen: int


def spent_on_building(building: Building) -> list[SpentOnBuilding]:
    """Orders that were approved and touch a building, newest first: sums only, nothing of any home."""
    there = Share.objects.filter(
        dwelling__building=building, is_counted=True, order__status__in=STANDS
    )
    rows = (
        there.order_by()
        .values_list("order")
        .annotate(
            homes=Count("pk"),
            fen=Sum("share_fen"),
            paid=Sum("paid_fen") + Sum("unit_paid_fen"),
        )
    )
    sums = {pk: tuple(more) for pk, *more in rows}
    orders = Order.objects.filter(pk__in=sums).select_related("company", "community")
    return [SpentOnBuilding(one, *sums[one.pk]) for one in orders.order_by("-approved_at", "-pk")]


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
    sums = _sums(since, until, district, part)
    areas = homes.areas_of_communities({community for community, _part in sums})
    known = {one.pk: one for one in homes.communities_among(list(areas))}
    per_m2 = {
        key: half_up(fen * 100, areas[key[0]]) for key, (_n, fen) in sums.items() if areas[key[0]]
    }
    found = [_compared(key, sums[key], per_m2, areas, known) for key in per_m2]
    return sorted(found, key=lambda one: (not one.is_outlier, -one.per_m2_fen, one.community.pk))


def _sums(
    since: date, until: date, district: str, part: str
) -> dict[tuple[int, str], tuple[int, int]]:
    """Orders and fen by community and part: what was settled, else approved; of a stopped one what was paid.

    Where so few homes share an order that a sum would tell of one of them, nothing is told of it.
    """
    approved = Order.objects.filter(
        status__in=STANDS,
        shared_homes__gte=FEWEST_HOMES_TOLD,
        approved_at__gte=clock.start_of(since),
        approved_at__lt=clock.end_of(until),
    )
    if district:
        approved = approved.filter(community__district=district)
    if part:
        approved = approved.filter(part=part)
    sums: dict[tuple[int, str], tuple[int, int]] = {}
    stopped = dict(
        Share.objects.filter(order__in=approved.filter(status=S.STOPPED))
        .order_by()
        .values_list("order")
        .annotate(fen=Sum("share_fen"))
    )
    for one in approved.only("community_id", "part", "settled_fen", "amount_fen", "status"):
        whole = one.amount_fen if one.settled_fen is None else one.settled_fen
        fen = stopped.get(one.pk, 0) if one.status == S.STOPPED else whole or 0
        orders, spent = sums.get((one.community_id, one.part), (0, 0))
        sums[one.community_id, one.part] = (orders + 1, spent + fen)
    return sums


def _compared(
    key: tuple[int, str],
    sums: tuple[int, int],
    per_m2: dict[tuple[int, str], int],
    areas: dict[int, int],
    known: dict[int, Community],
) -> Spending:
    """Against the others that had the same part repaired in the same district; it is not compared with itself."""
    community, part = known[key[0]], key[1]
    others = [
        fen
        for (pk, of), fen in per_m2.items()
        if of == part and pk != key[0] and known[pk].district == community.district
    ]
    is_compared = len(others) >= FEWEST_COMPARED
    middle = median_low(others) if is_compared else None
    is_outlier = middle is not None and per_m2[key] * 100 > middle * OUTLIER_PERCENT
    orders, spent = sums
    return Spending(
        community,
        part,
        orders,
        spent,
        areas[key[0]],
        per_m2[key],
        middle,
        len(others),
        is_outlier,
    )


def spending_of(community: Community, *, since: date, until: date) -> list[Spending]:
    """The same of one community, against those of its district."""
    every = spending_of_communities(since=since, until=until, district=community.district)
    return [one for one in every if one.community.pk == community.pk]
