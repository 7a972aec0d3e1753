"""Owners speak online themselves, confirmed by a code sent to their phone. (BEY-02, BEY-03; WDR-09)

A wrong code has to count although the voice is refused, so it is tried in a transaction of its own.
"""

import secrets
from dataclasses import dataclass

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, lock, move
from anju.core.refusals import Refused, ensure
from anju.homes import queries as homes
from anju.notices import actions as notices
from anju.people import queries as people
from anju.votes.actions.speaking import check_open
from anju.votes.actions.telling import tell_of_voice
from anju.votes.models import Elector, Voice, VoiceCode, Vote
from anju.votes.rules import (
    CODE_AGAIN_AFTER,
    CODE_DIGITS,
    CODE_HOLDS,
    CODES_A_DAY,
    WRONG_CODES,
    Channel,
    Refusal,
    VoiceStatus,
)


@action
def send_code(*, head_id: int, agrees: bool, by: Actor) -> VoiceCode:
    """Send a code for one answer to the phone that the identity provider has of who is signed in.

    Refused without a phone, within a minute of the last, after ten a day, and when the vote is over.
    """
    vote, elector = _speaking(head_id, by)
    check_open(vote)
    phone = _phone(by)
    if not phone:
        raise Refused(Refusal.PHONE_MISSING)
    now, last = clock.now(), elector.codes.order_by("-sent_at").first()
    if last is not None and now < last.sent_at + CODE_AGAIN_AFTER:
        left = last.sent_at + CODE_AGAIN_AFTER - now
        raise Refused(Refusal.CODE_TOO_SOON, seconds=int(left.total_seconds()) + 1)
    if elector.codes.filter(sent_at__gte=clock.start_of(clock.today())).count() >= CODES_A_DAY:
        raise Refused(Refusal.TOO_MANY_CODES, limit=CODES_A_DAY)
    drawn = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    code = VoiceCode.objects.create(
        elector=elector, agrees=agrees, digest=_digest(elector, drawn), sent_at=now
    )
    notices.queue_sealed(
        key=f"vote_code:{code.pk}",
        kind="vote_code",
        facts={
            "title": vote.title,
            "minutes": str(int(CODE_HOLDS.total_seconds()) // 60),
            "answer": "同意" if agrees else "不同意",
            "answer_en": "agree" if agrees else "disagree",
        },
        sealed={"code": drawn},
        phone=phone,
        **people.who(by),
        by=by,
    )
    return code


@dataclass(frozen=True)
class Tried:
    """What came of a code: `left` guesses, or None where it was right."""

    left: int | None


def speak_online(*, head_id: int, agrees: bool, code: str, by: Actor) -> Voice:
    """An owner agrees or disagrees, with all their homes; until the end they may change their mind.

    It takes the place of paper. Of co-owners the last one who speaks counts, and the others are told.
    """
    tried = try_code(head_id=head_id, agrees=agrees, code=code, by=by)
    if tried.left is not None:
        raise Refused(Refusal.CODE_WRONG, left=tried.left)
    return take_voice(head_id=head_id, agrees=agrees, by=by)


@action
def try_code(*, head_id: int, agrees: bool, code: str, by: Actor) -> Tried:
    """Compare a code with the last one that was sent for this answer; a wrong guess counts."""
    vote, elector = _speaking(head_id, by)
    check_open(vote)
    sent = elector.codes.filter(agrees=agrees, spent_at__isnull=True).order_by("-sent_at").first()
    if sent is None or clock.now() > sent.sent_at + CODE_HOLDS or sent.wrong >= WRONG_CODES:
        raise Refused(Refusal.CODE_OVER)
    if not secrets.compare_digest(bytes(sent.digest), _digest(elector, code.strip())):
        sent.wrong += 1
        sent.save(update_fields=["wrong"])
        return Tried(WRONG_CODES - sent.wrong)
    sent.used_at = clock.now()
    sent.save(update_fields=["used_at"])
    return Tried(None)


@action
def take_voice(*, head_id: int, agrees: bool, by: Actor) -> Voice:
    """Who has just typed the right code for this answer has spoken; a code serves once."""
    vote, elector = _speaking(head_id, by)
    check_open(vote)
    proven = elector.codes.filter(
        agrees=agrees, spent_at__isnull=True, used_at__gt=clock.now() - CODE_HOLDS
    ).first()
    if proven is None:
        raise Refused(Refusal.CODE_OVER)
    proven.spent_at = clock.now()
    proven.save(update_fields=["spent_at"])
    present = Voice.objects.filter(head=head_id, status=VoiceStatus.COUNTED).first()
    if present is not None:
        if present.elector == elector and present.agrees == agrees:
            return present
        move(present, "correct", by=by)
    voice = Voice.objects.create(
        head_id=head_id,
        channel=Channel.ONLINE,
        agrees=agrees,
        elector=elector,
        signed_on=clock.today(),
        entered_by=by.name,
        entered_at=clock.now(),
    )
    tell_of_voice(voice, by=by)
    return voice


def _speaking(head_id: int, by: Actor) -> tuple[Vote, Elector]:
    """The vote, locked, and as whom somebody speaks for this head."""
    elector = Elector.objects.select_related("head").filter(
        head=head_id, digest=homes.digest_of(by)
    )
    found = elector.first()
    ensure(found is not None, f"{by.name} is not counted as head {head_id}")
    assert found is not None
    return lock(Vote, pk=found.head.vote_id), found


def _phone(by: Actor) -> str:
    if by.organisation_id is not None:
        return people.organisation(by.organisation_id).phone
    return people.person(by.person_id or 0).phone


def _digest(elector: Elector, code: str) -> bytes:
    return digest(f"votes code:{elector.pk}:{code}")
