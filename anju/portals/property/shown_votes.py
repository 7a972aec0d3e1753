"""Votes, homes on a roll and lists of signatures as the pages of a company show them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.desks.shown import SheetShown, sheet_shown
from anju.votes import queries
from anju.votes.rules import PUBLISHED_WITHIN_DAYS, SheetStatus, VoteStatus
from anju.web.history import steps_of
from anju.web.votes import TONES, count_shown, owners_shown, voice_shown

MOST_ROWS = 20


@dataclass(frozen=True)
class VoteRow:
    vote: Any
    status: str
    tone: str
    url: str


def vote_row(vote: Any) -> VoteRow:
    url = reverse("property:vote", args=[vote.pk])
    return VoteRow(vote, str(vote.get_status_display()), TONES[VoteStatus(vote.status)], url)


def votes_shown(votes: list[Any]) -> list[VoteRow]:
    return [vote_row(one) for one in votes]


def vote_in_full(vote: Any) -> dict[str, Any]:
    """Everything the page of one vote shows, and what can be done with it now."""
    count = queries.count_of(vote)
    is_open = vote.status == VoteStatus.OPEN and clock.today() <= vote.closes_on
    all_have_spoken = count.taking_heads == count.heads
    return {
        "row": vote_row(vote),
        "facts": facts_of(vote),
        "count": count_shown(count),
        "is_open": is_open,
        "may_close": vote.status == VoteStatus.OPEN and all_have_spoken,
        "may_publish": vote.status == VoteStatus.CLOSED,
        "sheets": sheets_shown(vote),
        "sheet_is_awaited": queries.sheets_of(vote).filter(status=SheetStatus.ASKED).exists(),
        "steps": steps_of(vote),
    }


def facts_of(vote: Any) -> list[tuple[str, Any]]:
    facts = [
        (_("小区"), vote.community.name),
        (_("通知日期"), vote.noticed_on.isoformat()),
        (_("截止日期"), vote.closes_on.isoformat()),
    ]
    if vote.closed_on:
        last = vote.closed_on + timedelta(days=PUBLISHED_WITHIN_DAYS)
        missing = _("尚未登记，已经逾期") if clock.today() > last else _("尚未登记")
        published = vote.published_on.isoformat() if vote.published_on else missing
        facts += [(_("公布期限"), last.isoformat()), (_("公布日期"), published)]
    facts.append((_("提出异议截止"), queries.objections_until(vote).isoformat()))
    return facts


def sheets_shown(vote: Any) -> list[tuple[Any, str]]:
    made = queries.sheets_of(vote).filter(status=SheetStatus.MADE)[:MOST_ROWS]
    return [(one, reverse("property:attendance_sheet", args=[one.pk])) for one in made]


@dataclass(frozen=True)
class SeatRow:
    """A home on the roll: whose, how large, and what counts for it."""

    seat: Any
    place: str
    owners: str
    voice: Any
    url: str
    can_be_ticked: bool
    name: str
    wrong: str = ""


def seat_row(seat: Any, wrong: str = "") -> SeatRow:
    counted = seat.head.counted
    voice = voice_shown(counted[0]) if counted else None
    return SeatRow(
        seat,
        place_of(seat.dwelling),
        owners_shown(seat.head),
        voice,
        reverse("property:seat", args=[seat.pk]),
        voice is None or voice.voice.channel == "paper",
        f"seat-{seat.pk}",
        wrong,
    )


def place_of(dwelling: Any) -> str:
    """A home within its community."""
    unit = f"{dwelling.unit}单元" if dwelling.unit else ""
    return f"{dwelling.building.name}{unit}{dwelling.room}室"


def file_row(upload: Any) -> SheetShown:
    url, result = (
        reverse(f"property:{name}", args=[upload.pk])
        for name in ("paper_file", "paper_file_result")
    )
    return sheet_shown(upload, url, result)
