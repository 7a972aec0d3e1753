"""The payer's phone: what opens when the QR code is scanned."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.alipay import trades
from sandbox.alipay.gateway import gateway
from sandbox.declined import Declined
from sandbox.identity_provider.identities import people
from sandbox.settings import MERCHANTS
from sandbox.world import the_world


@gateway.get("/pay/<token>")
def phone(token: str) -> str:
    world = the_world()
    with world.store.reading() as db:
        trade = trades.by_token(db, token)
        return render_template(
            "alipay_phone.html",
            trade=trades.shown(trade, world.clock.now(), world.settings.url),
            merchant=MERCHANTS[trade["app_id"]],
            payers=people(db),
            sentence=request.args.get("sentence", ""),
        )


@gateway.post("/pay/<token>")
def decide(token: str) -> ResponseReturnValue:
    """确认付款, 付款失败 or 取消; a cancelled payment leaves the trade open."""
    world = the_world()
    sentence = ""
    with world.store.writing() as db:
        trade = trades.by_token(db, token)
        payer = request.form.get("payer", "").strip() or "13800000000"
        try:
            match request.form.get("decision"):
                case "pay":
                    trades.pay(world, db, trade, payer)
                case "fail":
                    trades.fail(world, db, trade)
                case _:
                    sentence = "您已取消付款，可以重新扫码支付。"
        except Declined as error:
            sentence = error.sentence
    return redirect(url_for("alipay.phone", token=token, sentence=sentence or None), 303)
