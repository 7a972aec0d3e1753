"""Trades and refunds in WeChat's words."""

import hashlib
import ipaddress
import re
import secrets
import sqlite3
from datetime import datetime, timedelta
from typing import Any

from sandbox import trades
from sandbox.clock import day_of, iso, moment_of
from sandbox.declined import Declined
from sandbox.deliveries import product_url
from sandbox.settings import WECHAT_APP_ID, Merchant
from sandbox.switches import switches, use_up
from sandbox.wechat.notifications import notify, notify_of_refund
from sandbox.wechat.wire import Fault, not_allowed, rfc3339, wrong
from sandbox.world import World

Content = dict[str, Any]
LONGEST_VALIDITY = timedelta(days=7)
ORDER_NO = re.compile(r"[0-9A-Za-z_\-|*]{6,32}")
REFUND_NO = re.compile(r"[0-9A-Za-z_\-|*@]{1,64}")
STATES = {
    "NOTPAY": "订单未支付",
    "SUCCESS": "支付成功",
    "REFUND": "转入退款",
    "CLOSED": "订单已关闭",
}


def find(db: sqlite3.Connection, merchant: Merchant, out_trade_no: str) -> sqlite3.Row:
    row = trades.kept(db, merchant, "out_trade_no", out_trade_no)
    if row is None:
        raise Fault(404, "ORDER_NOT_EXIST", "订单不存在")
    return row


def open_trade(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: Content
) -> sqlite3.Row:
    """Open a trade. The same order again gives the same one, another content none."""
    now = world.clock.now()
    if content.get("appid") != WECHAT_APP_ID:
        raise Fault(400, "APPID_MCHID_NOT_MATCH", "appid与mchid不匹配")
    if content.get("mchid") != merchant.no:
        raise wrong("mchid与签名的商户号不一致")
    out_trade_no = text(content, "out_trade_no", 32)
    if not ORDER_NO.fullmatch(out_trade_no):
        raise wrong("out_trade_no须为6至32个数字、字母或_-|*")
    total, subject = fen(content, "total"), text(content, "description", 127)
    notify_url = text(content, "notify_url", 255)
    row = trades.kept(db, merchant, "out_trade_no", out_trade_no)
    if row is not None:
        return _repeated(row, total, subject)
    expires_at = _expiry(content, now)
    trades.begin(
        world,
        db,
        merchant,
        trade_no=f"42000{secrets.randbelow(10**5):05d}{day_of(now):%Y%m%d}{secrets.randbelow(10**10):010d}",
        out_trade_no=out_trade_no,
        total_fen=total,
        subject=subject,
        expires_at=expires_at,
        notify_url=notify_url,
    )
    return find(db, merchant, out_trade_no)


def _repeated(row: sqlite3.Row, total: int, subject: str) -> sqlite3.Row:
    if row["paid_at"]:
        raise Fault(400, "ORDERPAID", "该订单已支付")
    if row["status"] == "TRADE_CLOSED":
        raise Fault(400, "ORDER_CLOSED", "该订单已关闭")
    if (row["total_fen"], row["subject"]) != (total, subject):
        raise not_allowed("商户订单号重复：请求重入时，参数与首次请求时不一致")
    return row


def _expiry(content: Content, now: datetime) -> datetime:
    told = content.get("time_expire")
    if told is None:
        return now + LONGEST_VALIDITY
    try:
        expires_at = moment_of(str(told))
    except ValueError as error:
        raise wrong("time_expire不是rfc3339格式的时间") from error
    if expires_at <= now:
        raise wrong("time_expire早于当前时间")
    return expires_at


def open_page(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: Content
) -> sqlite3.Row:
    """H5: a page for the browser at one address on the net, which goes back to the shop."""
    scene = content.get("scene_info")
    scene = scene if isinstance(scene, dict) else {}
    try:
        payer_ip = ipaddress.ip_address(text(scene, "payer_client_ip", 45))
    except ValueError as error:
        raise wrong("scene_info.payer_client_ip不是IP地址") from error
    if not isinstance(scene.get("h5_info"), dict) or not scene["h5_info"].get("type"):
        raise wrong("缺少scene_info.h5_info.type")
    trade = open_trade(world, db, merchant, content)
    db.execute(
        "INSERT OR REPLACE INTO wechat_pages VALUES (?, ?, ?)",
        (trade["trade_no"], str(payer_ip), iso(world.clock.now())),
    )
    shop = product_url(world, db)
    trades.lead_back(db, trade["trade_no"], shop, shop)
    return find(db, merchant, trade["out_trade_no"])


def state(trade: sqlite3.Row) -> str:
    """An order whose time is over stays NOTPAY until its merchant closes it; nobody can pay it any more."""
    if trade["refunded_fen"]:
        return "REFUND"
    if trade["paid_at"]:
        return "SUCCESS"
    return "CLOSED" if trade["status"] == "TRADE_CLOSED" else "NOTPAY"


def transaction(trade: sqlite3.Row) -> Content:
    """What WeChat says of an order, asked or unasked."""
    name, total = state(trade), trade["total_fen"]
    said: Content = {
        "appid": WECHAT_APP_ID,
        "mchid": trade["app_id"],
        "out_trade_no": trade["out_trade_no"],
        "trade_state": name,
        "trade_state_desc": STATES[name],
        "attach": "",
    }
    if not trade["paid_at"]:
        return said
    return said | {
        "transaction_id": trade["trade_no"],
        "trade_type": trade_type(trade),
        "bank_type": "OTHERS",
        "success_time": rfc3339(moment_of(trade["paid_at"])),
        "payer": {"openid": trade["buyer_id"]},
        "amount": {
            "total": total,
            "payer_total": total,
            "currency": "CNY",
            "payer_currency": "CNY",
        },
    }


def trade_type(trade: sqlite3.Row) -> str:
    return "MWEB" if trade["return_url"] else "NATIVE"


def close(db: sqlite3.Connection, trade: sqlite3.Row) -> None:
    """Twice is once; one that was paid is not closed."""
    if trade["paid_at"]:
        raise Fault(400, "ORDERPAID", "该订单已支付")
    trades.set_status(db, trade, "TRADE_CLOSED")


def refund(
    world: World, db: sqlite3.Connection, merchant: Merchant, content: Content
) -> sqlite3.Row:
    """Take up a refund, once for its number; it is on its way for a while."""
    number, out_trade_no = text(content, "out_refund_no", 64), text(content, "out_trade_no", 32)
    wanted, total = fen(content, "refund"), fen(content, "total")
    if not REFUND_NO.fullmatch(number):
        raise wrong("out_refund_no格式有误")
    row = find_refund(db, merchant, number)
    if row is not None:
        if (row["out_trade_no"], row["fen"], row["total_fen"]) != (out_trade_no, wanted, total):
            raise not_allowed("订单金额或退款金额与之前请求不一致，请核实后再试")
        return row
    trade = trades.kept(db, merchant, "out_trade_no", out_trade_no)
    if trade is None:
        raise Fault(404, "RESOURCE_NOT_EXISTS", "订单不存在")
    if not trade["paid_at"]:
        raise not_allowed("订单未支付，不能退款")
    if total != trade["total_fen"] or trade["refunded_fen"] + wanted > total:
        raise not_allowed("订单金额不符，或退款金额大于可退金额")
    if use_up(db, "fail_refunds"):
        raise Fault(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起")
    reason = str(content.get("reason") or "")[:80]
    trades.give_back(db, trade, number, wanted, reason, world.clock.now())
    made = find_refund(db, merchant, number)
    assert made is not None
    if content.get("notify_url"):
        told = {"mchid": merchant.no} | refund_told(world, db, made)
        pause = switches(db)["wechat_refund_seconds"]
        notify_of_refund(world, db, made, text(content, "notify_url", 256), told, pause)
    return made


def find_refund(db: sqlite3.Connection, merchant: Merchant, number: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT trades.*, r.fen, r.out_request_no, r.refunded_at FROM trade_refunds r"
        " JOIN trades USING (trade_no) WHERE r.app_id = ? AND r.out_request_no = ?",
        (merchant.no, number),
    ).fetchone()
    return row


def refund_said(world: World, db: sqlite3.Connection, row: sqlite3.Row) -> Content:
    taken_at = moment_of(row["refunded_at"])
    done_at = taken_at + timedelta(seconds=switches(db)["wechat_refund_seconds"])
    is_done = world.clock.now() >= done_at
    said: Content = {
        "refund_id": refund_id(row),
        "out_refund_no": row["out_request_no"],
        "transaction_id": row["trade_no"],
        "out_trade_no": row["out_trade_no"],
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": rfc3339(taken_at),
        "status": "SUCCESS" if is_done else "PROCESSING",
        "amount": {
            "total": row["total_fen"],
            "refund": row["fen"],
            "payer_total": row["total_fen"],
            "payer_refund": row["fen"],
            "settlement_total": row["total_fen"],
            "settlement_refund": row["fen"],
            "discount_refund": 0,
            "currency": "CNY",
        },
    }
    return said | {"success_time": rfc3339(done_at)} if is_done else said


def refund_told(world: World, db: sqlite3.Connection, row: sqlite3.Row) -> Content:
    """What is told of a refund when it has arrived."""
    said = refund_said(world, db, row)
    names = ("transaction_id", "out_trade_no", "refund_id", "out_refund_no", "amount")
    done_at = moment_of(row["refunded_at"]) + timedelta(
        seconds=switches(db)["wechat_refund_seconds"]
    )
    told = {name: said[name] for name in (*names, "user_received_account")}
    return told | {"refund_status": "SUCCESS", "success_time": rfc3339(done_at)}


def refund_id(row: sqlite3.Row) -> str:
    number = int(
        hashlib.sha256(f"{row['app_id']} {row['out_request_no']}".encode()).hexdigest(), 16
    )
    return f"50300{number % 10**23:023d}"


def pay(world: World, db: sqlite3.Connection, trade: sqlite3.Row, payer: str, late: bool) -> None:
    """The payer confirms, and the merchant is told."""
    openid = "o" + hashlib.sha256(payer.encode()).hexdigest()[:27]
    paid = trades.take_payment(world, db, trade, buyer=payer, buyer_id=openid, late=late)
    notify(world, db, paid, transaction(paid))


def fail(world: World, db: sqlite3.Connection, trade: sqlite3.Row) -> None:
    """The payer's money is not enough: nobody is told, and the order can still be paid."""
    trades.decline_unless_payable(world, trade, late=False)
    raise Declined("failed", "支付失败：余额不足，请更换付款方式后重试。")


def text(content: Content, name: str, longest: int) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise wrong(f"参数{name}缺失或格式有误")
    return value


def fen(content: Content, name: str) -> int:
    amount = content.get("amount")
    amount = amount if isinstance(amount, dict) else {}
    value = amount.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise wrong(f"参数amount.{name}须为大于零的整数，单位为分")
    if amount.get("currency", "CNY") != "CNY":
        raise wrong("参数amount.currency须为CNY")
    return value
