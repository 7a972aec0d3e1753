"""The trial balance as of any moment, from kept totals: the same as adding up every transfer. (LED-04)"""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from anju.core import clock
from anju.ledger.actions import seal
from anju.ledger.models import Transfer
from anju.ledger.proof import prove
from anju.ledger.queries import (
    balance_as_of,
    balance_fen,
    bank_book,
    flows_of,
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


def test_a_day_of_a_bank_and_what_moved_in_a_time_are_read_from_kept_days(monkeypatch: Any) -> None:
    """As adding up every transfer says, sealed or not, late or not; by index, however much has moved since."""
    chance = random.Random(5)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    open_the_pots()
    first = NOON.date()
    for n in range(60):
        monkeypatch.setattr(clock, "now", lambda n=n: NOON + timedelta(days=2 * n))
        late = timedelta(days=chance.choice([0, 0, 0, 1, 9, 33]))
        happened_at = max(NOON, clock.now() - late)
        pay(f"in:{n}", "suspense:ccb", 1000 + n, happened_at=happened_at)
        if n % 3 == 0:
            pay(f"back:{n}", "world:ccb", 10, source="suspense:ccb", happened_at=happened_at)
        if n % 7 == 0 or n == 55:
            seal()
    days = [first + timedelta(days=n) for n in range(-1, 121)]
    for day in days:
        assert bank_book("ccb", day) == bank_book("ccb", day, clock.now()), day
    for since, until in [(0, 121), (13, 14), (13, 13), (5, 60), (30, 100), (12, 75)]:
        found = flows_of(["suspense:ccb", "world:ccb"], days[since], days[until])
        assert found == flows_added_up(["suspense:ccb", "world:ccb"], days[since], days[until])
    assert prove().holds
    with CaptureQueriesContext(connection) as captured:
        bank_book("ccb", first)
    assert "ledger_pooled_day" in captured.captured_queries[0]["sql"]


def flows_added_up(codes: list[str], first: date, last: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code in codes:
        for side in (0, 1):
            name = ("destination", "source")[side]
            for reason, fen, happened_at in Transfer.objects.filter(
                **{f"{name}__code": code}
            ).values_list("reason", "amount_fen", "happened_at"):
                if first <= clock.day_of(happened_at) <= last:
                    sums = found.setdefault(code, {}).setdefault(reason, [0, 0])
                    sums[side] += fen
    return {
        code: {reason: tuple(sums) for reason, sums in of.items()} for code, of in found.items()
    }


def test_a_kept_day_that_says_something_else_is_found_and_nobody_may_write_one(
    moments: list[datetime],
) -> None:
    seal()
    assert prove().holds
    tamper("UPDATE ledger_pooled_day SET in_fen = in_fen + 1 WHERE span = 'month' AND in_fen > 0")
    assert any("收支合计" in found.message for found in prove().found)
    for sql in ("UPDATE ledger_pooled_day SET in_fen = 0", "DELETE FROM ledger_pooled_day"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
