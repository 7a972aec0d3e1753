"""How far an opening is, what each file of it says, and what the bank has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from anju.core.actors import Actor
from anju.core.money import plain_yuan
from anju.fund_openings.models import Opening, OpeningFile, OpeningRow
from anju.fund_openings.rules import FileStatus, RowOutcome, Status
from anju.people import queries as people
from anju.people.rules import Power

AT_ONCE = 500
OF_OPENINGS = frozenset({Power.FUND_PAY, Power.FUND_CHECK, Power.FUND_READ})


def openings_seen_by(actor: Actor) -> QuerySet[Opening]:
    """Those of the whole city, newest first: for whoever works for all of it."""
    every = Opening.objects.select_related("bank_account").order_by("-id")
    is_citys = bool(OF_OPENINGS & actor.may) and not people.department_of(actor)
    return every if is_citys else every.none()


def files_seen_by(actor: Actor) -> QuerySet[OpeningFile]:
    seen = openings_seen_by(actor).order_by()
    files = OpeningFile.objects.filter(opening__in=seen.values("pk"))
    return files.select_related("opening", "file").defer("file__content").order_by("-id")


@dataclass(frozen=True)
class Sums:
    """What has been handed in, in fen: both parts together."""

    files: int
    rows: int
    wrong: int
    booked: int
    stated_fen: int
    expected_fen: int

    @property
    def missing_fen(self) -> int:
        return self.expected_fen - self.stated_fen


def sums_of(opening: Opening) -> Sums:
    files = opening.files.exclude(status=FileStatus.WITHDRAWN)
    ready = Q(outcome=RowOutcome.READY)
    counts = OpeningRow.objects.filter(upload__in=files).aggregate(
        wrong=Count("id", filter=~ready),
        booked=Count("account"),
        balances=Sum("balance_fen", filter=ready, default=0),
        units=Sum("unit_fen", filter=ready, default=0),
    )
    told = files.aggregate(files=Count("id"), rows=Sum("row_count", default=0))
    stated_fen = counts.pop("balances") + counts.pop("units")
    return Sums(**told, **counts, stated_fen=stated_fen, expected_fen=opening.expected_fen)


def files_to_check() -> list[int]:
    waiting = OpeningFile.objects.filter(status=FileStatus.RECEIVED).order_by("id")
    return list(waiting.values_list("id", flat=True))


def files_to_book() -> list[int]:
    """Of approved openings the files in which a home is not booked yet."""
    left = OpeningRow.objects.filter(outcome=RowOutcome.READY, account__isnull=True)
    booking = OpeningFile.objects.filter(opening__status=Status.BOOKING)
    waiting = booking.filter(status=FileStatus.CHECKED, pk__in=left.values("upload"))
    return list(waiting.order_by("id").values_list("id", flat=True))


def openings_to_finish() -> list[int]:
    booking = Opening.objects.filter(status=Status.BOOKING).order_by("id")
    return list(booking.values_list("id", flat=True))


def opening_file(upload_id: int) -> OpeningFile:
    return OpeningFile.objects.select_related("file", "opening").get(pk=upload_id)


def rows_known(upload_id: int) -> set[int]:
    return set(OpeningRow.objects.filter(upload=upload_id).values_list("number", flat=True))


def rows_to_book(upload_id: int, after: int, limit: int) -> dict[int, int]:
    """The next homes of a file that are not booked: by number the id of the row."""
    left = OpeningRow.objects.filter(
        upload=upload_id, outcome=RowOutcome.READY, account__isnull=True, number__gt=after
    )
    return dict(left.order_by("number").values_list("number", "id")[:limit])


def rows_of_file(upload_id: int) -> QuerySet[OpeningRow]:
    """Those with something to be said about first, then in the order of the file."""
    return OpeningRow.objects.filter(upload=upload_id).order_by("number")


def rows_to_mend(upload_id: int) -> QuerySet[OpeningRow]:
    """Those that are wrong, or could not be booked."""
    return rows_of_file(upload_id).exclude(sentence="")


def result_rows(upload: OpeningFile) -> Iterator[tuple[Any, ...]]:
    """What became of each row, in the order of `reading.RESULT`."""
    for row in rows_of_file(upload.pk).iterator(chunk_size=AT_ONCE):
        outcome = "已建账" if row.account_id else str(RowOutcome(row.outcome).label)
        amounts = (plain_yuan(row.balance_fen), plain_yuan(row.unit_fen))
        yield (str(row.number), row.place, outcome, row.sentence, *amounts)
