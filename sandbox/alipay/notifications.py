"""Asynchronous notifications: form-encoded, RSA2-signed, repeated until "success"."""

import json
import secrets
import sqlite3
from urllib.parse import urlencode

from sandbox.amounts import plain
from sandbox.clock import beijing_text, day_of, moment_of
from sandbox.deliveries import Letter, composes, tell
from sandbox.settings import MERCHANTS
from sandbox.signing import alipay_content, sign
from sandbox.world import World


def notify(world: World, db: sqlite3.Connection, trade: sqlite3.Row) -> None:
    """Tell the merchant the trade's status; the notify_id stays the same in every repeat."""
    if not trade["notify_url"]:
        return
    now = world.clock.now()
    body = {
        "notify_type": "trade_status_sync",
        "notify_id": f"{day_of(now):%Y%m%d}{secrets.token_hex(13)}",
        "app_id": trade["app_id"],
        "charset": "utf-8",
        "version": "1.0",
        "trade_no": trade["trade_no"],
        "out_trade_no": trade["out_trade_no"],
        "trade_status": trade["status"],
        "total_amount": plain(trade["total_fen"]),
        "subject": trade["subject"],
        "seller_id": MERCHANTS[trade["app_id"]].seller_id,
        "gmt_create": beijing_text(moment_of(trade["created_at"])),
    }
    if trade["status"] == "TRADE_SUCCESS":
        body |= {
            "receipt_amount": plain(trade["total_fen"]),
            "buyer_id": trade["buyer_id"],
            "buyer_logon_id": trade["buyer_logon_id"],
            "gmt_payment": beijing_text(moment_of(trade["paid_at"])),
        }
    tell(
        world,
        db,
        kind="alipay",
        party=trade["app_id"],
        event=trade["status"],
        ref=trade["out_trade_no"],
        url=trade["notify_url"],
        body=json.dumps(body, ensure_ascii=False),
    )


@composes("alipay")
def compose(world: World, row: sqlite3.Row) -> Letter:
    """The notification as of this sending: its time is now, its identity is the stored one."""
    params: dict[str, str] = json.loads(row["body"])
    params["notify_time"] = beijing_text(world.clock.now())
    params["sign"] = sign(world.settings.keys.alipay, alipay_content(params))
    params["sign_type"] = "RSA2"
    return Letter(
        url=row["url"],
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
        body=urlencode(params).encode(),
        accepted_answer="success",
    )
