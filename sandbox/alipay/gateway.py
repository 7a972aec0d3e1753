"""The open API: one address, signed requests, signed answers."""

import json
import secrets
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.alipay import bill, trades
from sandbox.alipay.phone import PHONE
from sandbox.alipay.trades import Refusal
from sandbox.amounts import fen_of, plain
from sandbox.clock import beijing_text, iso, moment_of, read_beijing_text
from sandbox.declined import Declined
from sandbox.settings import ALIPAY, MERCHANTS, Merchant
from sandbox.signing import TOLERANCE, BadSignature, alipay_content, sign, verify
from sandbox.switches import use_up
from sandbox.trades import current_status, phone_address
from sandbox.world import World, the_world

gateway = Blueprint("alipay", __name__, url_prefix="/alipay")
PHONE.add_to(gateway)
Answer = dict[str, Any]


class Invalid(Exception):
    """A request that never reaches the business: code 40002 with a sub_code."""

    def __init__(self, sub_code: str, sub_msg: str):
        super().__init__(sub_code)
        self.sub_code = sub_code
        self.sub_msg = sub_msg


@gateway.route("/gateway.do", methods=["GET", "POST"])
def open_api() -> ResponseReturnValue:
    world = the_world()
    params = {**request.args.to_dict(), **request.form.to_dict()}
    method = params.get("method", "")
    if method == PAGE_METHOD:
        return _page(world, params)
    known = method in METHODS
    key = method.replace(".", "_") + "_response" if known else "error_response"
    try:
        merchant = _checked(world, params)
        if not known:
            raise Invalid("isv.invalid-method", "不存在的方法名")
        answer = {"code": "10000", "msg": "Success"} | _carried_out(world, merchant, params)
    except Invalid as error:
        answer = _error("40002", "Invalid Arguments", error.sub_code, error.sub_msg)
    except Refusal as error:
        answer = _error("40004", "Business Failed", error.sub_code, error.sub_msg)
    except Outage:
        answer = _error("20000", "Service Currently Unavailable", "isp.unknow-error", "系统繁忙")
    raw = trades.as_json(answer)
    signature = sign(world.settings.keys.alipay, raw.encode())
    return Response(f'{{"{key}":{raw},"sign":"{signature}"}}', mimetype="application/json")


def _page(world: World, params: dict[str, str]) -> ResponseReturnValue:
    """The payer's browser comes with an address the merchant has signed, and is shown its phone."""
    way_back = ""
    try:
        merchant = _checked(world, params)
        way_back = params.get("return_url", "")
        opened = _carried_out(world, merchant, params)
    except (Invalid, Refusal) as error:
        told, status = error.sub_msg, 400
    except Outage:
        told, status = "系统繁忙，请稍后再试。", 503
    else:
        return redirect(url_for("alipay.phone", token=opened["token"]), 303)
    return PHONE.refusal(told, way_back, status)


class Outage(Exception):
    """The gateway itself fails; the caller cannot know whether anything was done."""


def _error(code: str, msg: str, sub_code: str, sub_msg: str) -> Answer:
    return {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg}


def _checked(world: World, params: dict[str, str]) -> Merchant:
    """Who is calling: signature and time are checked before anything is believed."""
    merchant = MERCHANTS.get(params.get("app_id", ""))
    if merchant is None or merchant.provider != ALIPAY:
        raise Invalid("isv.invalid-app-id", "无效的AppID参数")
    if params.get("sign_type") != "RSA2" or params.get("version") != "1.0":
        raise Invalid("isv.invalid-signature-type", "无效的签名类型或版本")
    try:
        verify(world.settings.keys.alipay_app, alipay_content(params), params.get("sign", ""))
    except BadSignature as error:
        raise Invalid("isv.invalid-signature", "验签出错") from error
    try:
        sent_at = read_beijing_text(params.get("timestamp", ""))
    except ValueError as error:
        raise Invalid("isv.invalid-timestamp", "非法的时间戳参数") from error
    if abs(sent_at - world.clock.now()) > TOLERANCE:
        raise Invalid("isv.invalid-timestamp", "非法的时间戳参数：与支付宝时间相差超过五分钟")
    return merchant


def _carried_out(world: World, merchant: Merchant, params: dict[str, str]) -> Answer:
    try:
        content = json.loads(params.get("biz_content", ""))
    except json.JSONDecodeError as error:
        raise Invalid("isv.invalid-biz-content", "biz_content 不是 JSON") from error
    if not isinstance(content, dict):
        raise Invalid("isv.invalid-biz-content", "biz_content 不是 JSON 对象")
    content["notify_url"] = params.get("notify_url", "")
    content["return_url"] = params.get("return_url", "")
    with world.store.writing() as db:
        failing = use_up(db, "fail_alipay_calls")
    if failing:
        raise Outage
    with world.store.writing() as db:
        try:
            return METHODS[params["method"]](world, db, merchant, content)
        except Refusal as error:
            refusal = error  # nothing was changed yet but a counted-down switch, which stays
    raise refusal


def _text(content: dict[str, Any], name: str, longest: int = 256) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise Refusal("ACQ.INVALID_PARAMETER", f"参数无效：{name}")
    return value


def _fen(content: dict[str, Any], name: str) -> int:
    try:
        return fen_of(_text(content, name))
    except Declined as error:
        raise Refusal("ACQ.INVALID_PARAMETER", f"参数无效：{name}") from error


def _trade(db: sqlite3.Connection, merchant: Merchant, content: dict[str, Any]) -> sqlite3.Row:
    out_trade_no, trade_no = content.get("out_trade_no", ""), content.get("trade_no", "")
    if not isinstance(out_trade_no, str) or not isinstance(trade_no, str):
        raise Refusal("ACQ.INVALID_PARAMETER", "参数无效：out_trade_no")
    return trades.find(db, merchant, out_trade_no, trade_no)


def precreate(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: dict[str, Any]
) -> Answer:
    trade = trades.precreate(
        world,
        db,
        merchant,
        out_trade_no=_text(content, "out_trade_no", 64),
        total_fen=_fen(content, "total_amount"),
        subject=_text(content, "subject"),
        time_expire=content.get("time_expire") or "",
        notify_url=content["notify_url"],
    )
    return {
        "out_trade_no": trade["out_trade_no"],
        "qr_code": phone_address(trade, world.settings.url),
    }


def page_pay(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: dict[str, Any]
) -> Answer:
    """手机网站支付. Who gives no address to come back to cannot use it."""
    if content.get("product_code") != "QUICK_WAP_WAY":
        raise Refusal("ACQ.INVALID_PARAMETER", "参数无效：product_code")
    way_back = _text(content, "return_url")
    trade = trades.open_page(
        world,
        db,
        merchant,
        return_url=way_back,
        quit_url=content.get("quit_url") or way_back,
        out_trade_no=_text(content, "out_trade_no", 64),
        total_fen=_fen(content, "total_amount"),
        subject=_text(content, "subject"),
        time_expire=content.get("time_expire") or "",
        notify_url=content["notify_url"],
    )
    return {"token": trade["token"]}


def query(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: dict[str, Any]
) -> Answer:
    trade = _trade(db, merchant, content)
    answer = {
        "out_trade_no": trade["out_trade_no"],
        "trade_no": trade["trade_no"],
        "trade_status": current_status(trade, world.clock.now()),
        "total_amount": plain(trade["total_fen"]),
    }
    if trade["paid_at"]:
        answer |= {
            "send_pay_date": beijing_text(moment_of(trade["paid_at"])),
            "buyer_logon_id": trade["buyer_logon_id"],
            "buyer_user_id": trade["buyer_id"],
            "receipt_amount": plain(trade["total_fen"]),
        }
    return answer


def close(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: dict[str, Any]
) -> Answer:
    trade = _trade(db, merchant, content)
    trades.close(world, db, trade)
    return {"out_trade_no": trade["out_trade_no"], "trade_no": trade["trade_no"]}


def refund(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: dict[str, Any]
) -> Answer:
    trade = _trade(db, merchant, content)
    request_no = content.get("out_request_no") or trade["out_trade_no"]
    changed = trades.refund(
        world,
        db,
        trade,
        str(request_no),
        _fen(content, "refund_amount"),
        str(content.get("refund_reason") or ""),
    )
    after = _trade(db, merchant, content)
    return {
        "out_trade_no": after["out_trade_no"],
        "trade_no": after["trade_no"],
        "buyer_logon_id": after["buyer_logon_id"],
        "fund_change": "Y" if changed else "N",
        "refund_fee": plain(after["refunded_fen"]),
    }


def refund_query(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: dict[str, Any]
) -> Answer:
    """Real Alipay answers an unknown request with success and no refund fields; so do we."""
    trade = _trade(db, merchant, content)
    row = db.execute(
        "SELECT * FROM trade_refunds WHERE trade_no = ? AND out_request_no = ?",
        (trade["trade_no"], _text(content, "out_request_no")),
    ).fetchone()
    answer = {"out_trade_no": trade["out_trade_no"], "trade_no": trade["trade_no"]}
    if row is None:
        return answer
    return answer | {
        "out_request_no": row["out_request_no"],
        "total_amount": plain(trade["total_fen"]),
        "refund_amount": plain(row["fen"]),
        "refund_status": "REFUND_SUCCESS",
        "gmt_refund_pay": beijing_text(moment_of(row["refunded_at"])),
    }


def bill_address(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: dict[str, Any]
) -> Answer:
    """Where the bill of a past day can be fetched, for half an hour."""
    if content.get("bill_type") != "trade":
        raise Refusal("isp.bill_type_not_support", "账单类型不支持")
    try:
        day = date.fromisoformat(_text(content, "bill_date"))
    except ValueError as error:
        raise Refusal("isp.invalid_bill_date", "账单日期格式错误") from error
    if day >= world.clock.today():
        raise Refusal("isp.bill_not_exist", "账单不存在")
    token = secrets.token_urlsafe(16)
    db.execute(
        "INSERT INTO bill_downloads VALUES (?, ?, ?, ?)",
        (token, merchant.no, day.isoformat(), iso(world.clock.now())),
    )
    return {"bill_download_url": f"{world.settings.url}/alipay/bills/{token}.zip"}


@gateway.get("/bills/<token>.zip")
def download_bill(token: str) -> Response:
    world = the_world()
    with world.store.reading() as db:
        row = db.execute("SELECT * FROM bill_downloads WHERE token = ?", (token,)).fetchone()
        if row is None or world.clock.now() - moment_of(row["created_at"]) > bill.VALIDITY:
            return Response("账单下载地址已失效", 404, mimetype="text/plain")
        content = bill.zipped(world, db, MERCHANTS[row["app_id"]], date.fromisoformat(row["day"]))
    return Response(content, mimetype="application/zip")


PAGE_METHOD = "alipay.trade.wap.pay"
METHODS: dict[str, Callable[[World, sqlite3.Connection, Merchant, dict[str, Any]], Answer]] = {
    "alipay.trade.precreate": precreate,
    PAGE_METHOD: page_pay,
    "alipay.trade.query": query,
    "alipay.trade.close": close,
    "alipay.trade.refund": refund,
    "alipay.trade.fastpay.refund.query": refund_query,
    "alipay.data.dataservice.bill.downloadurl.query": bill_address,
}
