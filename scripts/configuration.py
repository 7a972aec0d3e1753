"""The environment variables of one stack: the product's (see `.env.example`), the sandbox's."""

import json
from pathlib import Path

from scripts import keys
from scripts.places import ASSETS, ROOT

CLIENT_ID = "anju"
# The accounts of the fund centre, and in whose name the banks keep them: two of custody, one of the maintenance fund.
CENTRE = "北京市住房资金管理中心"
ACCOUNTS = {
    "ccb": ("11050160520000000017", CENTRE),
    "icbc": ("0200004119000000028", CENTRE),
    "bob": ("01090520500120109000009", "北京市住宅专项维修资金专户"),
}
# Under which number WeChat Pay settles into which of them, with the serial of the merchant's certificate.
WECHAT_MERCHANTS = {"1900000001": "bob", "1900000002": "ccb"}
WECHAT_MERCHANT_SERIAL = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C"
WECHAT_SERIAL = "PUB_KEY_ID_0119000000012026110100388500000"
SENDERS = ("mini_program", "rental_platform")  # they hand tenants over to us


def of_product(work: Path, port: int, sandbox_port: int) -> dict[str, str]:
    """All but DATABASE_URL."""
    secret, own = keys.make(work), work / "keys" / "product"
    outside = f"http://127.0.0.1:{sandbox_port}"
    banks = {
        code: {
            "url": f"{outside}/bank/{code}",
            "public_key_file": str(own / f"bank_{code}_public.pem"),
            "account": account,
            "account_name": name,
        }
        for code, (account, name) in ACCOUNTS.items()
    }
    return {
        "ANJU_ENV": "demo",
        "ANJU_WORK": str(work),
        "ASSETS_DIR": str(ASSETS),
        "STATIC_ROOT": str(ROOT / "static"),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MOVABLE_CLOCK": "1",
        "SECRET_KEY": secret["SECRET_KEY"],
        "FIELD_KEYS": secret["FIELD_KEYS"],
        "DIGEST_KEY": secret["DIGEST_KEY"],
        "OIDC_ISSUER": f"{outside}/idp",
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": secret["OIDC_CLIENT_SECRET"],
        "ALIPAY_GATEWAY_URL": f"{outside}/alipay/gateway.do",
        "ALIPAY_PRIVATE_KEY_FILE": str(own / "alipay_app_private.pem"),
        "ALIPAY_PUBLIC_KEY_FILE": str(own / "alipay_public.pem"),
        "WECHAT_URL": f"{outside}/wechat",
        "WECHAT_APP_ID": "wx8888888888888888",
        "WECHAT_MERCHANTS": json.dumps(_wechat_merchants(secret, own)),
        "WECHAT_PUBLIC_KEYS": json.dumps({WECHAT_SERIAL: str(own / "wechat_public.pem")}),
        "BANKS": json.dumps(banks),
        "BANK_PRIVATE_KEY_FILE": str(own / "product_bank_private.pem"),
        "HAND_OVER_SENDERS": json.dumps(
            {name: {"public_key_file": str(own / f"{name}_public.pem")} for name in SENDERS}
        ),
        "TITLE_REGISTRY_URL": f"{outside}/registries/title",
        "ORGANISATION_REGISTRY_URL": f"{outside}/registries/organisations",
        "RECEIPT_PLATFORM_URL": f"{outside}/registries/receipts",
        "REGISTRY_PRIVATE_KEY_FILE": str(own / "product_registry_private.pem"),
        "SMS_URL": f"{outside}/sms/messages",
        "SMS_KEY": secret["SMS_KEY"],
        "MAIL_URL": f"{outside}/mail/messages",
        "MAIL_KEY": secret["MAIL_KEY"],
        "ASSOCIATION_MAIL": "desk@association.example.org",
        "AUTHORITY_MAIL": "desk@authority.example.org",
        "CENTRE_MAIL": "desk@centre.example.org",
        "WEBHOOK_NETWORKS": "127.0.0.0/8",
        "CLOCK_KEY": secret["CLOCK_KEY"],
        "PLATFORM_API_KEY": secret["PLATFORM_API_KEY"],
        # the sample world, and where it finds the sandbox that it plays with
        "EXTRA_APPS": "sample",
        "SANDBOX_URL": outside,
    }


def _wechat_merchants(secret: dict[str, str], own: Path) -> dict[str, dict[str, str]]:
    return {
        merchant_no: {
            "serial_no": WECHAT_MERCHANT_SERIAL,
            "private_key_file": str(own / "wechat_merchant_private.pem"),
            "api_v3_key": secret[f"WECHAT_API_V3_KEY_{bank.upper()}"],
        }
        for merchant_no, bank in WECHAT_MERCHANTS.items()
    }


def of_sandbox(work: Path, port: int, sandbox_port: int) -> dict[str, str]:
    secret = keys.make(work)
    return {
        "SANDBOX_STATE_DIR": str(work / "sandbox"),
        "SANDBOX_KEYS_DIR": str(work / "keys" / "sandbox"),
        "SANDBOX_PORT": str(sandbox_port),
        "SANDBOX_URL": f"http://127.0.0.1:{sandbox_port}",
        "PRODUCT_URL": f"http://127.0.0.1:{port}",
        "WECHAT_API_V3_KEY_BOB": secret["WECHAT_API_V3_KEY_BOB"],
        "WECHAT_API_V3_KEY_CCB": secret["WECHAT_API_V3_KEY_CCB"],
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": secret["OIDC_CLIENT_SECRET"],
        "SMS_KEY": secret["SMS_KEY"],
        "MAIL_KEY": secret["MAIL_KEY"],
        "CLOCK_KEY": secret["CLOCK_KEY"],
        "PLATFORM_API_KEY": secret["PLATFORM_API_KEY"],
    }
