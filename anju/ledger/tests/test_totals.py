"""The trial balance as of any moment, from kept totals: the same as adding up every transfer. (LED-04)"""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from anju.core import clock
from anju.ledger.actions import seal
from anju.ledger.proof import prove
from anju.ledger.queries import (
    balance_as_of,
    balance_fen,
    movements,
    pooled_totals,
    totals,
    trial_balance,
)
from anju.ledger.tests.books import NOON, open_the_pots, pay
from anju.ledger.tests.test_proof import tamper

pytestmark = [pytest.mark.django_db, pytest.mark.covers("LED-04")]
POOLED = ("suspense:ccb", "transit:alipay:ccb", "world:alipay:ccb", "world:ccb")


def held(as_of: datetime | None = None) -> dict[str, int]:
    return {total.kind.name: total.balance_fen for total in totals(as_of) if total.balance_fen}


def added_up(as_of: datetime | None) -> dict[str, int]:
    return {total.kind: total.balance_fen for total in trial_balance(as_of) if total.balance_fen}


@pytest.fixture
def moments(db: None, monkeypatch: Any) -> list[datetime]:
    """Thirty payments, sealed now and then; some were recorded with a moment before that of others booked earlier, as
    happens when transactions overlap. Returns the moments."""
    chance = random.Random(8)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    open_the_pots()
    recorded = []
    for n in range(30):
        moment = NOON + timedelta(minutes=10 * n + chance.choice([0, 0, 0, -25, -45]))
        moment = max(moment, NOON)
        recorded.append(moment)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        pay(f"in:{n}", "suspense:ccb", 100 + n, happened_at=NOON)
        pay(f"found:{n}", "lease:A1:deposit", 7, source="suspense:ccb", happened_at=NOON)
        if chance.random() < 0.3:
            seal()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))
    return recorded


def test_the_totals_of_any_moment_are_those_of_all_transfers_recorded_by_then(
    moments: list[datetime],
) -> None:
    tick = timedelta(microseconds=1)
    for moment in sorted({each + step for each in moments for step in (-tick, timedelta(0), tick)}):
        assert held(moment) == added_up(moment)
        assert {pot.code: pot.balance_fen for pot in pooled_totals(moment)} == {
            code: balance_as_of(code, moment) for code in POOLED
        }
    assert held() == added_up(None) == {"world": -3435, "suspense": 3225, "lease_deposit": 210}


def test_the_totals_say_what_they_said_then_however_much_comes_later(
    moments: list[datetime],
) -> None:
    then = NOON + timedelta(minutes=150, seconds=1)
    before = (held(then), balance_as_of("world:ccb", then), movements(["suspense:ccb"], as_of=then))
    by_then = sum(100 + n for n, moment in enumerate(moments) if moment <= then)
    assert before[0]["world"] == before[1] == -by_then
    assert before[2][0].balance_fen == before[0]["suspense"]
    for n in range(5):
        pay(f"later:{n}", "lease:A1:rent", 1000, happened_at=NOON)
        seal()
    after = (held(then), balance_as_of("world:ccb", then), movements(["suspense:ccb"], as_of=then))
    assert after == before
    assert balance_fen("lease:A1:rent") == 5000


def test_the_totals_take_one_query_and_read_only_what_lies_around_the_moment(
    moments: list[datetime],
) -> None:
    seal()
    with CaptureQueriesContext(connection) as queries:
        totals(NOON + timedelta(hours=1))
    assert len(queries) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert "ledger_total_around" in plan and "ledger_total_upto_moment" in plan


@pytest.mark.covers("LED-05")
def test_a_total_written_by_hand_is_named(moments: list[datetime]) -> None:
    seal()
    assert prove().holds
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(no) FROM ledger_total")
        (no,) = cursor.fetchone()
    tamper("UPDATE ledger_total SET held = held || '{\"suspense\": 3226}' WHERE no = %s", no)
    [found] = prove().found
    assert found.message.startswith(f"封账 {no} 的「挂账资金」合计变动 ")


def test_nobody_writes_a_total(moments: list[datetime]) -> None:
    seal()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_total SET held = '{}'")


def test_empty_books_hold_nothing() -> None:
    assert held() == held(NOON) == {} and len(totals()) == 13
