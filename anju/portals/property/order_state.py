"""What somebody has ticked on the pages of a draft and not yet saved: it stays in the session, never in the draft."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

MOST_DRAFTS = 5
KEY = "order_ticks"


def ticks_of(request: HttpRequest, order_id: int) -> dict[str, Any]:
    found: dict[str, Any] = request.session.get(KEY, {}).get(str(order_id), {})
    return found


def _keep(request: HttpRequest, order_id: int, ticks: dict[str, Any]) -> None:
    """Of the last few drafts only: nobody fills in more at a time."""
    kept = request.session.get(KEY, {})
    kept.pop(str(order_id), None)
    kept[str(order_id)] = ticks
    request.session[KEY] = dict(list(kept.items())[-MOST_DRAFTS:])


def ticked_buildings(request: HttpRequest, order_id: int) -> list[int] | None:
    """The buildings ticked on the form; None when nobody has ticked any in this session."""
    return ticks_of(request, order_id).get("buildings")


def tick_buildings(request: HttpRequest, order_id: int, building_ids: Iterable[int]) -> None:
    ticks = ticks_of(request, order_id) | {"buildings": sorted(building_ids)}
    _keep(request, order_id, ticks)


def ticked_homes(request: HttpRequest, order_id: int, building_id: int) -> list[int]:
    """The homes ticked in the grid of a building, and neither saved nor taken out since."""
    homes: list[int] = ticks_of(request, order_id).get("homes", {}).get(str(building_id), [])
    return homes


def tick_homes(
    request: HttpRequest, order_id: int, building_id: int, home_ids: Iterable[int]
) -> None:
    ticks = ticks_of(request, order_id)
    homes = {**ticks.get("homes", {}), str(building_id): sorted(home_ids)}
    _keep(request, order_id, ticks | {"homes": homes})


def shows_standard(request: HttpRequest, order_id: int) -> bool:
    """Whether 【计算分摊标准】 was pressed."""
    return bool(ticks_of(request, order_id).get("standard"))


def show_standard(request: HttpRequest, order_id: int) -> None:
    _keep(request, order_id, ticks_of(request, order_id) | {"standard": True})
