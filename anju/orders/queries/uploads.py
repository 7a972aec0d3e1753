"""What may be asked about the spreadsheets with which enterprises pay for their tenants. (ENT-02)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet, Sum

from anju.contracts import queries as contracts
from anju.contracts.rules import BillKind, BillStatus
from anju.core.actors import Actor
from anju.core.money import yuan
from anju.orders.models import BillUpload, BillUploadRow
from anju.orders.queries.bills import with_status
from anju.orders.rules import OrderKind, RowOutcome, RowSentence, UploadStatus

if TYPE_CHECKING:
    from anju.orders.reading import StatedRow

SETTLED = (BillStatus.PAID, BillStatus.IN_CUSTODY)


def uploads_seen_by(actor: Actor) -> QuerySet[BillUpload]:
    """An enterprise's files, newest first, each with how many rows are `done`, `payable` and `ordered`."""
    if not actor.is_enterprise:
        return BillUpload.objects.none()
    is_payable = Q(rows__outcome=RowOutcome.PAYABLE)
    return (
        BillUpload.objects.filter(organisation=actor.organisation_id)
        .select_related("file")
        .defer("file__content")
        .annotate(
            done=Count("rows"),
            payable=Count("rows", filter=is_payable),
            ordered=Count("rows", filter=is_payable & Q(rows__order__isnull=False)),
        )
        .order_by("-id")
    )


def rows_of_upload(upload_id: int, outcome: str = "") -> QuerySet[BillUploadRow]:
    """The rows of a file that have been looked at, in its order."""
    rows = BillUploadRow.objects.filter(upload=upload_id).select_related("bill", "order")
    return (rows.filter(outcome=outcome) if outcome else rows).order_by("number")


@dataclass(frozen=True)
class PayableAtBank:
    """What a file would pay into the account of one receiving bank."""

    bank_account_id: int
    bank_name: str
    count: int
    fen: int


def payable_by_bank(upload_id: int) -> list[PayableAtBank]:
    """What of a file can be paid and is in no order yet: an order for each receiving bank."""
    rows = BillUploadRow.objects.filter(upload=upload_id, outcome=RowOutcome.PAYABLE, order=None)
    account = F("bill__lease__bank_account")
    sums = (
        rows.values(account=account, bank=F("bill__lease__bank_account__bank_name"))
        .annotate(count=Count("id"), fen=Sum("bill__amount_fen"))
        .order_by("account")
    )
    return [
        PayableAtBank(each["account"], each["bank"], each["count"], each["fen"]) for each in sums
    ]


def counts_of_upload(upload_id: int) -> dict[str, int]:
    """How many rows have which outcome."""
    rows = BillUploadRow.objects.filter(upload=upload_id).order_by()
    return dict(rows.values_list("outcome").annotate(Count("id")))


def uploads_to_work_on() -> list[int]:
    """The files with rows still to be looked at, oldest first."""
    waiting = BillUpload.objects.exclude(status=UploadStatus.DONE).order_by("id")
    return list(waiting.values_list("id", flat=True))


def upload(upload_id: int) -> BillUpload:
    return BillUpload.objects.select_related("file").get(pk=upload_id)


def rows_done(upload_id: int) -> set[int]:
    return set(rows_of_upload(upload_id).values_list("number", flat=True))


@dataclass(frozen=True)
class CheckedRow:
    row: StatedRow
    outcome: RowOutcome
    sentence: str = ""
    bill_id: int | None = None


def checked(rows: Sequence[StatedRow], actor: Actor) -> list[CheckedRow]:
    """Whether each row's bill can be paid by this enterprise; the rows are all those of their leases in the file."""
    filing_nos = {row.filing_no for row in rows}
    leases = list(contracts.leases_let_by(actor).filter(filing_no__in=filing_nos))
    ours = {lease.filing_no for lease in leases}
    of_leases = with_status(contracts.bills_of_leases(leases))
    bills = {(bill.lease.filing_no, bill.kind, bill.number): bill for bill in of_leases}
    first_row: dict[tuple[str, str, int], int] = {}
    found = [_checked(row, ours, bills.get(row.bill), first_row) for row in rows]
    return _in_order(found, bills.values())


def _checked(
    row: StatedRow, ours: set[str], bill: Any, first_row: dict[tuple[str, str, int], int]
) -> CheckedRow:
    """What can be said of a row by itself, and by the rows before it."""
    if row.wrong:
        return CheckedRow(row, RowOutcome.UNREADABLE, row.wrong)
    if row.filing_no not in ours:
        return CheckedRow(row, RowOutcome.NOT_OURS)
    if bill is None:
        return CheckedRow(row, RowOutcome.NO_BILL)
    first = first_row.setdefault(row.bill, row.number)
    if first != row.number:
        return CheckedRow(row, RowOutcome.TWICE, _told(RowSentence.TWICE_OF, first=first), bill.pk)
    if bill.status in SETTLED:
        return CheckedRow(row, RowOutcome.PAID, bill_id=bill.pk)
    if bill.status == BillStatus.IN_ORDER:
        is_ours = bill.order_kind == OrderKind.ENTERPRISE
        sentence = RowSentence.OUR_ORDER if is_ours else RowSentence.TENANTS_ORDER
        return CheckedRow(row, RowOutcome.IN_ORDER, _told(sentence, order=bill.order_no), bill.pk)
    if bill.status == BillStatus.LEASE_ENDED:
        return CheckedRow(row, RowOutcome.LEASE_ENDED, bill_id=bill.pk)
    if row.amount_fen not in (None, bill.amount_fen):
        amounts = {"stated": yuan(row.amount_fen or 0), "amount": yuan(bill.amount_fen)}
        return CheckedRow(
            row, RowOutcome.AMOUNT_DIFFERS, _told(RowSentence.AMOUNTS, **amounts), bill.pk
        )
    return CheckedRow(row, RowOutcome.PAYABLE, "", bill.pk)


def _in_order(found: list[CheckedRow], bills: Iterable[Any]) -> list[CheckedRow]:
    """Rent is paid in its order: a row after a rent bill that is neither paid nor payable here has to wait for it."""
    payable = {each.bill_id for each in found if each.outcome == RowOutcome.PAYABLE}
    gaps: dict[str, Any] = {}
    for bill in sorted(bills, key=lambda bill: bill.number):
        if bill.kind == BillKind.RENT and bill.status not in SETTLED and bill.pk not in payable:
            gaps.setdefault(bill.lease.filing_no, bill)

    return [_waiting(each, gaps.get(each.row.filing_no)) for each in found]


def _waiting(each: CheckedRow, gap: Any) -> CheckedRow:
    is_rent = each.outcome == RowOutcome.PAYABLE and each.row.kind == BillKind.RENT
    if gap is None or not is_rent or gap.number > each.row.instalment:
        return each
    facts = {"number": gap.number, "due_on": gap.due_on, "amount": yuan(gap.amount_fen)}
    return replace(
        each, outcome=RowOutcome.OUT_OF_ORDER, sentence=_told(RowSentence.FIRST, **facts)
    )


def _told(sentence: RowSentence, **facts: Any) -> str:
    return str(sentence.label).format(**facts)
