"""Signatures: RSA2 as Alipay makes it, signed headers of the banks, HMAC of the message senders."""

import base64
import binascii
import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from sandbox.clock import iso, moment_of

TOLERANCE = timedelta(minutes=5)


class BadSignature(Exception):
    """The sender is not who they say, the content was changed, or it is too old or used before."""


def sign(key: RSAPrivateKey, content: bytes) -> str:
    """base64 of RSA with SHA-256 and PKCS #1 v1.5 padding: what Alipay calls RSA2."""
    return base64.b64encode(key.sign(content, PKCS1v15(), SHA256())).decode()


def verify(key: RSAPublicKey, content: bytes, signature: str) -> None:
    try:
        key.verify(base64.b64decode(signature, validate=True), content, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise BadSignature("the signature does not fit") from error


def alipay_content(params: Mapping[str, str], without: tuple[str, ...] = ("sign",)) -> bytes:
    """All non-empty parameters in the order of their names, as k=v joined by &."""
    kept = sorted((name, value) for name, value in params.items() if value and name not in without)
    return "&".join(f"{name}={value}" for name, value in kept).encode()


def bank_content(timestamp: str, nonce: str, method: str, path: str, body: bytes) -> bytes:
    digest = hashlib.sha256(body).hexdigest()
    return "\n".join((timestamp, nonce, method.upper(), path, digest)).encode()


def bank_headers(
    key: RSAPrivateKey, key_id: str, now: datetime, method: str, path: str, body: bytes
) -> dict[str, str]:
    timestamp, nonce = iso(now), secrets.token_hex(16)
    return {
        "X-Key-Id": key_id,
        "X-Timestamp": timestamp,
        "X-Nonce": nonce,
        "X-Signature": sign(key, bank_content(timestamp, nonce, method, path, body)),
    }


def check_bank_headers(
    key: RSAPublicKey,
    headers: Mapping[str, str],
    now: datetime,
    method: str,
    path: str,
    body: bytes,
) -> str:
    """The nonce of a request whose signature and time are right; the caller must see it is new."""
    timestamp, nonce = headers.get("X-Timestamp", ""), headers.get("X-Nonce", "")
    check_recent(timestamp, now)
    if len(nonce) != 32:
        raise BadSignature("the nonce is not 32 hexadecimal digits")
    content = bank_content(timestamp, nonce, method, path, body)
    verify(key, content, headers.get("X-Signature", ""))
    return nonce


def check_recent(timestamp: str, now: datetime) -> None:
    try:
        moment = moment_of(timestamp)
    except ValueError as error:
        raise BadSignature("the timestamp cannot be read") from error
    if abs(moment - now) > TOLERANCE:
        raise BadSignature("the timestamp is more than five minutes off")


def use_nonce(db: sqlite3.Connection, key_id: str, nonce: str, now: datetime) -> None:
    """A nonce serves once; those too old to be accepted anyway are forgotten."""
    db.execute("DELETE FROM nonces WHERE seen_at < ?", (iso(now - 3 * TOLERANCE),))
    used = db.execute(
        "INSERT INTO nonces (key_id, nonce, seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (key_id, nonce, iso(now)),
    )
    if used.rowcount == 0:
        raise BadSignature("the nonce was used before")


def hmac_headers(key: bytes, now: datetime, body: bytes) -> dict[str, str]:
    timestamp = iso(now)
    return {
        "Authorization": f"HMAC-SHA256 {_hmac(key, timestamp, body)}",
        "X-Timestamp": timestamp,
    }


def check_hmac_headers(key: bytes, headers: Mapping[str, str], now: datetime, body: bytes) -> None:
    scheme, _, digest = headers.get("Authorization", "").partition(" ")
    timestamp = headers.get("X-Timestamp", "")
    expected = _hmac(key, timestamp, body)
    if scheme != "HMAC-SHA256" or not hmac.compare_digest(digest.encode(), expected.encode()):
        raise BadSignature("the signature does not fit")
    check_recent(timestamp, now)


def _hmac(key: bytes, timestamp: str, body: bytes) -> str:
    return hmac.new(key, timestamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()
