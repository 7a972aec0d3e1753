"""Releases: what is due to enterprises goes out, some thousand lots at a time, each time in one transaction. (rule A5)

Which lots have gone is remembered by their status: a run that was interrupted is simply run again. Lots are never
fetched one by one: a month's rent of a city is a million of them.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection

from anju.closings import queries as closings
from anju.core.actors import Actor
from anju.core.db import action, move_many
from anju.custody.actions.going import LEASE_IS_HELD, accounts_to_pay, as_releases, write_down
from anju.custody.actions.lots import drop_owed
from anju.custody.interest import PARTS_OF_A_FEN, accrued_parts
from anju.custody.models import Lot, Release, SettlementAccount
from anju.custody.queries.interest import rates
from anju.custody.rules import (
    MOST_LOTS_AT_ONCE,
    MOST_LOTS_IN_RELEASE,
    STANDING,
    ReleaseKind,
)

# The next lots that are due, locked, in the order of their index.
DUE = f"""
    CREATE TEMPORARY TABLE custody_due ON COMMIT DROP AS
    WITH due AS MATERIALIZED (
        SELECT id AS lot_id, lease_id, enterprise_id, bank_account_id, amount_fen AS principal_fen, value_on
        FROM custody_lot AS lot
        WHERE enterprise_id = ANY (%(enterprises)s) AND status = 'held' AND release_on <= %(day)s
            AND bank_account_id <> ALL (%(blocked)s)
            AND NOT {LEASE_IS_HELD.format(lease="lot.lease_id")}
        ORDER BY enterprise_id, release_on, bank_account_id LIMIT %(most)s FOR UPDATE OF lot
    )
    SELECT due.*, filing_no FROM due JOIN contracts_lease AS lease ON lease.id = lease_id
"""  # noqa: S608 - all of it is text of this program
# What is held is asked again under the lock: it may have been put there while we waited for it.
NOT_DUE = f"DELETE FROM custody_due WHERE {LEASE_IS_HELD.format(lease='custody_due.lease_id')}"  # noqa: S608

# What was paid of a lot's interest, though its principal came back, is not paid again.
GOING = f"""
    CREATE TEMPORARY TABLE custody_going ON COMMIT DROP AS
    SELECT dense_rank() OVER (ORDER BY enterprise_id, bank_account_id, part) AS release_number, part.*
    FROM (
        SELECT lot_id, filing_no, enterprise_id, bank_account_id, principal_fen, %(day)s - value_on AS days,
            greatest(0, (2 * principal_fen * parts + {PARTS_OF_A_FEN}) / (2 * {PARTS_OF_A_FEN}) - coalesce(paid.fen, 0))
                AS interest_fen,
            0::bigint AS owed_fen, paid.lines > 0 AS came_back,
            (row_number() OVER (PARTITION BY enterprise_id, bank_account_id ORDER BY lot_id) - 1) / %(most)s AS part
        FROM custody_due JOIN unnest(%(days)s::date[], %(parts)s::bigint[]) AS earned (value_on, parts) USING (value_on)
        CROSS JOIN LATERAL (
            SELECT count(*) AS lines,
                (sum(line.interest_fen) FILTER (WHERE release.status = ANY (%(standing)s)))::bigint AS fen
            FROM custody_releaseline AS line JOIN custody_release AS release ON release.id = release_id
            WHERE line.lot_id = custody_due.lot_id
        ) AS paid
    ) AS part
"""  # noqa: S608


@action
def release_due(*, enterprise_ids: Collection[int], day: date, by: Actor) -> list[Release]:
    """Release what is due to some enterprises, up to so many lots; nothing when there is nothing they may have.

    One release for each enterprise and bank account, or more if it would become too long. Each lot goes with the
    interest of its days. Where the bank has not paid us as much interest as a release needs, its rent goes alone and
    the interest is owed. What is held back stays, and is due still; so does what stands in a bank account whose days
    show an open difference of money. (rule A11.9)
    """
    accounts = accounts_to_pay(enterprise_ids, day)
    if not accounts or not _lay_out(accounts, day):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT lot_id FROM custody_going WHERE came_back")
        drop_owed([lot_id for (lot_id,) in cursor.fetchall()], by=by)
        cursor.execute("SELECT lot_id FROM custody_going ORDER BY lot_id")
        lot_ids = [lot_id for (lot_id,) in cursor.fetchall()]
    releases = as_releases(ReleaseKind.RENT, accounts, day)
    move_many(Lot, lot_ids, "start_release", by=by, left_on=day)
    write_down(releases, by=by)
    return releases


def _lay_out(accounts: Mapping[int, SettlementAccount], day: date) -> int:
    """Lay out in `custody_going` the lots that go now, each with its interest and the number of its release."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS custody_due, custody_going")
        asked: dict[str, Any] = {
            "enterprises": list(accounts),
            "day": day,
            "blocked": closings.blocked_accounts(day),
            "most": MOST_LOTS_AT_ONCE,
        }
        cursor.execute(DUE, asked)
        cursor.execute(NOT_DUE, asked)
        cursor.execute("SELECT DISTINCT value_on FROM custody_due")
        days = [value_on for (value_on,) in cursor.fetchall()]
        table = rates()
        cursor.execute(
            GOING,
            {
                "day": day,
                "days": days,
                "parts": [accrued_parts(1, value_on, day, table) for value_on in days],
                "most": MOST_LOTS_IN_RELEASE,
                "standing": [status.value for status in STANDING],
            },
        )
        return int(cursor.rowcount)
