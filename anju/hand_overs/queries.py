"""What may be asked about hand-overs: whether a ticket still opens the door."""

from anju.core import clock
from anju.core.crypto import digest
from anju.core.refusals import Refused
from anju.hand_overs.models import HandOver
from anju.hand_overs.rules import START_AGAIN, Refusal, Sender


def ticket_digest(ticket: str) -> bytes:
    return digest(f"hand_over:{ticket}")


def hand_over_of(ticket: str) -> HandOver:
    """The hand-over that this ticket opens. Refused as unknown, used or expired, saying how to come again."""
    return usable(HandOver.objects.filter(ticket_digest=ticket_digest(ticket)).first())


def usable(hand_over: HandOver | None) -> HandOver:
    if hand_over is None:
        raise Refused(Refusal.UNKNOWN_TICKET)
    start_again = START_AGAIN[Sender(hand_over.sender)]
    if hand_over.used_at is not None:
        raise Refused(Refusal.USED, start_again=start_again)
    if hand_over.expires_at <= clock.now():
        raise Refused(Refusal.EXPIRED, start_again=start_again)
    return hand_over
