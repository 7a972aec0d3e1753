from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.core import clock
from anju.ledger.actions import close_day, transfer
from anju.ledger.queries import (
    balance_as_of,
    balance_fen,
    balances,
    bank_book,
    movements,
    trial_balance,
)
from anju.ledger.rules import KINDS, Place, label_of_pot
from anju.ledger.tests.books import CODES, NOON, open_the_pots, pay

pytestmark = [pytest.mark.django_db, pytest.mark.covers("LED-04")]
FIRST = datetime(2026, 11, 18, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def three_days(db: None, monkeypatch: Any) -> None:
    """Money of three days, each recorded an hour after it happened, and each day closed."""
    monkeypatch.setattr(clock, "now", lambda: FIRST)
    open_the_pots()
    for n in range(3):
        moment = FIRST + timedelta(days=n)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment + timedelta(hours=1))
        pay(f"in:{n}", "suspense:ccb", 100, happened_at=moment)
        pay(f"claimed:{n}", "lease:A1:deposit", 60, source="suspense:ccb", happened_at=moment)
        pay(f"back:{n}", "world:ccb", 5, source="suspense:ccb", happened_at=moment)
        close_day(day=clock.day_of(moment))


def recorded(n: int) -> datetime:
    return FIRST + timedelta(days=n, hours=1)


def test_all_balances_take_one_query() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        held = balances(CODES)
    assert len(queries) == 1
    assert (held["world:ccb"], held["suspense:ccb"], held["lease:A1:deposit"]) == (-285, 105, 180)


@pytest.mark.parametrize("code", ["world:ccb", "suspense:ccb", "lease:A1:deposit"])
def test_a_balance_as_of_a_past_moment_is_what_was_recorded_by_then(code: str) -> None:
    daily = {"world:ccb": -95, "suspense:ccb": 35, "lease:A1:deposit": 60}[code]
    just_before = timedelta(microseconds=1)
    assert balance_as_of(code, recorded(0) - just_before) == 0
    assert balance_as_of(code, recorded(0)) == daily
    assert balance_as_of(code, recorded(2) - just_before) == 2 * daily
    assert balance_as_of(code, recorded(9)) == 3 * daily == balance_fen(code)


def test_the_trial_balance_adds_up_to_nothing_now_and_then() -> None:
    now = {kind.kind: kind.balance_fen for kind in trial_balance()}
    then = {kind.kind: kind.balance_fen for kind in trial_balance(as_of=recorded(1))}
    assert now == {
        "world": -285,
        "transit": 0,
        "suspense": 105,
        "lease_deposit": 180,
        "lease_rent": 0,
    }
    assert then == {
        "world": -190,
        "transit": 0,
        "suspense": 70,
        "lease_deposit": 120,
        "lease_rent": 0,
    }


@pytest.mark.covers("LED-02")
def test_every_fen_is_in_exactly_one_place() -> None:
    places = dict.fromkeys(Place, 0)
    for kind in trial_balance():
        places[kind.place] += kind.balance_fen
    assert places[Place.HELD] == 180
    assert places[Place.UNALLOCATED] == 105
    assert places[Place.OUTSIDE] == -285
    assert sum(places.values()) == 0


def test_movements_show_in_out_and_what_was_left() -> None:
    lines = movements(["suspense:ccb"], limit=4)
    assert [(m.key, m.in_fen, m.out_fen, m.balance_fen, m.other) for m in lines] == [
        ("back:2", 0, 5, 105, "world:ccb"),
        ("claimed:2", 0, 60, 110, "lease:A1:deposit"),
        ("in:2", 100, 0, 170, "world:ccb"),
        ("back:1", 0, 5, 70, "world:ccb"),
    ]
    more = movements(["suspense:ccb"], before=lines[-1].id, limit=4)
    assert [(m.key, m.balance_fen) for m in more] == [
        ("claimed:1", 75),
        ("in:1", 135),
        ("back:0", 35),
        ("claimed:0", 40),
    ]
    assert [m.key for m in movements(["suspense:ccb"], before=more[-1].id)] == ["in:0"]
    assert lines[0].reason_label == "缴纳"
    assert lines[0].cause == "order:back:2"


def test_movements_of_several_pots_are_one_statement() -> None:
    transfer(
        key="moved",
        reason="corrected",
        cause="test",
        happened_at=NOON,
        legs=[("lease:A1:deposit", "lease:A1:rent", 50), ("world:ccb", "lease:A1:rent", 1)],
    )
    lines = movements(["lease:A1:deposit", "lease:A1:rent"], limit=3)
    assert [(m.key, m.in_fen, m.out_fen, m.balance_fen) for m in lines] == [
        ("moved", 1, 0, 181),
        ("moved", 50, 50, 180),
        ("claimed:2", 60, 0, 180),
    ]
    assert movements(["lease:B2:deposit"]) == []


def test_the_book_of_a_bank_day_reads_like_its_statement() -> None:
    day = bank_book("ccb", date(2026, 11, 19))
    assert (day.opening_fen, day.in_fen, day.out_fen, day.closing_fen) == (95, 100, 5, 190)
    day = bank_book("ccb", date(2026, 11, 25))
    assert (day.opening_fen, day.in_fen, day.out_fen, day.closing_fen) == (285, 0, 0, 285)
    day = bank_book("ccb", date(2026, 11, 19), as_of=recorded(0))
    assert (day.opening_fen, day.in_fen, day.out_fen, day.closing_fen) == (95, 0, 0, 95)


def test_a_late_entry_belongs_to_the_day_on_which_it_happened() -> None:
    pay("late", "suspense:ccb", 7, happened_at=FIRST)
    assert bank_book("ccb", date(2026, 11, 18)).closing_fen == 102
    assert bank_book("ccb", date(2026, 11, 19)).opening_fen == 102
    assert bank_book("ccb", date(2026, 11, 18), as_of=recorded(1)).closing_fen == 95


def test_what_a_pot_is_called_is_told_by_its_code():
    assert all(label_of_pot(kind.pattern) == str(kind.label) for kind in KINDS.values())
    assert label_of_pot("lease:BA-1:nothing") == ""
