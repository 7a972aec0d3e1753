"""The chain of seals, read again: what each seal says, and what the transfers in it say now. (LED-05)

The seals were digested in SQL; here the same is done in Python from the rows, so that neither is believed alone.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection

from anju.ledger.rules import Finding

CHUNK = 5000
ENTRY = 40  # bytes for each transfer in a seal: its id and its SHA-256
Difference = tuple[Finding, dict[str, Any]]

TRANSFERS = """
    SELECT transfer.id, number, amount_fen, ledger_microseconds(happened_at),
           ledger_microseconds(recorded_at), source.code, destination.code, reason, cause, key
    FROM ledger_transfer AS transfer
    LEFT JOIN ledger_pot AS source ON source.id = source_id
    LEFT JOIN ledger_pot AS destination ON destination.id = destination_id
    WHERE transfer.id > %(after_id)s AND transfer.id <= %(upto_id)s
    ORDER BY transfer.id
"""
SEALS = """
    SELECT no, first_id, last_id, count, total_fen, ledger_microseconds(max_recorded_at),
           ledger_microseconds(sealed_at), row_digests, digest
    FROM ledger_seal WHERE no > %(after_no)s AND no <= %(upto_no)s ORDER BY no
"""
BEGINNING, END = (0, -(2**63)), (2**63 - 1, 2**63 - 1)


class Seal(NamedTuple):
    no: int
    first_id: int
    last_id: int
    transfers: int
    total_fen: int
    max_recorded_microseconds: int
    sealed_microseconds: int
    row_digests: bytes
    digest: bytes

    def follows(self, head: str) -> bool:
        """Whether the digest is the one made of the digest before and of what this seal says."""
        header = "|".join(str(int(value)) for value in self[:7]).encode()
        return self.digest == sha256(bytes.fromhex(head) + header + self.row_digests).digest()

    def differences(self, block: list[Any]) -> Iterator[Difference]:
        """Which transfers are not as they were when they were sealed."""
        now = b"".join(entry_of(row) for row in block)
        if now == self.row_digests:
            return
        sealed = set(entries(self.row_digests))
        sealed_ids = {id_of(entry) for entry in sealed}
        seen: set[int] = set()
        for row, entry in zip(block, entries(now), strict=True):
            if row[0] not in sealed_ids or row[0] in seen:
                yield Finding.ADDED, {"id": row[0], "key": row[-1]}
            elif entry not in sealed:
                yield Finding.ALTERED, {"id": row[0], "key": row[-1]}
            seen.add(row[0])
        for missing in sorted(sealed_ids - seen):
            yield Finding.MISSING, {"id": missing}


def blocks(
    first: tuple[int, int] = BEGINNING, last: tuple[int, int] | None = None
) -> Iterator[tuple[Seal | None, list[Any]]]:
    """Each seal with the transfers that stand in its range now; at the end those not sealed yet.

    Of a part of the chain: after a seal and its last id, up to another and its last id.
    """
    upto = last or END
    asked = {"after_no": first[0], "upto_no": upto[0], "after_id": first[1], "upto_id": upto[1]}
    transfers = rows_of(TRANSFERS, asked)
    row: Any = next(transfers, None)
    for seal in map(Seal._make, rows_of(SEALS, asked)):
        block = []
        while row is not None and row[0] <= seal.last_id:
            block.append(row)
            row = next(transfers, None)
        yield seal, block
    while row is not None:
        yield None, [row]
        row = next(transfers, None)


def entry_of(row: Any) -> bytes:
    """A transfer as its seal has it: the id, and the digest of all that it says."""
    numbers = "|".join(map(str, row[:5]))
    texts = "|".join(f"{len(str(text).encode())}|{text}" for text in row[5:])
    return (
        int(row[0]).to_bytes(8, "big", signed=True) + sha256(f"{numbers}|{texts}".encode()).digest()
    )


def entries(digests: bytes) -> Iterator[bytes]:
    return (digests[start : start + ENTRY] for start in range(0, len(digests), ENTRY))


def id_of(entry: bytes) -> int:
    return int.from_bytes(entry[:8], "big", signed=True)


def rows_of(sql: str, asked: dict[str, int]) -> Iterator[Any]:
    """Rows as they come, however many there are."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, asked)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
