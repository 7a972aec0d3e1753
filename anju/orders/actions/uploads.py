"""Spreadsheets of bills that an enterprise pays for its tenants: taken in, looked at row by row, made into orders."""

from collections.abc import Sequence

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.files import check_file
from anju.core.refusals import Broken, Refused
from anju.orders import reading
from anju.orders.actions.placing import place_order
from anju.orders.models import BillUpload, BillUploadRow, Order
from anju.orders.queries.uploads import checked
from anju.orders.rules import RowOutcome, UploadRefusal, UploadStatus


@action
def receive_upload(*, name: str, content: bytes, by: Actor) -> BillUpload:
    """Take in a file of bills; a job then looks at its rows. (ENT-02)

    Refused, and nothing is kept, when the file cannot be read or is not laid out as it must be.
    """
    if by.organisation_id is None or not by.is_enterprise:
        raise Broken("only an enterprise pays for its tenants")
    file = check_file(name, content, reading.UPLOAD)
    rows = reading.rows_of(file.name, content)
    return BillUpload.objects.create(
        file_id=store_file(name=name, content=content, allowed=reading.UPLOAD, by=by),
        organisation_id=by.organisation_id,
        received_by=by.name,
        received_at=clock.now(),
        row_count=len(rows),
    )


@action
def start_upload(*, upload_id: int, by: Actor) -> None:
    """Begin with a file, or go on with it after a crash."""
    upload = lock(BillUpload, pk=upload_id)
    if upload.status == UploadStatus.RECEIVED:
        move(upload, "start", by=by)


@action
def check_rows(*, upload_id: int, rows: Sequence[reading.StatedRow], by: Actor) -> None:
    """Note for some rows, all those of their leases, whether their bills can be paid. What was noted stays so."""
    upload = lock(BillUpload, pk=upload_id)
    done = set(upload.rows.values_list("number", flat=True))
    BillUploadRow.objects.bulk_create(
        BillUploadRow(
            upload=upload,
            number=found.row.number,
            filing_no=found.row.filing_no[:32],
            kind=found.row.kind,
            instalment=found.row.instalment,
            amount_fen=found.row.amount_fen,
            outcome=found.outcome,
            sentence=found.sentence[:300],
            bill_id=found.bill_id,
        )
        for found in checked(rows, by)
        if found.row.number not in done
    )


@action
def finish_upload(*, upload_id: int, by: Actor) -> None:
    """Every row of the file has its outcome."""
    upload = lock(BillUpload, pk=upload_id)
    if upload.status == UploadStatus.WORKING and upload.rows.count() == upload.row_count:
        move(upload, "finish", by=by, checked_at=clock.now())


@action
def check_upload_again(*, upload_id: int, by: Actor) -> None:
    """Look at every row anew: since then bills may have been paid, or an order cancelled."""
    upload = lock(BillUpload, pk=upload_id)
    if upload.status != UploadStatus.DONE:
        return
    upload.rows.all().delete()
    move(upload, "check_again", by=by, checked_at=None)


@action
def order_upload(*, upload_id: int, bank_account_id: int | None, by: Actor) -> Order:
    """Make one order of all rows that can be paid: 【生成代缴订单】. All or none. (ENT-02)

    `bank_account_id` chooses those of one receiving bank. Refused when a bill has been taken since the file was
    looked at: the refusal names its row.
    """
    upload = lock(BillUpload, pk=upload_id)
    if upload.status != UploadStatus.DONE:
        raise Refused(UploadRefusal.STILL_WORKING)
    rows = upload.rows.filter(outcome=RowOutcome.PAYABLE, order=None).order_by("number")
    if bank_account_id is not None:
        rows = rows.filter(bill__lease__bank_account=bank_account_id)
    payable = list(rows.select_related("bill__lease"))
    if not payable:
        raise Refused(UploadRefusal.NOTHING_TO_PAY)
    try:
        order = place_order(bill_ids=[row.bill_id for row in payable], by=by)
    except Refused as refused:
        row = next((row for row in payable if row.bill.no == refused.facts.get("bill")), None)
        if row is None:
            raise
        raise Refused(UploadRefusal.ROW_CHANGED, row=row.number, why=refused.message) from refused
    rows.update(order=order)
    return order
