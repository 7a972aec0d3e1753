"""A tenant handed over by the city's mini program or by the rental platform: one signed request from server to server
(IDN-11, NET-01).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from anju.clients import reading, signing
from anju.clients.identity import Identity, identity_of
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

FACES = ("web", "mobile")
OF_ONE_LEASE = ("rental_platform",)  # these senders hand over for one filed lease, and name it


@dataclass(frozen=True)
class Announcement:
    """Who is about to come, to which face of the portal, and for which filed lease, if for one only."""

    sender: str
    nonce: str
    face: str
    who: Identity
    filing_no: str


def announcement(sender: str, path: str, headers: Mapping[str, str], body: bytes) -> Announcement:
    """What a sender announced, signed with its key within the last five minutes. The caller keeps the nonce."""
    if sender not in settings.HAND_OVER_SENDERS:
        raise Refused(Refusal.UNKNOWN_SENDER, sender=sender)
    key = settings.HAND_OVER_SENDERS[sender]["public_key_file"]
    nonce = signing.check_signed_headers(sender, key, "POST", path, headers, body)
    told = reading.whole_object(body)
    face = reading.text_of(told, "face")
    if face not in FACES:
        raise Refused(Refusal.UNREADABLE, what=f"face {face}")
    filing_no = reading.text_of(told, "filing_no") if sender in OF_ONE_LEASE else ""
    return Announcement(sender, nonce, face, identity_of(told), filing_no)
