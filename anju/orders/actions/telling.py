"""What is told when money has arrived: each tenant of each lease the sum for that lease, whoever paid it.

The programs of the enterprises are told of each order, its leases and their sum. (BEY-11)
"""

from collections.abc import Sequence

from anju.core.actors import Actor
from anju.core.db import action
from anju.core.money import plain_yuan
from anju.notices import actions as notices
from anju.webhooks import actions as webhooks
from anju.webhooks.rules import Event

# An organisation that pays for several leases is told once for all of them.
IN_CUSTODY = """
    WITH paid AS MATERIALIZED (
        SELECT booked.id, booked.no, booked.kind, booked.organisation_id, booked.lease_id IS NULL AS is_for_several,
            to_char(booked.booked_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
            lease.id AS lease_id, lease.filing_no, sum(line.amount_fen) AS fen
        FROM orders_order AS booked
        JOIN orders_orderline AS line ON line.order_id = booked.id
        JOIN contracts_bill AS bill ON bill.id = line.bill_id
        JOIN contracts_lease AS lease ON lease.id = bill.lease_id
        WHERE booked.id = ANY(%s)
        GROUP BY booked.id, lease.id
    )
    SELECT 'in_custody:' || paid.no || ':' || paid.filing_no || ':' || tenant.position,
        CASE paid.kind WHEN 'enterprise' THEN 'paid_by_enterprise' ELSE 'in_custody' END,
        tenant.person_id, tenant.organisation_id, jsonb_build_object(
            'order_no', paid.no, 'filing_no', paid.filing_no, 'day', paid.day,
            'amount', to_char(paid.fen / 100.0, 'FM999,999,999,990.00'))
    FROM paid JOIN contracts_leasetenant AS tenant ON tenant.lease_id = paid.lease_id
    WHERE NOT paid.is_for_several OR tenant.organisation_id IS DISTINCT FROM paid.organisation_id
    UNION ALL
    SELECT 'in_custody:' || no, 'several_in_custody', NULL, organisation_id, jsonb_build_object(
        'order_no', no, 'day', min(day), 'leases', count(*),
        'amount', to_char(sum(fen) / 100.0, 'FM999,999,999,990.00'))
    FROM paid WHERE is_for_several GROUP BY no, organisation_id
"""


@action
def tell_in_custody(*, order_ids: Sequence[int], by: Actor) -> None:
    """Tell the tenants that these orders' money is in custody, each once for an order. (manual 001, 4.2.3; ENT-02)"""
    notices.queue_selected(rows=IN_CUSTODY, parameters=[list(order_ids)], by=by)
    tell_programs(order_ids=order_ids, event=Event.ORDER_SUPERVISED, by=by)


# An order may be for leases of several enterprises, filed by several platforms: each hears of its own.
OF_OWNERS = """
    SELECT owner.organisation_id, owner.client_id, booked.no, jsonb_build_object(
        'order_no', booked.no, 'amount', to_char(sum(line.amount_fen) / 100.0, 'FM999999999990.00'),
        'filing_nos', jsonb_agg(DISTINCT lease.filing_no))
    FROM orders_order AS booked
    JOIN orders_orderline AS line ON line.order_id = booked.id
    JOIN contracts_bill AS bill ON bill.id = line.bill_id
    JOIN contracts_lease AS lease ON lease.id = bill.lease_id
    CROSS JOIN LATERAL (VALUES (lease.enterprise_id, NULL), (NULL, lease.client_id))
        AS owner (organisation_id, client_id)
    WHERE booked.id = ANY(%s) AND (owner.organisation_id IS NOT NULL OR owner.client_id IS NOT NULL)
    GROUP BY booked.id, owner.organisation_id, owner.client_id
"""
SET_ASIDE = """
    SELECT DISTINCT lease.enterprise_id, NULL::bigint, booked.no,
        jsonb_build_object('order_no', booked.no, 'amount', %s::text, 'because', %s::text)
    FROM orders_order AS booked
    JOIN orders_orderline AS line ON line.order_id = booked.id
    JOIN contracts_bill AS bill ON bill.id = line.bill_id
    JOIN contracts_lease AS lease ON lease.id = bill.lease_id
    WHERE booked.id = %s
"""


@action
def tell_programs(*, order_ids: Sequence[int], event: Event, by: Actor) -> None:
    """Tell the programs of enterprises, and of the platforms that filed the leases, what became of orders.

    Nothing is looked up where none listens.
    """
    if order_ids:
        webhooks.tell_many(event=event, rows=OF_OWNERS, parameters=[list(order_ids)], by=by)


@action
def tell_set_aside(*, order_id: int, amount_fen: int, because: str, by: Actor) -> None:
    """Tell them that money came for an order and does not fit it."""
    webhooks.tell_many(
        event=Event.ORDER_SET_ASIDE,
        rows=SET_ASIDE,
        parameters=[plain_yuan(amount_fen), because, order_id],
        by=by,
    )
