"""From where the names and accounts come by which people are found, and how new ones are read. (CTR-07)

Personal data is sealed, and a name has no index of its own. So a job opens what is new, once, and keeps a keyed digest
beside the record: who types a name exactly finds it, and nobody can read the digests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.crypto import decrypt, digest
from anju.core.identity_numbers import normalise
from anju.timelines.models import Clue, ReadUpTo
from anju.timelines.rules import Clue as What
from anju.timelines.rules import Kind

SETTLED = timedelta(minutes=10)  # no transaction lasts so long: no older record can still appear
AT_A_TIME = 2_000


@dataclass(frozen=True)
class Source:
    """A table with sealed texts; `record` is the column that says which record of `kind` is found by them."""

    name: str
    table: str
    since: str
    kind: Kind
    columns: dict[What, str]
    record: str = "id"


SOURCES = (
    Source("person", "people_person", "created_at", Kind.PERSON, {What.NAME: "name"}),
    Source(
        "owner",
        "homes_owner",
        "since",
        Kind.HOME,
        {What.NAME: "name", What.NUMBER: "id_number"},
        "dwelling_id",
    ),
    Source(
        "payout",
        "payments_payout",
        "created_at",
        Kind.PAYOUT,
        {What.NAME: "creditor_name", What.ACCOUNT: "creditor_account"},
    ),
    Source(
        "entry",
        "payments_bankentry",
        "received_at",
        Kind.ENTRY,
        {What.NAME: "counterparty_name", What.ACCOUNT: "counterparty_account"},
    ),
    Source(
        "account",
        "custody_settlementaccount",
        "proposed_at",
        Kind.ORGANISATION,
        {What.NAME: "name", What.ACCOUNT: "account_no"},
        "enterprise_id",
    ),
)


def clue_digest(what: What, text: str) -> bytes:
    return digest(f"clue:{what}:{normalise(text)}")


def unread(source: Source, limit: int) -> list[Any]:
    """Records of a source that no clue was made of yet: id, when, of which record, and the sealed texts."""
    columns = ", ".join(f"row.{column}" for column in source.columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT row.id, row.{source.since}, row.{source.record}, {columns} FROM {source.table} AS row
            WHERE row.id > coalesce((SELECT record_id FROM timelines_readupto WHERE source = %(source)s), 0)
              AND NOT EXISTS (
                SELECT 1 FROM timelines_clue WHERE source = %(source)s AND source_id = row.id
              )
            ORDER BY row.id LIMIT %(limit)s
            """,  # noqa: S608 - all names are written above
            {"source": source.name, "limit": limit},
        )
        return list(cursor.fetchall())


def clues_in(source: Source, rows: Sequence[Any]) -> list[Clue]:
    """What these records are found by; one of a text that is empty is kept, so that it is not read again."""
    clues = []
    for source_id, _since, record_id, *sealed in rows:
        for (what, column), value in zip(source.columns.items(), sealed, strict=True):
            text = decrypt(bytes(value), f"{source.table}.{column}") if value else ""
            clues.append(
                Clue(
                    source=source.name,
                    source_id=source_id,
                    what=what,
                    digest=clue_digest(what, text) if text else b"",
                    kind=source.kind,
                    record_id=record_id,
                )
            )
    return clues


def read_some(source: Source) -> int:
    """Read some new records of a source; returns how many there were."""
    rows = unread(source, AT_A_TIME)
    Clue.objects.bulk_create(clues_in(source, rows), ignore_conflicts=True)
    settled = max((row[0] for row in rows if row[1] < clock.now() - SETTLED), default=None)
    if len(rows) < AT_A_TIME:
        settled = last_settled(source)
    if settled is not None:
        ReadUpTo.objects.update_or_create(source=source.name, defaults={"record_id": settled})
    return len(rows)


def last_settled(source: Source) -> int | None:
    """Where nothing is left to read: the last record that is old enough, so that none is looked at again."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT max(row.id) FROM {source.table} AS row WHERE row.{source.since} < %(settled)s
              AND row.id > coalesce((SELECT record_id FROM timelines_readupto WHERE source = %(source)s), 0)
            """,  # noqa: S608 - all names are written above
            {"source": source.name, "settled": clock.now() - SETTLED},
        )
        [found] = cursor.fetchone()
        return None if found is None else int(found)
