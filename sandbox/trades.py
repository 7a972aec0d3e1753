"""Trades as every payment provider keeps them. `alipay` and `wechat` open them, and say what becomes of them, each in
its own words; paying is the same at both.
"""

import secrets
import sqlite3
from datetime import datetime

from sandbox.amounts import plain
from sandbox.clock import beijing_text, day_of, iso, moment_of
from sandbox.declined import Declined, unknown
from sandbox.settings import MERCHANTS, Merchant
from sandbox.switches import switches
from sandbox.world import World

TRADES = "SELECT trades.*, return_url, quit_url FROM trades LEFT JOIN ways_back USING (trade_no)"


def kept(db: sqlite3.Connection, merchant: Merchant, column: str, no: str) -> sqlite3.Row | None:
    """A merchant's trade by its own number (`out_trade_no`) or by ours (`trade_no`)."""
    row: sqlite3.Row | None = db.execute(
        f"{TRADES} WHERE app_id = ? AND trades.{column} = ?", (merchant.no, no)
    ).fetchone()
    return row


def by_token(db: sqlite3.Connection, provider: str, token: str) -> sqlite3.Row:
    return _one(db, provider, "token", token)


def by_order(db: sqlite3.Connection, provider: str, out_trade_no: str) -> sqlite3.Row:
    return _one(db, provider, "out_trade_no", out_trade_no)


def _one(db: sqlite3.Connection, provider: str, column: str, value: str) -> sqlite3.Row:
    rows: list[sqlite3.Row] = db.execute(f"{TRADES} WHERE {column} = ?", (value,)).fetchall()
    for row in rows:
        if provider_of(row) == provider:
            return row
    raise unknown("没有这笔交易。")


def provider_of(trade: sqlite3.Row) -> str:
    return MERCHANTS[trade["app_id"]].provider


def begin(
    world: World,
    db: sqlite3.Connection,
    merchant: Merchant,
    *,
    trade_no: str,
    out_trade_no: str,
    total_fen: int,
    subject: str,
    expires_at: datetime,
    notify_url: str,
) -> None:
    db.execute(
        "INSERT INTO trades (trade_no, app_id, out_trade_no, total_fen, subject, token,"
        " notify_url, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(trade_no, merchant.no, out_trade_no, total_fen, subject),
            *(secrets.token_urlsafe(12), notify_url, iso(world.clock.now()), iso(expires_at)),
        ),
    )


def lead_back(db: sqlite3.Connection, trade_no: str, return_url: str, quit_url: str) -> None:
    """The payer's browser comes from a shop's page, and goes back there."""
    db.execute(
        "INSERT OR REPLACE INTO ways_back VALUES (?, ?, ?)", (trade_no, return_url, quit_url)
    )


def current_status(trade: sqlite3.Row, now: datetime) -> str:
    """An unpaid trade cannot be paid any more the moment it expires, whoever looks."""
    if trade["status"] == "WAIT_BUYER_PAY" and iso(now) >= trade["expires_at"]:
        return "TRADE_CLOSED"
    return str(trade["status"])


def set_status(db: sqlite3.Connection, trade: sqlite3.Row, status: str) -> None:
    db.execute("UPDATE trades SET status = ? WHERE trade_no = ?", (status, trade["trade_no"]))


def take_payment(
    world: World,
    db: sqlite3.Connection,
    trade: sqlite3.Row,
    *,
    buyer: str,
    buyer_id: str,
    late: bool,
) -> sqlite3.Row:
    """The payer confirms. Only with late does a trade succeed that is closed or expired: the
    payment was under way when the close arrived, as happens with real providers.
    """
    decline_unless_payable(world, trade, late=late)
    now = world.clock.now()
    fee_ppm = switches(db)[f"{provider_of(trade)}_fee_ppm"]
    db.execute(
        "UPDATE trades SET status = 'TRADE_SUCCESS', paid_at = ?, paid_on = ?,"
        " buyer_logon_id = ?, buyer_id = ?, fee_fen = ? WHERE trade_no = ?",
        (
            *(iso(now), day_of(now).isoformat(), buyer, buyer_id),
            *(trade["total_fen"] * fee_ppm // 1_000_000, trade["trade_no"]),
        ),
    )
    return by_token(db, provider_of(trade), trade["token"])


def decline_unless_payable(world: World, trade: sqlite3.Row, *, late: bool) -> None:
    if trade["paid_at"]:
        raise Declined("paid", "这笔订单已经支付成功，请勿重复付款。")
    if not late and current_status(trade, world.clock.now()) == "TRADE_CLOSED":
        raise Declined("closed", over(trade))


def over(trade: sqlite3.Row) -> str:
    """What a payer reads who comes too late."""
    if trade["return_url"]:
        return "订单已关闭或超过付款时间，不能再付款，请返回商家重新支付。"
    return "二维码已失效，请返回商户页面重新获取。"


def give_back(
    db: sqlite3.Connection, trade: sqlite3.Row, request_no: str, fen: int, reason: str, at: datetime
) -> None:
    """Write down a refund. What is given back in whole is closed."""
    db.execute(
        "INSERT INTO trade_refunds VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(trade["trade_no"], request_no, trade["app_id"], fen, reason),
            *(iso(at), day_of(at).isoformat()),
        ),
    )
    refunded = trade["refunded_fen"] + fen
    db.execute(
        "UPDATE trades SET refunded_fen = ? WHERE trade_no = ?", (refunded, trade["trade_no"])
    )
    if refunded == trade["total_fen"]:
        set_status(db, trade, "TRADE_CLOSED")


def phone_address(trade: sqlite3.Row, url: str) -> str:
    """The page on which a payer pays: what a code says."""
    return f"{url}/{provider_of(trade)}/pay/{trade['token']}"


def shown(trade: sqlite3.Row, now: datetime, url: str) -> dict[str, object]:
    """A trade for the control page and its JSON."""
    return {
        "provider": provider_of(trade),
        "app_id": trade["app_id"],
        "out_trade_no": trade["out_trade_no"],
        "trade_no": trade["trade_no"],
        "amount": plain(trade["total_fen"]),
        "subject": trade["subject"],
        "status": current_status(trade, now),
        "opened_by": "browser" if trade["return_url"] else "code",
        "qr_code": phone_address(trade, url),
        "created_at": beijing_text(moment_of(trade["created_at"])),
        "expires_at": beijing_text(moment_of(trade["expires_at"])),
        "paid_at": beijing_text(moment_of(trade["paid_at"])) if trade["paid_at"] else None,
        "refunded": plain(trade["refunded_fen"]),
        "payer": trade["buyer_logon_id"],
    }
