"""What a change of a filed lease would do to its bills, before it is handed in. (CON-13; rule A9.1)"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anju.contracts.actions import Change
from anju.contracts.rules import BillStatus
from anju.contracts.terms import LeaseTerms
from anju.core.money import yuan
from anju.core.paper import canonical
from anju.filings.terms import LeaseChange
from anju.orders import queries as orders
from anju.web.amendments import Difference, InstalmentShown, differences, plan_shown
from anju.web.bills import TONES, kind_of, period_of


@dataclass(frozen=True)
class BillSeen:
    """A bill as it is, or as it would be."""

    due_on: date
    amount: str
    period: str


@dataclass(frozen=True)
class BillRow:
    """A bill before and after; it stays where both are the same."""

    label: str
    before: BillSeen | None
    after: BillSeen | None
    becomes: str
    status: str = ""
    tone: str = ""

    @property
    def as_plain(self) -> list[str]:
        return [str(part) for part in (self.label, self.before, self.after, self.status)]


@dataclass(frozen=True)
class Preview:
    """`digest` names what was seen: what is handed in is what stood on the page."""

    changes: list[Difference]
    rows: list[BillRow]
    plan: list[InstalmentShown]

    @property
    def digest(self) -> str:
        """Also of how far the bills are: who pays one meanwhile changes what becomes of it."""
        shown = [[one.label, one.before, one.after] for one in self.changes]
        plan = [str(one) for one in self.plan]
        text = canonical(
            {"changes": shown, "rows": [one.as_plain for one in self.rows], "plan": plan}
        )
        return hashlib.sha256(text.encode()).hexdigest()


def preview_shown(lease: LeaseTerms, asked: LeaseChange, tried: Change) -> Preview:
    """What differs, every bill before and after; where the rent is not supervised its plan, for it has no bills."""
    plan = plan_shown(lease.instalments, asked.instalments)
    return Preview(
        differences(lease, asked), bill_rows(tried), [] if tried.lease.rent_is_supervised else plan
    )


def bill_rows(tried: Change) -> list[BillRow]:
    """Bills that are withdrawn stand beside those that are made in their place; all as they fall due."""
    made = {(bill.kind, bill.number): bill for bill in tried.made}
    rows = [*staying(tried), *(changed(bill, made) for bill in tried.withdrawn)]
    rows += [BillRow(kind_of(one), None, bill_seen(one), _("新增")) for one in made.values()]
    return sorted(rows, key=due_on)


def staying(tried: Change) -> Iterable[BillRow]:
    bills: Any = orders.bills_of(tried.lease)
    now = {bill.pk: bill.status for bill in bills}
    for bill in tried.stays:
        seen, status = bill_seen(bill), BillStatus(now[bill.pk])
        yield BillRow(kind_of(bill), seen, seen, _("不变"), str(status.label), TONES[status])


def changed(bill: Any, made: dict[Any, Any]) -> BillRow:
    new = made.pop((bill.kind, bill.number), None)
    after = bill_seen(new) if new else None
    return BillRow(kind_of(bill), bill_seen(bill), after, _("重新生成") if new else _("取消"))


def bill_seen(bill: Any) -> BillSeen:
    return BillSeen(bill.due_on, yuan(bill.amount_fen), period_of(bill))


def due_on(row: BillRow) -> date:
    seen = row.after or row.before
    return seen.due_on if seen else date.max
