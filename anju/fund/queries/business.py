"""维修资金管理: all business on an owner's homes in one place. (OWN-41)"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, TextChoices, Value
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.actors import Actor
from anju.fund.queries.additions import additions_seen_by
from anju.fund.queries.deposits import deposits_seen_by
from anju.fund.queries.refunds import refunds_seen_by
from anju.fund.rules import AdditionStatus, DepositKind, RefundReason, RefundStatus, Status, Way

PAGE = 20


class BusinessKind(TextChoices):
    DEPOSIT = "deposit", _("交存")
    ADDITION = "addition", _("添加房屋")
    REFUND = "refund", _("退款")


@dataclass(frozen=True)
class Business:
    """One piece of business: its record is found by kind and id; amount 0 where no money is in it."""

    kind: BusinessKind
    record_id: int
    no: str
    at: datetime
    address: str
    what: str
    status: str
    amount_fen: int

    @property
    def key(self) -> tuple[datetime, str]:
        """Where the next page begins."""
        return self.at, self.no


def business_seen_by(
    actor: Actor,
    *,
    dwelling_id: int | None = None,
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int = PAGE,
) -> list[Business]:
    """What this actor paid or asked for and all that concerns its homes, newest first, with quick deposits.

    By home, kind and period, both days included; the page after the `key` of the last one shown.
    """
    wanted = [
        _rows(*one, dwelling_id, since, until, before)[: limit + 1]
        for name, one in _parts(actor).items()
        if kind in ("", name)
    ]
    first, *others = wanted
    rows = first.union(*others, all=True).order_by("-at", "-no") if others else first
    return [_business(row) for row in rows[:limit]]


def _parts(actor: Actor) -> dict[str, tuple[BusinessKind, QuerySet[Any], str, str, str]]:
    """Each kind with its records, when it was, where its home stands, and what its amount is."""
    home = "account__dwelling"
    return {
        "deposit": (BusinessKind.DEPOSIT, deposits_seen_by(actor), "made_at", home, "kind"),
        "addition": (BusinessKind.ADDITION, additions_seen_by(actor), "made_at", "dwelling", "way"),
        "refund": (BusinessKind.REFUND, refunds_seen_by(actor), "entered_at", home, "reason"),
    }


def _rows(
    kind: BusinessKind,
    records: QuerySet[Any],
    moment: str,
    home: str,
    what: str,
    dwelling_id: int | None,
    since: date | None,
    until: date | None,
    before: tuple[datetime, str] | None,
) -> QuerySet[Any]:
    if dwelling_id is not None:
        records = records.filter(**{home: dwelling_id})
    if since is not None:
        records = records.filter(**{f"{moment}__gte": clock.start_of(since)})
    if until is not None:
        records = records.filter(**{f"{moment}__lt": clock.end_of(until)})
    if before is not None:
        at, no = before
        records = records.filter(**{f"{moment}__lte": at}).exclude(**{moment: at, "no__gte": no})
    amount = Value(0, BigIntegerField()) if kind == BusinessKind.ADDITION else F("amount_fen")
    return (
        records.select_related(None)
        .annotate(
            business=Value(kind.value, CharField()),
            at=F(moment),
            address=F(f"{home}__address"),
            what=F(what),
            fen=amount,
        )
        .order_by("-at", "-no")
        .values_list("business", "pk", "no", "at", "address", "what", "status", "fen")
    )


LABELS: dict[str, tuple[type[TextChoices], type[TextChoices]]] = {
    BusinessKind.DEPOSIT: (DepositKind, Status),
    BusinessKind.ADDITION: (Way, AdditionStatus),
    BusinessKind.REFUND: (RefundReason, RefundStatus),
}
"""How what it is about and its status are called."""


def _business(row: tuple[Any, ...]) -> Business:
    kind, record_id, no, at, address, what, status, fen = row
    whats, statuses = LABELS[kind]
    return Business(
        BusinessKind(kind),
        record_id,
        no,
        at,
        address or "",
        str(whats(what).label),
        str(statuses(status).label),
        fen,
    )
