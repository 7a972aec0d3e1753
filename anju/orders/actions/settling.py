"""A provider's day taken apart: one bank credit becomes the money of thousands of orders in custody. (CHN-05)"""

from django.db import connection

from anju.core.actors import Actor
from anju.core.db import action
from anju.core.money import yuan
from anju.orders.actions.booking import INTO_CUSTODY, book_fitting, put_into_custody
from anju.payments import actions as payments
from anju.payments import queries as payment_queries

FITTING = """
    CREATE TEMPORARY TABLE orders_booking ON COMMIT DROP AS
    WITH concerned AS MATERIALIZED (
        SELECT taken.*, booked.id AS order_id, booked.no AS order_no, booked.status AS order_status,
            booked.amount_fen AS order_fen
        FROM payments_taken AS taken
        JOIN orders_attempt AS attempt ON attempt.payment_id = taken.payment_id
        JOIN orders_order AS booked ON booked.id = attempt.order_id AND booked.payment_id = taken.payment_id
        ORDER BY booked.id FOR UPDATE OF booked
    )
    SELECT concerned.*
    FROM concerned
    WHERE kind = 'trade' AND payment_status = 'received' AND payment_amount_fen = amount_fen
        AND order_status = 'paid'
"""


@action
def settle_lines(*, settlement_id: int, limit: int, by: Actor) -> int:
    """Take up the next lines of a funded settlement: their orders become 已监管. Returns how many it took.

    A line that does not agree with our books goes on the list of differences and stops no other. Each call is one
    transaction; run again after a crash, the work goes on where it stopped.
    """
    taken = payments.take_lines(settlement_id=settlement_id, limit=limit, by=by)
    if not taken:
        return 0
    fitting = book_fitting(
        FITTING,
        INTO_CUSTODY.format(key="{key}", source="'transit:' || channel || ':' || bank"),
        key="'settled:' || channel || ':' || trade_no",
        fact_id="line_id",
    )
    if fitting:
        put_into_custody([order_id for _, _, order_id in fitting], by=by)
        payments.mark_lines(
            line_ids=[line_id for line_id, _, _ in fitting],
            payment_ids=[payment_id for _, payment_id, _ in fitting],
            by=by,
        )
    _settle_the_rest({line_id for line_id, _, _ in fitting}, by=by)
    return taken


def _settle_the_rest(booked: set[int], *, by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT line_id, kind, trade_no, amount_fen, payment_id, payment_status, payment_amount_fen
            FROM payments_taken ORDER BY line_id"""
        )
        rest = [row for row in cursor.fetchall() if row[0] not in booked]
    for line_id, kind, trade_no, amount_fen, payment_id, status, expected_fen in rest:
        given_back = status in ("refunding", "refunded")
        if payment_id is not None and amount_fen == expected_fen and given_back:
            payments.mark_lines(line_ids=[line_id], payment_ids=[], by=by)
        elif payment_id is None:
            payments.differ_line(line_id=line_id, because=f"没有交易{trade_no}对应的支付单", by=by)
        elif amount_fen != expected_fen:
            payments.differ_line(
                line_id=line_id,
                because=f"账单{yuan(amount_fen)}元，支付单{yuan(expected_fen)}元",
                by=by,
            )
        else:
            payments.differ_line(line_id=line_id, because=_why(kind, status), by=by)


def _why(kind: str, status: str) -> str:
    label = payment_queries.status_label(status)
    return f"账单为{'退款' if kind == 'refund' else '收款'}，支付单状态为「{label}」"
