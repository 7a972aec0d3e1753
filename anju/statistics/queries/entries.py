"""The entries behind a figure: the transfers of the ledger that it adds up. (CTR-01)"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from anju.core import clock
from anju.ledger.rules import Reason

SIZE = 50
NARROW = ("district", "whose_id", "bank", "kind", "reason")

# The rows of a figure in the order they were counted: no more of them than fill a page, each taken apart as far as the
# page needs. A day on which a whole city moved is read no further than any other.
ENTRIES = """
    WITH counted AS MATERIALIZED (
        SELECT id, kind, last_recorded_at, transfer_ids,
            sum(count) FILTER (WHERE id > %(of_row)s) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) - count AS before
        FROM statistics_countedentries
        WHERE business = %(business)s AND day = %(day)s AND flow = %(flow)s AND id >= %(of_row)s {narrow}
        ORDER BY id LIMIT %(limit)s + 1
    ), line AS MATERIALIZED (
        SELECT counted.id AS of_row, one.transfer_id, counted.kind, counted.last_recorded_at
        FROM counted CROSS JOIN LATERAL (
            SELECT transfer_id FROM unnest(counted.transfer_ids) AS transfer_id
            WHERE counted.id > %(of_row)s OR transfer_id > %(transfer)s ORDER BY transfer_id LIMIT %(limit)s
        ) AS one
        WHERE coalesce(counted.before, 0) < %(limit)s
        ORDER BY counted.id, one.transfer_id LIMIT %(limit)s
    )
    SELECT line.of_row, transfer.id, transfer.happened_at, transfer.recorded_at, transfer.amount_fen, transfer.reason,
        transfer.cause, transfer.key, source.code, destination.code, line.kind
    FROM line JOIN ledger_transfer AS transfer ON transfer.id = line.transfer_id
        AND transfer.recorded_at BETWEEN %(begins)s - interval '24 hours' AND line.last_recorded_at
    JOIN ledger_pot AS source ON source.id = transfer.source_id
    JOIN ledger_pot AS destination ON destination.id = transfer.destination_id
    ORDER BY line.of_row, transfer.id
"""


@dataclass(frozen=True)
class Entry:
    """One transfer of the ledger, as one of the entries behind a figure."""

    of_row: int
    id: int
    happened_at: datetime
    recorded_at: datetime
    amount_fen: int
    reason: str
    cause: str
    key: str
    source: str
    destination: str
    kind: str

    @property
    def reason_label(self) -> str:
        return str(Reason(self.reason).label) if self.reason in Reason else self.reason

    @property
    def place(self) -> str:
        """Where the page behind it begins."""
        return f"{self.of_row}-{self.id}"


@dataclass(frozen=True)
class EntryPage:
    rows: list[Entry]
    next_place: str = ""


def entries(
    business: str,
    day: date,
    flow: str,
    *,
    after: tuple[int, int] = (0, 0),
    size: int = SIZE,
    **of: Any,
) -> EntryPage:
    """The entries of a day that came (or went), narrowed to a district, to somebody, a bank, a kind or a reason.

    They come in the order in which they were counted; the next page is `after` the last place of this.
    """
    narrow = {name: value for name, value in of.items() if name in NARROW and value not in ("", 0)}
    asked: dict[str, Any] = {
        "business": business,
        "day": day,
        "begins": clock.start_of(day),
        "flow": flow,
        "of_row": after[0],
        "transfer": after[1],
        "limit": size + 1,
    }
    text = "".join(f" AND {name} = %({name})s" for name in narrow)
    with connection.cursor() as cursor:
        cursor.execute(
            ENTRIES.format(narrow=text),
            asked | narrow,
        )
        rows = [Entry(*row) for row in cursor.fetchall()]
    return EntryPage(rows[:size], rows[size - 1].place if len(rows) > size else "")
