"""An owner says that a voice is not theirs; the authority decides. (BEY-02)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.db import action, lock, move
from anju.core.refusals import Refused, ensure
from anju.homes import queries as homes
from anju.people import queries as people
from anju.people.rules import Power
from anju.votes.actions.telling import tell_decision
from anju.votes.models import Elector, Objection, Voice, Vote
from anju.votes.queries.links import read_link
from anju.votes.queries.owners import objections_until
from anju.votes.rules import (
    DECIDED_WITHIN_WORKDAYS,
    ObjectionStatus,
    Refusal,
    VoiceStatus,
    VoteStatus,
)


@action
def object_to(*, voice_id: int, grounds: str = "", by: Actor) -> Objection:
    """“不是我签的”: any owner who is counted with this voice objects to it, in the portal.

    Refused when the voice counts no more, while another objection is open, and after the term.
    """
    voice = Voice.objects.get(pk=voice_id)
    elector = Elector.objects.filter(head=voice.head_id, digest=homes.digest_of(by)).first()
    ensure(elector is not None, f"{by.name} is not counted with voice {voice_id}")
    assert elector is not None
    return _objected(voice, elector, grounds, by_link=False, by=by)


@action
def object_by_link(*, token: str, by: Actor) -> Objection:
    """The same by the link of the message that told of the voice, without signing in. Refused when it is too old."""
    voice, elector = read_link(token)
    return _objected(voice, elector, "", by_link=True, by=by)


def _objected(
    voice: Voice, elector: Elector, grounds: str, *, by_link: bool, by: Actor
) -> Objection:
    vote: Vote = lock(Vote, pk=elector.head.vote_id)
    voice = lock(Voice, pk=voice.pk)
    if voice.status != VoiceStatus.COUNTED or vote.status == VoteStatus.WITHDRAWN:
        raise Refused(Refusal.NOT_COUNTED)
    if voice.objections.filter(status=ObjectionStatus.OPEN).exists():
        raise Refused(Refusal.OBJECTED_ALREADY)
    until = objections_until(vote)
    if clock.today() > until:
        raise Refused(Refusal.TERM_OVER, until=until.isoformat())
    return Objection.objects.create(
        voice=voice,
        vote=vote,
        elector=elector,
        grounds=grounds.strip()[:500],
        by_link=by_link,
        raised_by=f"link:{elector.pk}" if by_link else by.name,
        raised_at=clock.now(),
        decide_by=add_workdays(clock.today(), DECIDED_WITHIN_WORKDAYS).on,
    )


@action
def take_back_objection(*, objection_id: int, by: Actor) -> Objection:
    """Whoever objected, or a co-owner, takes it back in the portal: it was a slip, or it has been settled. (BEY-12)"""
    objection = _locked(objection_id)
    is_theirs = Elector.objects.filter(
        head=objection.elector.head_id, digest=homes.digest_of(by)
    ).exists()
    ensure(is_theirs, f"{by.name} has no part in objection {objection_id}")
    move(objection, "take_back", by=by)
    return objection


@action
def uphold_objection(*, objection_id: int, opinion: str, by: Actor) -> Objection:
    """The voice was not theirs: it is struck out, and the count changes."""
    objection = _decided(objection_id, "uphold", opinion, by)
    voice = lock(Voice, pk=objection.voice_id)
    if voice.status == VoiceStatus.COUNTED:
        move(voice, "strike", by=by, because=opinion.strip())
    return objection


@action
def dismiss_objection(*, objection_id: int, opinion: str, by: Actor) -> Objection:
    """The voice stands, and whoever objected reads why."""
    return _decided(objection_id, "dismiss", opinion, by)


def _locked(objection_id: int) -> Objection:
    """Locks go down: vote, then objection."""
    lock(Vote, pk=Objection.objects.values_list("vote_id", flat=True).get(pk=objection_id))
    objection: Objection = lock(Objection, pk=objection_id)
    return objection


def _decided(objection_id: int, name: str, opinion: str, by: Actor) -> Objection:
    people.check_power(by, Power.VOTE_OBJECT)
    objection = _locked(objection_id)
    if by.name in (objection.raised_by, objection.voice.entered_by):
        raise Refused(Refusal.OWN_ENTRY)
    if not opinion.strip():
        raise Refused(Refusal.OPINION_MISSING)
    move(
        objection,
        name,
        by=by,
        because=opinion.strip(),
        decided_by=by.name,
        decided_at=clock.now(),
        opinion=opinion.strip()[:1000],
    )
    tell_decision(objection, by=by)
    return objection
