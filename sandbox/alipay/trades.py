"""Trades and refunds in Alipay's words."""

import hashlib
import json
import secrets
import sqlite3
from datetime import timedelta
from typing import Any

from sandbox import trades
from sandbox.alipay.notifications import notify
from sandbox.clock import day_of, read_beijing_text
from sandbox.settings import Merchant
from sandbox.switches import use_up
from sandbox.trades import current_status
from sandbox.world import World

LONGEST_VALIDITY = timedelta(days=15)


class Refusal(Exception):
    """A business error of the open API: code 40004 with a sub_code."""

    def __init__(self, sub_code: str, sub_msg: str):
        super().__init__(sub_code)
        self.sub_code = sub_code
        self.sub_msg = sub_msg


def find(
    db: sqlite3.Connection, merchant: Merchant, out_trade_no: str, trade_no: str = ""
) -> sqlite3.Row:
    row = trades.kept(db, merchant, "out_trade_no", out_trade_no)
    row = row or trades.kept(db, merchant, "trade_no", trade_no)
    if row is None:
        raise Refusal("ACQ.TRADE_NOT_EXIST", "交易不存在")
    return row


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
    row = trades.kept(db, merchant, "out_trade_no", out_trade_no)
    if row is not None:
        return _repeated(world, row, total_fen, subject)
    if expires_at <= now:
        raise Refusal("ACQ.INVALID_PARAMETER", "参数无效：time_expire 早于当前时间")
    trades.begin(
        world,
        db,
        merchant,
        trade_no=f"{day_of(now):%Y%m%d}22001{secrets.randbelow(10**15):015d}",
        out_trade_no=out_trade_no,
        total_fen=total_fen,
        subject=subject,
        expires_at=expires_at,
        notify_url=notify_url,
    )
    return find(db, merchant, out_trade_no)


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
        trade = find(db, merchant, out_trade_no)
    trades.lead_back(db, trade["trade_no"], return_url, quit_url)
    return find(db, merchant, out_trade_no)


def _repeated(world: World, row: sqlite3.Row, total_fen: int, subject: str) -> sqlite3.Row:
    _refuse_unless_open(world, row)
    if (row["total_fen"], row["subject"]) != (total_fen, subject):
        raise Refusal("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
    return row


def _refuse_unless_open(world: World, trade: sqlite3.Row) -> None:
    if trade["paid_at"]:
        raise Refusal("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
    if current_status(trade, world.clock.now()) == "TRADE_CLOSED":
        raise Refusal("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")


def close(world: World, db: sqlite3.Connection, trade: sqlite3.Row) -> None:
    """Close an unpaid trade; "already paid" and "already closed" are answers, not successes."""
    _refuse_unless_open(world, trade)
    trades.set_status(db, trade, "TRADE_CLOSED")


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
    trades.give_back(db, trade, request_no, fen, reason, world.clock.now())
    return True


def pay(world: World, db: sqlite3.Connection, trade: sqlite3.Row, payer: str, late: bool) -> None:
    buyer, number = masked(payer), buyer_id(payer)
    paid = trades.take_payment(world, db, trade, buyer=buyer, buyer_id=number, late=late)
    notify(world, db, paid)


def fail(world: World, db: sqlite3.Connection, trade: sqlite3.Row) -> None:
    """The payment fails: the trade is closed and the merchant is told TRADE_CLOSED."""
    trades.decline_unless_payable(world, trade, late=False)
    trades.set_status(db, trade, "TRADE_CLOSED")
    notify(world, db, trades.by_token(db, trades.provider_of(trade), trade["token"]))


def masked(payer: str) -> str:
    """ "138****1234", "张**": what Alipay tells a merchant of the payer."""
    if len(payer) >= 7:
        return f"{payer[:3]}****{payer[-4:]}"
    return payer[:1] + "**"


def buyer_id(payer: str) -> str:
    return "2088" + f"{int(hashlib.sha256(payer.encode()).hexdigest(), 16) % 10**12:012d}"


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
