"""What a browser and a hardware key have to agree on (WebAuthn, by python-fido2), and what is accepted of them.

A key always asks its holder (PIN or finger: user verification), keeps the number of the key for us (a discoverable
credential) and never gives its secret away: what can be copied to another device is no hardware key.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAttachment,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from anju.companies.rules import Refusal
from anju.companies.terms import Credential
from anju.core.refusals import Refused

REQUIRED = UserVerificationRequirement.REQUIRED
NAME = "北京市住宅专项维修资金管理系统"
SIGNED = ("clientDataJSON", "authenticatorData", "signature", "userHandle")
LONGEST = 20_000
ALGORITHMS = CoseKey.supported_algorithms()
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error)
"""What python-fido2 raises for an answer that says something else, or whose CBOR has another shape than it expects."""


@dataclass(frozen=True)
class Answer:
    """What a browser sent for a challenge of ours, and at which site (the host name) it was asked."""

    site: str
    challenge: bytes
    response: Mapping[str, Any]


def server(site: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name=NAME, id=site))


def to_enrol(site: str, challenge: bytes, number: str) -> dict[str, Any]:
    """What the browser is to ask the key for: a credential of its own, under the number of the key."""
    options, _ = server(site).register_begin(
        PublicKeyCredentialUserEntity(name=number, id=number.encode(), display_name=number),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=REQUIRED,
        authenticator_attachment=AuthenticatorAttachment.CROSS_PLATFORM,
        challenge=challenge,
    )
    return dict(options.public_key)


def to_enter(site: str, challenge: bytes) -> dict[str, Any]:
    """What the browser is to ask whatever key there is: its number, and a signature under the challenge."""
    options, _ = server(site).authenticate_begin(user_verification=REQUIRED, challenge=challenge)
    return dict(options.public_key)


def enrolled(answer: Answer) -> Credential:
    """The credential that a key has made. Refused when it is not for us, or can be copied."""
    check_shape(answer, ("clientDataJSON", "attestationObject"))
    try:
        made = server(answer.site).register_complete(_state(answer), answer.response)
    except UNREADABLE:
        raise Refused(Refusal.PROOF_WRONG) from None
    if made.flags & AuthenticatorData.FLAG.BE:
        raise Refused(Refusal.CAN_BE_COPIED)
    credential = made.credential_data
    if credential is None or credential.public_key.ALGORITHM not in ALGORITHMS:
        raise Refused(Refusal.PROOF_WRONG)
    key = cbor.encode(dict(credential.public_key))
    return Credential(credential.credential_id, key, made.counter)


def credential_id_of(answer: Answer) -> bytes:
    """Which credential a browser says has answered."""
    check_shape(answer, SIGNED)
    try:
        return websafe_decode(answer.response["rawId"])
    except UNREADABLE:
        raise Refused(Refusal.PROOF_WRONG) from None


def counted(answer: Answer, *, number: str, credential_id: bytes, public_key: bytes) -> int:
    """How often the key says it has signed. Refused when this is not the signature of this very key."""
    check_shape(answer, SIGNED)
    cose = CoseKey.parse(cast(Mapping[int, Any], cbor.decode(public_key)))
    known = AttestedCredentialData.create(Aaguid.NONE, credential_id, cose)
    try:
        server(answer.site).authenticate_complete(_state(answer), [known], answer.response)
        said = AuthenticationResponse.from_dict(answer.response).response
    except UNREADABLE:
        raise Refused(Refusal.PROOF_WRONG) from None
    if said.user_handle != number.encode():
        raise Refused(Refusal.PROOF_WRONG)
    return said.authenticator_data.counter


def check_shape(answer: Answer, parts: tuple[str, ...]) -> None:
    """Refused before anything is read of it, when a browser sends something else than such an answer."""
    said = answer.response if isinstance(answer.response, Mapping) else {}
    inner = said.get("response")
    parts_said = [inner.get(part) for part in parts] if isinstance(inner, Mapping) else [None]
    texts = [said.get("rawId"), *parts_said]
    if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts):
        raise Refused(Refusal.PROOF_WRONG)


def _state(answer: Answer) -> dict[str, Any]:
    return {"challenge": websafe_encode(answer.challenge), "user_verification": REQUIRED}
