"""日终: what happens outside when a day is over, and moving to the next one."""

from datetime import date, timedelta

import httpx

from sandbox.banks import statements
from sandbox.clock import at, day_of, iso, moment_of
from sandbox.declined import Declined, unreadable
from sandbox.deliveries import product_url
from sandbox.settings import BANKS, MERCHANTS
from sandbox.settlements import settle
from sandbox.signing import hmac_headers
from sandbox.store import remember, remembered
from sandbox.world import World

OPENING_HOUR = 9
NEAR_ENOUGH_SECONDS = 5
FARTHEST_DAYS = 400


def start(world: World) -> None:
    """The first day of a new sandbox is the day it is started on."""
    with world.store.writing() as db:
        if remembered(db, "first_open_day") is None:
            remember(db, "first_open_day", world.clock.today().isoformat())
            remember(db, "began_on", world.clock.today().isoformat())


def close_past_days(world: World) -> int:
    """Close every day that is over: statements first, then the providers' settlements into the next day."""
    with world.store.reading() as db:
        if remembered(db, "first_open_day", "9999-12-31") >= world.clock.today().isoformat():
            return 0
    closed = 0
    with world.store.writing() as db:
        day = date.fromisoformat(remembered(db, "first_open_day"))
        while day < world.clock.today():
            for bank in BANKS:
                statements.close(world, db, bank, day)
            for merchant in MERCHANTS.values():
                settle(world, db, merchant, day)
            day += timedelta(days=1)
            closed += 1
        remember(db, "first_open_day", day.isoformat())
    return closed


def hand_over(world: World, *, product: bool = True) -> dict[str, object]:
    """End the day: both clocks go to nine in the morning of the next one, then the outside
    closes its books. If the product does not answer, nothing is moved.
    """
    ended = world.clock.today()
    target = at(ended + timedelta(days=1), OPENING_HOUR)
    move(world, (target - world.clock.now()).total_seconds(), product=product)
    return {
        "ended": ended.isoformat(),
        "today": world.clock.today().isoformat(),
        "now": iso(world.clock.now()),
    }


def move(world: World, seconds: float, *, product: bool = True) -> dict[str, object]:
    """Move the clock forward, the product's first, then close the days that are over thereby."""
    if not 0 <= seconds <= FARTHEST_DAYS * 86400:
        raise unreadable(f"时钟只能向前移动，且一次不超过 {FARTHEST_DAYS} 天。")
    target = world.clock.now() + timedelta(seconds=seconds)
    if product:
        theirs = _move_product(world, round(seconds))
        behind = (target - moment_of(theirs)).total_seconds()
        if behind > NEAR_ENOUGH_SECONDS:
            theirs = _move_product(world, round(behind))
            behind = (target - moment_of(theirs)).total_seconds()
        if behind < -NEAR_ENOUGH_SECONDS:
            target = moment_of(theirs)
    world.clock.forward(max(0.0, (target - world.clock.now()).total_seconds()))
    closed = close_past_days(world)
    return {
        "now": iso(world.clock.now()),
        "today": day_of(world.clock.now()).isoformat(),
        "days_closed": closed,
    }


def _move_product(world: World, seconds: int) -> str:
    """Ask the product to move its clock; its answer tells where it now stands."""
    body = b'{"seconds": %d}' % seconds
    headers = hmac_headers(world.settings.clock_key, world.clock.now(), body)
    with world.store.reading() as db:
        url = product_url(world, db) + "/gateway/clock"
    try:
        response = httpx.post(
            url,
            content=body,
            headers=headers | {"Content-Type": "application/json"},
            timeout=60,
            trust_env=False,
        )
    except httpx.HTTPError as error:
        raise Declined("no_answer", "产品没有应答，日期没有移动。", 502) from error
    if response.status_code != 200:
        raise Declined(
            "refused", f"产品拒绝移动时钟（{response.status_code}）：{response.text[:200]}", 502
        )
    return str(response.json()["now"])
