"""Taking from a pooled pot is held against what it holds at least, and only then against all that ever moved in it."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from anju.core.refusals import Refused
from anju.ledger.actions import transfer_selected
from anju.ledger.models import Least
from anju.ledger.proof import prove
from anju.ledger.queries import balances
from anju.ledger.tests.books import NOON, open_the_pots, pay

pytestmark = [pytest.mark.django_db, pytest.mark.covers("LED-01", "LED-04")]
SUSPENSE, HOME = "suspense:ccb", "lease:A1:deposit"
WANTED = """
SELECT 'found:' || n, 1, 'order_paid', 'order:1', 'suspense:ccb', 'lease:A1:deposit', 40, %(noon)s::timestamptz
FROM generate_series(%(first)s, %(last)s) AS n
"""


@pytest.fixture(autouse=True)
def pots(db: None) -> None:
    open_the_pots()


def least() -> list[int]:
    return list(Least.objects.filter(pot__code=SUSPENSE).values_list("fen", flat=True))


def booked(first: int, last: int) -> dict[str, Refused]:
    values: dict[str, Any] = {"noon": NOON, "first": first, "last": last}
    return transfer_selected(question=WANTED, values=values)


def test_what_came_in_since_is_counted_when_it_is_needed() -> None:
    pay("credit:1", SUSPENSE, 100)
    assert least() == []
    pay("found:1", HOME, 30, source=SUSPENSE)
    assert least() == [70]
    pay("credit:2", SUSPENSE, 50)
    pay("found:2", HOME, 60, source=SUSPENSE)
    assert least() == [10]
    pay("found:3", HOME, 60, source=SUSPENSE)
    assert least() == [0]
    with pytest.raises(Refused) as no:
        pay("found:4", HOME, 1, source=SUSPENSE)
    assert (no.value.code, least()) == ("not_enough", [0])
    assert balances([SUSPENSE, HOME]) == {SUSPENSE: 0, HOME: 150}
    assert prove().holds


def test_nobody_writes_it_and_the_proof_names_what_is_too_much() -> None:
    pay("credit:1", SUSPENSE, 100)
    pay("found:1", HOME, 30, source=SUSPENSE)
    for change in ("UPDATE ledger_least SET fen = 71", "DELETE FROM ledger_least"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE ledger_least SET fen = 71")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert [found.message for found in prove().found] == [
        "账户「suspense:ccb」至少应有 0.71 元，转账合计 0.70 元"
    ]


def test_what_a_question_gives_is_booked_once_and_what_does_not_fit_is_refused() -> None:
    pay("credit:1", SUSPENSE, 100)
    assert booked(1, 2) == {}
    assert booked(1, 2) == {}
    assert balances([SUSPENSE, HOME]) == {SUSPENSE: 20, HOME: 80}
    pay("credit:2", SUSPENSE, 30)
    refused = booked(1, 4)
    assert {key: no.code for key, no in refused.items()} == {"found:4": "not_enough"}
    assert balances([SUSPENSE, HOME]) == {SUSPENSE: 10, HOME: 120}
    assert prove().holds
