"""All business on an owner's homes: what is shown of each piece, and where it leads. (OWN-41)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from anju.core.actors import Actor
from anju.fund import queries
from anju.fund.queries import Business, BusinessKind
from anju.portals.owner.shown_receipts import ReceiptShown, receipts_shown

PAGES = {
    BusinessKind.DEPOSIT: "owner:deposit",
    BusinessKind.ADDITION: "owner:addition",
    BusinessKind.REFUND: "owner:refund",
}


@dataclass(frozen=True)
class BusinessShown:
    """`url` leads to the deposit, the addition or the refund."""

    business: Business
    kind: str
    url: str
    receipt: ReceiptShown | None


def business_shown(rows: Sequence[Business], actor: Actor) -> list[BusinessShown]:
    paid = [one.record_id for one in rows if one.kind == BusinessKind.DEPOSIT]
    deposits = queries.deposits_seen_by(actor).filter(pk__in=paid) if paid else []
    receipts = receipts_shown(list(deposits), actor)
    return [
        BusinessShown(
            one,
            str(one.kind.label),
            reverse(PAGES[one.kind], args=[one.no]),
            receipts.get(one.record_id) if one.kind == BusinessKind.DEPOSIT else None,
        )
        for one in rows
    ]


def place_of(one: Business) -> str:
    """Where a page of this list ends, as its address says it."""
    return f"{one.at.isoformat()}~{one.no}"


def place_asked_for(text: str) -> tuple[datetime, str] | None:
    """The first page where it cannot be understood."""
    moment, _tilde, no = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, no) if at.tzinfo is not None and no else None
