"""Alipay on the payer's phone: opened by a code or by a shop's page."""

import sqlite3
from urllib.parse import urlencode

from sandbox.alipay import trades
from sandbox.amounts import plain
from sandbox.clock import beijing_text
from sandbox.phone import Phone
from sandbox.settings import ALIPAY, MERCHANTS
from sandbox.signing import alipay_content, sign
from sandbox.world import World


def way_back(world: World, trade: sqlite3.Row) -> str:
    """Where the browser came from. Only who has paid brings signed words about it, as with the real one."""
    if not trade["return_url"]:
        return ""
    if not trade["paid_at"]:
        return str(trade["quit_url"])
    told = {
        "charset": "utf-8",
        "method": "alipay.trade.wap.pay.return",
        "version": "1.0",
        "app_id": trade["app_id"],
        "auth_app_id": trade["app_id"],
        "seller_id": MERCHANTS[trade["app_id"]].seller_id,
        "out_trade_no": trade["out_trade_no"],
        "trade_no": trade["trade_no"],
        "total_amount": plain(trade["total_fen"]),
        "timestamp": beijing_text(world.clock.now()),
    }
    told["sign"] = sign(world.settings.keys.alipay, alipay_content(told))
    told["sign_type"] = "RSA2"
    joint = "&" if "?" in trade["return_url"] else "?"
    return f"{trade['return_url']}{joint}{urlencode(told)}"


PHONE = Phone(ALIPAY, "支付宝", trades.pay, trades.fail, way_back)
