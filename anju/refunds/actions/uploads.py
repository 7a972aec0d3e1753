"""Files in which an enterprise ends many leases: taken in, each row tried, then done row by row. (ENT-08, BEY-12)"""

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move, rehearse
from anju.core.files import check_file
from anju.core.refusals import Broken, Refused, ensure
from anju.custody import queries as held
from anju.refunds import queries, reading
from anju.refunds.actions.plans import PlanTerms, submit_plan
from anju.refunds.actions.returns import register_return
from anju.refunds.enterprise_rules import RowOutcome, UploadRefusal, UploadStatus
from anju.refunds.models import Case, RefundUpload, RefundUploadRow
from anju.refunds.rules import Refusal
from anju.refunds.split import Parts


@action
def receive_refund_upload(*, name: str, content: bytes, by: Actor) -> RefundUpload:
    """Take in a file; a job then tries its rows. Refused, and nothing is kept, when it cannot be read."""
    if by.organisation_id is None or not by.is_enterprise:
        raise Broken("only an enterprise ends leases by a file")
    file = check_file(name, content, reading.UPLOAD)
    rows = reading.rows_of(file.name, content)
    return RefundUpload.objects.create(
        file_id=store_file(name=name, content=content, allowed=reading.UPLOAD, by=by),
        organisation_id=by.organisation_id,
        received_by=by.name,
        received_at=clock.now(),
        row_count=len(rows),
    )


@action
def start_refund_upload(*, upload_id: int, by: Actor) -> None:
    """Begin with a file, or go on with it after a crash."""
    upload = lock(RefundUpload, pk=upload_id)
    if upload.status == UploadStatus.RECEIVED:
        move(upload, "start", by=by)


@action
def check_refund_row(*, upload_id: int, row: reading.StatedRow, by: Actor) -> RefundUploadRow:
    """Try a row out: all of it is done and taken back, so that what is refused now would be refused then."""
    upload = lock(RefundUpload, pk=upload_id)
    known = upload.rows.filter(number=row.number).first()
    if known is not None:
        return known
    outcome, sentence = _tried(upload, row, by)
    return RefundUploadRow.objects.create(
        upload=upload, outcome=outcome, sentence=sentence[:300], **row.columns
    )


def _tried(upload: RefundUpload, row: reading.StatedRow, by: Actor) -> tuple[RowOutcome, str]:
    if row.wrong:
        return RowOutcome.UNREADABLE, row.wrong
    if not contracts.leases_let_by(by, filing_no=row.filing_no).exists():
        return RowOutcome.NOT_OURS, ""
    first = upload.rows.filter(filing_no=row.filing_no).order_by("number").first()
    if first is not None:
        twice = Refused(UploadRefusal.TWICE_OF, first=first.number)
        return RowOutcome.TWICE, twice.message
    try:
        rehearse(end_lease, row=row, by=by)
    except Refused as refused:
        return RowOutcome.REFUSED, refused.message
    return RowOutcome.READY, ""


@action
def finish_checking(*, upload_id: int, by: Actor) -> None:
    """Every row of the file has its outcome."""
    upload = lock(RefundUpload, pk=upload_id)
    if upload.status == UploadStatus.WORKING and upload.rows.count() == upload.row_count:
        move(upload, "finish_checking", by=by)


@action
def check_refund_upload_again(*, upload_id: int, by: Actor) -> None:
    """Try every row anew; only before it was confirmed."""
    upload = lock(RefundUpload, pk=upload_id)
    if upload.status == UploadStatus.CHECKED:
        upload.rows.all().delete()
        move(upload, "check_again", by=by)


@action
def confirm_refund_upload(*, upload_id: int, by: Actor) -> RefundUpload:
    """【提交办理】: what can be done is done, by a job, row by row. Again changes nothing."""
    upload: RefundUpload = lock(RefundUpload, pk=upload_id)
    ensure(upload.organisation_id == by.organisation_id, f"{by.name} did not hand in {upload_id}")
    if upload.status in (UploadStatus.CONFIRMED, UploadStatus.DONE):
        return upload
    if upload.status != UploadStatus.CHECKED:
        raise Refused(UploadRefusal.STILL_WORKING)
    if not upload.rows.filter(outcome=RowOutcome.READY).exists():
        raise Refused(UploadRefusal.NOTHING_READY)
    move(upload, "confirm", by=by)
    return upload


@action
def carry_out_refund_row(*, row_id: int, by: Actor) -> RefundUploadRow:
    """Do what a row says, once; what has changed since it was tried is told at the row, and nothing of it is kept."""
    row: RefundUploadRow = lock(RefundUploadRow, pk=row_id)
    if row.outcome != RowOutcome.READY:
        return row
    try:
        row.case, row.outcome = end_lease(row=row, by=by), RowOutcome.DONE
    except Refused as refused:
        row.outcome, row.sentence = RowOutcome.REFUSED, refused.message[:300]
    row.save(update_fields=["case", "outcome", "sentence"])
    return row


@action
def finish_refund_upload(*, upload_id: int, by: Actor) -> None:
    """No row is left to be done."""
    upload = lock(RefundUpload, pk=upload_id)
    is_left = upload.rows.filter(outcome=RowOutcome.READY).exists()
    if upload.status == UploadStatus.CONFIRMED and not is_left:
        move(upload, "finish", by=by)


@action
def end_lease(*, row: reading.StatedRow | RefundUploadRow, by: Actor) -> Case:
    """Register the return that a row states, where that was not done, and give everything back, where it says so."""
    lease = contracts.leases_let_by(by, filing_no=row.filing_no).get()
    case = queries.open_case_of(lease)
    if case is not None and not row.gives_all_back:
        raise Refused(Refusal.CASE_OPEN, filing_no=lease.filing_no, returned_on=case.returned_on)
    if case is None:
        if not row.reason or row.returned_on is None:
            raise Refused(UploadRefusal.DAYS_MISSING)
        case = register_return(
            lease_id=lease.pk,
            reason=row.reason,
            returned_on=row.returned_on,
            ended_on=row.ended_on,
            by=by,
        )
    if row.gives_all_back:
        submit_plan(case_id=case.pk, terms=_everything_back(case, row), by=by)
    return case


def _everything_back(case: Case, row: reading.StatedRow | RefundUploadRow) -> PlanTerms:
    holdings = held.holdings(case.lease_id)
    everything = Parts(holdings.deposit_fen, holdings.rent_fen)
    return PlanTerms(
        held=everything,
        to_tenant=everything,
        deducted=Parts(),
        payee_account=row.payee_account,
        payee_bank=row.payee_bank,
    )
