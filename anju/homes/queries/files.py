"""Files of homes to be checked: how far each is, and what became of its rows. (HVF-05)"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from anju.core.actors import Actor
from anju.homes.models import VerificationFile, VerificationFileRow
from anju.homes.queries.verifications import home_shown, sentence_of, status_now
from anju.homes.rules import FileStatus, RowOutcome, Status
from anju.people.rules import Power

AT_ONCE = 500


def files_seen_by(actor: Actor) -> QuerySet[VerificationFile]:
    """One's own, newest first: an organisation's, a person's, a member of staff's."""
    every = VerificationFile.objects.select_related("file").defer("file__content").order_by("-id")
    if actor.staff_id is not None:
        may = Power.HOME_VERIFY in actor.may
        return every.filter(received_by=actor.name) if may else every.none()
    if actor.organisation_id is not None:
        return every.filter(organisation=actor.organisation_id)
    if actor.person_id is not None:
        return every.filter(person=actor.person_id)
    return every.none()


@dataclass(frozen=True)
class Progress:
    """How many rows a file has, and how many of them are what."""

    rows: int
    taken_in: int
    wrong: int
    waiting: int
    passed: int
    failed: int

    @property
    def decided(self) -> int:
        return self.wrong + self.passed + self.failed

    @property
    def percent(self) -> int:
        return self.decided * 100 // self.rows if self.rows else 100


def progress_of(upload: VerificationFile) -> Progress:
    asked = Q(outcome=RowOutcome.ASKED)
    counts = upload.rows.aggregate(
        taken_in=Count("id"),
        wrong=Count("id", filter=~asked),
        waiting=Count("id", filter=asked & Q(verification__status=Status.REQUESTED)),
        failed=Count("id", filter=asked & Q(verification__status=Status.FAILED)),
    )
    passed = counts["taken_in"] - counts["wrong"] - counts["waiting"] - counts["failed"]
    return Progress(upload.row_count, passed=passed, **counts)


def files_to_work_on() -> list[int]:
    """The files with rows still to be asked or answered, oldest first."""
    waiting = VerificationFile.objects.exclude(status=FileStatus.DONE).order_by("id")
    return list(waiting.values_list("id", flat=True))


def verification_file(upload_id: int) -> VerificationFile:
    return VerificationFile.objects.select_related("file").get(pk=upload_id)


def rows_done(upload_id: int) -> set[int]:
    rows = VerificationFileRow.objects.filter(upload=upload_id)
    return set(rows.values_list("number", flat=True))


def rows_are_left(upload: VerificationFile) -> bool:
    return upload.rows.count() < upload.row_count


def waits_for_answers(upload: VerificationFile) -> bool:
    """Whether a row has not been asked yet, or its verification is 核验中."""
    if rows_are_left(upload):
        return True
    return upload.rows.filter(verification__status=Status.REQUESTED).exists()


def rows_of_file(upload_id: int) -> QuerySet[VerificationFileRow]:
    """The rows that have been taken in, in the order of the file."""
    rows = VerificationFileRow.objects.filter(upload=upload_id)
    return rows.select_related("verification__home", "verification__trouble").order_by("number")


def result_rows(upload: VerificationFile) -> Iterator[tuple[str, ...]]:
    """What became of each row, in the order of `reading.RESULT`; also while some still wait."""
    for row in rows_of_file(upload.pk).iterator(chunk_size=AT_ONCE):
        yield row_shown(row)


def row_shown(row: VerificationFileRow) -> tuple[str, ...]:
    number, verification = str(row.number), row.verification
    if verification is None:
        outcome = str(RowOutcome(row.outcome).label)
        return number, row.certificate_no, outcome, row.sentence, "", "", ""
    home, until = home_shown(verification), verification.valid_until
    return (
        number,
        row.certificate_no,
        str(status_now(verification).label),
        sentence_of(verification),
        verification.no,
        str(until or ""),
        home.address if home else "",
    )
