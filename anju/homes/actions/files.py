"""Spreadsheets of homes: taken in, each row asked, finished when each has its answer. (HVF-05)"""

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.files import check_file
from anju.core.refusals import Refused
from anju.homes import reading
from anju.homes.actions.asking import request_verification
from anju.homes.models import VerificationFile, VerificationFileRow
from anju.homes.queries.asking import asker
from anju.homes.queries.files import waits_for_answers
from anju.homes.reading import to_role
from anju.homes.rules import FileStatus, Refusal, Role, RowOutcome


@action
def receive_file(
    *, name: str, content: bytes, role: str, organisation_id: int | None = None, by: Actor
) -> VerificationFile:
    """Take in a file; a job then asks row by row. Refused, and nothing is kept, when it cannot be read.

    Refused, too, when it is of an enterprise or a broker and nobody says of which.
    """
    who = asker(by, organisation_id)
    if to_role(role) != Role.OWNER and who["organisation_id"] is None:
        raise Refused(Refusal.ORGANISATION_MISSING)
    file = check_file(name, content, reading.UPLOAD)
    rows = reading.stated_in(file.name, content)
    return VerificationFile.objects.create(
        file_id=store_file(name=name, content=content, allowed=reading.UPLOAD, by=by),
        role=role,
        person_id=who["person_id"],
        organisation_id=who["organisation_id"],
        received_by=by.name,
        portal=by.portal,
        received_at=clock.now(),
        row_count=len(rows),
    )


@action
def start_file(*, upload_id: int, by: Actor) -> None:
    """Begin with a file, or go on with it after a crash."""
    upload = lock(VerificationFile, pk=upload_id)
    if upload.status == FileStatus.RECEIVED:
        move(upload, "start", by=by)


@action
def take_in_row(*, upload_id: int, row: reading.StatedRow, by: Actor) -> VerificationFileRow:
    """Ask for the home of one row, once; what is wrong with it is told at the row."""
    known = VerificationFileRow.objects.filter(upload=upload_id, number=row.number).first()
    if known is not None:
        return known
    upload = VerificationFile.objects.get(pk=upload_id)
    kept = VerificationFileRow(
        upload=upload, number=row.number, certificate_no=row.certificate_no[:60]
    )
    first = upload.rows.filter(
        certificate_no=row.certificate_no, number__lt=row.number, outcome=RowOutcome.ASKED
    ).first()
    if row.terms is None:
        kept.outcome, kept.sentence = RowOutcome.UNREADABLE, row.wrong[:500]
    elif first is not None:
        twice = Refused(Refusal.TWICE_IN_FILE, first=first.number)
        kept.outcome, kept.sentence = RowOutcome.TWICE, twice.message
    else:
        _ask(upload, row.terms, kept, by)
    kept.save()
    return kept


def _ask(
    upload: VerificationFile, terms: reading.HomeTerms, kept: VerificationFileRow, by: Actor
) -> None:
    try:
        kept.verification = request_verification(
            key=f"file:{upload.pk}:{kept.number}",
            terms=terms,
            role=upload.role,
            organisation_id=upload.organisation_id,
            in_bulk=True,
            by=by,
        )
    except Refused as refused:
        kept.outcome, kept.sentence = RowOutcome.UNREADABLE, refused.message[:500]
    else:
        kept.outcome = RowOutcome.ASKED


@action
def finish_file(*, upload_id: int, by: Actor) -> bool:
    """Every row of the file has been asked and answered; whether that is so."""
    upload = lock(VerificationFile, pk=upload_id)
    if upload.status != FileStatus.WORKING or waits_for_answers(upload):
        return False
    move(upload, "finish", by=by, finished_at=clock.now())
    return True
