from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from anju.clients.tests.outside import Outside, Pair, serve


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> SimpleNamespace:
    folder = tmp_path_factory.mktemp("keys")
    names = ("alipay", "alipay_app", "bank_ccb", "product_bank", "stranger")
    return SimpleNamespace(**{name: Pair(folder, name) for name in names})


@pytest.fixture
def outside(settings, keys) -> Iterator[Outside]:
    """The outside world at one address, and the product configured for it."""
    outside, server = serve()
    settings.MOVABLE_CLOCK = False
    settings.PUBLIC_URL = "https://anju.example"
    settings.ALIPAY = {
        "gateway_url": f"{outside.url}/alipay/gateway.do",
        "private_key_file": str(keys.alipay_app.private_file),
        "public_key_file": str(keys.alipay.public_file),
    }
    settings.BANK_PRIVATE_KEY_FILE = str(keys.product_bank.private_file)
    settings.BANKS = {
        "ccb": {
            "url": f"{outside.url}/bank/ccb",
            "public_key_file": str(keys.bank_ccb.public_file),
            "account": "11050160520000000017",
            "account_name": "北京市住房资金管理中心",
        }
    }
    settings.SMS = {"url": f"{outside.url}/sms/messages", "key": "key of the sms gateway"}
    settings.MAIL = {"url": f"{outside.url}/mail/messages", "key": "key of the mail gateway"}
    settings.OIDC = {
        "issuer": f"{outside.url}/idp",
        "client_id": "anju",
        "client_secret": "a secret/with+signs",
    }
    yield outside
    server.shutdown()
    server.server_close()
