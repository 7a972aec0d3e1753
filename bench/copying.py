"""The limit of a run over masses: a bare COPY of all rows it has written, into tables with the same indexes."""

import tempfile
import time
from collections.abc import Mapping
from typing import IO, Any

from django.db import connection

from bench import measure

PART = 1 << 20


def copy(written: Mapping[str, str], values: Mapping[str, Any]) -> float:
    """Seconds to COPY those rows, in one transaction, into empty tables with the same indexes and checks.

    `written` says for each table which of its rows a run has inserted or changed.
    """
    with connection.cursor() as cursor, tempfile.TemporaryDirectory() as folder:
        for table, condition in written.items():
            cursor.execute(f"DROP TABLE IF EXISTS peer_{table}")
            cursor.execute(
                f"CREATE TABLE peer_{table} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS"
                " INCLUDING INDEXES INCLUDING STORAGE)"
            )
            cursor.execute(
                f"CREATE TEMPORARY TABLE chosen AS SELECT * FROM {table} WHERE {condition}", values
            )
            with (
                open(f"{folder}/{table}", "wb") as file,
                cursor.copy("COPY chosen TO STDOUT (FORMAT binary)") as rows,
            ):
                for part in rows:
                    file.write(part)
            cursor.execute("DROP TABLE chosen")
        measure.checkpoint()
        began = time.monotonic()
        cursor.execute("BEGIN")
        for table in written:
            with (
                open(f"{folder}/{table}", "rb") as file,
                cursor.copy(f"COPY peer_{table} FROM STDIN (FORMAT binary)") as into,
            ):
                _pour(file, into)
        cursor.execute("COMMIT")
        seconds = time.monotonic() - began
        for table in written:
            cursor.execute(f"DROP TABLE peer_{table}")
    return seconds


def _pour(file: IO[bytes], into: Any) -> None:
    while part := file.read(PART):
        into.write(part)
