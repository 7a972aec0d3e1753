"""Spreadsheets of contracts signed on paper: taken in, each contract entered and handed in, or refused. (CON-14)"""

from collections.abc import Mapping

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.files import check_file
from anju.core.refusals import Refused, ensure
from anju.filings import queries, reading
from anju.filings.actions.entering import enter_and_submit
from anju.filings.models import FilingFile, FilingFileRow
from anju.filings.rules import FileStatus, Refusal, RowOutcome
from anju.filings.terms import StatedContract


@action
def receive_file(*, name: str, content: bytes, by: Actor) -> FilingFile:
    """Take in a file; a job then works through it. Refused, and nothing is kept, when it cannot be read.

    Also while contracts have to be signed online: then no row of it could be filed.
    """
    ensure(queries.may_submit(by), f"{by.name} hands in no applications")
    queries.check_paper_may_be_filed(clock.today())
    file = check_file(name, content, reading.UPLOAD)
    stated = reading.stated_in(file.name, content)
    return FilingFile.objects.create(
        file_id=store_file(name=name, content=content, allowed=reading.UPLOAD, by=by),
        organisation_id=by.organisation_id,
        staff_id=by.staff_id,
        received_by=by.name,
        portal=by.portal,
        received_at=clock.now(),
        row_count=len(stated),
    )


@action
def start_file(*, upload_id: int, by: Actor) -> None:
    """Begin with a file, or go on with it after a crash."""
    upload = lock(FilingFile, pk=upload_id)
    if upload.status == FileStatus.RECEIVED:
        move(upload, "start", by=by)


@action
def take_in_row(
    *, upload_id: int, row: reading.StatedRow, papers: Mapping[str, int], by: Actor
) -> FilingFileRow:
    """Enter and hand in the contract of one row, once; what is wrong with it is told at the row.

    `papers` are the files that whoever handed the file in had stored, by name.
    """
    known = FilingFileRow.objects.filter(upload=upload_id, number=row.number).first()
    if known is not None:
        return known
    kept = FilingFileRow(
        upload_id=upload_id,
        number=row.number,
        place=row.place,
        verification_no=row.verification_no,
        outcome=RowOutcome.REFUSED,
        sentence=row.wrong[:500],
    )
    if not row.wrong:
        try:
            stated = StatedContract(row.verification_no, row.typed, _documents(row, papers))
            kept.filing = enter_and_submit(stated=stated, by=by)
            kept.outcome = RowOutcome.SUBMITTED
        except Refused as refused:
            kept.sentence = refused.message[:500]
    kept.save()
    return kept


def _documents(row: reading.StatedRow, papers: Mapping[str, int]) -> list[tuple[str, int]]:
    missing = [name for _, name in row.papers if name not in papers]
    if missing:
        raise Refused(Refusal.PAPER_MISSING, names="、".join(missing)[:300])
    return [(kind, papers[name]) for kind, name in row.papers]


@action
def finish_file(*, upload_id: int, by: Actor) -> bool:
    """Every contract of the file has been worked on; whether that is so."""
    upload = lock(FilingFile, pk=upload_id)
    if upload.status != FileStatus.WORKING or queries.rows_are_left(upload):
        return False
    move(upload, "finish", by=by, finished_at=clock.now())
    return True
