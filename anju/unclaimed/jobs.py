"""What the clock does: the register is kept every night, followed every hour; tenants are asked before leases end."""

from datetime import date, timedelta
from typing import Any

from procrastinate.contrib.django import app

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.days import daily
from anju.unclaimed import actions
from anju.unclaimed.rules import ASKED_AT_ONCE


@daily("unclaimed.register", rank=71)
def keep_register(day: date) -> dict[str, Any]:
    """What waited for too long comes in, what was claimed goes out, owners are reminded."""
    moved = actions.follow(day=day, by=CLOCK)
    entered = actions.register(day=day, by=CLOCK)
    actions.remind(day=day, by=CLOCK)
    return moved | {"entered": entered}


@daily("unclaimed.checks", rank=72)
def ask_tenants(day: date) -> dict[str, Any]:
    """Tenants of leases that end soon are asked; so many at a time, until all were."""
    today, asked = day + timedelta(days=1), 0
    lapsed = actions.lapse_checks(day=today, by=CLOCK)
    while (now := actions.ask_for_checks(day=today, by=CLOCK)) == ASKED_AT_ONCE:
        asked += now
    return {"asked": asked + now, "lapsed": lapsed}


@app.periodic(cron="7 * * * *")
@app.task(queue="payments", name="unclaimed.follow", queueing_lock="unclaimed.follow")
def follow(timestamp: int) -> None:
    actions.follow(day=clock.today(), by=CLOCK)
