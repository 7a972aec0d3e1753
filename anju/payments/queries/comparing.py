"""A statement held against the entries that have been taken in: what agrees is counted, what differs is named."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from anju.core import clock
from anju.payments.models import Statement, StatementLine
from anju.payments.rules import Mismatch
from anju.payments.terms import EntryTerms


@dataclass(frozen=True)
class Unlike:
    """One thing on which a statement and our entries differ. `our_fen` and `bank_fen` are None for who says nothing.

    `effect_fen` is by how much our book exceeds the statement at the end of the day because of it.
    """

    kind: Mismatch
    bank_ref: str
    number: int
    direction: str
    our_fen: int | None
    bank_fen: int | None
    effect_fen: int
    entry_id: int | None
    line_id: int | None
    happened_at: datetime | None
    booked_on: date | None


@dataclass(frozen=True)
class Comparison:
    """A day's statement beside the day's entries: how many lines it has, how many agree, how many nobody had told."""

    line_count: int
    matched_count: int
    untold_count: int
    unlike: list[Unlike]


# What we have of an entry in our book: nothing of a new one, nor of a debit that no instruction of ours explains.
BOOKED = "entry.status <> 'new' AND (entry.direction, entry.status) <> ('debit', 'set_aside')"
SIGNED = "CASE {side}.direction WHEN 'credit' THEN {side}.amount_fen ELSE -{side}.amount_fen END"
OF_THE_DAY = "entry.booked_at >= %(start)s AND entry.booked_at < %(end)s"
# What was withdrawn stands in the book of its day, and an entry by hand against it.
BOOKED_HERE = (
    "is_booked AND (kind = 'amount' OR kind = 'bank_only' AND is_withdrawn AND of_the_day)"
)
# Of lines with one reference the first that says what the entry says is its own; the others repeat it.
COMPARE = f"""
    WITH line AS MATERIALIZED (
        SELECT line.id AS line_id, line.number, line.bank_ref, line.direction, line.amount_fen,
            {SIGNED.format(side="line")} AS line_fen, entry.id AS entry_id, entry.amount_fen AS entry_amount_fen,
            {SIGNED.format(side="entry")} AS entry_fen, entry.booked_at, {OF_THE_DAY} AS of_the_day,
            entry.status = 'withdrawn' AS is_withdrawn,
            entry.source = 'statement' AS is_untold, {BOOKED} AS is_booked,
            row_number() OVER (
                PARTITION BY line.bank_ref ORDER BY
                    (entry.amount_fen, entry.direction) IS NOT DISTINCT FROM (line.amount_fen, line.direction) DESC,
                    line.number
            ) AS nth
        FROM payments_statementline AS line LEFT JOIN payments_bankentry AS entry
            ON entry.bank_account_id = %(account)s AND entry.bank_ref = line.bank_ref
        WHERE line.statement_id = %(statement)s
    ), compared AS (
        SELECT line.*, CASE
            WHEN nth > 1 OR entry_id IS NULL THEN 'double'
            WHEN line_fen <> entry_fen THEN 'amount'
            WHEN NOT is_booked OR is_withdrawn THEN 'bank_only'
            WHEN NOT of_the_day THEN 'other_day'
            ELSE 'same' END AS kind
        FROM line
    ), missing AS (
        SELECT entry.* FROM payments_bankentry AS entry
        WHERE entry.bank_account_id = %(account)s AND {OF_THE_DAY} AND entry.status <> 'new'
            AND NOT EXISTS (SELECT FROM line WHERE line.bank_ref = entry.bank_ref)
    )
    SELECT kind, bank_ref, number, direction, CASE WHEN kind = 'amount' AND is_booked THEN entry_amount_fen END,
        amount_fen, CASE WHEN {BOOKED_HERE} THEN entry_fen ELSE 0 END - line_fen,
        CASE WHEN kind <> 'double' THEN entry_id END, line_id, booked_at
    FROM compared WHERE kind <> 'same'
    UNION ALL
    SELECT 'missing', bank_ref, 0, direction, amount_fen, NULL,
        CASE WHEN {BOOKED} THEN {SIGNED.format(side="entry")} ELSE 0 END, id, NULL, booked_at FROM missing AS entry
    UNION ALL
    SELECT 'counts', '', 0, '', count(*), count(*) FILTER (WHERE kind = 'same'),
        count(*) FILTER (WHERE kind = 'same' AND is_untold), NULL, NULL, NULL FROM compared
    ORDER BY 3, 10
"""  # noqa: S608 - all of it is text of this program


def compare(statement: Statement) -> Comparison:
    """Hold a day's statement against the entries, in one question, however many they are. (rule A11.9)"""
    asked: dict[str, Any] = {
        "statement": statement.pk,
        "account": statement.bank_account_id,
        "start": clock.start_of(statement.day),
        "end": clock.end_of(statement.day),
    }
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, asked)
        rows = cursor.fetchall()
    counts, unlike = (0, 0, 0), []
    for kind, ref, number, direction, ours, theirs, effect_fen, entry, line, at in rows:
        if kind == "counts":
            counts = (ours, theirs, effect_fen)
            continue
        booked_on = None if at is None else clock.day_of(at)
        facts = (ref, number, direction, ours, theirs, effect_fen, entry, line, at, booked_on)
        unlike.append(Unlike(Mismatch(kind), *facts))
    return Comparison(*counts, unlike)


def as_terms(told: EntryTerms, twin: str) -> str:
    """All that the bank said of a line that is kept back, and the reference that it repeats, as they are kept."""
    return json.dumps({"told": vars(told), "twin": twin}, default=str)


def terms_of(line: StatementLine) -> EntryTerms:
    """All that the bank said of a line that was kept back."""
    terms = EntryTerms(**json.loads(line.terms or "")["told"])
    return replace(terms, booked_at=datetime.fromisoformat(str(terms.booked_at)))


def twin_of(line: StatementLine) -> str:
    """The reference of the line or entry that a kept-back line repeats; "" of a line that was taken in."""
    return str(json.loads(line.terms)["twin"]) if line.terms else ""


def on_later_statements(bank_account_id: int, bank_ref: str, day: date) -> Statement | None:
    """The first statement that stands, of a day or a later one, on which a reference appears."""
    return (
        Statement.objects.filter(
            bank_account=bank_account_id, stands=True, day__gte=day, lines__bank_ref=bank_ref
        )
        .order_by("day")
        .first()
    )
