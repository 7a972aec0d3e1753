"""Files of notices: how far each is, what became of its rows, and the notices as they are printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from anju.core import clock, documents
from anju.core.actors import Actor
from anju.core.money import in_capitals, plain_yuan, yuan
from anju.core.paper import qr_svg
from anju.fund_notices.models import NoticeFile, NoticePrint, NoticeRow
from anju.fund_notices.rules import PRINTED_TOGETHER, QUICK_PLACE, FileStatus, RowOutcome
from anju.people.rules import Power

AT_ONCE = 500
WITH_HOME = ("deposit__account__dwelling__building__community",)


def files_seen_by(actor: Actor) -> QuerySet[NoticeFile]:
    """A developer's own, a member of staff's own; newest first."""
    every = NoticeFile.objects.select_related("file").defer("file__content").order_by("-id")
    if actor.organisation_id is not None:
        return every.filter(organisation=actor.organisation_id)
    if actor.staff_id is not None and Power.FUND_ENTER in actor.may:
        return every.filter(staff=actor.staff_id)
    return every.none()


def files_under_way(actor: Actor) -> QuerySet[NoticeFile]:
    """Of these, those that are being worked through."""
    return files_seen_by(actor).exclude(status=FileStatus.DONE)


def prints_seen_by(actor: Actor) -> QuerySet[NoticePrint]:
    """The printed notices of the files that somebody sees."""
    seen = files_seen_by(actor).order_by()
    prints = NoticePrint.objects.filter(upload__in=seen.values("pk"))
    return prints.select_related("file", "upload__file").defer("upload__file__content")


@dataclass(frozen=True)
class Progress:
    """How many rows a file has, and how many of them are what."""

    rows: int
    issued: int
    wrong: int
    printed: int

    @property
    def percent(self) -> int:
        return (self.issued + self.wrong) * 100 // self.rows if self.rows else 100


def progress_of(upload: NoticeFile) -> Progress:
    issued = Q(outcome=RowOutcome.ISSUED)
    counts = upload.rows.aggregate(
        issued=Count("id", filter=issued), wrong=Count("id", filter=~issued)
    )
    printed = upload.rows.filter(issued, number__lte=printed_upto(upload.pk)).count()
    return Progress(upload.row_count, printed=printed, **counts)


def files_to_work_on() -> list[int]:
    waiting = NoticeFile.objects.exclude(status=FileStatus.DONE).order_by("id")
    return list(waiting.values_list("id", flat=True))


def notice_file(upload_id: int) -> NoticeFile:
    return NoticeFile.objects.select_related("file").get(pk=upload_id)


def rows_done(upload_id: int) -> set[int]:
    rows = NoticeRow.objects.filter(upload=upload_id)
    return set(rows.values_list("number", flat=True))


def rows_are_left(upload: NoticeFile) -> bool:
    return upload.rows.count() < upload.row_count


def rows_of_file(upload_id: int) -> QuerySet[NoticeRow]:
    """The rows that have been taken in, in the order of the file."""
    rows = NoticeRow.objects.filter(upload=upload_id)
    return rows.select_related(*WITH_HOME).order_by("number")


def prints_of(upload: NoticeFile) -> QuerySet[NoticePrint]:
    return upload.prints.select_related("file").defer("file__content").order_by("number")


def printed_upto(upload_id: int) -> int:
    last = NoticePrint.objects.filter(upload=upload_id).aggregate(row=Max("last_row"))["row"]
    return int(last or 0)


def rows_to_print(upload_id: int) -> list[NoticeRow]:
    """The next rows whose notices stand in one printed file."""
    issued = rows_of_file(upload_id).filter(outcome=RowOutcome.ISSUED)
    return list(issued.filter(number__gt=printed_upto(upload_id))[:PRINTED_TOGETHER])


def result_rows(upload: NoticeFile) -> Iterator[tuple[str, ...]]:
    """What became of each row, in the order of `reading.RESULT`; also while some still wait."""
    for row in rows_of_file(upload.pk).iterator(chunk_size=AT_ONCE):
        told = (str(row.number), row.place)
        outcome = str(RowOutcome(row.outcome).label)
        if row.deposit is None:
            yield (*told, "", outcome, row.sentence, "", "")
        else:
            amount = plain_yuan(row.deposit.amount_fen)
            yield (*told, row.deposit.owner_name, outcome, "", row.deposit.no, amount)


def notices_pdf(deposits: list[Any]) -> bytes:
    """交存通知单, one on each page. (QCK-01)"""
    facts = {
        "notices": [notice_shown(deposit) for deposit in deposits],
        "site": f"{settings.PUBLIC_URL}{QUICK_PLACE}",
    }
    return documents.pdf("deposit_notices", facts)


def notice_shown(deposit: Any) -> dict[str, str]:
    home = deposit.account.dwelling
    return {
        "no": deposit.no,
        "owner": deposit.owner_name,
        "address": home.address,
        "area": yuan(home.area_hundredths),
        "contract_no": home.contract_no or "",
        "kind": str(deposit.get_kind_display()),
        "amount": yuan(deposit.amount_fen),
        "capitals": in_capitals(deposit.amount_fen),
        "made_on": clock.day_of(deposit.made_at).isoformat(),
        "qr": qr_svg(f"{settings.PUBLIC_URL}{QUICK_PLACE}?no={deposit.no}"),
    }
