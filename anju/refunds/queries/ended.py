"""Refunds that are over: how long each of them took, for the figures that are published. (BEY-07)"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from anju.refunds.models import Case
from anju.refunds.rules import PortionSource, PortionStatus, Reason, Side, Status

MAIN = (PortionSource.PLAN, PortionSource.ITEM, PortionSource.FINAL, PortionSource.ORDER)
"""What is paid because of the end itself, and not because money or interest came after it."""


@dataclass(frozen=True)
class EndedRefund:
    """A case that was closed; `paid_on` is the day on which the tenant had all that the end of the lease gave them.

    `was_late`: the enterprise let its time for a plan, or for a new one, pass.
    """

    case_id: int
    enterprise_id: int
    district: str
    returned_on: date
    paid_on: date
    is_disputed: bool
    was_late: bool


def refunds_ended(start: datetime, end: datetime, size: int) -> Iterator[list[EndedRefund]]:
    """The cases closed from one moment to before another of which the tenant was paid something, `size` at a time."""
    last = 0
    while chunk := _ended(start, end, last, size):
        yield chunk
        last = chunk[-1].case_id


def _ended(start: datetime, end: datetime, after: int, size: int) -> list[EndedRefund]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ended.id, lease.enterprise_id, lease.district, ended.returned_on,
                greatest((paid.at AT TIME ZONE 'Asia/Shanghai')::date, ended.returned_on),
                ended.disputed_at IS NOT NULL,
                ended.escalated_at IS NOT NULL OR (ended.reason <> %(revoked)s AND EXISTS (
                    SELECT 1 FROM core_event WHERE kind = %(kind)s AND record_id = ended.id AND move = 'refund_all'))
            FROM refunds_case AS ended
            JOIN contracts_lease AS lease ON lease.id = ended.lease_id
            CROSS JOIN LATERAL (
                SELECT max(paid_at) AS at FROM refunds_portion
                WHERE case_id = ended.id AND side = %(tenant)s AND source = ANY(%(main)s) AND status = %(paid)s
            ) AS paid
            WHERE ended.status = %(closed)s AND ended.closed_at >= %(start)s AND ended.closed_at < %(end)s
              AND ended.id > %(after)s AND paid.at IS NOT NULL
            ORDER BY ended.id LIMIT %(size)s
            """,
            {
                "revoked": Reason.FILING_REVOKED.value,
                "kind": Case._meta.label_lower,
                "tenant": Side.TENANT.value,
                "main": [source.value for source in MAIN],
                "paid": PortionStatus.PAID.value,
                "closed": Status.CLOSED.value,
                "start": start,
                "end": end,
                "after": after,
                "size": size,
            },
        )
        return [EndedRefund(*row) for row in cursor.fetchall()]
