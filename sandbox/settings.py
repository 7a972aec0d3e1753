"""What the sandbox is told by its environment, and the keys it signs with."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key


class Misconfigured(Exception):
    """The sandbox cannot start; the text says what to set."""


@dataclass(frozen=True)
class Merchant:
    """Somebody whom a payment provider collects for: its app_id at Alipay, its mchid at WeChat Pay."""

    no: str
    provider: str
    name: str
    bank: str
    seller_id: str = ""  # at Alipay


@dataclass(frozen=True)
class Bank:
    code: str
    name: str
    branch_name: str
    account: str
    account_name: str
    bic: str


CUSTODIAN = "北京市住房资金管理中心"
BANKS = {
    "ccb": Bank(
        "ccb",
        "中国建设银行",
        "中国建设银行北京住房公积金支行",
        "11050160520000000017",
        CUSTODIAN,
        "PCBCCNBJ",
    ),
    "icbc": Bank(
        "icbc",
        "中国工商银行",
        "中国工商银行北京长安支行",
        "0200004119000000028",
        CUSTODIAN,
        "ICBKCNBJ",
    ),
    "bob": Bank(  # of the maintenance fund, whose money never stands in an account of custody
        "bob",
        "北京银行",
        "北京银行营业部",
        "01090520500120109000009",
        "北京市住宅专项维修资金专户",
        "BJCNCNBJ",
    ),
}
SENDERS = ("mini_program", "rental_platform")  # they hand their users over to the product
ALIPAY, WECHAT = "alipay", "wechat"
MERCHANTS = {
    merchant.no: merchant
    for merchant in (
        Merchant("2021000000000001", ALIPAY, CUSTODIAN, "ccb", "2088000000000011"),
        Merchant("2021000000000002", ALIPAY, CUSTODIAN, "icbc", "2088000000000022"),
        Merchant("2021000000000003", ALIPAY, CUSTODIAN, "bob", "2088000000000033"),
        Merchant("1900000001", WECHAT, CUSTODIAN, "bob"),
        Merchant("1900000002", WECHAT, CUSTODIAN, "ccb"),
    )
}
WECHAT_APP_ID = "wx8888888888888888"
WECHAT_SERIAL = (
    "PUB_KEY_ID_0119000000012026110100388500000"  # under which WeChat signs (微信支付公钥)
)
MERCHANT_SERIAL = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C"  # of the merchants' certificate


@dataclass(frozen=True)
class Keys:
    """Our own private keys and the product's public ones; never the product's private ones."""

    alipay: RSAPrivateKey
    alipay_app: RSAPublicKey
    wechat: RSAPrivateKey
    wechat_merchant: RSAPublicKey
    banks: dict[str, RSAPrivateKey]
    product_bank: RSAPublicKey
    product_registry: RSAPublicKey
    identity_provider: RSAPrivateKey
    senders: dict[str, RSAPrivateKey]

    @classmethod
    def from_folder(cls, folder: Path) -> "Keys":
        return cls(
            alipay=_private(folder / "alipay_private.pem"),
            alipay_app=_public(folder / "alipay_app_public.pem"),
            wechat=_private(folder / "wechat_private.pem"),
            wechat_merchant=_public(folder / "wechat_merchant_public.pem"),
            banks={code: _private(folder / f"bank_{code}_private.pem") for code in BANKS},
            product_bank=_public(folder / "product_bank_public.pem"),
            product_registry=_public(folder / "product_registry_public.pem"),
            identity_provider=_private(folder / "idp_private.pem"),
            senders={name: _private(folder / f"{name}_private.pem") for name in SENDERS},
        )


@dataclass(frozen=True)
class Settings:
    state_dir: Path
    host: str
    port: int
    url: str
    product_url: str
    wechat_api_keys: dict[str, bytes]  # of each merchant: encrypts what is told to it (APIv3 密钥)
    sms_key: bytes
    mail_key: bytes
    clock_key: bytes
    oidc_client_id: str
    oidc_client_secret: str
    platform_api_key: str
    keys: Keys

    @classmethod
    def from_environment(cls) -> "Settings":
        port = _port(os.environ.get("SANDBOX_PORT", "8100"))
        host = os.environ.get("SANDBOX_HOST", "127.0.0.1")
        return cls(
            state_dir=Path(_required("SANDBOX_STATE_DIR")),
            host=host,
            port=port,
            url=os.environ.get("SANDBOX_URL", f"http://{host}:{port}").rstrip("/"),
            product_url=_required("PRODUCT_URL").rstrip("/"),
            wechat_api_keys={
                merchant.no: _required(f"WECHAT_API_V3_KEY_{merchant.bank.upper()}").encode()
                for merchant in MERCHANTS.values()
                if merchant.provider == WECHAT
            },
            sms_key=_required("SMS_KEY").encode(),
            mail_key=_required("MAIL_KEY").encode(),
            clock_key=_required("CLOCK_KEY").encode(),
            oidc_client_id=_required("OIDC_CLIENT_ID"),
            oidc_client_secret=_required("OIDC_CLIENT_SECRET"),
            platform_api_key=_required("PLATFORM_API_KEY"),
            keys=Keys.from_folder(Path(_required("SANDBOX_KEYS_DIR"))),
        )


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise Misconfigured(f"The environment variable {name} is not set.")
    return value


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Misconfigured(f"SANDBOX_PORT is not a port number: {text}")
    return int(text)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Misconfigured(f"The key file {path} cannot be read: {error.strerror}.") from error


def _private(path: Path) -> RSAPrivateKey:
    key = load_pem_private_key(_read(path), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise Misconfigured(f"{path} is not an RSA private key.")
    return key


def _public(path: Path) -> RSAPublicKey:
    key = load_pem_public_key(_read(path))
    if not isinstance(key, RSAPublicKey):
        raise Misconfigured(f"{path} is not an RSA public key.")
    return key
