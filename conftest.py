"""What tests of the whole project share."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let transactional tests empty tables that refuse it, and give back what migrations wrote.

    Django empties every table after a test that commits. Tables of history refuse TRUNCATE, so
    their triggers are switched off for that moment; calendars and pots come from migrations, so
    they are kept aside and put back. Both happen only in the test database, outside of tests.
    """
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        tables = keep_aside()
    empty = TransactionTestCase._fixture_teardown

    def empty_and_give_back(test: TransactionTestCase) -> None:
        switch_truncate_triggers("DISABLE")
        empty(test)
        switch_truncate_triggers("ENABLE")
        give_back(tables)

    TransactionTestCase._fixture_teardown = empty_and_give_back
    yield
    TransactionTestCase._fixture_teardown = empty


def keep_aside() -> list[str]:
    """Copy every table in which migrations left rows; with --reuse-db the copies are there."""
    from django.apps import apps
    from django.db import connection

    kept = []
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS kept")
        for model in apps.get_models():
            # Django itself makes these again
            if model._meta.app_label in ("contenttypes", "auth") or not model._meta.managed:
                continue
            table = model._meta.db_table
            cursor.execute(f"CREATE TABLE IF NOT EXISTS kept.{table} AS TABLE {table}")
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM kept.{table})")  # noqa: S608
            if cursor.fetchone()[0]:
                kept.append(table)
    return kept


def give_back(tables: list[str]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
                "AND attgenerated = ''",
                [table],
            )
            columns = cursor.fetchone()[0]
            cursor.execute(
                f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE "  # noqa: S608
                f"SELECT {columns} FROM kept.{table} ON CONFLICT DO NOTHING"
            )


def switch_truncate_triggers(to: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgtype & 32 <> 0"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {to} TRIGGER {trigger}")
