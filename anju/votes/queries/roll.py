"""What the company and the authority ask: the votes, the roll of one, who has not spoken."""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.people.rules import Power
from anju.votes.models import Head, Objection, Seat, Voice, Vote
from anju.votes.rules import ObjectionStatus, VoiceStatus, VoteStatus


def vote_for(cause: str) -> Vote | None:
    """The vote about a cause, say `works:RW…`."""
    return Vote.objects.filter(cause=cause).first()


def causes_to_close() -> list[str]:
    """Of the votes whose last day is over."""
    due = Vote.objects.filter(status=VoteStatus.OPEN, closes_on__lt=clock.today())
    return list(due.order_by("id").values_list("cause", flat=True))


def votes_to_tell() -> list[int]:
    """The votes of which some owners have not been told."""
    waiting = Head.objects.filter(told_at__isnull=True).values("vote").distinct()
    return list(Vote.objects.filter(pk__in=waiting).order_by("id").values_list("pk", flat=True))


def votes_seen_by(actor: Actor) -> QuerySet[Vote]:
    """The votes that a company opened, newest first."""
    every = Vote.objects.select_related("community").order_by("-id")
    if actor.portal != "property" or actor.organisation_id is None:
        return every.none()
    return every.filter(organisation=actor.organisation_id)


def roll_of(vote: Vote) -> QuerySet[Seat]:
    """Every home of a vote with its head's counted voice (`head.counted`), page by key."""
    seats = Seat.objects.filter(vote=vote).select_related("head", "dwelling__building")
    return _with_head(seats).order_by("id")


def _with_head(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    counted = Voice.objects.filter(status=VoiceStatus.COUNTED).prefetch_related(
        "elector__owner", "elector__organisation"
    )
    return seats.prefetch_related(
        Prefetch("head__voices", counted, to_attr="counted"),
        "head__electors__owner",
        "head__electors__organisation",
    )


def seats_seen_by(actor: Actor) -> QuerySet[Seat]:
    """The homes on the rolls of a company's votes, each as in `roll_of`."""
    seen = votes_seen_by(actor).order_by().values("pk")
    return _with_head(Seat.objects.filter(vote__in=seen)).select_related(
        "head", "dwelling__building", "vote__community"
    )


def places_on_roll(vote: Vote) -> Iterator[tuple[str, str, str]]:
    """Building, unit and room of every home, in the order of the roll."""
    seats = Seat.objects.filter(vote=vote).order_by("id")
    names = ("dwelling__building__name", "dwelling__unit", "dwelling__room")
    return seats.values_list(*names).iterator()


def voices_seen_by(actor: Actor) -> QuerySet[Voice]:
    """What was said in the votes of a company."""
    every = Voice.objects.select_related("paper", "head__vote")
    return every.filter(head__vote__in=votes_seen_by(actor).order_by().values("pk"))


def seat_at(vote: Vote, building: str, unit: str, room: str) -> Seat | None:
    """The home on the roll at a place."""
    return Seat.objects.filter(
        vote=vote,
        dwelling__building__name=building,
        dwelling__unit=unit,
        dwelling__room=room,
    ).first()


def objections_seen_by(actor: Actor) -> QuerySet[Objection]:
    """Every objection, for whoever decides on them at the authority."""
    every = Objection.objects.select_related(
        "vote__community",
        "voice__seat__dwelling",
        "voice__elector__owner",
        "voice__elector__organisation",
        "voice__paper",
        "elector__owner",
        "elector__organisation",
    ).defer("voice__paper__content")
    if Power.VOTE_OBJECT not in actor.may:
        return every.none()
    return every


def objections_to_decide(actor: Actor) -> QuerySet[Objection]:
    """Those that are open, the most urgent first."""
    waiting = objections_seen_by(actor).filter(status=ObjectionStatus.OPEN)
    return waiting.order_by("decide_by", "id")
