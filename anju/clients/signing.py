"""Signatures: who really wrote this, and when. Keys are read once per process."""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from anju.clients.rules import TIME_WINDOW, Refusal
from anju.core import clock
from anju.core.refusals import Refused, ensure

SCHEME = "HMAC-SHA256 "
NONCE = re.compile(r"[0-9a-f]{32}", re.ASCII)


@cache
def private_key(path: str) -> RSAPrivateKey:
    key = load_pem_private_key(Path(path).read_bytes(), None)
    ensure(isinstance(key, RSAPrivateKey), f"{path} is not a private RSA key")
    return key  # type: ignore[return-value]


@cache
def public_key(path: str) -> RSAPublicKey:
    key = load_pem_public_key(Path(path).read_bytes())
    ensure(isinstance(key, RSAPublicKey), f"{path} is not a public RSA key")
    return key  # type: ignore[return-value]


def sign(content: bytes, private_key_file: str) -> str:
    """RSA-SHA256 (PKCS #1 v1.5) in base64: RSA2 at Alipay, the same at the banks."""
    signature = private_key(private_key_file).sign(content, PKCS1v15(), SHA256())
    return base64.b64encode(signature).decode()


def check_signature(content: bytes, signature: str, public_key_file: str) -> None:
    """Refused when the owner of the key did not sign exactly this."""
    try:
        raw = base64.b64decode(signature, validate=True)
        public_key(public_key_file).verify(raw, content, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise Refused(Refusal.FORGED) from error


def check_fresh(moment: datetime) -> None:
    """Refused when a signed message was written more than five minutes from now, either way."""
    if abs(clock.now() - moment) > TIME_WINDOW:
        raise Refused(Refusal.STALE)


def timestamp(moment: datetime | None = None) -> str:
    return (
        (moment or clock.now())
        .astimezone(UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )


def read_timestamp(text: str) -> datetime:
    """An ISO 8601 moment with its offset; one without belongs to no zone and is refused."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(Refusal.UNREADABLE, what=text) from error
    if moment.tzinfo is None:
        raise Refused(Refusal.UNREADABLE, what=text)
    return moment.astimezone(UTC)


def signed_headers(
    key_id: str, private_key_file: str, method: str, path: str, body: bytes
) -> dict[str, str]:
    """Headers for a request that we sign: who, when, a nonce of its own, and the signature."""
    signed_at, nonce = timestamp(), secrets.token_hex(16)
    content = _signed_content(signed_at, nonce, method, path, body)
    return {
        "X-Key-Id": key_id,
        "X-Timestamp": signed_at,
        "X-Nonce": nonce,
        "X-Signature": sign(content, private_key_file),
    }


def check_signed_headers(
    key_id: str,
    public_key_file: str,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
) -> str:
    """The nonce of a request that this sender signed within the last five minutes; the caller keeps it
    and refuses a nonce it has seen. `headers` must find names in any case, as Django's do."""
    signed_at, nonce = headers.get("X-Timestamp") or "", headers.get("X-Nonce") or ""
    if headers.get("X-Key-Id") != key_id or not NONCE.fullmatch(nonce):
        raise Refused(Refusal.FORGED)
    content = _signed_content(signed_at, nonce, method, path, body)
    check_signature(content, headers.get("X-Signature") or "", public_key_file)
    check_fresh(read_timestamp(signed_at))
    return nonce


def _signed_content(signed_at: str, nonce: str, method: str, path: str, body: bytes) -> bytes:
    digest = hashlib.sha256(body).hexdigest()
    return f"{signed_at}\n{nonce}\n{method.upper()}\n{path}\n{digest}".encode()


def shared_key_headers(
    key: str, body: bytes, *before: str, at: datetime | None = None
) -> dict[str, str]:
    """Headers for a body signed with a shared key; while it is being changed, with the one before as well.

    `at` is when it is signed, where the other side has a clock that does not move with ours.
    """
    signed_at = timestamp(at)
    signatures = [SCHEME + _mac(each, signed_at, body) for each in (key, *before)]
    return {"X-Timestamp": signed_at, "Authorization": ", ".join(signatures)}


def check_shared_key(key: str, headers: Mapping[str, str], body: bytes) -> None:
    """Refused unless a holder of the shared key wrote the body within the last five minutes."""
    signed_at = headers.get("X-Timestamp") or ""
    given = headers.get("Authorization") or ""
    expected = SCHEME + _mac(key, signed_at, body)
    if not key or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refused(Refusal.FORGED)
    check_fresh(read_timestamp(signed_at))


def _mac(key: str, signed_at: str, body: bytes) -> str:
    return hmac.new(key.encode(), signed_at.encode() + b"\n" + body, hashlib.sha256).hexdigest()
