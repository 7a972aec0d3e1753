"""WeChat Pay, API v3: Native codes, its page on a phone (H5), query, close, refund, the daily bill,
notifications (CHN-01, CHN-02).

Requests are signed with the merchant's key, answers and notifications with WeChat's; what a
notification tells is encrypted for its merchant. Nothing unsigned is used: a bill is believed by the
digest that stood in a signed answer.
"""

import base64
import binascii
import hashlib
import json
import secrets
import zlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from anju.clients import reading, signing
from anju.clients.calls import call
from anju.clients.outcomes import Unavailable
from anju.clients.rules import BILL_BYTES, CURRENCY, NOTIFICATION_BYTES, Refusal
from anju.clients.trades import Notification, RefundNews, Trade
from anju.clients.wechat_bill import bill_rows as bill_rows
from anju.core import clock
from anju.core.clock import BEIJING
from anju.core.refusals import Refused

SYSTEM = "微信支付"
SCHEME = "WECHATPAY2-SHA256-RSA2048"
ALGORITHM = "AEAD_AES_256_GCM"
BILLS_ARE_MADE_AT = time(10)  # of the next morning: what is not there by then was never made
REASON_CHARACTERS = 26  # at most 80 bytes of UTF-8
PAID = "TRANSACTION.SUCCESS"
OF_REFUNDS = ("REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED")
STATES = {
    "NOTPAY": "waiting",
    "USERPAYING": "waiting",
    "SUCCESS": "paid",
    "REFUND": "paid",
    "CLOSED": "closed",
    "REVOKED": "closed",
    "PAYERROR": "closed",
}


def precreate(
    merchant_no: str, out_trade_no: str, amount_fen: int, subject: str, expires_at: datetime
) -> str:
    """The content of a QR code that pays this order until it expires (Native 下单)."""
    order = _order(merchant_no, out_trade_no, amount_fen, subject, expires_at)
    return _prepaid(merchant_no, "native", order, "code_url")


def pay_page(
    merchant_no: str,
    out_trade_no: str,
    amount_fen: int,
    subject: str,
    expires_at: datetime,
    payer_ip: str,
) -> str:
    """The address of WeChat's page for a phone (H5 下单), which opens its app; good for five minutes.

    WeChat shows it only to the address on the net that is named here.
    """
    order = _order(merchant_no, out_trade_no, amount_fen, subject, expires_at)
    order["scene_info"] = {"payer_client_ip": payer_ip, "h5_info": {"type": "Wap"}}
    return _prepaid(merchant_no, "h5", order, "h5_url")


def page_url(page: str, return_url: str) -> str:
    """Where to send a phone's browser: the page that was given, which comes back to `return_url`.

    What the browser brings back says nothing about money; only a notification or `query` does.
    """
    joint = "&" if urlsplit(page).query else "?"
    return f"{page}{joint}{urlencode({'redirect_url': return_url})}"


def query(merchant_no: str, out_trade_no: str) -> Trade:
    """What became of an order."""
    path = f"/v3/pay/transactions/out-trade-no/{out_trade_no}?mchid={merchant_no}"
    status, answer = _ask(merchant_no, "GET", path)
    if status == 404:
        return Trade("unknown")
    trade = _agreed(status, answer)
    _check_about(trade, merchant_no, out_trade_no)
    state = _state(trade)
    if STATES[state] != "paid":
        return Trade(STATES[state])
    return Trade(
        status="paid",
        trade_no=reading.text_of(trade, "transaction_id"),
        amount_fen=_fen(trade, "total"),
        paid_at=_moment(trade, "success_time"),
        buyer=_buyer(trade),
    )


def close(merchant_no: str, out_trade_no: str) -> str:
    """Close an order, so that nobody can pay it any more: `closed`, `already_paid`, or `unknown`
    to WeChat. When it says no, it is asked how the order stands: "already paid" wins (CHN-03).
    """
    path = f"/v3/pay/transactions/out-trade-no/{out_trade_no}/close"
    status, answer = _ask(merchant_no, "POST", path, {"mchid": merchant_no})
    if status == 204:
        return "closed"
    found = query(merchant_no, out_trade_no).status
    if found == "waiting":
        _agreed(status, answer)
        raise Refused(Refusal.UNREADABLE, what=path)
    return {"paid": "already_paid", "closed": "closed", "unknown": "unknown"}[found]


def refund(
    merchant_no: str, out_trade_no: str, amount_fen: int, out_request_no: str, reason: str
) -> bool:
    """Send the whole of an order back to its payer: true once it has gone. Repeating one request
    number never pays twice.
    """
    content = {
        "out_trade_no": out_trade_no,
        "out_refund_no": out_request_no,
        "reason": reason[:REASON_CHARACTERS],
        "notify_url": notify_url(),
        "amount": {"refund": amount_fen, "total": amount_fen, "currency": CURRENCY},
    }
    status, answer = _ask(merchant_no, "POST", "/v3/refund/domestic/refunds", content)
    return _given_back(_agreed(status, answer), out_request_no) == amount_fen


def query_refund(merchant_no: str, out_request_no: str) -> int:
    """How many fen have gone back under this request number; 0 while none have."""
    status, answer = _ask(merchant_no, "GET", f"/v3/refund/domestic/refunds/{out_request_no}")
    if status == 404:
        return 0
    return _given_back(_agreed(status, answer), out_request_no)


def download_bill(merchant_no: str, day: date) -> bytes | None:
    """A merchant's bill of one day, unpacked; None while there is none. It is empty for a day without
    trades: WeChat makes no bill of such a day, which is certain at ten the next morning.
    """
    asked = urlencode({"bill_date": day.isoformat(), "bill_type": "ALL", "tar_type": "GZIP"})
    status, answer = _ask(merchant_no, "GET", f"/v3/bill/tradebill?{asked}")
    if status == 400 and answer.get("code") == "STATEMENT_CREATING":
        return None
    if status == 400 and answer.get("code") == "NO_STATEMENT_EXIST":
        made_at = datetime.combine(day + timedelta(days=1), BILLS_ARE_MADE_AT, BEIJING)
        return b"" if clock.now() >= made_at else None
    found = _agreed(status, answer)
    if found.get("hash_type") != "SHA1":
        raise Refused(Refusal.UNREADABLE, what=f"hash_type {found.get('hash_type')}")
    address = reading.text_of(found, "download_url")
    response = _sent(merchant_no, "GET", address, b"")
    if response.status_code != 200:
        raise Refused(Refusal.DECLINED, system=SYSTEM, reason=f"HTTP {response.status_code}")
    content = _unpacked(response.content)
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    if not secrets.compare_digest(digest, reading.text_of(found, "hash_value").lower()):
        raise Refused(Refusal.FORGED)
    return content


def verified_notification(headers: Mapping[str, str], body: bytes) -> Notification | RefundNews:
    """Read a notification. Refused when WeChat did not sign it, when it was signed over five minutes
    ago (a repeat is signed anew), or when it is not encrypted for the merchant it speaks of.
    """
    if len(body) > NOTIFICATION_BYTES:
        raise Refused(Refusal.UNREADABLE, what="notification")
    _check_signed(headers, body)
    told = reading.whole_object(body)
    event = told.get("event_type")
    if event not in (PAID, *OF_REFUNDS):
        raise Refused(Refusal.UNREADABLE, what=f"event_type {event}")
    merchant_no, trade = _opened(told.get("resource"))
    _check_about(trade, merchant_no, reading.text_of(trade, "out_trade_no"))
    if event in OF_REFUNDS:
        return RefundNews(reading.text_of(trade, "out_refund_no"))
    return Notification(
        notify_id=reading.text_of(told, "id"),
        merchant_no=merchant_no,
        trade_no=reading.text_of(trade, "transaction_id"),
        out_trade_no=reading.text_of(trade, "out_trade_no"),
        trade_status=_state(trade),
        amount_fen=_fen(trade, "total"),
        paid_at=_moment(trade, "success_time"),
        buyer=_buyer(trade),
        sent_at=_moment(told, "create_time"),
    )


def notify_url() -> str:
    return f"{settings.PUBLIC_URL}/gateway/wechat"


def _order(
    merchant_no: str, out_trade_no: str, amount_fen: int, subject: str, expires_at: datetime
) -> dict[str, Any]:
    return {
        "appid": settings.WECHAT["app_id"],
        "mchid": merchant_no,
        "description": subject,
        "out_trade_no": out_trade_no,
        "time_expire": expires_at.astimezone(BEIJING).isoformat(timespec="seconds"),
        "notify_url": notify_url(),
        "amount": {"total": amount_fen, "currency": CURRENCY},
    }


def _prepaid(merchant_no: str, kind: str, order: dict[str, Any], name: str) -> str:
    status, answer = _ask(merchant_no, "POST", f"/v3/pay/transactions/{kind}", order)
    if answer.get("code") == "ORDERPAID":
        raise Refused(Refusal.ALREADY_PAID, out_trade_no=order["out_trade_no"])
    return reading.text_of(_agreed(status, answer), name)


def _ask(
    merchant_no: str, method: str, path: str, content: dict[str, Any] | None = None
) -> tuple[int, dict[str, Any]]:
    """One signed request; the status and the fields of its answer. A refusal need not be signed: it
    can only refuse, never confirm. That an order is unknown has to be.
    """
    body = json.dumps(content, ensure_ascii=False).encode() if content is not None else b""
    response = _sent(merchant_no, method, f"{settings.WECHAT['url']}{path}", body)
    if response.status_code in (200, 204, 404):
        _check_signed(response.headers, response.content)
    answer = reading.whole_object(response.content) if response.content else {}
    return response.status_code, answer


def _sent(merchant_no: str, method: str, url: str, body: bytes) -> httpx.Response:
    merchant = settings.WECHAT["merchants"].get(merchant_no)
    if merchant is None:
        raise Refused(Refusal.UNKNOWN_MERCHANT, merchant_no=merchant_no)
    asked, signed_at, nonce = (
        urlsplit(url),
        str(int(clock.now().timestamp())),
        secrets.token_hex(16),
    )
    path = f"{asked.path}?{asked.query}" if asked.query else asked.path
    text = b"\n".join(
        (method.encode(), path.encode(), signed_at.encode(), nonce.encode(), body, b"")
    )
    proof = {
        "mchid": merchant_no,
        "nonce_str": nonce,
        "timestamp": signed_at,
        "serial_no": merchant["serial_no"],
        "signature": signing.sign(text, merchant["private_key_file"]),
    }
    headers = {
        "Authorization": f"{SCHEME} " + ",".join(f'{name}="{proof[name]}"' for name in proof),
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "anju",
    }
    return call(SYSTEM, method, url, content=body, headers=headers)


def _check_signed(headers: Mapping[str, str], body: bytes) -> None:
    """Refused unless WeChat signed this, with a key of its that we know, within five minutes."""
    signed_at, nonce = headers.get("Wechatpay-Timestamp", ""), headers.get("Wechatpay-Nonce", "")
    key = settings.WECHAT["public_keys"].get(headers.get("Wechatpay-Serial", ""))
    if key is None or not signed_at.isascii() or not signed_at.isdigit() or len(signed_at) > 12:
        raise Refused(Refusal.FORGED)
    text = b"\n".join((signed_at.encode(), nonce.encode(), body, b""))
    signing.check_signature(text, headers.get("Wechatpay-Signature", ""), key)
    signing.check_fresh(datetime.fromtimestamp(int(signed_at), UTC))


def _opened(resource: Any) -> tuple[str, dict[str, Any]]:
    """What was encrypted, and for which of our merchants: each has an APIv3 key of its own."""
    if not isinstance(resource, dict) or resource.get("algorithm") != ALGORITHM:
        raise Refused(Refusal.UNREADABLE, what="resource")
    nonce = reading.text_of(resource, "nonce").encode()
    with_it = reading.optional_text_of(resource, "associated_data").encode()
    try:
        sealed = base64.b64decode(reading.text_of(resource, "ciphertext"), validate=True)
    except binascii.Error as error:
        raise Refused(Refusal.UNREADABLE, what="ciphertext") from error
    for merchant_no, merchant in settings.WECHAT["merchants"].items():
        try:
            opened = AESGCM(merchant["api_v3_key"].encode()).decrypt(nonce, sealed, with_it)
        except (InvalidTag, ValueError):
            continue
        return merchant_no, reading.whole_object(opened)
    raise Refused(Refusal.FORGED)


def _check_about(trade: dict[str, Any], merchant_no: str, out_trade_no: str) -> None:
    for name, expected in (("mchid", merchant_no), ("out_trade_no", out_trade_no)):
        if trade.get(name) != expected:
            raise Refused(Refusal.UNREADABLE, what=f"{name} {trade.get(name)}")


def _given_back(answer: dict[str, Any], out_request_no: str) -> int:
    """PROCESSING is on its way. CLOSED and ABNORMAL will not arrive: a person has to look (商户平台)."""
    if answer.get("out_refund_no") != out_request_no:
        raise Refused(Refusal.UNREADABLE, what=f"out_refund_no {answer.get('out_refund_no')}")
    status = reading.text_of(answer, "status")
    if status in ("CLOSED", "ABNORMAL"):
        raise Refused(Refusal.DECLINED, system=SYSTEM, reason=f"退款状态 {status}")
    if status not in ("SUCCESS", "PROCESSING"):
        raise Refused(Refusal.UNREADABLE, what=f"status {status}")
    return _fen(answer, "refund") if status == "SUCCESS" else 0


def _agreed(status: int, answer: dict[str, Any]) -> dict[str, Any]:
    if status == 200:
        return answer
    reason = " ".join(str(answer[name]) for name in ("message", "code") if answer.get(name))
    if answer.get("code") in ("SYSTEM_ERROR", "SYSTEMERROR", "FREQUENCY_LIMITED"):
        raise Unavailable(SYSTEM, reason)
    raise Refused(Refusal.DECLINED, system=SYSTEM, reason=reason or f"HTTP {status}")


def _state(trade: dict[str, Any]) -> str:
    state = reading.text_of(trade, "trade_state")
    if state not in STATES:
        raise Refused(Refusal.UNREADABLE, what=f"trade_state {state}")
    return state


def _fen(found: dict[str, Any], name: str) -> int:
    """An amount in whole fen, larger than nothing, in yuan renminbi."""
    amount = found.get("amount")
    fen = amount.get(name) if isinstance(amount, dict) else None
    if (
        not isinstance(amount, dict)
        or isinstance(fen, bool)
        or not isinstance(fen, int)
        or fen <= 0
    ):
        raise Refused(Refusal.UNREADABLE, what=f"amount {name} {fen}")
    if amount.get("currency", CURRENCY) != CURRENCY:
        raise Refused(Refusal.WRONG_CURRENCY, currency=amount["currency"])
    return fen


def _moment(found: dict[str, Any], name: str) -> datetime:
    return signing.read_timestamp(reading.text_of(found, name))


def _buyer(trade: dict[str, Any]) -> str:
    payer = trade.get("payer")
    return reading.optional_text_of(payer, "openid") if isinstance(payer, dict) else ""


def _unpacked(packed: bytes) -> bytes:
    """A gzip of a size that a day's bill can have."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(packed, BILL_BYTES)
    except zlib.error as error:
        raise Refused(Refusal.UNREADABLE, what="微信支付账单") from error
    if not unpacker.eof or unpacker.unused_data:
        raise Refused(Refusal.UNREADABLE, what="微信支付账单")
    return content
