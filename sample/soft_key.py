"""A hardware key in software, for those of the sample world who sign in nowhere: it makes a credential of its own."""

from __future__ import annotations

import hashlib
import json
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from anju.companies import webauthn
from anju.companies.webauthn import Answer

SITE = "localhost"
FLAGS = (
    AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
)  # somebody pressed it, and it knows whom; it makes a secret


def enrolled(number: str, port: int | None) -> Answer:
    """What a browser would send when its holder takes the key of this number into use. Nobody keeps the secret."""
    challenge = secrets.token_bytes(32)
    options = webauthn.to_enrol(SITE, challenge, number)
    client = {
        "type": "webauthn.create",
        "challenge": options["challenge"],
        "origin": f"http://{SITE}:{port}",
        "crossOrigin": False,
    }
    name = secrets.token_bytes(32)
    secret = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(secret.public_key())
    made = AttestedCredentialData.create(Aaguid.NONE, name, public)
    site = hashlib.sha256(SITE.encode()).digest()
    proof = AuthenticatorData.create(site, FLAGS, 1, made)
    response = {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(client).encode()),
            "attestationObject": websafe_encode(AttestationObject.create("none", proof, {})),
        },
    }
    return Answer(SITE, challenge, response)
