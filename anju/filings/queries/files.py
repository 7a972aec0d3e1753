"""Files of contracts: how far each is, and what became of its rows. (CON-14)"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from anju.core.actors import Actor
from anju.filings.models import FilingFile, FilingFileRow
from anju.filings.rules import FileStatus, RowOutcome
from anju.people import queries as people
from anju.people.rules import Power

AT_ONCE = 500


def files_seen_by(actor: Actor) -> QuerySet[FilingFile]:
    """One's own, newest first: an enterprise's, or an officer's."""
    every = FilingFile.objects.select_related("file").defer("file__content").order_by("-id")
    if actor.staff_id is not None:
        may = Power.FILING_ENTER in actor.may
        return every.filter(received_by=actor.name) if may else every.none()
    if actor.organisation_id is not None and not actor.is_tenant:
        return every.filter(organisation=actor.organisation_id)
    return every.none()


@dataclass(frozen=True)
class Progress:
    """How many contracts a file has, and how many of them are what."""

    rows: int
    submitted: int
    refused: int

    @property
    def done(self) -> int:
        return self.submitted + self.refused

    @property
    def percent(self) -> int:
        return self.done * 100 // self.rows if self.rows else 100


def progress_of(upload: FilingFile) -> Progress:
    counts = upload.rows.aggregate(
        submitted=Count("id", filter=Q(outcome=RowOutcome.SUBMITTED)),
        refused=Count("id", filter=Q(outcome=RowOutcome.REFUSED)),
    )
    return Progress(upload.row_count, **counts)


def files_to_work_on() -> list[int]:
    """The files with contracts still to be entered, oldest first."""
    waiting = FilingFile.objects.exclude(status=FileStatus.DONE).order_by("id")
    return list(waiting.values_list("id", flat=True))


def filing_file(upload_id: int) -> FilingFile:
    return FilingFile.objects.select_related("file").get(pk=upload_id)


def actor_of(upload: FilingFile) -> Actor:
    """Whoever handed a file in is who files its contracts, with what they may do now."""
    may = people.powers_of(upload.staff_id) if upload.staff_id is not None else frozenset()
    return Actor(
        upload.received_by,
        upload.portal,
        may,
        organisation_id=upload.organisation_id,
        staff_id=upload.staff_id,
    )


def rows_done(upload_id: int) -> set[int]:
    rows = FilingFileRow.objects.filter(upload=upload_id)
    return set(rows.values_list("number", flat=True))


def rows_are_left(upload: FilingFile) -> bool:
    return upload.rows.count() < upload.row_count


def rows_of_file(upload_id: int) -> QuerySet[FilingFileRow]:
    """The contracts that have been worked on, in the order of the file."""
    rows = FilingFileRow.objects.filter(upload=upload_id)
    return rows.select_related("filing").order_by("number")


def result_rows(upload: FilingFile) -> Iterator[tuple[str, ...]]:
    """What became of each contract, in the order of `reading.RESULT`; also while some still wait."""
    for row in rows_of_file(upload.pk).iterator(chunk_size=AT_ONCE):
        filing = row.filing
        outcome = filing.get_status_display() if filing else row.get_outcome_display()
        yield (
            str(row.number),
            row.place,
            row.verification_no,
            str(outcome),
            filing.application_no if filing else "",
            row.sentence,
        )
