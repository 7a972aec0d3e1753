"""Shares are frozen on the accounts of homes, and freed again, by one transfer for all homes. (WDR-08)"""

from django.db import connection

from anju.core import clock
from anju.core.db import as_array
from anju.core.numbers import next_of
from anju.ledger import actions as ledger
from anju.ledger.rules import Reason
from anju.works.actions.counting import note_owed
from anju.works.models import Order
from anju.works.queries.covers import Cover, covers_of

LOCK = """
SELECT account.id FROM fund_account AS account
WHERE account.dwelling_id IN (SELECT dwelling_id FROM works_share WHERE order_id = %s AND is_counted)
ORDER BY account.id FOR UPDATE
"""
PARTS = """
SELECT 'home:' || share.dwelling_id || part.suffix, part.fen
FROM works_share AS share
CROSS JOIN LATERAL (VALUES ('', {owner}), (':unit', {unit})) AS part (suffix, fen)
WHERE share.order_id = %s AND share.is_counted AND part.fen > 0 ORDER BY share.position, part.suffix
"""
UNPAID = PARTS.format(
    owner="share.covered_fen - share.paid_fen", unit="share.unit_covered_fen - share.unit_paid_fen"
)


def lock_accounts(order: Order) -> None:
    """In the order of their ids: two orders on the same homes never wait for each other in a ring."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [order.pk])


def parts_of(question: str, order: Order) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [order.pk])
        return list(cursor.fetchall())


def frozen_pot(pot: str) -> str:
    return f"{pot}:frozen"


def freeze(order: Order, parts: list[tuple[str, int]]) -> None:
    """From the pots of homes to their frozen ones; all or none."""
    if parts:
        ledger.open_pots(codes=[frozen_pot(pot) for pot, _fen in parts])
        legs = [(pot, frozen_pot(pot), fen) for pot, fen in parts]
        _transfer(order, Reason.WORKS_FROZEN, legs)


def free(order: Order, parts: list[tuple[str, int]]) -> None:
    if parts:
        _transfer(order, Reason.WORKS_RELEASED, [(frozen_pot(pot), pot, fen) for pot, fen in parts])


def _transfer(order: Order, reason: Reason, legs: list[tuple[str, str, int]]) -> None:
    ledger.transfer(
        key=f"{order.cause}:{next_of('works_no')}",
        reason=reason,
        cause=order.cause,
        happened_at=clock.now(),
        legs=legs,
    )


def keep_covers(order: Order, covers: list[Cover], *, sets: str = "") -> None:
    """Write down what is covered now."""
    rows = [
        (
            one.share_id,
            one.account_id,
            one.frozen_fen + one.adds_fen,
            one.unit_frozen_fen + one.unit_adds_fen,
            one.held_fen + one.unit_held_fen,
        )
        for one in covers
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE works_share AS share SET account_id = counted.account_id,"  # noqa: S608 - our own text
            f" covered_fen = counted.fen, unit_covered_fen = counted.unit_fen{sets}"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])"
            " AS counted (id, account_id, fen, unit_fen, before_fen) WHERE share.id = counted.id",
            [as_array(column) for column in zip(*rows, strict=True)],
        )
    note_owed(order)


def freeze_shares(order: Order) -> None:
    """The order is approved: what its homes hold of their shares is frozen."""
    covers = covers_of(order, is_frozen=False)
    freeze(order, [part for one in covers for part in one.parts])
    keep_covers(
        order, covers, sets=", before_fen = counted.before_fen, approved_fen = share.owner_fen"
    )


def free_the_rest(order: Order) -> None:
    """All that is frozen and was not paid is free again. The accounts are locked."""
    free(order, parts_of(UNPAID, order))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE works_share SET covered_fen = paid_fen, unit_covered_fen = unit_paid_fen"
            " WHERE order_id = %s AND is_counted"
            " AND (covered_fen <> paid_fen OR unit_covered_fen <> unit_paid_fen)",
            [order.pk],
        )
    note_owed(order)


def release(order: Order) -> None:
    """The order was stopped: what was not paid is free, and no home bears more than it has paid."""
    lock_accounts(order)
    free_the_rest(order)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE works_share SET share_fen = paid_fen + unit_paid_fen, owner_fen = paid_fen,"
            " unit_fen = unit_paid_fen WHERE order_id = %s AND is_counted",
            [order.pk],
        )
    note_owed(order)
