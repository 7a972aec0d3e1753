from datetime import datetime

from django.db import connection

from anju.core.refusals import ensure


def balance_fen(code: str) -> int:
    """What is in a pot now."""
    return balances([code])[code]


def balances(codes: list[str]) -> dict[str, int]:
    """What is in each of these pots now, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, CASE WHEN pooled THEN ledger_derived_fen(id) ELSE balance_fen END"
            " FROM ledger_pot WHERE code = ANY (%s)",
            [codes],
        )
        found = dict(cursor.fetchall())
    ensure(found.keys() == set(codes), f"unknown pot among {sorted(codes)[:10]}")
    return found
