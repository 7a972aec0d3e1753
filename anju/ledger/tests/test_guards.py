"""What the database refuses, whoever asks. Every statement here goes past the actions, as raw SQL."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from anju.core import clock
from anju.core.calendar import add_months
from anju.ledger.actions import close_day, seal
from anju.ledger.jobs import MONTHS_AHEAD
from anju.ledger.models import Pot, Transfer
from anju.ledger.queries import balance_fen, balances
from anju.ledger.rules import KINDS
from anju.ledger.tests.books import open_the_pots, pay

pytestmark = [pytest.mark.django_db, pytest.mark.covers("LED-01")]


@pytest.fixture(autouse=True)
def books(db: None) -> Iterator[None]:
    open_the_pots()
    pay("credit:1", "lease:A1:deposit", 100)
    pay("credit:2", "suspense:ccb", 30)
    yield
    assert sum(balances(Pot.objects.values_list("code", flat=True)).values()) == 0


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def insert(source: str, destination: str, fen: int, key: str = "raw:1", numbers: str = "1") -> str:
    return f"""
        INSERT INTO ledger_transfer
            (source_id, destination_id, amount_fen, number, key, reason, cause, happened_at, recorded_at)
        SELECT (SELECT id FROM ledger_pot WHERE code = '{source}'),
               (SELECT id FROM ledger_pot WHERE code = '{destination}'),
               {fen}, unnest(ARRAY[{numbers}]), '{key}', 'corrected', 'test', now(), now()
    """


def test_a_transfer_by_raw_sql_books_both_sides_or_not_at_all() -> None:
    run(insert("lease:A1:deposit", "lease:B2:deposit", 40))
    held = balances(["lease:A1:deposit", "lease:B2:deposit"])
    assert held == {"lease:A1:deposit": 60, "lease:B2:deposit": 40}


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        (insert("lease:A1:deposit", "lease:B2:deposit", 101), "ledger_pot_not_overdrawn"),
        (insert("suspense:ccb", "lease:B2:deposit", 31), "suspense:ccb may not fall below zero"),
        (insert("world:ccb", "lease:B2:deposit", 0), "ledger_transfer_amount_is_positive"),
        (insert("world:ccb", "lease:B2:deposit", -1), "ledger_transfer_amount_is_positive"),
        (insert("world:ccb", "world:ccb", 1), "ledger_transfer_between_two"),
        (insert("world:ccb", "nowhere", 1), "null value"),
        (insert("world:ccb", "lease:B2:deposit", 1, key="credit:1"), "ledger_key_once"),
        (insert("world:ccb", "lease:B2:deposit", 1, numbers="1, 3"), "not numbered"),
        (insert("world:ccb", "lease:B2:deposit", 1, numbers="1, 1"), "not numbered"),
        (insert("world:ccb", "lease:B2:deposit", 1, numbers="2"), "not numbered"),
        (
            insert("world:ccb", "lease:B2:deposit", 1).replace(
                "now(), now()", "now() + '2 d', now()"
            ),
            "ledger_transfer_not_ahead",
        ),
        (
            "INSERT INTO ledger_transfer VALUES (nextval('ledger_transfer_id'), 1, 999999, 1, now(), now(), 1,"
            " 'raw', '', '')",
            "never opened",
        ),
        (
            insert("world:ccb", "lease:B2:deposit", 1).replace("_transfer", "_transfer_default", 1),
            "refused",
        ),
    ],
)
def test_a_transfer_that_breaks_a_rule_is_refused(statement: str, complaint: str) -> None:
    with pytest.raises(DatabaseError, match=complaint):
        run(statement)
    assert Transfer.objects.count() == 2
    assert balance_fen("lease:B2:deposit") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET amount_fen = 1",
        "UPDATE ledger_transfer SET cause = cause WHERE false",
        "DELETE FROM ledger_transfer",
        "TRUNCATE ledger_transfer",
        "UPDATE ledger_transfer_default SET amount_fen = 1",
        "DELETE FROM ledger_transfer_default",
        "TRUNCATE ledger_transfer_default",
        "UPDATE ledger_pot SET balance_fen = 1 WHERE code = 'lease:A1:deposit'",
        "UPDATE ledger_pot SET code = 'lease:X:rent' WHERE code = 'lease:A1:deposit'",
        "UPDATE ledger_pot SET may_go_negative = true",
        "DELETE FROM ledger_pot",
        "TRUNCATE ledger_pot",
        "INSERT INTO ledger_key VALUES ('credit:9', 1, 1)",
        "UPDATE ledger_key SET key = 'other'",
        "DELETE FROM ledger_key",
        "TRUNCATE ledger_key",
        "UPDATE ledger_seal SET digest = ''",
        "DELETE FROM ledger_seal",
        "TRUNCATE ledger_seal CASCADE",
        "UPDATE ledger_carried_forward SET balance_fen = 1",
        "DELETE FROM ledger_carried_forward",
        "TRUNCATE ledger_carried_forward",
        "UPDATE ledger_day_head SET digest = ''",
        "DELETE FROM ledger_day_head",
        "TRUNCATE ledger_day_head",
    ],
)
def test_what_is_written_stays(statement: str) -> None:
    close_day(day=clock.today())
    with pytest.raises(DatabaseError, match="is refused"):
        run(statement)


def test_every_month_refuses_to_be_written_to_past_the_ledger() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'ledger_transfer'::regclass"
        )
        months = [name for (name,) in cursor.fetchall()]
    # this month, those to come, and what belongs to none of them
    coming = (add_months(clock.today().replace(day=1), ahead) for ahead in range(MONTHS_AHEAD))
    assert {"ledger_transfer_default", *(f"ledger_transfer_{day:%Y_%m}" for day in coming)} <= set(
        months
    )
    for month in months:
        for statement in (
            insert("world:ccb", "lease:B2:deposit", 1).replace("ledger_transfer", month, 1),
            f"UPDATE {month} SET amount_fen = 1",
            f"DELETE FROM {month}",
            f"TRUNCATE {month}",
        ):
            with pytest.raises(DatabaseError, match="is refused"):
                run(statement)


def test_what_is_sealed_takes_no_more_transfers() -> None:
    seal()
    numbered = insert("world:ccb", "lease:B2:deposit", 1).replace("(source_id", "(id, source_id")
    with pytest.raises(DatabaseError, match="takes no more transfers"):
        run(numbered.replace("SELECT (", "SELECT 1, (", 1))


def test_a_pot_cannot_be_opened_with_money_or_with_leave_to_fall_below_zero() -> None:
    run(
        "INSERT INTO ledger_pot (code, kind, pooled, may_go_negative, balance_fen)"
        " VALUES ('lease:N1:rent', 'world', true, true, 100)"
    )
    pot = Pot.objects.get(code="lease:N1:rent")
    assert (pot.kind, pot.pooled, pot.may_go_negative, pot.balance_fen) == (
        "lease_rent",
        False,
        False,
        0,
    )


@pytest.mark.parametrize("code", ["", "lease:1", "lease:1:gold", "world:CCB", "home:", "a:b:c:d"])
def test_a_pot_of_no_known_kind_is_not_opened(code: str) -> None:
    with pytest.raises(DatabaseError, match="no pot may be called"):
        run(f"INSERT INTO ledger_pot (code) VALUES ('{code}')")


def test_the_kinds_of_pots_are_those_of_the_rules() -> None:
    for kind in KINDS.values():
        code = (
            kind.pattern.replace("<bank>", "icbc").replace("<no>", "9").replace("<provider>", "p")
        )
        run(f"INSERT INTO ledger_pot (code) VALUES ('{code}') ON CONFLICT DO NOTHING")
        pot = Pot.objects.get(code=code)
        assert (pot.kind, pot.pooled, pot.may_go_negative) == (
            kind.name,
            kind.pooled,
            kind.may_go_negative,
        )


def test_a_carried_forward_line_says_what_it_must() -> None:
    seal()
    run(
        "INSERT INTO ledger_carried_forward SELECT id, last_id, 999999, now() FROM ledger_pot, ledger_seal"
        " WHERE code = 'suspense:ccb'"
    )
    assert balance_fen("suspense:ccb") == 30
    with pytest.raises(DatabaseError, match="only what is sealed"):
        run("INSERT INTO ledger_carried_forward SELECT id, 10^9, 0, now() FROM ledger_pot LIMIT 1")
