"""Keys and secrets of one stack, made at random on the first start.

The product's folder and the sandbox's are apart, as in life: each holds its own private keys and
the other's public ones.
"""

import base64
import json
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

# Whose private key, and under which name the other side keeps the public half.
PAIRS = {
    "product/alipay_app": "sandbox/alipay_app",
    "product/wechat_merchant": "sandbox/wechat_merchant",
    "product/product_bank": "sandbox/product_bank",
    "product/product_registry": "sandbox/product_registry",
    "sandbox/alipay": "product/alipay",
    "sandbox/wechat": "product/wechat",
    "sandbox/bank_ccb": "product/bank_ccb",
    "sandbox/bank_icbc": "product/bank_icbc",
    "sandbox/bank_bob": "product/bank_bob",
    "sandbox/idp": "product/idp",
    "sandbox/mini_program": "product/mini_program",
    "sandbox/rental_platform": "product/rental_platform",
}


def make(work: Path) -> dict[str, str]:
    """The secrets by name; the key pairs are in `keys/product` and `keys/sandbox`."""
    for private, public in PAIRS.items():
        make_pair(work / "keys" / f"{private}_private.pem", work / "keys" / f"{public}_public.pem")
    file = work / "secrets.json"
    if not file.exists():
        write(file, json.dumps(new_secrets(), indent=1).encode())
    known: dict[str, str] = json.loads(file.read_text())
    missing = {name: value for name, value in new_secrets().items() if name not in known}
    if missing:
        known |= missing
        write(file, json.dumps(known, indent=1).encode())
    return known


def new_secrets() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": "1:" + base64.b64encode(secrets.token_bytes(16)).decode(),
        "DIGEST_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "OIDC_CLIENT_SECRET": secrets.token_urlsafe(32),
        "SMS_KEY": secrets.token_urlsafe(32),
        "MAIL_KEY": secrets.token_urlsafe(32),
        "CLOCK_KEY": secrets.token_urlsafe(32),
        "PLATFORM_API_KEY": secrets.token_urlsafe(32),
        "WECHAT_API_V3_KEY_BOB": secrets.token_hex(16),
        "WECHAT_API_V3_KEY_CCB": secrets.token_hex(16),
        "DATABASE_PASSWORD": secrets.token_urlsafe(24),
    }


def make_pair(private: Path, public: Path) -> None:
    if private.exists() and public.exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    write(private, key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    half = key.public_key()
    write(public, half.public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo))


def write(file: Path, content: bytes) -> None:
    """Only the owner reads it, and it is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{secrets.token_hex(4)}")
    half.touch(mode=0o600)
    half.write_bytes(content)
    half.replace(file)
