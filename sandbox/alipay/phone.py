"""The payer's phone: what opens when a QR code is scanned, or when a shop's page sends its browser."""

import sqlite3
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.alipay import trades
from sandbox.alipay.gateway import gateway
from sandbox.amounts import plain
from sandbox.clock import beijing_text
from sandbox.declined import Declined
from sandbox.identity_provider.identities import people
from sandbox.settings import MERCHANTS
from sandbox.signing import alipay_content, sign
from sandbox.world import World, the_world


@gateway.get("/pay/<token>")
def phone(token: str) -> str:
    world = the_world()
    with world.store.reading() as db:
        trade = trades.by_token(db, token)
        return render_template(
            "alipay_phone.html",
            trade=trades.shown(trade, world.clock.now(), world.settings.url),
            over=trades.over(trade),
            way_back=_way_back(world, trade),
            merchant=MERCHANTS[trade["app_id"]],
            payers=people(db),
            sentence=request.args.get("sentence", ""),
        )


@gateway.post("/pay/<token>")
def decide(token: str) -> ResponseReturnValue:
    """确认付款, 付款失败 or 取消. A cancelled payment leaves the trade open; a browser goes back to its shop."""
    world = the_world()
    with world.store.writing() as db:
        trade = trades.by_token(db, token)
        payer = request.form.get("payer", "").strip() or "13800000000"
        try:
            match request.form.get("decision"):
                case "pay":
                    trades.pay(world, db, trade, payer)
                case "fail":
                    trades.fail(world, db, trade)
        except Declined as error:
            return redirect(url_for("alipay.phone", token=token, sentence=error.sentence), 303)
        trade = trades.by_token(db, token)
    cancelled = request.form.get("decision") not in ("pay", "fail")
    sentence = "您已取消付款，可以重新扫码支付。" if cancelled else None
    here = url_for("alipay.phone", token=token, sentence=sentence)
    return redirect(_way_back(world, trade) or here, 303)


def _way_back(world: World, trade: sqlite3.Row) -> str:
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
