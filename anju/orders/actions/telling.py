"""What is told when money has arrived: each tenant of each lease the sum for that lease, whoever paid it."""

from collections.abc import Sequence

from anju.core.actors import Actor
from anju.core.db import action
from anju.notices import actions as notices

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
