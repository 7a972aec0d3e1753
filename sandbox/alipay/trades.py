"""Trades and refunds as Alipay keeps them."""

import hashlib
import json
import secrets
import sqlite3
from datetime import datetime, timedelta
from typing import Any

from sandbox.alipay.notifications import notify
from sandbox.amounts import plain
from sandbox.clock import beijing_text, day_of, iso, moment_of, read_beijing_text
from sandbox.declined import Declined, unknown
from sandbox.settings import Merchant
from sandbox.switches import switches, use_up
from sandbox.world import World

LONGEST_VALIDITY = timedelta(days=15)
TRADES = "SELECT trades.*, return_url, quit_url FROM trades LEFT JOIN ways_back USING (trade_no)"


class Refusal(Exception):
    """A business error of the open API: code 40004 with a sub_code."""

    def __init__(self, sub_code: str, sub_msg: str):
        super().__init__(sub_code)
        self.sub_code = sub_code
        self.sub_msg = sub_msg


def find(db: sqlite3.Connection, app_id: str, out_trade_no: str, trade_no: str = "") -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(
        f"{TRADES} WHERE app_id = ? AND (out_trade_no = ? OR trades.trade_no = ?)",
        (app_id, out_trade_no, trade_no),
    ).fetchone()
    if row is None:
        raise Refusal("ACQ.TRADE_NOT_EXIST", "交易不存在")
    return row


def current_status(trade: sqlite3.Row, now: datetime) -> str:
    """An unpaid trade is closed the moment it expires, whoever looks."""
    if trade["status"] == "WAIT_BUYER_PAY" and iso(now) >= trade["expires_at"]:
        return "TRADE_CLOSED"
    return str(trade["status"])


def precreate(
    world: World,
    db: sqlite3.Connection,
    merchant: Merchant,
    *,
    out_trade_no: str,
    total_fen: int,
    subject: str,
    time_expire: str,
    notify_url: str,
) -> sqlite3.Row:
    """Open a trade for scanning. The same order again gives the same code, another content none."""
    now = world.clock.now()
    try:
        expires_at = read_beijing_text(time_expire) if time_expire else now + LONGEST_VALIDITY
    except ValueError as error:
        raise Refusal("ACQ.INVALID_PARAMETER", "参数无效：time_expire") from error
    row = db.execute(
        "SELECT * FROM trades WHERE app_id = ? AND out_trade_no = ?",
        (merchant.app_id, out_trade_no),
    ).fetchone()
    if row is not None:
        return _repeated(row, total_fen, subject, now)
    if expires_at <= now:
        raise Refusal("ACQ.INVALID_PARAMETER", "参数无效：time_expire 早于当前时间")
    trade_no = f"{day_of(now):%Y%m%d}22001{secrets.randbelow(10**15):015d}"
    db.execute(
        "INSERT INTO trades (trade_no, app_id, out_trade_no, total_fen, subject, token,"
        " notify_url, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(trade_no, merchant.app_id, out_trade_no, total_fen, subject),
            *(secrets.token_urlsafe(12), notify_url, iso(now), iso(expires_at)),
        ),
    )
    return find(db, merchant.app_id, out_trade_no)


def open_page(
    world: World,
    db: sqlite3.Connection,
    merchant: Merchant,
    *,
    return_url: str,
    quit_url: str,
    out_trade_no: str,
    **content: Any,
) -> sqlite3.Row:
    """手机网站支付: a trade begins when the payer's browser comes with the merchant's signed address.
    The same address again shows the same trade, whatever has become of it.
    """
    try:
        trade = precreate(world, db, merchant, out_trade_no=out_trade_no, **content)
    except Refusal as refusal:
        if refusal.sub_code not in ("ACQ.TRADE_HAS_SUCCESS", "ACQ.TRADE_HAS_CLOSE"):
            raise
        trade = find(db, merchant.app_id, out_trade_no)
    db.execute(
        "INSERT OR REPLACE INTO ways_back VALUES (?, ?, ?)",
        (trade["trade_no"], return_url, quit_url),
    )
    return find(db, merchant.app_id, out_trade_no)


def _repeated(row: sqlite3.Row, total_fen: int, subject: str, now: datetime) -> sqlite3.Row:
    if row["paid_at"]:
        raise Refusal("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
    if current_status(row, now) == "TRADE_CLOSED":
        raise Refusal("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
    if (row["total_fen"], row["subject"]) != (total_fen, subject):
        raise Refusal("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
    return row


def close(world: World, db: sqlite3.Connection, trade: sqlite3.Row) -> None:
    """Close an unpaid trade; "already paid" and "already closed" are answers, not successes."""
    if trade["paid_at"]:
        raise Refusal("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
    if current_status(trade, world.clock.now()) == "TRADE_CLOSED":
        raise Refusal("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
    _set_status(db, trade, "TRADE_CLOSED")


def refund(
    world: World, db: sqlite3.Connection, trade: sqlite3.Row, request_no: str, fen: int, reason: str
) -> bool:
    """Give money back to the payer. False: this request was carried out before."""
    row = db.execute(
        "SELECT fen FROM trade_refunds WHERE trade_no = ? AND out_request_no = ?",
        (trade["trade_no"], request_no),
    ).fetchone()
    if row is not None:
        if row["fen"] != fen:
            raise Refusal("ACQ.DISCORDANT_REPEAT_REQUEST", "退款请求号相同而金额不一致")
        return False
    if not trade["paid_at"]:
        raise Refusal("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    if trade["refunded_fen"] + fen > trade["total_fen"]:
        raise Refusal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限")
    if use_up(db, "fail_refunds"):
        raise Refusal("ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足")
    now = world.clock.now()
    db.execute(
        "INSERT INTO trade_refunds VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(trade["trade_no"], request_no, trade["app_id"], fen, reason),
            *(iso(now), day_of(now).isoformat()),
        ),
    )
    refunded = trade["refunded_fen"] + fen
    db.execute(
        "UPDATE trades SET refunded_fen = ?, status = ? WHERE trade_no = ?",
        (
            refunded,
            "TRADE_CLOSED" if refunded == trade["total_fen"] else trade["status"],
            trade["trade_no"],
        ),
    )
    return True


def pay(
    world: World, db: sqlite3.Connection, trade: sqlite3.Row, payer: str, *, late: bool = False
) -> None:
    """The payer confirms. Only with late does a trade succeed that is closed or expired: the
    payment was under way when the close arrived, as happens with real providers.
    """
    _decline_unless_payable(world, trade, late)
    now = world.clock.now()
    fee = trade["total_fen"] * switches(db)["alipay_fee_ppm"] // 1_000_000
    db.execute(
        "UPDATE trades SET status = 'TRADE_SUCCESS', paid_at = ?, paid_on = ?,"
        " buyer_logon_id = ?, buyer_id = ?, fee_fen = ? WHERE trade_no = ?",
        (
            *(iso(now), day_of(now).isoformat(), masked(payer), buyer_id(payer)),
            *(fee, trade["trade_no"]),
        ),
    )
    _tell(world, db, trade["trade_no"])


def fail(world: World, db: sqlite3.Connection, trade: sqlite3.Row) -> None:
    """The payment fails: the trade is closed and the merchant is told TRADE_CLOSED."""
    _decline_unless_payable(world, trade, late=False)
    _set_status(db, trade, "TRADE_CLOSED")
    _tell(world, db, trade["trade_no"])


def by_token(db: sqlite3.Connection, token: str) -> sqlite3.Row:
    return _one(db, "token", token)


def by_order(db: sqlite3.Connection, out_trade_no: str) -> sqlite3.Row:
    return _one(db, "out_trade_no", out_trade_no)


def _one(db: sqlite3.Connection, column: str, value: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(f"{TRADES} WHERE {column} = ?", (value,)).fetchone()
    if row is None:
        raise unknown("没有这笔支付宝交易。")
    return row


def _decline_unless_payable(world: World, trade: sqlite3.Row, late: bool) -> None:
    if trade["paid_at"]:
        raise Declined("paid", "这笔订单已经支付成功，请勿重复付款。")
    if not late and current_status(trade, world.clock.now()) == "TRADE_CLOSED":
        raise Declined("closed", over(trade))


def over(trade: sqlite3.Row) -> str:
    """What a payer reads who comes too late."""
    if trade["return_url"]:
        return "订单已关闭或超过付款时间，不能再付款，请返回商家重新支付。"
    return "二维码已失效，请返回商户页面重新获取。"


def _set_status(db: sqlite3.Connection, trade: sqlite3.Row, status: str) -> None:
    db.execute("UPDATE trades SET status = ? WHERE trade_no = ?", (status, trade["trade_no"]))


def _tell(world: World, db: sqlite3.Connection, trade_no: str) -> None:
    trade = db.execute("SELECT * FROM trades WHERE trade_no = ?", (trade_no,)).fetchone()
    notify(world, db, trade)


def masked(payer: str) -> str:
    """ "138****1234", "张**": what Alipay tells a merchant of the payer."""
    if len(payer) >= 7:
        return f"{payer[:3]}****{payer[-4:]}"
    return payer[:1] + "**"


def buyer_id(payer: str) -> str:
    return "2088" + f"{int(hashlib.sha256(payer.encode()).hexdigest(), 16) % 10**12:012d}"


def shown(trade: sqlite3.Row, now: datetime, url: str) -> dict[str, object]:
    """A trade for the control page and its JSON."""
    return {
        "app_id": trade["app_id"],
        "out_trade_no": trade["out_trade_no"],
        "trade_no": trade["trade_no"],
        "amount": plain(trade["total_fen"]),
        "subject": trade["subject"],
        "status": current_status(trade, now),
        "opened_by": "browser" if trade["return_url"] else "code",
        "qr_code": qr_code(trade, url),
        "created_at": beijing_text(moment_of(trade["created_at"])),
        "expires_at": beijing_text(moment_of(trade["expires_at"])),
        "paid_at": beijing_text(moment_of(trade["paid_at"])) if trade["paid_at"] else None,
        "refunded": plain(trade["refunded_fen"]),
        "payer": trade["buyer_logon_id"],
    }


def qr_code(trade: sqlite3.Row, url: str) -> str:
    return f"{url}/alipay/pay/{trade['token']}"


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
