"""What an owner may ask: the votes where they are counted, what counts in their name, until when they may object."""

from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.refusals import ensure
from anju.homes import queries as homes
from anju.people import queries as people
from anju.votes.models import Elector, Head, Objection, Voice, VoiceCode, Vote
from anju.votes.rules import CODE_HOLDS, OBJECTION_DAYS, VoiceStatus, VoteStatus

WITH_PLACE = ("vote__community", "vote__organisation")


def heads_of(actor: Actor) -> QuerySet[Head]:
    """As which heads somebody is counted, in all votes that were not withdrawn; newest first."""
    found = homes.digest_of(actor)
    if found is None:
        return Head.objects.none()
    theirs = Head.objects.filter(pk__in=Elector.objects.filter(digest=found).values("head"))
    there = theirs.exclude(vote__status=VoteStatus.WITHDRAWN).select_related(*WITH_PLACE)
    counted = Voice.objects.filter(status=VoiceStatus.COUNTED).select_related(
        "seat__dwelling", "elector__owner", "elector__organisation"
    )
    return there.prefetch_related(
        Prefetch("voices", counted, to_attr="counted"),
        "seats__dwelling",
        "electors__owner",
        "electors__organisation",
    ).order_by("-vote_id", "id")


def heads_to_speak(actor: Actor) -> QuerySet[Head]:
    """待我表决: of these, in votes still open, those that have not spoken."""
    spoken = Voice.objects.filter(status=VoiceStatus.COUNTED)
    open_ones = heads_of(actor).filter(vote__status=VoteStatus.OPEN)
    return open_ones.exclude(pk__in=spoken.values("head"))


def votes_of_owner(actor: Actor) -> QuerySet[Vote]:
    """The votes where somebody is counted, newest first."""
    found = homes.digest_of(actor)
    if found is None:
        return Vote.objects.none()
    theirs = Elector.objects.filter(digest=found).values("head__vote")
    there = Vote.objects.filter(pk__in=theirs).exclude(status=VoteStatus.WITHDRAWN)
    return there.select_related("community", "organisation").order_by("-id")


def code_is_awaited(head_id: int, actor: Actor) -> bool:
    """Whether somebody has a code for this head that can still be typed in."""
    codes = VoiceCode.objects.filter(elector__head=head_id, elector__digest=homes.digest_of(actor))
    return codes.filter(spent_at__isnull=True, sent_at__gt=clock.now() - CODE_HOLDS).exists()


def vote_seen_by_owner(vote_id: int, actor: Actor) -> Vote | None:
    """The vote, for whoever is counted in it."""
    return votes_of_owner(actor).filter(pk=vote_id).first()


def objections_of_heads(head_ids: list[int]) -> QuerySet[Objection]:
    """The objections to what was said in these heads' names, by the voice they are about."""
    said = list(Voice.objects.filter(head__in=head_ids).values_list("pk", flat=True))
    return Objection.objects.filter(voice__in=said).select_related("voice")


def objections_until(vote: Vote) -> date:
    """The last day on which an owner may say that a voice is not theirs."""
    return (vote.closed_on or vote.closes_on) + timedelta(days=OBJECTION_DAYS)


def name_of(elector: Elector) -> str:
    """Who may speak for a head; screens that others see mask it."""
    if elector.owner is not None:
        return elector.owner.name
    assert elector.organisation is not None
    return elector.organisation.name


def recipient_of(elector: Elector) -> tuple[dict[str, int], str] | None:
    """Whom we know by name and number of an elector, and the phone number on record; None for nobody."""
    if elector.organisation is not None:
        return {"organisation_id": elector.organisation.pk}, elector.organisation.phone
    owner = elector.owner
    ensure(owner is not None, f"elector {elector.pk} is nobody")
    assert owner is not None
    if owner.id_type == "uscc":
        known = people.organisation_by_uscc(owner.id_number)
        return ({"organisation_id": known.pk}, known.phone) if known else None
    person = people.person_by_number(owner.id_number, owner.id_type)
    if person is None or homes.owner_digest(person.name, person.id_number) != bytes(elector.digest):
        return None
    return {"person_id": person.pk}, person.phone
