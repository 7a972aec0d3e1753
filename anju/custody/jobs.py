"""What the clock does with money in custody: make lots, release what is due, hear what became of it."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

from procrastinate.contrib.django import app

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.days import daily
from anju.core.refusals import Refused
from anju.custody import actions, queries
from anju.custody.models import Release
from anju.payments import queries as payments

log = logging.getLogger(__name__)
BATCH = 1_000


@app.periodic(cron="* * * * * *")
@app.task(queue="booking", name="custody.take_in", queueing_lock="custody.take_in")
def take_in(timestamp: int) -> None:
    """Make the lots of what has come into custody. Any number of workers may do so: each takes other bills."""
    while actions.take_in(limit=BATCH, by=CLOCK) == BATCH:
        pass


@app.periodic(cron="* * * * * */10")
@app.task(
    queue="payments",
    name="custody.release",
    lock="custody.release",
    queueing_lock="custody.release",
)
def release_what_is_due(timestamp: int) -> None:
    run_releases(clock.today())


def run_releases(day: date) -> int:
    """Release all that is due on a day, and pay the interest that is owed; returns how many releases were made.

    Each release is a transaction of its own: interrupted, or run by two at once, the run goes on with what is left.
    One that is refused, say because a text of an enterprise fits into no message, stops no other.
    """
    made = sum(
        _until_nothing_is_left(actions.release_due, pair, day) for pair in queries.to_release(day)
    )
    for pair in queries.to_pay_interest(day):
        made += _until_nothing_is_left(actions.pay_owed_interest, pair, day)
    return made


def _until_nothing_is_left(
    release: Callable[..., Release | None], pair: tuple[int, int], day: date
) -> int:
    made, (enterprise_id, bank_account_id) = 0, pair
    try:
        while release(
            enterprise_id=enterprise_id, bank_account_id=bank_account_id, day=day, by=CLOCK
        ):
            made += 1
    except Refused as refused:
        log.error("nothing released to enterprise %s: %s", enterprise_id, refused.message)
    return made


@app.periodic(cron="* * * * * */2")
@app.task(queue="payments", name="custody.heed", lock="custody.heed", queueing_lock="custody.heed")
def hear_of_releases(timestamp: int) -> None:
    """Take note of what the bank has done with releases."""
    for payout_id in payments.payouts_to_heed("release", BATCH):
        try:
            actions.end_release(payout_id=payout_id, by=CLOCK)
        except Refused as refused:
            log.error("payout %s not taken note of: %s", payout_id, refused.message)


@daily("custody.releases")
def report_releases(day: date) -> dict[str, Any]:
    """What was released on the day that is over; enterprises for which rent waits are asked for their account."""
    waiting = queries.without_account(day)
    actions.ask_for_accounts(enterprise_ids=waiting, by=CLOCK)
    return queries.released_on(day) | {"enterprises_without_account": len(waiting)}
