"""Files of filed leases: taken in as they are, then row by row, each row for itself."""

from anju.contracts.actions.leases import take_filing
from anju.contracts.models import LeaseImport, LeaseImportRow
from anju.contracts.reading.files import Row, check_encoding, stated_in
from anju.contracts.rules import ImportStatus, Outcome
from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.files import IMPORT, check_file, plain_name
from anju.core.refusals import Refused


@action
def receive_import(*, name: str, content: bytes, by: Actor) -> LeaseImport:
    """Take in a file of filed leases; a job then files them one by one.

    Refused, and nothing is kept, when the file cannot be read or is not laid out as it must be. What is wrong with
    single leases is found by the job, and stops no other.
    """
    if content:
        check_encoding(plain_name(name), content)
    checked = check_file(name, content, IMPORT)
    leases = stated_in(checked.name, checked.kind, content)
    return LeaseImport.objects.create(
        file_id=store_file(name=name, content=content, allowed=IMPORT, by=by),
        received_by=by.name,
        received_at=clock.now(),
        row_count=len(leases),
    )


@action
def start_import(*, import_id: int, by: Actor) -> LeaseImport:
    """Begin with a file, or go on with it after a crash."""
    work: LeaseImport = lock(LeaseImport, pk=import_id)
    if work.status == ImportStatus.RECEIVED:
        move(work, "start", by=by)
    return work


@action
def take_in_row(*, import_id: int, row: Row, by: Actor) -> str:
    """File one lease of a file and note what became of it. A row that was done before is not done again.

    A refused row changes nothing but its own note. Returns the outcome.
    """
    work = lock(LeaseImport, pk=import_id)
    done = LeaseImportRow.objects.filter(lease_import=work, number=row.number).first()
    if done is not None:
        return str(done.outcome)
    outcome, sentence = _outcome_of(row, by)
    LeaseImportRow.objects.create(
        lease_import=work,
        number=row.number,
        place=row.place,
        filing_no=row.filing_no,
        outcome=outcome,
        sentence=sentence,
    )
    return outcome.value


def _outcome_of(row: Row, by: Actor) -> tuple[Outcome, str]:
    if row.terms is None:
        return Outcome.REFUSED, "；".join(error.sentence for error in row.errors)
    try:
        filing = take_filing(terms=row.terms, by=by)
    except Refused as refused:
        return Outcome.REFUSED, refused.message
    return (Outcome.ACCEPTED if filing.is_new else Outcome.UNCHANGED), ""


@action
def finish_import(*, import_id: int, by: Actor) -> None:
    """Every row of the file has its outcome."""
    work = lock(LeaseImport, pk=import_id)
    if work.status == ImportStatus.WORKING and work.rows.count() == work.row_count:
        move(work, "finish", by=by, finished_at=clock.now())
