"""What tests of the whole project share."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from scripts import tables


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Where the run's own PostgreSQL has all tables already, they are copied instead of made again."""
    from django.conf import settings

    if source := os.environ.get(tables.COPIED_FROM):
        settings.DATABASES["default"]["TEST"] |= {"TEMPLATE": source, "MIGRATE": False}


@pytest.fixture(autouse=True, scope="session")
def passwords_cost_little() -> None:
    """Argon2 as ever, with the least work: a third of a second is meant for those who guess."""
    from django.contrib.auth.hashers import Argon2PasswordHasher as Hasher

    Hasher.time_cost, Hasher.memory_cost, Hasher.parallelism = 1, 8, 1


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let transactional tests empty tables that refuse it, and give back what migrations wrote.

    Django empties every table after a test that commits. Tables of history refuse that, so their triggers are
    switched off for that moment; calendars, pots and what Django itself writes come from migrations, so they are kept
    aside and put back. All happens only in the test database, outside of tests, and only to tables that have rows.
    """
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        kept = keep_aside()
    djangos = TransactionTestCase._fixture_teardown

    def empty_and_give_back(test: TransactionTestCase) -> None:
        empty()
        give_back(kept)

    TransactionTestCase._fixture_teardown = empty_and_give_back
    yield
    TransactionTestCase._fixture_teardown = djangos


def keep_aside() -> list[str]:
    """Copy every table in which migrations left rows; with --reuse-db the copies are there."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS kept")
        for table in all_tables():
            cursor.execute(f"CREATE TABLE IF NOT EXISTS kept.{table} AS TABLE {table}")
    return with_rows([f"kept.{table}" for table in all_tables()])


def empty() -> None:
    """Foreign keys are compared at the end, when nothing is left to point at."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        tables = with_rows(all_tables())
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def give_back(kept: list[str]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for copy in kept:
            table = copy.removeprefix("kept.")
            cursor.execute(
                "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
                "AND attgenerated = ''",
                [table],
            )
            columns = cursor.fetchone()[0]
            cursor.execute(
                f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE "  # noqa: S608
                f"SELECT {columns} FROM {copy} ON CONFLICT DO NOTHING"
            )


def all_tables() -> list[str]:
    from django.db import connection

    return sorted(connection.introspection.django_table_names(include_views=False))


def with_rows(tables: list[str]) -> list[str]:
    from django.db import connection

    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})"  # noqa: S608
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]
