"""Many signatures at once from a spreadsheet, row by row; and the attendance sheet as paper. (WDR-09, BEY-03)"""

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.files import Allowance, Kind, check_file
from anju.core.refusals import Refused
from anju.votes import reading
from anju.votes.actions.speaking import Paper, check_company, check_open, enter_paper
from anju.votes.models import AttendanceSheet, PaperFile, PaperRow, Voice, Vote
from anju.votes.queries.files import rows_are_left
from anju.votes.queries.roll import seat_at
from anju.votes.reading import PaperTerms, StatedRow
from anju.votes.rules import FileStatus, Refusal, RowOutcome, SheetStatus

PRINTED = Allowance(frozenset({Kind.PDF}), 40 * 1024 * 1024)


@action
def receive_file(*, vote_id: int, name: str, content: bytes, by: Actor) -> PaperFile:
    """Take in the company's list of signatures; a job then works through it. Refused when it cannot be read."""
    vote = Vote.objects.get(pk=vote_id)
    check_company(vote, by)
    check_open(vote)
    file = check_file(name, content, reading.UPLOAD)
    rows = reading.stated_in(file.name, content)
    return PaperFile.objects.create(
        vote=vote,
        file_id=store_file(name=name, content=content, allowed=reading.UPLOAD, by=by),
        received_by=by.name,
        received_at=clock.now(),
        row_count=len(rows),
    )


@action
def start_file(*, upload_id: int, by: Actor) -> None:
    """Begin with a file, or go on with it after a crash."""
    upload = lock(PaperFile, pk=upload_id)
    if upload.status == FileStatus.RECEIVED:
        move(upload, "start", by=by)


@action
def take_in_row(*, upload_id: int, row: StatedRow, by: Actor) -> PaperRow:
    """Enter the paper of one row, once; what is wrong with it is told at the row."""
    known = PaperRow.objects.filter(upload=upload_id, number=row.number).first()
    if known is not None:
        return known
    kept = PaperRow(upload_id=upload_id, number=row.number, place=row.place)
    kept.outcome, kept.sentence = RowOutcome.WRONG, row.wrong[:500]
    if row.terms is not None:
        try:
            kept.voice = enter_row(upload_id=upload_id, terms=row.terms, by=by)
        except Refused as refused:
            kept.sentence = refused.message[:500]
        else:
            kept.outcome = RowOutcome.ENTERED
    kept.save()
    return kept


@action
def enter_row(*, upload_id: int, terms: PaperTerms, by: Actor) -> Voice:
    """The paper of one row. Refused as `enter_paper`, for a home that is not on the roll, and for one named twice."""
    vote = Vote.objects.get(
        pk=PaperFile.objects.values_list("vote_id", flat=True).get(pk=upload_id)
    )
    seat = seat_at(vote, terms.building, terms.unit, terms.room)
    if seat is None:
        place = " ".join(filter(None, (terms.building, terms.unit, terms.room)))
        raise Refused(Refusal.NOT_ON_THE_ROLL, place=place)
    first = PaperRow.objects.filter(upload=upload_id, voice__seat=seat).first()
    if first is not None:
        raise Refused(Refusal.TWICE_IN_FILE, first=first.number)
    paper = Paper(terms.agrees, terms.signed_on)
    return enter_paper(vote_id=vote.pk, seat_id=seat.pk, paper=paper, by=by)


@action
def finish_file(*, upload_id: int, by: Actor) -> None:
    """Every row has been taken in."""
    upload = lock(PaperFile, pk=upload_id)
    if upload.status == FileStatus.WORKING and not rows_are_left(upload):
        move(upload, "finish", by=by, finished_at=clock.now())


@action
def ask_for_sheet(*, vote_id: int, by: Actor) -> AttendanceSheet:
    """Ask for the attendance sheet (表决情况清册) as it stands; a job writes it. Asked twice, it is one."""
    vote: Vote = lock(Vote, pk=vote_id)
    check_company(vote, by)
    waiting = vote.sheets.filter(status=SheetStatus.ASKED).first()
    if waiting is not None:
        return waiting
    return AttendanceSheet.objects.create(vote=vote, asked_by=by.name, asked_at=clock.now())


@action
def keep_sheet(*, sheet_id: int, pdf: bytes, by: Actor) -> AttendanceSheet:
    """What the job has written. Written twice, the first one is kept."""
    sheet = lock(AttendanceSheet, pk=sheet_id)
    if sheet.status == SheetStatus.ASKED:
        file_id = store_file(
            name=f"表决情况清册-{sheet.pk}.pdf", content=pdf, allowed=PRINTED, by=by
        )
        move(sheet, "make", by=by, file_id=file_id)
    return sheet
