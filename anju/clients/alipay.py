"""Alipay's open API: face-to-face codes, its page on a phone, query, close, refund, the daily bill,
notifications (CHN-01, CHN-02).

Requests and answers are signed with RSA2. Only what stands in the signed text of an answer is
used.
"""

import json
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from anju.clients import reading, signing
from anju.clients.alipay_bill import bill_rows as bill_rows
from anju.clients.calls import call
from anju.clients.outcomes import Unavailable
from anju.clients.rules import NOTIFICATION_BYTES, Refusal
from anju.clients.trades import Notification, Trade
from anju.core import clock
from anju.core.money import plain_yuan
from anju.core.refusals import Refused

SYSTEM = "支付宝"
DONE = "10000"
TRY_AGAIN = frozenset({"20000", "ACQ.SYSTEM_ERROR", "isp.unknow-error", "aop.unknow-error"})
STATUSES = {
    "WAIT_BUYER_PAY": "waiting",
    "TRADE_SUCCESS": "paid",
    "TRADE_FINISHED": "paid",
    "TRADE_CLOSED": "closed",
}


def precreate(
    merchant_no: str, out_trade_no: str, amount_fen: int, subject: str, expires_at: datetime
) -> str:
    """The content of a QR code that pays this order until it expires."""
    answer = _ask(
        merchant_no,
        "alipay.trade.precreate",
        {
            "out_trade_no": out_trade_no,
            "total_amount": plain_yuan(amount_fen),
            "subject": subject,
            "time_expire": reading.as_beijing(expires_at),
        },
    )
    if answer.get("sub_code") == "ACQ.TRADE_HAS_SUCCESS":
        raise Refused(Refusal.ALREADY_PAID, out_trade_no=out_trade_no)
    return reading.text_of(_agreed(answer), "qr_code")


def pay_page_url(
    merchant_no: str,
    out_trade_no: str,
    amount_fen: int,
    subject: str,
    expires_at: datetime,
    return_url: str,
) -> str:
    """Where to send a phone's browser: Alipay's page (手机网站支付), which opens its app and comes
    back to `return_url` however that ends.

    Nothing is asked of Alipay here: to it the trade is unknown until the payer has opened the page.
    What the browser brings back says nothing about money; only a notification or `query` does.
    """
    content = {
        "out_trade_no": out_trade_no,
        "total_amount": plain_yuan(amount_fen),
        "subject": subject,
        "product_code": "QUICK_WAP_WAY",
        "time_expire": reading.as_beijing(expires_at),
        "quit_url": return_url,
    }
    request = _signed(merchant_no, "alipay.trade.wap.pay", content, return_url=return_url)
    return f"{settings.ALIPAY['gateway_url']}?{urlencode(request)}"


def query(merchant_no: str, out_trade_no: str) -> Trade:
    """What became of an order."""
    answer = _ask(merchant_no, "alipay.trade.query", {"out_trade_no": out_trade_no})
    if answer.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
        return Trade("unknown")
    status = _status(reading.text_of(_agreed(answer), "trade_status"))
    paid_at = reading.optional_text_of(answer, "send_pay_date")
    return Trade(
        status=STATUSES[status],
        trade_no=reading.text_of(answer, "trade_no"),
        amount_fen=reading.positive_amount(reading.text_of(answer, "total_amount"), "total_amount"),
        paid_at=_paid_at(status, paid_at, "send_pay_date"),
        buyer=reading.optional_text_of(answer, "buyer_logon_id"),
    )


def close(merchant_no: str, out_trade_no: str) -> str:
    """Close an order, so that nobody can pay it any more: `closed`, `already_paid`, or `unknown`
    to Alipay.

    "Already paid" wins over our wish to close (CHN-03). Where Alipay only says that the order's
    status forbids closing, it is asked which status that is.
    """
    answer = _ask(merchant_no, "alipay.trade.close", {"out_trade_no": out_trade_no})
    sub_code = answer.get("sub_code", "")
    if sub_code == "ACQ.TRADE_NOT_EXIST":
        return "unknown"
    if sub_code == "ACQ.TRADE_HAS_SUCCESS":
        return "already_paid"
    if sub_code == "ACQ.TRADE_HAS_CLOSE":
        return "closed"
    if sub_code in ("ACQ.TRADE_STATUS_ERROR", "ACQ.REASON_TRADE_STATUS_INVALID"):
        found = query(merchant_no, out_trade_no)
        if found.status in ("paid", "closed"):
            return {"paid": "already_paid", "closed": "closed"}[found.status]
    _agreed(answer)
    return "closed"


def refund(
    merchant_no: str, out_trade_no: str, amount_fen: int, out_request_no: str, reason: str
) -> bool:
    """Send money back to the buyer: true once it has gone. Repeating one request number never pays
    twice.
    """
    answer = _ask(
        merchant_no,
        "alipay.trade.refund",
        {
            "out_trade_no": out_trade_no,
            "refund_amount": plain_yuan(amount_fen),
            "out_request_no": out_request_no,
            "refund_reason": reason,
        },
    )
    if _agreed(answer).get("fund_change") == "Y":
        return True
    return query_refund(merchant_no, out_trade_no, out_request_no) == amount_fen


def query_refund(merchant_no: str, out_trade_no: str, out_request_no: str) -> int:
    """How many fen have gone back under this request number; 0 when none have."""
    answer = _ask(
        merchant_no,
        "alipay.trade.fastpay.refund.query",
        {"out_trade_no": out_trade_no, "out_request_no": out_request_no},
    )
    if answer.get("sub_code") in ("ACQ.TRADE_NOT_EXIST", "ACQ.REFUND_NOT_EXIST"):
        return 0
    if not reading.optional_text_of(_agreed(answer), "refund_amount"):
        return 0
    if answer.get("refund_status", "REFUND_SUCCESS") != "REFUND_SUCCESS":
        return 0
    return reading.positive_amount(answer["refund_amount"], "refund_amount")


def download_bill(merchant_no: str, day: date) -> bytes | None:
    """The zip with a merchant's bill of one day; None while there is none."""
    answer = _ask(
        merchant_no,
        "alipay.data.dataservice.bill.downloadurl.query",
        {"bill_type": "trade", "bill_date": day.isoformat()},
    )
    if str(answer.get("sub_code", "")).lower().endswith("bill_not_exist"):
        return None
    address = reading.text_of(_agreed(answer), "bill_download_url")
    response = call(SYSTEM, "GET", address)
    if response.status_code == 404:
        return None
    if response.status_code != 200:
        raise Refused(Refusal.DECLINED, system=SYSTEM, reason=f"HTTP {response.status_code}")
    return response.content


def verified_notification(body: bytes) -> Notification:
    """Read a notification. Refused when Alipay did not sign it, or when it was sent over five
    minutes ago (Alipay signs anew whenever it repeats one).
    """
    fields = _form(body)
    signed = "&".join(
        f"{name}={fields[name]}"
        for name in sorted(fields)
        if fields[name] and name not in ("sign", "sign_type")
    )
    key = settings.ALIPAY["public_key_file"]
    signing.check_signature(signed.encode(), fields.get("sign", ""), key)
    sent_at = reading.beijing_moment(fields.get("notify_time"), "notify_time")
    signing.check_fresh(sent_at)
    if fields.get("notify_type") != "trade_status_sync":
        raise Refused(Refusal.UNREADABLE, what=f"notify_type {fields.get('notify_type')}")
    status = _status(reading.text_of(fields, "trade_status"))
    return Notification(
        notify_id=reading.text_of(fields, "notify_id"),
        merchant_no=reading.text_of(fields, "app_id"),
        trade_no=reading.text_of(fields, "trade_no"),
        out_trade_no=reading.text_of(fields, "out_trade_no"),
        trade_status=status,
        amount_fen=reading.positive_amount(fields.get("total_amount"), "total_amount"),
        paid_at=_paid_at(status, fields.get("gmt_payment", ""), "gmt_payment"),
        buyer=fields.get("buyer_logon_id", ""),
        sent_at=sent_at,
    )


def _signed(app_id: str, method: str, content: dict[str, str], **more: str) -> dict[str, str]:
    """The fields of a request, all of them signed; it is good for some minutes from now."""
    request = more | {
        "app_id": app_id,
        "method": method,
        "format": "JSON",
        "charset": "utf-8",
        "sign_type": "RSA2",
        "timestamp": reading.as_beijing(clock.now()),
        "version": "1.0",
        "notify_url": f"{settings.PUBLIC_URL}/gateway/alipay",
        "biz_content": json.dumps(content, ensure_ascii=False),
    }
    text = "&".join(f"{name}={request[name]}" for name in sorted(request))
    signature = signing.sign(text.encode(), settings.ALIPAY["private_key_file"])
    return request | {"sign": signature}


def _ask(app_id: str, method: str, content: dict[str, str]) -> dict[str, Any]:
    """One signed request; the fields of its signed answer, whatever it says."""
    request = _signed(app_id, method, content)
    response = call(SYSTEM, "POST", settings.ALIPAY["gateway_url"], data=request)
    if response.status_code != 200:
        raise Refused(Refusal.DECLINED, system=SYSTEM, reason=f"HTTP {response.status_code}")
    try:
        answered = response.content.decode()
    except UnicodeDecodeError as error:
        raise Refused(Refusal.UNREADABLE, what=method) from error
    answer = _signed_part(answered, method.replace(".", "_") + "_response")
    _try_again_later(answer)
    if answer.get("out_trade_no", "") not in ("", content.get("out_trade_no", "")):
        raise Refused(Refusal.UNREADABLE, what=f"out_trade_no {answer['out_trade_no']}")
    return answer


def _signed_part(text: str, name: str) -> dict[str, Any]:
    """The answer as it stands in the text that was signed. Alipay's gateway tells its own errors
    (`error_response`) unsigned: they can only refuse, never confirm."""
    whole = reading.whole_object(text)
    if name not in whole and isinstance(whole.get("error_response"), dict):
        _try_again_later(whole["error_response"])
        raise Refused(Refusal.DECLINED, system=SYSTEM, reason=_reason(whole["error_response"]))
    if not isinstance(whole.get(name), dict) or not isinstance(whole.get("sign"), str):
        raise Refused(Refusal.UNREADABLE, what=name)
    start = text.index("{", text.index(f'"{name}"'))
    answer, end = json.JSONDecoder().raw_decode(text, start)
    key = settings.ALIPAY["public_key_file"]
    signing.check_signature(text[start:end].encode(), whole["sign"], key)
    return answer


def _try_again_later(answer: dict[str, Any]) -> None:
    if not TRY_AGAIN.isdisjoint((answer.get("code"), answer.get("sub_code"))):
        raise Unavailable(SYSTEM, _reason(answer))


def _agreed(answer: dict[str, Any]) -> dict[str, Any]:
    if answer.get("code") != DONE:
        raise Refused(Refusal.DECLINED, system=SYSTEM, reason=_reason(answer))
    return answer


def _reason(answer: dict[str, Any]) -> str:
    words = (answer.get(name) for name in ("sub_msg", "msg", "sub_code", "code"))
    return " ".join(str(word) for word in words if word)


def _status(text: str) -> str:
    if text not in STATUSES:
        raise Refused(Refusal.UNREADABLE, what=f"trade_status {text}")
    return text


def _paid_at(status: str, text: str, name: str) -> datetime | None:
    """An order that is paid says when; one that was closed after it had been paid does too."""
    if text or STATUSES[status] == "paid":
        return reading.beijing_moment(text, name)
    return None


def _form(body: bytes) -> dict[str, str]:
    """A form in which no field appears twice."""
    if len(body) > NOTIFICATION_BYTES:
        raise Refused(Refusal.UNREADABLE, what="notification")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=100,
        )
    except ValueError as error:
        raise Refused(Refusal.UNREADABLE, what="notification") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refused(Refusal.UNREADABLE, what="notification")
    return fields
