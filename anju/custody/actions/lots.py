"""Lots: made of what has come into custody, and ended with the lease."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock_many, move_many
from anju.core.refusals import Refused
from anju.custody.models import InterestOwed, Lot
from anju.custody.queries.lots import filing_no_of
from anju.custody.rules import LotKind, LotStatus, OwedStatus, Refusal
from anju.custody.schedule import lots_of
from anju.parameters import queries as parameters


@action
def note_arrivals(*, rows: str, parameters: Sequence[Any], by: Actor) -> None:
    """Note that bills' money has come into custody: `rows` is a SELECT of bill_id and when the bank booked it.

    This is all that booking pays for it: one statement, whatever the number of bills. A job makes the lots.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO custody_arrival (bill_id, booked_at) SELECT bill_id, booked_at"  # noqa: S608
            f" FROM ({rows}) AS arrived (bill_id, booked_at) ON CONFLICT (bill_id) DO NOTHING",
            parameters,
        )


TERMS = ("custody.first_release_months", "custody.release_within_days")
TAKEN = """
    WITH taken AS (
        DELETE FROM custody_arrival WHERE bill_id IN (
            SELECT bill_id FROM custody_arrival ORDER BY bill_id LIMIT %s FOR UPDATE SKIP LOCKED
        ) RETURNING bill_id, booked_at
    )
    SELECT bill.id, bill.kind, bill.amount_fen, bill.from_on, bill.to_on, taken.booked_at,
        lease.id, lease.starts_on, lease.enterprise_id, lease.bank_account_id,
        EXISTS (SELECT 1 FROM custody_lot WHERE custody_lot.bill_id = bill.id)
    FROM taken JOIN contracts_bill AS bill ON bill.id = taken.bill_id
    JOIN contracts_lease AS lease ON lease.id = bill.lease_id
    ORDER BY bill.id
"""


@action
def take_in(*, limit: int, by: Actor) -> int:
    """Make the lots of the next bills that have come into custody; returns how many bills it took.

    Any number of workers may do so, each takes other bills. A bill that has its lots is passed over. (rule A6.1)
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [limit])
        taken = cursor.fetchall()
    terms = _terms() if taken else {}
    Lot.objects.bulk_create(
        lot for *bill, has_lots in taken if not has_lots for lot in _lots(terms, *bill)
    )
    return len(taken)


def _terms() -> dict[str, int]:
    """What the city has settled of releases, read once for a batch."""
    now = parameters.numbers(TERMS)
    return {"first_months": now[TERMS[0]], "within_days": now[TERMS[1]]}


def _lots(
    terms: dict[str, int],
    bill_id: int,
    kind: str,
    amount_fen: int,
    from_on: Any,
    to_on: Any,
    booked_at: datetime,
    lease_id: int,
    starts_on: Any,
    enterprise_id: int,
    bank_account_id: int,
) -> list[Lot]:
    booked_on = clock.day_of(booked_at)
    about = {
        "bill_id": bill_id,
        "lease_id": lease_id,
        "enterprise_id": enterprise_id,
        "bank_account_id": bank_account_id,
        "kind": kind,
        "value_on": booked_on,
    }
    if kind == LotKind.DEPOSIT:
        return [Lot(number=1, amount_fen=amount_fen, **about)]
    return [
        Lot(
            number=lot.number,
            from_on=lot.from_on,
            to_on=lot.to_on,
            amount_fen=lot.amount_fen,
            release_on=lot.release_on,
            **about,
        )
        for lot in lots_of(amount_fen, from_on, to_on, starts_on, booked_on, **terms)
    ]


@action
def end_lots(*, lease_id: int, lot_ids: Collection[int], because: str, by: Actor) -> list[Lot]:
    """These lots of a lease leave custody today: what ends the lease pays them out, with interest up to today.

    Refused while one of the lease's lots is being released, and when one of these is not held any more: nothing of
    it is ended then. What was still owed of their interest is part of what is paid out now.
    """
    lots: list[Lot] = lock_many(
        Lot, Lot.objects.filter(lease=lease_id).values_list("pk", flat=True)
    )
    if any(lot.status == LotStatus.RELEASING for lot in lots):
        raise Refused(Refusal.RELEASE_UNDER_WAY, filing_no=filing_no_of(lease_id))
    held = [lot for lot in lots if lot.status == LotStatus.HELD and lot.pk in lot_ids]
    if len(held) != len(set(lot_ids)):
        raise Refused(Refusal.NOT_HELD, filing_no=filing_no_of(lease_id))
    drop_owed([lot.pk for lot in held], by=by)
    ids = [lot.pk for lot in held]
    move_many(Lot, ids, "end", by=by, because=because, left_on=clock.today())
    return held


def drop_owed(lot_ids: list[int], *, by: Actor) -> None:
    """Interest still owed of lots that came back is not paid beside what they earn from now on: it is part of it."""
    owed = InterestOwed.objects.filter(line__lot__in=lot_ids, status=OwedStatus.OWED)
    ids = list(owed.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    move_many(InterestOwed, ids, "drop", by=by)
