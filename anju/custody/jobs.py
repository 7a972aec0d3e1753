"""What the clock does with money in custody: make lots, release what is due, hear what became of it."""

import logging
from datetime import date
from typing import Any

from procrastinate.contrib.django import app

from anju.closings import queries as closings
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.days import daily
from anju.core.refusals import Refused
from anju.custody import actions, queries
from anju.custody.rules import ENTERPRISES_AT_ONCE
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

    Some thousand lots at a time are a transaction: interrupted, or run by two at once, the run goes on with what is
    left.
    """
    due = queries.to_release(day)
    made = sum(
        _release(due[first : first + ENTERPRISES_AT_ONCE], day)
        for first in range(0, len(due), ENTERPRISES_AT_ONCE)
    )
    return made + sum(_pay_interest(*pair, day) for pair in queries.to_pay_interest(day))


def _release(enterprise_ids: list[int], day: date) -> int:
    """All that is due to some enterprises. Where it is refused, say because a text of one of them fits into no
    message, each of them is tried by itself: one stops no other."""
    made = 0
    try:
        while releases := actions.release_due(enterprise_ids=enterprise_ids, day=day, by=CLOCK):
            made += len(releases)
    except Refused as refused:
        if len(enterprise_ids) > 1:
            return made + sum(_release([enterprise_id], day) for enterprise_id in enterprise_ids)
        log.error("nothing released to enterprise %s: %s", enterprise_ids[0], refused.message)
    return made


def _pay_interest(enterprise_id: int, bank_account_id: int, day: date) -> int:
    made = 0
    try:
        while actions.pay_owed_interest(
            enterprise_id=enterprise_id, bank_account_id=bank_account_id, day=day, by=CLOCK
        ):
            made += 1
    except Refused as refused:
        log.error("no interest paid to enterprise %s: %s", enterprise_id, refused.message)
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


@app.periodic(cron="* * * * * */10")
@app.task(
    queue="payments",
    name="custody.carry_over",
    lock="custody.carry_over",
    queueing_lock="custody.carry_over",
)
def carry_over_deposits(timestamp: int) -> None:
    """Carry over the deposits whose new lease has begun; each in a transaction of its own."""
    for carry_over_id in queries.carry_over_due():
        actions.carry_over_deposit(carry_over_id=carry_over_id, by=CLOCK)


@daily("custody.releases")
def report_releases(day: date) -> dict[str, Any]:
    """What was released on the day that is over, and from which banks nothing was, for a difference of their days.

    Enterprises for which rent waits are asked for their account.
    """
    waiting = queries.without_account(day)
    actions.ask_for_accounts(enterprise_ids=waiting, by=CLOCK)
    return queries.released_on(day) | {
        "enterprises_without_account": len(waiting),
        "banks_without_releases": closings.blocked_banks(day),
    }


@app.periodic(cron="*/5 * * * *")
@app.task(name="custody.fold_days", lock="custody.fold_days", queueing_lock="custody.fold_days")
def fold_days(timestamp: int) -> None:
    actions.fold_days(by=CLOCK)


@daily("custody.check_days", rank=91)
def check_days(day: date) -> dict[str, Any]:
    """What is kept of lots by day is held against all lots, and differs nowhere."""
    return {"differing": [f"{account}: {one}" for account, one in queries.days_that_differ()]}
