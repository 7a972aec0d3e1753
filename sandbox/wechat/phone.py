"""WeChat on the payer's phone: opened by a code, or by the page to which a shop sends its browser (H5)."""

import sqlite3
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import redirect, request
from flask.typing import ResponseReturnValue

from sandbox import trades
from sandbox.clock import moment_of
from sandbox.deliveries import product_url
from sandbox.phone import Phone
from sandbox.settings import WECHAT
from sandbox.wechat.trades import fail, pay
from sandbox.world import World, the_world

PAGE_VALIDITY = timedelta(minutes=5)


def way_back(world: World, trade: sqlite3.Row) -> str:
    """Nothing is said on the way back, whatever has become of the order."""
    return str(trade["return_url"] or "")


PHONE = Phone(WECHAT, "微信支付", pay, fail, way_back)


def page_address(trade: sqlite3.Row, url: str) -> str:
    return f"{url}/wechat/h5?prepay_id=wx{trade['token']}&package=1"


def h5_page() -> ResponseReturnValue:
    """The browser comes from its shop's page with the address that the shop was given; only the payer's own may, for
    five minutes. Which shop, it says itself (Referer), as the real one wants it.
    """
    world = the_world()
    token = request.args.get("prepay_id", "").removeprefix("wx")
    with world.store.writing() as db:
        trade = trades.by_token(db, WECHAT, token)
        page = db.execute(
            "SELECT * FROM wechat_pages WHERE trade_no = ?", (trade["trade_no"],)
        ).fetchone()
        shop = product_url(world, db)
        back = request.args.get("redirect_url", shop)
        come_from = urlsplit(request.headers.get("Referer", "")).netloc
        if not come_from or urlsplit(back).netloc != urlsplit(shop).netloc:
            return PHONE.refusal("商家参数格式有误，请联系商家解决", "", 400)
        if come_from != urlsplit(shop).netloc:
            return PHONE.refusal("商家存在未配置的参数，请联系商家解决", "", 400)
        if page is None or world.clock.now() - moment_of(page["made_at"]) > PAGE_VALIDITY:
            return PHONE.refusal("支付请求已失效，请重新发起支付", back, 400)
        if not _is_same(page["payer_ip"], request.remote_addr or ""):
            return PHONE.refusal("网络环境未能通过安全验证，请稍后再试", back, 403)
        trades.lead_back(db, trade["trade_no"], back, back)
    return redirect(trades.phone_address(trade, ""), 303)


def _is_same(told: str, here: str) -> bool:
    """One machine has two addresses for itself."""
    asked, come = ip_address(told), ip_address(here or "0.0.0.0")
    return asked == come or (asked.is_loopback and come.is_loopback)
