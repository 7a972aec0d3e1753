"""The proof of the books: recomputed from the transfers alone, trusting nothing that was computed before.

It digests every sealed transfer again in Python (the seals were made in SQL), so a mistake in either is found, and
compares all that is kept twice. Each finding names the row. (LED-04, LED-05)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from anju.core.money import yuan
from anju.ledger.chain import BEGINNING, blocks
from anju.ledger.queries import KindTotal, trial_balance
from anju.ledger.rules import KINDS, Finding, Reason

MOST_FINDINGS = 100
GUARDS = {
    "ledger_pot": ("is_opened", "only_by_booking", "no_change"),
    "ledger_transfer": ("xid_before_id", "is_booked", "no_change"),
    "ledger_key": ("only_by_booking", "no_change"),
    "ledger_seal": ("no_change",),
    "ledger_carried_forward": ("no_change",),
    "ledger_least": ("only_by_booking", "no_change"),
    "ledger_day_head": ("no_change",),
    "ledger_total": ("is_added", "no_change", "days_are_added"),
    "ledger_pooled_day": ("only_by_booking", "no_change"),
}


@dataclass(frozen=True)
class Found:
    code: Finding
    facts: dict[str, Any]

    @property
    def message(self) -> str:
        return str(self.code.label).format(**self.facts)


@dataclass
class Proof:
    """What was looked at, and what does not add up: nothing, or somebody must be woken."""

    seals: int = 0
    sealed: int = 0
    unsealed: int = 0
    head: str = ""
    trial: list[KindTotal] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.found

    def note(self, code: Finding, **facts: Any) -> None:
        if len(self.found) < MOST_FINDINGS:
            self.found.append(Found(code, facts))


def prove() -> Proof:
    """Prove the books as they stand now. Reads all of them; changes nothing."""
    proof = Proof()
    with transaction.atomic():
        check_chain(proof)
        for check in CHECKS:
            check(proof)
    return proof


def prove_in_parts(proof: Proof, seals_at_a_time: int) -> Iterator[None]:
    """The same in pieces, each a transaction of its own, for who wants to be told how far it is: so many seals at a
    time, then what is not sealed, then everything that is kept twice.
    """
    last: tuple[int, int] | None = BEGINNING
    while last is not None:
        with transaction.atomic():
            first, last = last, end_of_part(last[0], seals_at_a_time)
            check_chain(proof, first, last)
        yield
    for check in CHECKS:
        with transaction.atomic():
            check(proof)
        yield


def end_of_part(after_no: int, seals: int) -> tuple[int, int] | None:
    """The last of so many seals after one, and the last id in it; None when there is none left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT no, last_id FROM ("
            " SELECT no, last_id FROM ledger_seal WHERE no > %s ORDER BY no LIMIT %s"
            ") AS part ORDER BY no DESC LIMIT 1",
            [after_no, seals],
        )
        found: tuple[int, int] | None = cursor.fetchone()
    return found


def check_chain(
    proof: Proof, first: tuple[int, int] = BEGINNING, last: tuple[int, int] | None = None
) -> None:
    """Every transfer is as it was sealed, and every seal follows from the one before.

    Of a part of the chain: after a seal and its last id, up to another and its last id.
    """
    for seal, block in blocks(first, last):
        if seal is None:
            proof.unsealed += len(block)
            continue
        missing = range(proof.seals + 1, min(seal.no, proof.seals + MOST_FINDINGS))
        for no in missing:
            proof.note(Finding.SEAL_MISSING, no=no)
        if not missing and not seal.follows(proof.head):
            proof.note(Finding.SEAL_ALTERED, no=seal.no)
        for code, facts in seal.differences(block):
            proof.note(code, **facts)
        proof.seals, proof.head = seal.no, seal.digest.hex()
        proof.sealed += len(block)


def check_heads(proof: Proof) -> None:
    """What was published of each day is still what the seals say; a cut tail shows here."""
    rows = first_rows(
        "SELECT day, seal_no FROM ledger_day_head AS head LEFT JOIN ledger_seal AS seal"
        " ON seal.no = seal_no WHERE seal.digest IS DISTINCT FROM head.digest ORDER BY day"
    )
    for day, _seal_no in rows:
        proof.note(Finding.HEAD_WRONG, day=day)


def check_balances(proof: Proof) -> None:
    """Every balance is the sum of its transfers, none is below zero that may not be, all make zero."""
    rows = first_rows(
        """
        SELECT code, balance_fen, total_fen, may_go_negative FROM (
            SELECT code, may_go_negative, coalesce(total_fen, 0) AS total_fen,
                   CASE WHEN pooled THEN ledger_derived_fen(id) ELSE balance_fen END AS balance_fen
            FROM ledger_pot FULL JOIN (
                SELECT pot_id, sum(fen)::bigint AS total_fen FROM (
                    SELECT source_id AS pot_id, -amount_fen AS fen FROM ledger_transfer
                    UNION ALL SELECT destination_id, amount_fen FROM ledger_transfer
                ) AS side GROUP BY pot_id
            ) AS moved ON pot_id = id
        ) AS pot
        WHERE balance_fen IS DISTINCT FROM total_fen
           OR least(balance_fen, total_fen) < 0 AND NOT may_go_negative
        ORDER BY code
        """
    )
    for code, balance_fen, total_fen, may_go_negative in rows:
        if balance_fen != total_fen:
            balance = yuan(balance_fen or 0)
            proof.note(Finding.BALANCE_WRONG, pot=code, balance=balance, total=yuan(total_fen))
        if not may_go_negative and min(balance_fen or 0, total_fen) < 0:
            proof.note(Finding.OVERDRAWN, pot=code, balance=yuan(total_fen))
    proof.trial = trial_balance()
    total_fen = sum(kind.balance_fen for kind in proof.trial)
    if total_fen:
        proof.note(Finding.NOT_ZERO, total=yuan(total_fen))


def check_lines(proof: Proof) -> None:
    """Every carried-forward line is the sum of the transfers up to it."""
    rows = first_rows(
        """
        SELECT code, upto_id, line.balance_fen, total_fen::bigint FROM (
            SELECT line.*, sum(fen) OVER (PARTITION BY pot_id ORDER BY upto_id) AS total_fen FROM (
                SELECT *, lag(upto_id, 1, 0) OVER (PARTITION BY pot_id ORDER BY upto_id) AS from_id
                FROM ledger_carried_forward
            ) AS line CROSS JOIN LATERAL (
                SELECT coalesce(sum(fen), 0)::bigint AS fen FROM (
                    SELECT -amount_fen AS fen FROM ledger_transfer
                    WHERE source_id = pot_id AND id > from_id AND id <= upto_id
                    UNION ALL SELECT amount_fen FROM ledger_transfer
                    WHERE destination_id = pot_id AND id > from_id AND id <= upto_id
                ) AS side
            ) AS change
        ) AS line LEFT JOIN ledger_pot ON ledger_pot.id = pot_id
        WHERE line.balance_fen IS DISTINCT FROM total_fen ORDER BY pot_id, upto_id
        """
    )
    for code, upto_id, balance_fen, total_fen in rows:
        balance, total = yuan(balance_fen), yuan(total_fen)
        proof.note(Finding.LINE_WRONG, pot=code, id=upto_id, balance=balance, total=total)


def check_totals(proof: Proof) -> None:
    """Every line of the trial balance is the sum of the transfers up to it."""
    rows = first_rows(
        """
        WITH moved AS (
            SELECT no, kind, sum(fen) AS fen FROM (
                SELECT no, source_id AS pot_id, -amount_fen AS fen FROM ledger_total
                JOIN ledger_transfer ON id >= first_id AND id <= upto_id
                UNION ALL SELECT no, destination_id, amount_fen FROM ledger_total
                JOIN ledger_transfer ON id >= first_id AND id <= upto_id
            ) AS side JOIN ledger_pot ON ledger_pot.id = pot_id GROUP BY no, kind
        ), said AS (
            SELECT no, kind,
                value::bigint - lag(value::bigint, 1, 0::bigint) OVER (PARTITION BY kind ORDER BY no) AS fen
            FROM ledger_total, jsonb_each_text(held) AS of_kind (kind, value)
        )
        SELECT no, kind, coalesce(said.fen, 0), coalesce(moved.fen, 0)
        FROM said FULL JOIN moved USING (no, kind) WHERE coalesce(said.fen, 0) <> coalesce(moved.fen, 0)
        ORDER BY no, kind
        """
    )
    for no, kind, fen, total_fen in rows:
        label = KINDS[kind].label if kind in KINDS else kind
        proof.note(
            Finding.TOTAL_WRONG, no=no, kind=label, change=yuan(fen), total=yuan(int(total_fen))
        )


def check_days(proof: Proof) -> None:
    """Every day of a pooled pot is the sum of the transfers that happened on it, and every month that of its days."""
    rows = first_rows(
        """
        WITH moved AS (
            SELECT pot_id, (happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day, reason,
                sum(in_fen)::bigint AS in_fen, sum(out_fen)::bigint AS out_fen
            FROM (
                SELECT destination_id AS pot_id, id, happened_at, reason, amount_fen AS in_fen, 0 AS out_fen
                FROM ledger_transfer
                UNION ALL SELECT source_id, id, happened_at, reason, 0, amount_fen FROM ledger_transfer
            ) AS side
            WHERE pot_id IN (SELECT id FROM ledger_pot WHERE pooled)
              AND id <= (SELECT coalesce(max(upto_id), 0) FROM ledger_total)
            GROUP BY 1, 2, 3
        ), summed AS (
            SELECT 'day' AS span, moved.* FROM moved UNION ALL
            SELECT 'month', pot_id, date_trunc('month', day)::date, reason, sum(in_fen), sum(out_fen)
            FROM moved GROUP BY 2, 3, 4
        )
        SELECT coalesce(code, ''), CASE span WHEN 'day' THEN day::text ELSE to_char(day, 'YYYY-MM') END, reason,
            coalesce(kept.in_fen - kept.out_fen, 0), coalesce(summed.in_fen - summed.out_fen, 0)::bigint
        FROM ledger_pooled_day AS kept FULL JOIN summed USING (pot_id, span, day, reason)
        LEFT JOIN ledger_pot ON ledger_pot.id = pot_id
        WHERE kept.in_fen IS DISTINCT FROM summed.in_fen OR kept.out_fen IS DISTINCT FROM summed.out_fen
        ORDER BY pot_id, span, day, reason
        """
    )
    for code, day, reason, kept_fen, total_fen in rows:
        label = Reason(reason).label if reason in Reason else reason
        kept, total = yuan(kept_fen), yuan(total_fen)
        proof.note(Finding.DAY_WRONG, pot=code, day=day, reason=label, kept=kept, total=total)


def check_least(proof: Proof) -> None:
    """No pooled pot is believed to hold more than it does."""
    rows = first_rows(
        "SELECT code, fen, ledger_derived_fen(id) FROM ledger_least JOIN ledger_pot ON id = pot_id"
        " WHERE fen > ledger_derived_fen(id) ORDER BY code"
    )
    for code, least_fen, total_fen in rows:
        proof.note(Finding.LEAST_WRONG, pot=code, least=yuan(least_fen), total=yuan(total_fen))


def check_keys(proof: Proof) -> None:
    """Every key has its transfers, numbered without a gap, and every transfer its key."""
    rows = first_rows(
        """
        SELECT key FROM ledger_key FULL JOIN (
            SELECT key, min(id) AS first_id, max(id) AS last_id, count(*) AS legs,
                   count(DISTINCT number) AS numbers, max(number) AS last_number
            FROM ledger_transfer GROUP BY key
        ) AS booked USING (key, first_id, last_id)
        WHERE legs IS NULL OR ledger_key.key IS NULL OR legs <> numbers OR legs <> last_number
        GROUP BY key ORDER BY key
        """
    )
    for (key,) in rows:
        proof.note(Finding.KEY_WRONG, key=key)


def check_guards(proof: Proof) -> None:
    """Every trigger that keeps the books is there and switched on, on every partition too."""
    wanted = [(table, f"{table}_{name}") for table, names in GUARDS.items() for name in names]
    wanted.append(("ledger_carried_forward", "ledger_line_is_carried"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'ledger_transfer'::regclass ORDER BY 1"
        )
        wanted += [(partition, "ledger_transfer_only_by_parent") for (partition,) in cursor]
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
        )
        active = set(cursor.fetchall())
    for table, guard in wanted:
        if (table, guard) not in active:
            proof.note(Finding.GUARD_OFF, table=table, guard=guard)


CHECKS = (
    check_heads,
    check_balances,
    check_lines,
    check_totals,
    check_days,
    check_least,
    check_keys,
    check_guards,
)


def first_rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {MOST_FINDINGS}")
        return list(cursor.fetchall())
