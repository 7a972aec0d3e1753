"""API v3: signed requests, signed answers; and how it misbehaves when it is told to."""

import gzip
import hashlib
import json
import secrets
import sqlite3
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request

from sandbox.clock import iso, moment_of
from sandbox.settings import WECHAT_SERIAL, Merchant
from sandbox.switches import switches, use_up
from sandbox.trades import phone_address
from sandbox.wechat import bill, trades
from sandbox.wechat.certificate import VALID_FROM, VALID_TO, certificate, certificate_serial
from sandbox.wechat.phone import PHONE, h5_page, page_address
from sandbox.wechat.wire import (
    Fault,
    caller,
    rfc3339,
    sealed,
    serial_wanted,
    signed_headers,
    wrong,
)
from sandbox.world import World, the_world

wechat = Blueprint("wechat", __name__, url_prefix="/wechat")
PHONE.add_to(wechat)
wechat.add_url_rule("/h5", "h5_page", h5_page)

BILL_VALIDITY = timedelta(minutes=5)
Answer = dict[str, Any] | None
Work = Callable[..., Answer]
BUSY = Fault(429, "FREQUENCY_LIMITED", "频率超限，请降低请求接口频率")
FAILING = Fault(500, "SYSTEM_ERROR", "系统异常，请稍后重试")


def call(method: str, path: str) -> Callable[[Work], Work]:
    """Serve one call of the API: what it does is given the world, its database and the merchant who asks."""

    def register(work: Work) -> Work:
        def view(**named: str) -> Response:
            return _answered(work, named)

        wechat.add_url_rule(f"/v3/{path}", work.__name__, view, methods=[method])
        return work

    return register


def _answered(work: Work, named: dict[str, str]) -> Response:
    """Checked, carried out, signed. No content is 204."""
    world = the_world()
    with world.store.writing() as db:
        now = switches(db)
        is_failing = now["wechat_mode"] == "answers" and use_up(db, "fail_wechat_calls")
        is_losing = not is_failing and use_up(db, "lose_wechat_answers")
    time.sleep(now["wechat_delay_seconds"])
    if now["wechat_mode"] == "down":
        return Response("<html>Service Unavailable</html>", 503)
    if now["wechat_mode"] == "busy":
        return Response(json.dumps(BUSY.content), BUSY.status, mimetype="application/json")
    try:
        merchant = caller(world, request)
        if is_failing:
            raise FAILING
        answer = _carried_out(work, world, merchant, named)
        status = 204 if answer is None else 200
    except Fault as fault:
        answer, status = fault.content, fault.status
    if is_losing:
        return Response("<html>Bad Gateway</html>", 502)
    body = b"" if answer is None else json.dumps(answer, ensure_ascii=False).encode()
    if now["wechat_mode"] == "garbage":
        body = body[: len(body) // 2]
    serial = serial_wanted(world, request, WECHAT_SERIAL)
    headers = signed_headers(world, serial, body, now["wechat_mode"])
    return Response(body, status, headers, mimetype="application/json")


def _carried_out(work: Work, world: World, merchant: Merchant, named: dict[str, str]) -> Answer:
    with world.store.writing() as db:
        try:
            return work(world, db, merchant, **named)
        except Fault as fault:
            refusal = fault  # nothing was changed yet but a counted-down switch, which stays
    raise refusal


def _content() -> dict[str, Any]:
    content = request.get_json(force=True, silent=True)
    if not isinstance(content, dict):
        raise wrong("请求体不是JSON对象")
    return content


@call("POST", "pay/transactions/native")
def native(world: World, db: sqlite3.Connection, merchant: Merchant) -> Answer:
    """Native 下单. The real code says weixin://…, which only its app opens; ours opens in any browser."""
    trade = trades.open_trade(world, db, merchant, _content())
    return {"code_url": phone_address(trade, world.settings.url)}


@call("POST", "pay/transactions/h5")
def h5(world: World, db: sqlite3.Connection, merchant: Merchant) -> Answer:
    trade = trades.open_page(world, db, merchant, _content())
    return {"h5_url": page_address(trade, world.settings.url)}


@call("GET", "pay/transactions/out-trade-no/<no>")
def query(world: World, db: sqlite3.Connection, merchant: Merchant, no: str) -> Answer:
    if request.args.get("mchid") != merchant.no:
        raise wrong("mchid与签名的商户号不一致")
    return trades.transaction(trades.find(db, merchant, no))


@call("POST", "pay/transactions/out-trade-no/<no>/close")
def close(world: World, db: sqlite3.Connection, merchant: Merchant, no: str) -> Answer:
    if _content().get("mchid") != merchant.no:
        raise wrong("mchid与签名的商户号不一致")
    trades.close(db, trades.find(db, merchant, no))
    return None


@call("POST", "refund/domestic/refunds")
def refund(world: World, db: sqlite3.Connection, merchant: Merchant) -> Answer:
    made = trades.refund(world, db, merchant, _content())
    return trades.refund_said(world, db, made)


@call("GET", "refund/domestic/refunds/<no>")
def query_refund(world: World, db: sqlite3.Connection, merchant: Merchant, no: str) -> Answer:
    found = trades.find_refund(db, merchant, no)
    if found is None:
        raise Fault(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
    return trades.refund_said(world, db, found)


@call("GET", "certificates")
def certificates(world: World, db: sqlite3.Connection, merchant: Merchant) -> Answer:
    """平台证书: WeChat's key once more, as a certificate, encrypted for who asks."""
    key = world.settings.keys.wechat
    one = {
        "serial_no": certificate_serial(key),
        "effective_time": rfc3339(VALID_FROM),
        "expire_time": rfc3339(VALID_TO),
        "encrypt_certificate": sealed(world, merchant.no, certificate(key), "certificate"),
    }
    return {"data": [one]}


@call("GET", "bill/tradebill")
def trade_bill(world: World, db: sqlite3.Connection, merchant: Merchant) -> Answer:
    kind = request.args.get("bill_type", "ALL")
    if kind not in bill.KINDS:
        raise wrong("bill_type不支持")
    return _promised(world, db, merchant, bill.trade_bill(db, merchant, _day(world), kind))


@call("GET", "bill/fundflowbill")
def fund_flow_bill(world: World, db: sqlite3.Connection, merchant: Merchant) -> Answer:
    if request.args.get("account_type", "BASIC") != "BASIC":
        raise wrong("account_type不支持")
    return _promised(world, db, merchant, bill.fund_flow_bill(db, merchant, _day(world)))


def _day(world: World) -> date:
    """Of which past day a bill is wanted. The real ones are made by ten in the morning, ours with the day's end."""
    try:
        day = date.fromisoformat(request.args.get("bill_date", ""))
    except ValueError as error:
        raise wrong("bill_date格式有误") from error
    if day >= world.clock.today():
        raise Fault(400, "NO_STATEMENT_EXIST", "账单文件不存在")
    return day


def _promised(world: World, db: sqlite3.Connection, merchant: Merchant, content: bytes) -> Answer:
    """Where a bill can be fetched, and its digest as it is unpacked."""
    if not content:
        raise Fault(400, "NO_STATEMENT_EXIST", "账单文件不存在")
    packing = request.args.get("tar_type", "")
    if packing not in ("", "GZIP"):
        raise wrong("tar_type不支持")
    token = secrets.token_urlsafe(24)
    packed = gzip.compress(content) if packing else content
    db.execute(
        "INSERT INTO wechat_bills VALUES (?, ?, ?, ?)",
        (token, merchant.no, packed, iso(world.clock.now())),
    )
    return {
        "hash_type": "SHA1",
        "hash_value": hashlib.sha1(content).hexdigest(),
        "download_url": f"{world.settings.url}/wechat/v3/billdownload/file?token={token}",
    }


@wechat.get("/v3/billdownload/file")
def download_bill() -> Response:
    """The file itself, only for the merchant it was promised to; it is known by its digest and not signed."""
    world = the_world()
    try:
        merchant = caller(world, request)
    except Fault as fault:
        return Response(json.dumps(fault.content), fault.status, mimetype="application/json")
    with world.store.reading() as db:
        row = db.execute(
            "SELECT * FROM wechat_bills WHERE token = ? AND merchant_no = ?",
            (request.args.get("token", ""), merchant.no),
        ).fetchone()
    if row is None or world.clock.now() - moment_of(row["created_at"]) > BILL_VALIDITY:
        return Response("账单下载地址已失效", 404, mimetype="text/plain")
    return Response(row["content"], mimetype="application/octet-stream")
