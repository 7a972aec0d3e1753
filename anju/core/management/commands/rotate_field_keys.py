"""Seal every encrypted field with the last of FIELD_KEYS. Interrupted, it is just run again."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from anju.core import crypto


class Command(BaseCommand):
    help = "Re-encrypts, in chunks, every value that is not sealed with the last key of FIELD_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chunk", type=int, default=1000, help="rows per transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        for field in encrypted_fields():
            rows = rotate_field(field, options["chunk"])
            self.stdout.write(f"{field.place}: {rows} re-encrypted")


def encrypted_fields() -> list[crypto.EncryptedTextField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, crypto.EncryptedTextField)
    ]


def rotate_field(field: crypto.EncryptedTextField, chunk: int) -> int:
    quote = connection.ops.quote_name
    table, column = quote(field.model._meta.db_table), quote(str(field.column))
    key = quote(str(field.model._meta.pk.column))
    after, rows = None, 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {column} FROM {table} WHERE get_byte({column}, 0) <> %s "  # noqa: S608
                f"AND (%s::text IS NULL OR {key} > %s) ORDER BY {key} LIMIT %s FOR UPDATE",
                [crypto.current_version(), after, after, chunk],
            )
            found = cursor.fetchall()
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s",  # noqa: S608
                [(crypto.rotate(bytes(sealed), field.place), row) for row, sealed in found],
            )
        rows += len(found)
        if len(found) < chunk:
            return rows
        after = found[-1][0]
