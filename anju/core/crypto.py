"""Personal data at rest: encrypted by field with SM4-GCM, found again by a keyed digest (HMAC-SM3).

A sealed value is: one byte with the version of its key, a nonce of 12 bytes, the ciphertext, a tag
of 16. The place it belongs to (`table.column`) is authenticated with it, so a value moved elsewhere
does not open.
"""

import base64
import binascii
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

from anju.core.refusals import Broken, ensure

NONCE_BYTES = 12
TAG_BYTES = 16


@lru_cache(maxsize=4)
def field_keys(setting: str) -> dict[int, bytes]:
    """Read FIELD_KEYS: `1:<base64 of 16 bytes>[,2:…]`, oldest first; the last one is current."""
    keys: dict[int, bytes] = {}
    for part in filter(None, setting.split(",")):
        version, _, encoded = part.strip().partition(":")
        try:
            number, key = int(version), base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise ImproperlyConfigured(
                "FIELD_KEYS: write version:base64, comma-separated"
            ) from None
        if not 1 <= number <= 255 or len(key) != 16 or number in keys:
            raise ImproperlyConfigured("FIELD_KEYS: versions 1 to 255, each once; keys of 16 bytes")
        keys[number] = key
    if not keys:
        raise ImproperlyConfigured("FIELD_KEYS is missing; see .env.example")
    return keys


def current_version() -> int:
    return list(field_keys(settings.FIELD_KEYS))[-1]


def sm4_gcm_seal(key: bytes, nonce: bytes, text: bytes, place: bytes) -> bytes:
    """SM4-GCM as in RFC 8998: the ciphertext, followed by its tag."""
    sealing = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(place)
    return sealing.update(text) + sealing.finalize() + sealing.tag


def sm4_gcm_open(key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    opening = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
    opening.authenticate_additional_data(place)
    return opening.update(sealed[:-TAG_BYTES]) + opening.finalize()


def encrypt(text: str, place: str) -> bytes:
    """Seal a text with the current key for the place (`table.column`) where it will stand."""
    version = current_version()
    nonce = os.urandom(NONCE_BYTES)
    key = field_keys(settings.FIELD_KEYS)[version]
    return bytes([version]) + nonce + sm4_gcm_seal(key, nonce, text.encode(), place.encode())


def decrypt(sealed: bytes, place: str) -> str:
    """Open a sealed text. Broken when altered, misplaced, or its key is unknown."""
    key = field_keys(settings.FIELD_KEYS).get(sealed[0]) if sealed else None
    if key is None:
        raise Broken(f"{place}: sealed with a key that FIELD_KEYS does not hold")
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return sm4_gcm_open(key, nonce, rest, place.encode()).decode()
    except (InvalidTag, ValueError):
        raise Broken(f"{place}: a sealed value does not open; it was altered or moved") from None


def rotate(sealed: bytes, place: str) -> bytes:
    """The same text sealed with the current key."""
    return sealed if sealed[0] == current_version() else encrypt(decrypt(sealed, place), place)


def digest(text: str) -> bytes:
    """Find an encrypted value by its exact text, as the caller normalised it."""
    keyed = hmac.HMAC(digest_key(settings.DIGEST_KEY), hashes.SM3())
    keyed.update(text.encode())
    return keyed.finalize()


@lru_cache(maxsize=4)
def digest_key(setting: str) -> bytes:
    try:
        key = base64.b64decode(setting, validate=True)
    except binascii.Error:
        key = b""
    if len(key) < 16:
        raise ImproperlyConfigured("DIGEST_KEY: base64 of at least 16 bytes; see .env.example")
    return key


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """A text that stands encrypted in the database. To search it, keep a digest beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def sealed(self, text: str) -> bytes:
        """For COPY and other statements that Django does not write."""
        return encrypt(text, self.place)

    def get_default(self) -> Any:
        return models.Field.get_default(self)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        ensure(value is None or isinstance(value, str), f"{self.place} takes text")
        sealed = None if value is None else self.sealed(value)
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(bytes(value), self.place)

    def to_python(self, value: Any) -> Any:
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.place} is encrypted: search by its digest")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: Any) -> str:
        raise FieldError(f"{self.place} is encrypted: it is not exported")


def mask_id_number(number: str) -> str:
    """110105194912310021 → 110***********0021; shorter numbers keep one in front and two behind."""
    front, behind = (3, 4) if len(number) >= 15 else (1, 2)
    return masked(number, front, behind)


def mask_account(number: str) -> str:
    """6222020200000000014 → 6222 **** **** 0014; short numbers keep only their last four digits."""
    return f"{number[:4]} **** **** {number[-4:]}" if len(number) >= 12 else f"**** {number[-4:]}"


def mask_phone(number: str) -> str:
    """13800001234 → 138****1234."""
    return masked(number, 3, 4)


def mask_name(name: str) -> str:
    """张三丰 → 张**."""
    return masked(name, 1, 0)


def mask_name_within(name: str) -> str:
    """张三丰 → 张*丰, 张三 → 张*: hidden from others, and yet its owner sees whether it is theirs."""
    return masked(name, 1, 1) if len(name) > 2 else mask_name(name)


def masked(text: str, front: int, behind: int) -> str:
    hidden = len(text) - front - behind
    if hidden <= 0:
        return "*" * len(text)
    return text[:front] + "*" * hidden + text[len(text) - behind :]


def unseal(model: type[models.Model], field_name: str, sealed: Any) -> str:
    """What an encrypted column holds, for questions that Django does not ask."""
    field = model._meta.get_field(field_name)
    ensure(isinstance(field, EncryptedTextField), f"{field_name} is not encrypted")
    return decrypt(bytes(sealed), field.place)  # type: ignore[union-attr]


def seal(model: type[models.Model], field_name: str, text: str) -> bytes:
    """What an encrypted column takes, for statements that Django does not write."""
    field = model._meta.get_field(field_name)
    ensure(isinstance(field, EncryptedTextField), f"{field_name} is not encrypted")
    sealed: bytes = field.sealed(text)  # type: ignore[union-attr]
    return sealed
