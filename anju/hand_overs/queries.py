"""What may be asked about hand-overs: whether a ticket still opens the door, and for whom."""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.refusals import Refused
from anju.hand_overs.models import HandOver
from anju.hand_overs.rules import START_AGAIN, Face, Refusal, Sender


def ticket_digest(ticket: str) -> bytes:
    return digest(f"hand_over:{ticket}")


def hand_over_of(ticket: str) -> HandOver:
    """The hand-over that this ticket opens. Refused as unknown, used or expired, saying how to come again."""
    return usable(HandOver.objects.filter(ticket_digest=ticket_digest(ticket)).first())


def face_of(ticket: str) -> Face | None:
    """For which face a ticket was made, whether or not it still opens anything; None of an unknown one."""
    found = HandOver.objects.filter(ticket_digest=ticket_digest(ticket)).only("face").first()
    return None if found is None else Face(found.face)


def coming(hand_over: HandOver) -> Actor:
    """As whom the browser with the ticket would come in. Nobody is signed in by asking."""
    return Actor(
        "coming",
        "sign_in",
        person_id=hand_over.person_id,
        organisation_id=hand_over.organisation_id,
        only_lease_id=hand_over.lease_id,
    )


def usable(hand_over: HandOver | None) -> HandOver:
    if hand_over is None:
        raise Refused(Refusal.UNKNOWN_TICKET)
    start_again = START_AGAIN[Sender(hand_over.sender)]
    if hand_over.used_at is not None:
        raise Refused(Refusal.USED, start_again=start_again)
    if hand_over.expires_at <= clock.now():
        raise Refused(Refusal.EXPIRED, start_again=start_again)
    return hand_over
