"""Statements that are run so often that the server plans them only once for each connection."""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


def run_prepared(sql: str, parameters: Mapping[str, Any]) -> Any:
    """Run one statement and fetch its first row; the server plans it once for each connection."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, parameters, prepare=True).fetchone()


def rows_prepared(sql: str, parameters: Mapping[str, Any] | None) -> list[Any]:
    """Ask a question that every page asks: its text is the same each time, so the server plans it only once.

    None as parameters: the text is sent as it stands, its values are in it.

    Where questions are written down, to count them or to look at their plans, it goes the way of all others.
    """
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, parameters, prepare=True).fetchall()
