"""A sandbox in a temporary folder, a product that signs its requests, and a stub that listens."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sandbox.application import create_app
from sandbox.clock import beijing_text, iso
from sandbox.deliveries import Sender
from sandbox.settings import MERCHANT_SERIAL, Keys, Settings
from sandbox.world import World

PRIVATE = (
    "alipay",
    "alipay_app",
    "wechat",
    "wechat_merchant",
    "bank_ccb",
    "bank_icbc",
    "bank_bob",
    "product_bank",
    "product_registry",
    "idp",
    "mini_program",
    "rental_platform",
)
PERSON = {
    "login": "liming",
    "password": "open-sesame",
    "label": "承租人",
    "sub": "p-1",
    "name": "李明",
    "id_type": "resident_id",
    "id_number": "110105199003071239",
    "phone_number": "13800000001",
    "real_name_level": 3,
}
ORGANISATION = PERSON | {
    "login": "anxin",
    "sub": "o-1",
    "subject_type": "organisation",
    "name": "王芳",
    "phone_number": "13900000002",
    "organisation_name": "北京安心住房租赁有限公司",
    "uscc": "91110105MA01XJ8K4H",
}
INSTITUTION = ORGANISATION | {
    "login": "yiyuan",
    "sub": "o-2",
    "phone_number": "13900000003",
    "organisation_name": "北京市安和医院",
    "uscc": "12110000400686411L",
    "registration_no": "DJ0020001",
}
PRIVATE_KEYS = {name: rsa.generate_private_key(65537, 2048) for name in PRIVATE}


def write_keys(folder: Path) -> None:
    for name, key in PRIVATE_KEYS.items():
        (folder / f"{name}_private.pem").write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (folder / f"{name}_public.pem").write_bytes(
            key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )


def rsa_sign(name: str, content: str) -> str:
    key = PRIVATE_KEYS[name]
    return base64.b64encode(key.sign(content.encode(), padding.PKCS1v15(), SHA256())).decode()


def rsa_verify(name: str, content: str, signature: str) -> None:
    """An independent check: raises InvalidSignature."""
    key = PRIVATE_KEYS[name].public_key()
    key.verify(base64.b64decode(signature), content.encode(), padding.PKCS1v15(), SHA256())


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Receiver:
    """The product's gateway as a stub: writes down what arrives and answers as told."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    refuse_next: int = 0
    clock_now: str = ""
    hand_over: tuple[int, str] = (201, "{}")

    def answer(self, path: str) -> tuple[int, str]:
        if self.refuse_next > 0:
            self.refuse_next -= 1
            return 500, "fail"
        if path == "/gateway/clock":
            return 200, json.dumps({"now": self.clock_now})
        if path.startswith("/gateway/hand-overs/"):
            return self.hand_over
        if path == "/api/v1/leases":
            return 201, json.dumps({"accepted": True})
        return 200, "success" if path == "/gateway/alipay" else "ok"

    def at(self, path: str) -> list[Received]:
        return [one for one in self.received if one.path == path]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    stub = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stub.received.append(Received(self.path, dict(self.headers), body))
            status, text = stub.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield stub
    server.shutdown()
    server.server_close()


@dataclass
class Outside:
    """The sandbox under test, as the product sees it."""

    client: FlaskClient
    world: World
    sender: Sender

    def alipay(
        self, method: str, app_id: str = "2021000000000001", **content: Any
    ) -> dict[str, Any]:
        """A signed call; the signature of the answer is checked over its raw text."""
        params = self.alipay_params(method, app_id, **content)
        response = self.client.post("/alipay/gateway.do", data=params)
        assert response.status_code == 200
        text = response.get_data(as_text=True)
        body = json.loads(text)
        name = next(key for key in body if key != "sign")
        raw = text[text.index('":') + 2 : text.rindex(',"sign"')]
        rsa_verify("alipay", raw, body["sign"])
        answer: dict[str, Any] = body[name]
        return answer

    def alipay_params(
        self, method: str, app_id: str = "2021000000000001", **content: Any
    ) -> dict[str, str]:
        params = {
            "app_id": app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": beijing_text(self.world.clock.now()),
            "version": "1.0",
            "notify_url": f"{self.world.settings.product_url}/gateway/alipay",
            "biz_content": json.dumps(content, ensure_ascii=False),
        }
        content_to_sign = "&".join(f"{k}={v}" for k, v in sorted(params.items()) if v)
        return params | {"sign": rsa_sign("alipay_app", content_to_sign)}

    def wechat(
        self,
        method: str,
        path: str,
        content: dict[str, Any] | None = None,
        mchid: str = "1900000001",
        **changes: str,
    ) -> TestResponse:
        """A signed call; the signature of the answer is checked over its raw bytes."""
        body = json.dumps(content, ensure_ascii=False) if content is not None else ""
        headers = self.wechat_headers(method, path, body, mchid, **changes)
        answer = self.client.open(f"/wechat{path}", method=method, data=body, headers=headers)
        if "Wechatpay-Signature" in answer.headers:
            told = answer.headers
            stamp, nonce = told["Wechatpay-Timestamp"], told["Wechatpay-Nonce"]
            text = f"{stamp}\n{nonce}\n{answer.get_data(as_text=True)}\n"
            rsa_verify("wechat", text, told["Wechatpay-Signature"])
        return answer

    def wechat_headers(
        self, method: str, path: str, body: str, mchid: str = "1900000001", **changes: str
    ) -> dict[str, str]:
        stamp, nonce = str(int(self.world.clock.now().timestamp())), secrets.token_hex(8)
        text = f"{method}\n/wechat{path}\n{stamp}\n{nonce}\n{body}\n"
        proof = {
            "mchid": mchid,
            "nonce_str": nonce,
            "timestamp": stamp,
            "serial_no": MERCHANT_SERIAL,
            "signature": rsa_sign("wechat_merchant", text),
        } | changes
        said = ",".join(f'{name}="{value}"' for name, value in proof.items())
        return {
            "Authorization": f"WECHATPAY2-SHA256-RSA2048 {said}",
            "Content-Type": "application/json",
        }

    def wechat_order(self, no: str = "ORDER1", fen: int = 400000, **more: Any) -> dict[str, Any]:
        return {
            "appid": "wx8888888888888888",
            "mchid": "1900000001",
            "description": "维修资金",
            "out_trade_no": no,
            "notify_url": f"{self.world.settings.product_url}/gateway/wechat",
            "amount": {"total": fen, "currency": "CNY"},
        } | more

    def wechat_paid(self, no: str = "ORDER1", fen: int = 400000) -> Any:
        self.wechat("POST", "/v3/pay/transactions/native", self.wechat_order(no, fen))
        return self.control("wechat/pay", out_trade_no=no, payer="13800000001")

    def bank_headers(
        self,
        method: str,
        path: str,
        body: bytes,
        seconds_ago: int = 0,
        key: str = "product_bank",
    ) -> dict[str, str]:
        timestamp = iso(self.world.clock.now() - timedelta(seconds=seconds_ago))
        nonce = secrets.token_hex(16)
        digest = hashlib.sha256(body).hexdigest()
        return {
            "X-Key-Id": "anju",
            "X-Timestamp": timestamp,
            "X-Nonce": nonce,
            "X-Signature": rsa_sign(key, f"{timestamp}\n{nonce}\n{method}\n{path}\n{digest}"),
        }

    def bank(self, method: str, path: str, body: bytes | dict[str, Any] = b"") -> TestResponse:
        raw = json.dumps(body).encode() if isinstance(body, dict) else body
        headers = self.bank_headers(method, path, raw)
        return self.client.open(path, method=method, data=raw, headers=headers)

    def hmac(self, path: str, key: str, content: dict[str, Any]) -> TestResponse:
        body, timestamp = json.dumps(content).encode(), iso(self.world.clock.now())
        digest = hmac.new(key.encode(), f"{timestamp}\n".encode() + body, hashlib.sha256)
        headers = {
            "Authorization": f"HMAC-SHA256 {digest.hexdigest()}",
            "X-Timestamp": timestamp,
        }
        return self.client.post(path, data=body, headers=headers)

    def control(self, path: str, status: int = 200, **given: Any) -> Any:
        response = self.client.post(f"/control/api/{path}", json=given)
        assert response.status_code == status, response.get_data(as_text=True)
        return response.get_json()

    def scanned(self, out_trade_no: str = "A1", amount: str = "4000.00", **more: Any) -> Any:
        """A trade opened for scanning."""
        content = {"out_trade_no": out_trade_no, "total_amount": amount, "subject": "押金"} | more
        return self.alipay("alipay.trade.precreate", **content)

    def paid(self, out_trade_no: str = "A1", amount: str = "4000.00", **more: Any) -> Any:
        self.scanned(out_trade_no, amount, **more)
        return self.control("alipay/pay", out_trade_no=out_trade_no, payer="13800000001")

    def next_day(self) -> Any:
        return self.control("day/hand-over", product=False)

    def deliver(self) -> int:
        return self.sender.send_due()


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    write_keys(folder)
    return folder


@pytest.fixture(scope="session")
def keys(keys_folder: Path) -> Keys:
    return Keys.from_folder(keys_folder)


@pytest.fixture
def settings(tmp_path: Path, keys: Keys, receiver: Receiver) -> Settings:
    return Settings(
        state_dir=tmp_path / "state",
        host="127.0.0.1",
        port=8100,
        url="http://127.0.0.1:8100",
        product_url=receiver.url,
        wechat_api_keys={"1900000001": b"1" * 32, "1900000002": b"2" * 32},
        sms_key=b"sms-key",
        mail_key=b"mail-key",
        clock_key=b"clock-key",
        oidc_client_id="anju",
        oidc_client_secret="a secret: with/signs",
        platform_api_key="platform-key",
        keys=keys,
    )


@pytest.fixture
def outside(settings: Settings) -> Iterator[Outside]:
    app = create_app(settings)
    app.testing = True
    world: World = app.extensions["sandbox"]
    sender = Sender(world)
    yield Outside(app.test_client(), world, sender)
    sender.stop()


@pytest.fixture
def people(outside: Outside) -> Outside:
    response = outside.client.post(
        "/control/identities", json={"identities": [PERSON, ORGANISATION, INSTITUTION]}
    )
    assert response.status_code == 201
    return outside


def query(**values: str) -> str:
    return urlencode(values)
