"""Many at the same time, each with a connection of its own."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from anju.core.refusals import Refused
from anju.ledger.actions import seal, transfer_staged
from anju.ledger.models import Key, Transfer
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen, balances
from anju.ledger.rules import Refusal
from anju.ledger.tests.books import CODES, open_the_pots, pay, put_on_stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def pots(transactional_db: None) -> None:
    open_the_pots()


def together(verb: Callable[[Any], Any], arguments: Iterable[Any]) -> list[Any]:
    """Call a verb with each argument in a thread of its own, all starting at once."""
    everything = list(arguments)
    start = threading.Barrier(len(everything))

    def one(argument: Any) -> Any:
        try:
            start.wait()
            return verb(argument)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(everything)) as threads:
        return list(threads.map(one, everything))


@pytest.mark.covers("LED-03")
@pytest.mark.parametrize("to", ["lease:A1:deposit", "transit:alipay:ccb"])
def test_eight_threads_with_one_key_book_once(to: str) -> None:
    assert together(lambda _: pay("credit:1", to, 5), range(8)) == [None] * 8
    assert (balance_fen(to), Transfer.objects.count()) == (5, 1)


@pytest.mark.covers("LED-03")
def test_of_eight_threads_that_use_one_key_for_different_things_one_wins() -> None:
    results = together(lambda n: pay("credit:1", "lease:A1:deposit", 1 + n), range(8))
    assert (results.count(None), results.count(Refusal.KEY_REUSED)) == (1, 7)
    assert Transfer.objects.count() == Key.objects.count() == 1


@pytest.mark.covers("LED-01")
@pytest.mark.parametrize("source", ["lease:A1:deposit", "suspense:ccb", "transit:alipay:ccb"])
def test_of_eight_threads_that_take_all_there_is_one_wins(source: str) -> None:
    pay("credit:1", source, 100)
    results = together(lambda n: pay(f"out:{n}", "lease:B2:deposit", 100, source=source), range(8))
    assert (results.count(None), results.count(Refusal.NOT_ENOUGH)) == (1, 7)
    assert balances([source, "lease:B2:deposit"]) == {source: 0, "lease:B2:deposit": 100}


@pytest.mark.covers("LED-01")
def test_opposing_batches_never_wait_for_each_other_in_a_ring() -> None:
    leases = [code for code in CODES if code.startswith("lease:")]
    for code in leases:
        pay(f"credit:{code}", code, 1000)

    def batch(n: int) -> int:
        refused = 0
        for turn in range(10):
            order = leases if n % 2 else leases[::-1]
            legs = [
                (f"{n}:{turn}:{i}", 1, source, order[(i + 1) % len(order)], 1 + i)
                for i, source in enumerate(order)
            ]
            with transaction.atomic():
                put_on_stage(*(legs if n % 3 else legs[::-1]))
                refused += len(transfer_staged())
        return refused

    assert together(batch, range(8)) == [0] * 8
    assert sum(balances(leases).values()) == 3000
    assert Transfer.objects.count() == 3 + 8 * 10 * 3
    assert prove().found == []


@pytest.mark.covers("LED-03")
def test_batches_that_share_keys_book_each_key_once() -> None:
    def batch(n: int) -> dict[str, Refused]:
        keys = list(range(40))[:: 1 if n % 2 else -1]
        with transaction.atomic():
            put_on_stage(*((f"credit:{key}", 1, "world:ccb", "lease:A1:rent", 1) for key in keys))
            return transfer_staged()

    assert together(batch, range(6)) == [{}] * 6
    assert (balance_fen("lease:A1:rent"), Transfer.objects.count()) == (40, 40)


@pytest.mark.covers("LED-05")
def test_a_writer_that_commits_late_is_waited_for_and_is_not_left_out() -> None:
    inside, leave = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            pay("late", "lease:A1:rent", 7)  # draws the lower id
            inside.set()
            leave.wait()
        connection.close()

    writer = threading.Thread(target=late)
    writer.start()
    try:
        inside.wait(10)
        pay("early", "suspense:ccb", 5)
        with pytest.raises(Refused) as refused:
            seal(patience_seconds=0.1)
        assert refused.value.code == Refusal.STILL_WRITING
        threading.Timer(0.2, leave.set).start()
        assert seal() == 1
    finally:
        leave.set()
        writer.join()
    proof = prove()
    assert (proof.sealed, proof.unsealed, proof.found) == (2, 0, [])


@pytest.mark.covers("LED-05")
def test_sealing_while_everybody_writes_leaves_nothing_out() -> None:
    def write_or_seal(n: int) -> None:
        for turn in range(15):
            if n:
                pay(f"{n}:{turn}", CODES[3 + turn % 4], 1)
            else:
                seal()

    together(write_or_seal, range(5))
    seal()
    proof = prove()
    assert (proof.sealed, proof.unsealed, proof.found) == (60, 0, [])


@pytest.mark.covers("LED-05")
def test_a_writer_in_another_database_is_not_waited_for() -> None:
    elsewhere = {**connection.get_connection_params(), "dbname": "postgres"}
    for unknown in ("pool", "context", "cursor_factory", "prepare_threshold"):
        elsewhere.pop(unknown, None)
    with psycopg.connect(**elsewhere) as other:
        other.execute("SELECT pg_current_xact_id()")
        pay("credit:1", "lease:A1:rent", 5)
        assert seal(patience_seconds=5) == 1
