"""The payer's phone: what opens when a provider's code is scanned, or when a shop's page sends its browser."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox import trades
from sandbox.declined import Declined
from sandbox.identity_provider.identities import people
from sandbox.settings import MERCHANTS
from sandbox.world import World, the_world


@dataclass(frozen=True)
class Phone:
    """The page of one provider: what its buttons do, and where it leads back."""

    provider: str
    name: str
    pay: Callable[[World, sqlite3.Connection, sqlite3.Row, str, bool], None]
    fail: Callable[[World, sqlite3.Connection, sqlite3.Row], None]
    way_back: Callable[[World, sqlite3.Row], str]

    def add_to(self, blueprint: Blueprint) -> None:
        blueprint.add_url_rule("/pay/<token>", "phone", self.page)
        blueprint.add_url_rule("/pay/<token>", "decide", self.decide, methods=["POST"])

    def page(self, token: str) -> str:
        world = the_world()
        with world.store.reading() as db:
            trade = trades.by_token(db, self.provider, token)
            return render_template(
                "paying_phone.html",
                brand=self,
                trade=trades.shown(trade, world.clock.now(), world.settings.url),
                over=trades.over(trade),
                way_back=self.way_back(world, trade),
                merchant=MERCHANTS[trade["app_id"]],
                payers=people(db),
                sentence=request.args.get("sentence", ""),
            )

    def decide(self, token: str) -> ResponseReturnValue:
        """确认付款, 付款失败 or 取消. A cancelled payment leaves the trade open; a browser goes back to its shop."""
        world = the_world()
        here = f"{self.provider}.phone"
        with world.store.writing() as db:
            trade = trades.by_token(db, self.provider, token)
            payer = request.form.get("payer", "").strip() or "13800000000"
            try:
                match request.form.get("decision"):
                    case "pay":
                        self.pay(world, db, trade, payer, False)
                    case "fail":
                        self.fail(world, db, trade)
            except Declined as error:
                return redirect(url_for(here, token=token, sentence=error.sentence), 303)
            trade = trades.by_token(db, self.provider, token)
        cancelled = request.form.get("decision") not in ("pay", "fail")
        sentence = "您已取消付款，可以重新扫码支付。" if cancelled else None
        back = self.way_back(world, trade) or url_for(here, token=token, sentence=sentence)
        return redirect(back, 303)

    def refusal(self, sentence: str, way_back: str, status: int) -> tuple[str, int]:
        """What a browser is shown that cannot pay here at all."""
        page = render_template(
            "paying_refusal.html", brand=self, sentence=sentence, way_back=way_back
        )
        return page, status
