"""Owners speak on paper, which the company enters. (WDR-09, BEY-02, BEY-03)"""

from dataclasses import dataclass, field
from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import IdentityKind, check_identity, normalise_name
from anju.core.refusals import Refused
from anju.votes.actions.telling import tell_of_voice
from anju.votes.models import Seat, Voice, Vote
from anju.votes.rules import (
    Channel,
    ObjectionStatus,
    Refusal,
    VoiceStatus,
    VoteStatus,
)


@dataclass(frozen=True)
class Paper:
    """What a signed paper says; `file_id` is its scan. A proxy (代理人) is named with a number, and the paper kept."""

    agrees: bool
    signed_on: date | None = None
    proxy_name: str = field(default="", repr=False)
    proxy_id_number: str = field(default="", repr=False)
    file_id: int | None = None


@action
def enter_paper(*, vote_id: int, seat_id: int, paper: Paper, by: Actor) -> Voice:
    """Enter what the owner of a home signed. The same again changes nothing; another answer corrects, with history.

    Refused when the owner has spoken online, while an objection to the present paper is open, without a scan where
    a proxy signed or an earlier paper was struck, and when the vote is over.
    """
    vote: Vote = lock(Vote, pk=vote_id)
    check_company(vote, by)
    check_open(vote)
    seat = vote.seats.select_related("head", "dwelling").get(pk=seat_id)
    signed_on = paper.signed_on or clock.today()
    if not vote.noticed_on <= signed_on <= clock.today():
        raise Refused(Refusal.SIGNED_WRONG_DAY, first=vote.noticed_on.isoformat())
    proxy = _proxy(paper)
    present = Voice.objects.filter(head=seat.head, status=VoiceStatus.COUNTED).first()
    if present is not None:
        if present.channel == Channel.ONLINE:
            raise Refused(Refusal.ONLINE_STANDS, place=seat.dwelling.address)
        if _says(present, seat, signed_on, paper, proxy):
            return present
    _check_paper(seat, present, paper)
    if present is not None:
        move(present, "correct", by=by)
    voice = Voice.objects.create(
        head=seat.head,
        seat=seat,
        channel=Channel.PAPER,
        agrees=paper.agrees,
        signed_on=signed_on,
        proxy_name=proxy[0],
        proxy_id_number=proxy[1],
        paper_id=paper.file_id,
        entered_by=by.name,
        entered_at=clock.now(),
    )
    tell_of_voice(voice, by=by)
    return voice


def check_company(vote: Vote, by: Actor) -> None:
    """Paper is entered by the company that asked, and by nobody else."""
    if by.organisation_id is None or vote.organisation_id != by.organisation_id:
        raise Refused(Refusal.NOT_THE_COMPANY)


def check_open(vote: Vote) -> None:
    if vote.status != VoteStatus.OPEN or clock.today() > vote.closes_on:
        status = VoteStatus.CLOSED if vote.status == VoteStatus.OPEN else VoteStatus(vote.status)
        raise Refused(Refusal.NOT_OPEN, status=status.label)


def _proxy(paper: Paper) -> tuple[str | None, str | None]:
    name, number = paper.proxy_name.strip(), paper.proxy_id_number.strip()
    if bool(name) != bool(number):
        raise Refused(Refusal.PROXY_INCOMPLETE)
    return (
        (normalise_name(name), check_identity(IdentityKind.RESIDENT_ID, number))
        if name
        else (None, None)
    )


def _says(
    voice: Voice, seat: Seat, signed_on: date, paper: Paper, proxy: tuple[str | None, str | None]
) -> bool:
    said = (voice.agrees, voice.seat_id, voice.signed_on, voice.paper_id)
    stated = (paper.agrees, seat.pk, signed_on, paper.file_id)
    return said == stated and (voice.proxy_name, voice.proxy_id_number) == proxy


def _check_paper(seat: Seat, present: Voice | None, paper: Paper) -> None:
    place = seat.dwelling.address
    if present is not None and present.objections.filter(status=ObjectionStatus.OPEN).exists():
        raise Refused(Refusal.OBJECTED, place=place)
    was_struck = seat.head.voices.filter(status=VoiceStatus.STRUCK).exists()
    if paper.file_id is None and (paper.proxy_name.strip() or was_struck):
        raise Refused(Refusal.PAPER_NEEDED, place=place)
