"""Booking what the outside tells us, with its neighbours: all new facts of a moment in one transaction.

The rule is the same for one and for many. What fits is booked by a handful of statements; what does not fit leaves the
batch and is looked at alone, with its own reason. (docs/decisions: facts first, then booked with their neighbours)
"""

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import Staged, action, move_many
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.ledger import actions as ledger
from anju.orders.actions import money_that_does_not_fit as odd
from anju.orders.actions.telling import tell_in_custody, tell_programs
from anju.orders.models import Order
from anju.payments import actions as payments
from anju.webhooks.rules import Event

# Locks the orders and payments concerned, in the order of their ids, and lays out those that can be booked, with all
# that booking them needs, so that no later statement looks any of it up again.
FITTING = """
    CREATE TEMPORARY TABLE orders_booking ON COMMIT DROP AS
    WITH concerned AS MATERIALIZED (
        SELECT taken.*, booked.id AS order_id, booked.no AS order_no, booked.status AS order_status,
            payment.status AS payment_status, payment.amount_fen AS payment_fen
        FROM payments_taken AS taken
        JOIN orders_attempt AS attempt ON attempt.payment_id = taken.payment_id
        JOIN orders_order AS booked ON booked.id = attempt.order_id
        JOIN payments_payment AS payment ON payment.id = taken.payment_id
        ORDER BY booked.id FOR UPDATE OF booked, payment
    )
    SELECT DISTINCT ON (order_id) concerned.*
    FROM concerned
    WHERE turn = 1 AND payment_status IN ('requested', 'open') AND payment_fen = concerned.amount_fen
        AND order_status IN ('awaiting', 'paying') AND {condition}
    ORDER BY order_id, fact_id
"""

INTO_CUSTODY = """
    INSERT INTO ledger_staged (key, number, reason, cause, source, destination, amount_fen, happened_at)
    SELECT {key}, row_number() OVER (PARTITION BY booking.order_id ORDER BY line.id), 'order_paid',
        'order:' || order_no, {source}, 'lease:' || lease.filing_no || ':' || bill.kind, line.amount_fen,
        happened_at
    FROM orders_booking AS booking
    JOIN orders_orderline AS line ON line.order_id = booking.order_id
    JOIN contracts_bill AS bill ON bill.id = line.bill_id
    JOIN contracts_lease AS lease ON lease.id = bill.lease_id
"""

# For custody, which makes lots of these bills a moment later.
ARRIVED = """
    SELECT line.bill_id, happened_at FROM orders_booking AS booking
    JOIN orders_orderline AS line ON line.order_id = booking.order_id
"""

IN_TRANSIT = """
    INSERT INTO ledger_staged (key, reason, cause, source, destination, amount_fen, happened_at)
    SELECT {key}, 'provider_paid', 'order:' || order_no,
        'world:' || channel || ':' || bank, 'transit:' || channel || ':' || bank, amount_fen, happened_at
    FROM orders_booking
"""


@action
def book_credits(*, limit: int, by: Actor) -> int:
    """Take up new bank entries: what pays an order puts the money in custody at once. Returns how many it took.

    Only the exact amount for an order that still waits is booked so; everything else is settled one by one.
    """
    taken = payments.take_credits(limit=limit, by=by)
    if not taken:
        return 0
    fitting = book_fitting(
        FITTING.format(condition="direction = 'credit'"),
        INTO_CUSTODY.format(key="{key}", source="'world:' || bank"),
        key="'credit:' || fact_id",
    )
    if fitting:
        put_into_custody([order_id for _, _, order_id in fitting], by=by)
        payments.mark_credits(
            entry_ids=[fact_id for fact_id, _, _ in fitting],
            payment_ids=[payment_id for _, payment_id, _ in fitting],
            by=by,
        )
    for entry_id in _left_over(fitting):
        try:
            odd.settle_entry(entry_id=entry_id, by=by)
        except Refused as refused:
            payments.set_aside_credit(entry_id=entry_id, because=refused.message, by=by)
    return taken


@action
def book_notifications(*, limit: int, by: Actor) -> int:
    """Take up providers' new notifications: a paid trade makes its order 成功, its money is in transit until the
    provider's bank credit of the next day. Returns how many it took.
    """
    taken = payments.take_notifications(limit=limit, by=by)
    if not taken:
        return 0
    fitting = book_fitting(
        FITTING.format(condition="same_merchant AND is_paid"),
        IN_TRANSIT,
        key="channel || ':' || trade_no",
    )
    if fitting:
        order_ids = [order_id for _, _, order_id in fitting]
        _close_the_other_payments()
        move_many(
            Order,
            order_ids,
            "confirm_payment",
            by=by,
            expires_at=None,
            payment=Staged("orders_booking", "order_id", "payment_id"),
        )
        tell_programs(order_ids=order_ids, event=Event.ORDER_RECEIVED, by=by)
        payments.mark_notifications(
            notification_ids=[fact_id for fact_id, _, _ in fitting],
            payment_ids=[payment_id for _, payment_id, _ in fitting],
            by=by,
        )
    for notification_id in _left_over(fitting):
        try:
            odd.settle_notification(notification_id=notification_id, by=by)
        except Refused as refused:
            payments.set_aside_notification(
                notification_id=notification_id, because=refused.message, by=by
            )
    return taken


def book_fitting(
    fitting: str, staging: str, *, key: str, fact_id: str = "fact_id"
) -> list[tuple[int, int, int]]:
    """Lay out in `orders_booking` what can be booked, and book it; the ids of its facts, payments and orders.

    What the ledger refuses, say a provider's number that was used before, leaves the batch: it is looked at alone.
    """
    ledger.open_stage()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS orders_booking")
        cursor.execute(fitting)
        cursor.execute(staging.format(key=key))
        refused = ledger.transfer_staged()
        if refused:
            cursor.execute(
                f"DELETE FROM orders_booking WHERE {key} = ANY(%s)",  # noqa: S608
                [list(refused)],
            )
        cursor.execute(
            f"SELECT {fact_id}, payment_id, order_id FROM orders_booking ORDER BY order_id"  # noqa: S608
        )
        return cursor.fetchall()


def _left_over(fitting: list[tuple[int, int, int]]) -> list[int]:
    booked = {fact_id for fact_id, _, _ in fitting}
    with connection.cursor() as cursor:
        cursor.execute("SELECT fact_id FROM payments_taken ORDER BY fact_id")
        return [fact_id for (fact_id,) in cursor.fetchall() if fact_id not in booked]


def _close_the_other_payments() -> None:
    """Where another payment of an order was started meanwhile, ask for that one to be closed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE payments_payment AS other SET close_wanted = true
            FROM orders_attempt AS attempt, orders_booking AS booking
            WHERE attempt.order_id = booking.order_id AND attempt.payment_id <> booking.payment_id
                AND other.id = attempt.payment_id AND other.status IN ('requested', 'open')
            """
        )


def put_into_custody(order_ids: list[int], *, by: Actor) -> None:
    _close_the_other_payments()
    move_many(
        Order,
        order_ids,
        "take_into_custody",
        by=by,
        expires_at=None,
        booked_at=clock.now(),
        payment=Staged("orders_booking", "order_id", "payment_id"),
    )
    custody.note_arrivals(rows=ARRIVED, parameters=[], by=by)
    tell_in_custody(order_ids=order_ids, by=by)
