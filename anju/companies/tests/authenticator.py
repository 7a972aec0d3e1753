"""A hardware key in software: it makes a secret, counts, and signs what a browser asks it to."""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from anju.companies import webauthn
from anju.companies.webauthn import Answer

SITE = "localhost"
FLAG = AuthenticatorData.FLAG


class SoftKey:
    """One device with one secret; `copied` has the same secret and counts for itself."""

    def __init__(self, origin: str = f"http://{SITE}:8000", flags: int = FLAG.UP | FLAG.UV) -> None:
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.origin, self.flags, self.count, self.handle = origin, flags, 0, b""

    def copied(self) -> SoftKey:

        return copy.copy(self)

    def enrols(self, number: str, site: str = SITE) -> Answer:
        """Asked by the page on which a holder takes the key into use."""
        challenge = secrets.token_bytes(32)
        return Answer(site, challenge, self.creates(webauthn.to_enrol(site, challenge, number)))

    def enters(self, site: str = SITE) -> Answer:
        """Asked by the page to sign in."""
        challenge = secrets.token_bytes(32)
        return Answer(site, challenge, self.signs(webauthn.to_enter(site, challenge)))

    def creates(self, options: dict[str, Any]) -> dict[str, Any]:
        """`navigator.credentials.create`."""
        self.handle, self.count = websafe_decode(options["user"]["id"]), 1
        public = ES256.from_cryptography_key(self.secret.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        proof = AuthenticatorData.create(
            site_hash(options["rp"]["id"]), self.flags | FLAG.AT, self.count, made
        )
        client = self.client("webauthn.create", options["challenge"])
        return {
            **self.named(),
            "response": {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(AttestationObject.create("none", proof, {})),
            },
        }

    def signs(self, options: dict[str, Any]) -> dict[str, Any]:
        """`navigator.credentials.get`."""
        self.count += 1
        proof = AuthenticatorData.create(site_hash(options["rpId"]), self.flags, self.count)
        client = self.client("webauthn.get", options["challenge"])
        signed = self.secret.sign(
            proof + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256())
        )
        return {
            **self.named(),
            "response": {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(proof),
                "signature": websafe_encode(signed),
                "userHandle": websafe_encode(self.handle),
            },
        }

    def named(self) -> dict[str, Any]:
        name = websafe_encode(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}}

    def client(self, kind: str, challenge: str) -> bytes:
        told = {
            "type": kind,
            "challenge": challenge,
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(told).encode()


def site_hash(site: str) -> bytes:
    return hashlib.sha256(site.encode()).digest()
