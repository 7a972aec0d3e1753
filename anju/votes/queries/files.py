"""Lists of signatures: how far each is, what became of its rows; and the attendance sheet as it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.core import clock, documents
from anju.core.actors import Actor
from anju.core.crypto import mask_name_within
from anju.core.money import yuan
from anju.votes.models import AttendanceSheet, PaperFile, PaperRow, Seat, Vote
from anju.votes.queries.counting import count_of
from anju.votes.queries.owners import name_of
from anju.votes.queries.roll import roll_of, votes_seen_by
from anju.votes.rules import Channel, FileStatus, RowOutcome, SheetStatus

AT_ONCE = 500


@dataclass(frozen=True)
class Progress:
    """How many rows a file has, and how many of them are what."""

    rows: int
    entered: int
    wrong: int

    @property
    def percent(self) -> int:
        return (self.entered + self.wrong) * 100 // self.rows if self.rows else 100


def files_of_vote(vote: Vote) -> QuerySet[PaperFile]:
    """The lists that were handed in for a vote, newest first."""
    return vote.files.select_related("file").defer("file__content").order_by("-id")


def files_seen_by(actor: Actor) -> QuerySet[PaperFile]:
    """The lists of a company's votes."""
    seen = votes_seen_by(actor).order_by().values("pk")
    return PaperFile.objects.filter(vote__in=seen).select_related("file").defer("file__content")


def sheets_seen_by(actor: Actor) -> QuerySet[AttendanceSheet]:
    """The attendance sheets of a company's votes."""
    seen = votes_seen_by(actor).order_by().values("pk")
    return AttendanceSheet.objects.filter(vote__in=seen).select_related("file")


def progress_of(upload: PaperFile) -> Progress:
    entered = Q(outcome=RowOutcome.ENTERED)
    counts = upload.rows.aggregate(
        entered=Count("id", filter=entered), wrong=Count("id", filter=~entered)
    )
    return Progress(upload.row_count, **counts)


def files_to_work_on() -> list[int]:
    waiting = PaperFile.objects.exclude(status=FileStatus.DONE).order_by("id")
    return list(waiting.values_list("id", flat=True))


def paper_file(upload_id: int) -> PaperFile:
    return PaperFile.objects.select_related("file", "vote").get(pk=upload_id)


def rows_done(upload_id: int) -> set[int]:
    rows = PaperRow.objects.filter(upload=upload_id)
    return set(rows.values_list("number", flat=True))


def rows_are_left(upload: PaperFile) -> bool:
    return upload.rows.count() < upload.row_count


def rows_of_file(upload_id: int) -> QuerySet[PaperRow]:
    """The rows that have been taken in, in the order of the file."""
    rows = PaperRow.objects.filter(upload=upload_id)
    return rows.select_related("voice").order_by("number")


def result_rows(upload: PaperFile) -> Iterator[tuple[str, ...]]:
    """What became of each row, in the order of `reading.RESULT`; also while some still wait."""
    for row in rows_of_file(upload.pk).iterator(chunk_size=AT_ONCE):
        yield str(row.number), row.place, str(RowOutcome(row.outcome).label), row.sentence


def sheets_of(vote: Vote) -> QuerySet[AttendanceSheet]:
    """The attendance sheets of a vote, newest first."""
    return vote.sheets.select_related("file").defer("file__content").order_by("-id")


def sheets_to_make() -> list[int]:
    waiting = AttendanceSheet.objects.filter(status=SheetStatus.ASKED).order_by("id")
    return list(waiting.values_list("id", flat=True))


def sheet_pdf(sheet_id: int) -> bytes:
    """表决情况清册: every home, who is counted for it, how and when they spoke, and the count. (BEY-03)"""
    sheet = AttendanceSheet.objects.select_related("vote__community", "vote__organisation").get(
        pk=sheet_id
    )
    vote, count = sheet.vote, count_of(sheet.vote)
    facts = {
        "title": vote.title,
        "community": vote.community.name,
        "company": vote.organisation.name,
        "noticed_on": vote.noticed_on.isoformat(),
        "closes_on": vote.closes_on.isoformat(),
        "status": str(vote.get_status_display()),
        "made_at": clock.now().astimezone(clock.BEIJING).strftime("%Y-%m-%d %H:%M"),
        "heads": [count.heads, count.taking_heads, count.agreeing_heads],
        "areas": [yuan(one) for one in (count.area, count.taking_area, count.agreeing_area)],
        "has_quorum": count.has_quorum,
        "has_majority": count.has_majority,
        "open_objections": count.open_objections,
        "rows": [seat_shown(seat) for seat in roll_of(vote)],
    }
    return documents.pdf("attendance_sheet", facts)


def seat_shown(seat: Seat) -> list[Any]:
    """One home on paper; names are masked, for the sheet hangs out in the community."""
    names = [mask_name_within(name_of(one)) for one in seat.head.electors.all()]
    voice = seat.head.counted[0] if seat.head.counted else None  # type: ignore[attr-defined]
    owner = "、".join(names) or "开发单位"
    place = seat.dwelling.address.partition(seat.dwelling.building.name)
    said = ["", "", ""]
    if voice is not None:
        how = "代理人签名" if voice.proxy_name else str(Channel(voice.channel).label)
        said = ["同意" if voice.agrees else "不同意", how, voice.signed_on.isoformat()]
    return ["".join(place[1:]), owner, yuan(seat.area_hundredths), *said]
