"""Builders: homes with money, what moved when, and runs from beginning to end."""

import itertools
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.fund.models import Account
from anju.fund_runs import actions
from anju.fund_runs.models import Run
from anju.fund_runs.rules import settled_upto
from anju.ledger import actions as ledger
from anju.people.rules import Power

MAKER = Actor("zhang.min", "centre", frozenset({Power.FUND_PAY}), staff_id=901)
CHECKER = Actor("zhou.jie", "centre", frozenset({Power.FUND_CHECK, Power.FUND_READ}), staff_id=902)
serial = itertools.count(1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.BEIJING)


def move(source: str, destination: str, fen: int, day: date) -> None:
    ledger.transfer(
        key=f"moved:{next(serial)}",
        reason="fund_deposited",
        cause="test",
        happened_at=noon(day),
        legs=[(source, destination, fen)],
    )


def deposit(account: Account, fen: int, day: date, suffix: str = "") -> None:
    move("world:bob", f"{account.pot}{suffix}", fen, day)


def withdraw(account: Account, fen: int, day: date) -> None:
    move(account.pot, "world:bob", fen, day)


def the_bank_pays(fen: int) -> None:
    """The bank's interest, as its statement names it."""
    move("world:bob", "interest:bob", fen, clock.today())


def wait_for_the_run() -> date:
    """Go on to the first day on which the next year's interest is counted; the day after its last."""
    today = clock.today()
    settled = settled_upto(today)
    due = date(settled.year + 1, settled.month, settled.day)
    advance_clock(days=(due - today).days + 3, by=CLOCK)
    return due


def counted(limit: int = 20_000) -> Run:
    run = actions.start_interest_run(bank="bob", by=CLOCK)
    assert run is not None
    while actions.count_chunk(run_id=run.pk, limit=limit, by=CLOCK):
        pass
    return fresh(run)


def booked(run: Run) -> Run:
    actions.approve_run(run_id=run.pk, by=CHECKER)
    while actions.book_chunk(run_id=run.pk, by=CLOCK):
        pass
    return fresh(run)


def settled() -> Run:
    """A year's interest, counted, paid by the bank and booked."""
    run = counted()
    the_bank_pays(run.amount_fen)
    return booked(run)


def fresh(run: Run) -> Run:
    return Run.objects.get(pk=run.pk)


def by_days(
    moves: Iterable[tuple[date, int]],
    from_on: date,
    to_on: date,
    rates: list[tuple[date, int, int]],
) -> int:
    """The same interest day by day, as one would do it on paper; spent first is what was carried over."""
    moves = sorted(moves)
    carried = held = sum(fen for day, fen in moves if day < from_on)
    parts, day = 0, from_on
    while day < to_on:
        net = sum(fen for moved_on, fen in moves if moved_on == day)
        held += net
        carried = max(carried + min(net, 0), 0)
        _, carried_ppm, current_ppm = max(rate for rate in rates if rate[0] <= day)
        parts += carried * carried_ppm + (held - carried) * current_ppm
        day += timedelta(days=1)
    return (2 * parts + 360_000_000) // 720_000_000
