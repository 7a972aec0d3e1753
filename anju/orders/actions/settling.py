"""A provider's day taken apart: one bank credit becomes the money of thousands of orders in custody. (CHN-05)"""

from anju.core.actors import Actor
from anju.core.db import action
from anju.orders.actions.booking import INTO_CUSTODY, book_fitting, put_into_custody
from anju.payments import actions as payments

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
    payments.settle_the_rest(booked_ids={line_id for line_id, _, _ in fitting}, by=by)
    return taken
