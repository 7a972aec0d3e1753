"""The city's identity provider (统一身份认证), OpenID Connect with PKCE (IDN-10, IDN-12)."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from anju.clients import reading
from anju.clients.calls import call
from anju.clients.outcomes import Unavailable
from anju.clients.rules import Refusal
from anju.core import clock
from anju.core.refusals import Refused

SYSTEM = "统一身份认证"
SCOPES = "openid profile"
LEEWAY_SECONDS = 60
SUBJECT_TYPES = ("person", "organisation")


@dataclass(frozen=True)
class Identity:
    """Who signed in, as the provider knows them. For an organisation the name, the document and the
    phone are its operator's; `registration_no` (登记号) is empty when it has none."""

    sub: str
    subject_type: str
    name: str
    id_type: str
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    level: int
    organisation_name: str
    uscc: str
    registration_no: str
    id_token: str = field(repr=False)


def random_secret() -> str:
    """A state, a nonce or a PKCE verifier: 256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def authorization_url(state: str, nonce: str, verifier: str, subject_type: str) -> str:
    """Where to send the browser; `subject_type` opens the right tab there."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC["client_id"],
        "redirect_uri": _redirect_uri(),
        "scope": SCOPES,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
        "subject_type": subject_type,
    }
    return _with_query(_provider()["authorization_endpoint"], asked)


def exchange(code: str, verifier: str, nonce: str) -> Identity:
    """Turn the code the browser brought back into the identity behind it. Refused when the
    provider does not know the code, or its token is not by it, not for us, not for this sign-in or
    out of date.
    """
    client = (settings.OIDC["client_id"], settings.OIDC["client_secret"])
    response = call(
        SYSTEM,
        "POST",
        _provider()["token_endpoint"],
        # RFC 6749, 2.3.1: both are form-encoded before they become user name and password
        auth=(quote(client[0], safe=""), quote(client[1], safe="")),
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": _redirect_uri(),
            "code_verifier": verifier,
        },
    )
    if response.status_code != 200:
        raise Refused(Refusal.SIGN_IN_FAILED, reason=response.text[:200])
    id_token = reading.text_of(reading.whole_object(response.text), "id_token")
    return identity_of(_claims(id_token, nonce), id_token)


def logout_url(id_token: str) -> str:
    """Where to send the browser to end the session at the provider too."""
    asked = {"id_token_hint": id_token, "post_logout_redirect_uri": f"{settings.PUBLIC_URL}/"}
    return _with_query(_provider()["end_session_endpoint"], asked)


def _redirect_uri() -> str:
    return f"{settings.PUBLIC_URL}/sign-in/callback"


def _with_query(address: str, asked: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _provider() -> dict[str, Any]:
    return _discover(settings.OIDC["issuer"])


@cache
def _discover(issuer: str) -> dict[str, Any]:
    """The provider's description of itself, fetched once per process."""
    found = _fetch(f"{issuer}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise Unavailable(SYSTEM, "the discovered issuer is another")
    return found


@cache
def _keys(address: str) -> KeySet:
    return KeySet.import_key_set(_fetch(address))  # type: ignore[arg-type]


def _fetch(address: str) -> dict[str, Any]:
    response = call(SYSTEM, "GET", address)
    if response.status_code != 200:
        raise Unavailable(SYSTEM, f"HTTP {response.status_code}")
    return reading.whole_object(response.text)


def _claims(id_token: str, nonce: str) -> dict[str, Any]:
    """The claims of a token, every check of OpenID Connect Core 3.1.3.7 passed."""
    client_id = settings.OIDC["client_id"]
    rules = JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.OIDC["issuer"]},
        aud={"essential": True, "value": client_id},
        azp={"value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = _signed_claims(id_token)
        rules.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise Refused(Refusal.SIGN_IN_FAILED, reason=str(error)) from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise Refused(Refusal.SIGN_IN_FAILED, reason="azp")
    return claims


def _signed_claims(id_token: str) -> dict[str, Any]:
    """A signature that does not fit the keys we remember is tried once more with the provider's
    keys of today: it may have changed them.
    """
    address = _provider()["jwks_uri"]
    try:
        return jwt.decode(id_token, _keys(address), algorithms=["RS256"]).claims
    except (JoseError, ValueError):
        _keys.cache_clear()
        return jwt.decode(id_token, _keys(address), algorithms=["RS256"]).claims


def identity_of(claims: dict[str, Any], id_token: str = "") -> Identity:
    """Read strictly who is meant: by the provider's claims, or by those of a hand-over."""
    subject_type = reading.text_of(claims, "subject_type")
    level = claims.get("real_name_level")
    if subject_type not in SUBJECT_TYPES:
        raise Refused(Refusal.UNREADABLE, what=f"subject_type {subject_type}")
    if type(level) is not int:
        raise Refused(Refusal.UNREADABLE, what=f"real_name_level {level}")
    for_organisation = reading.text_of if subject_type == "organisation" else _nothing
    return Identity(
        sub=reading.text_of(claims, "sub"),
        subject_type=subject_type,
        name=reading.text_of(claims, "name"),
        id_type=reading.text_of(claims, "id_type"),
        id_number=reading.text_of(claims, "id_number"),
        phone=reading.text_of(claims, "phone_number"),
        level=level,
        organisation_name=for_organisation(claims, "organisation_name"),
        uscc=for_organisation(claims, "uscc"),
        registration_no=reading.optional_text_of(claims, "registration_no"),
        id_token=id_token,
    )


def _nothing(claims: dict[str, Any], name: str) -> str:
    return ""
