"""How WeChat and its merchants know each other: signatures both ways, and what is encrypted for one merchant."""

import base64
import re
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Request

from sandbox.clock import BEIJING, iso
from sandbox.settings import MERCHANT_SERIAL, MERCHANTS, WECHAT, Merchant
from sandbox.signing import BadSignature, check_recent, sign, verify
from sandbox.wechat.certificate import certificate_serial
from sandbox.world import World

SCHEME = "WECHATPAY2-SHA256-RSA2048"
ALGORITHM = "AEAD_AES_256_GCM"
SKEW = timedelta(minutes=10)
PROBE = "WECHATPAY/SIGNTEST/"  # 签名探测流量: does a merchant check at all?
OTHER_KEY = "PUB_KEY_ID_0119000000012099010100388500009"


class Fault(Exception):
    """What WeChat says instead of an answer: a status of HTTP, a code for programs, a sentence for people."""

    def __init__(self, status: int, code: str, message: str):
        super().__init__(code)
        self.status = status
        self.content = {"code": code, "message": message}


def wrong(message: str) -> Fault:
    return Fault(400, "PARAM_ERROR", message)


def not_allowed(message: str) -> Fault:
    return Fault(400, "INVALID_REQUEST", message)


def lines(*parts: str, body: bytes) -> bytes:
    """What is signed: each part, and at last the body, ends with a line feed."""
    return "".join(f"{part}\n" for part in parts).encode() + body + b"\n"


def caller(world: World, request: Request) -> Merchant:
    """Which merchant asks: signature and time are checked before anything is believed."""
    scheme, _, proofs = request.headers.get("Authorization", "").partition(" ")
    proof = dict(re.findall(r'(\w+)="([^"]*)"', proofs))
    merchant = MERCHANTS.get(proof.get("mchid", ""))
    query = request.query_string.decode()
    path = f"{request.path}?{query}" if query else request.path
    stamp, nonce = proof.get("timestamp", ""), proof.get("nonce_str", "")
    text = lines(request.method, path, stamp, nonce, body=request.get_data())
    try:
        verify(world.settings.keys.wechat_merchant, text, proof.get("signature", ""))
        check_recent(_iso(stamp), world.clock.now())
    except BadSignature as error:
        raise Fault(401, "SIGN_ERROR", "签名错误，请检查后再试") from error
    is_known = scheme == SCHEME and proof.get("serial_no") == MERCHANT_SERIAL
    if merchant is None or merchant.provider != WECHAT or not is_known:
        raise Fault(401, "SIGN_ERROR", "商户号或商户证书序列号有误")
    return merchant


def _iso(stamp: str) -> str:
    return iso(datetime.fromtimestamp(int(stamp), UTC)) if re.fullmatch(r"\d{9,11}", stamp) else ""


def signed_headers(world: World, serial: str, body: bytes, mode: str) -> dict[str, str]:
    """What WeChat signs with, an answer or a notification: as of now; or, in some modes, as it may not be believed."""
    moment = world.clock.now() - (SKEW if mode == "skewed" else timedelta())
    stamp, nonce = str(int(moment.timestamp())), secrets.token_hex(16)
    key = a_strangers_key() if mode in ("forged", "other_key") else world.settings.keys.wechat
    signature = sign(key, lines(stamp, nonce, body=body))
    if mode == "probe":
        signature = PROBE + signature[len(PROBE) :]
    if mode == "other_key":
        serial = OTHER_KEY
    return {
        "Wechatpay-Serial": serial,
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": signature,
        "Wechatpay-Signature-Type": SCHEME,
    }


@cache
def a_strangers_key() -> RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def serial_wanted(world: World, request: Request, serial: str) -> str:
    """WeChat signs under its public key's number, or its certificate's where a merchant names that."""
    of_certificate = certificate_serial(world.settings.keys.wechat)
    return of_certificate if request.headers.get("Wechatpay-Serial") == of_certificate else serial


def sealed(world: World, merchant_no: str, content: bytes, about: str) -> dict[str, Any]:
    """Encrypted with the merchant's APIv3 key."""
    nonce = secrets.token_hex(6)
    key = AESGCM(world.settings.wechat_api_keys[merchant_no])
    ciphertext = key.encrypt(nonce.encode(), content, about.encode())
    return {
        "algorithm": ALGORITHM,
        "ciphertext": base64.b64encode(ciphertext).decode(),
        "associated_data": about,
        "nonce": nonce,
    }


def rfc3339(moment: datetime) -> str:
    """ "2026-11-20T17:30:00+08:00": how WeChat writes moments."""
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")
