"""The city's mini program 京通 as a page for the phone: whoever uses it is real-name verified, and is handed over.

【公积金】→【住房租赁押金 租金】 hands over everything (manual 000, 2).
【住房服务】 belongs to the rental platform: 【我是租户】→【合同备案】→【租押金监管】→【去支付】, for one lease (5.2.1).
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from sandbox import rental_platform
from sandbox.hand_overs import hand_over
from sandbox.identity_provider import identities
from sandbox.world import the_world

mini_program = Blueprint("mini_program", __name__, url_prefix="/mini-program")
USER = "mini_program"

# Each page with nothing but choices: its title, and where each of them leads.
MENUS = {
    "": ("首页", [("公积金", "fund"), ("住房服务", "housing")]),
    "housing": ("住房服务", [("我是租户", "tenant")]),
    "tenant": ("我是租户", [("合同备案", "leases")]),
}


def claims() -> dict[str, Any] | None:
    """Of who has opened the mini program; None before, or when the sandbox was emptied meanwhile."""
    with the_world().store.reading() as db:
        known = [one["login"] for one in identities.people(db)]
        login = session.get(USER, "")
        return identities.claims_of(db, login) if login in known else None


@mini_program.before_request
def only_for_users() -> ResponseReturnValue | None:
    if request.endpoint == "mini_program.open_as" or claims():
        return None
    if request.method == "GET" and request.endpoint == "mini_program.menu":
        with the_world().store.reading() as db:
            return render_template("mini_program/open.html", ready=identities.people(db))
    return redirect("/mini-program/", 303)


def show(template: str, title: str, **shown: Any) -> str:
    page = f"mini_program/{template}.html"
    return render_template(page, title=title, user=claims(), **shown)


@mini_program.post("/open")
def open_as() -> ResponseReturnValue:
    session[USER] = request.form.get("login", "")
    return redirect("/mini-program/", 303)


@mini_program.post("/close")
def close() -> ResponseReturnValue:
    session.pop(USER, None)
    return redirect("/mini-program/", 303)


@mini_program.get("/", defaults={"name": ""})
@mini_program.get("/<any(housing, tenant):name>")
def menu(name: str) -> str:
    title, choices = MENUS[name]
    return show("menu", title, choices=choices, is_first=not name)


@mini_program.get("/fund")
def fund() -> str:
    return show("fund", "公积金")


@mini_program.post("/fund")
def enter_fund() -> ResponseReturnValue:
    return redirect(hand_over(the_world(), "mini_program", "mobile", claims() or {}), 303)


@mini_program.get("/leases")
def leases() -> str:
    with the_world().store.reading() as db:
        found = rental_platform.leases_of(db, claims() or {})
    return show("leases", "合同备案", leases=found)


def _lease(filing_no: str) -> dict[str, Any]:
    with the_world().store.reading() as db:
        return rental_platform.lease_of(db, claims() or {}, filing_no)


@mini_program.get("/leases/<filing_no>")
def lease(filing_no: str) -> str:
    return show("lease", "合同备案详情", lease=_lease(filing_no))


@mini_program.get("/leases/<filing_no>/pay")
def notice(filing_no: str) -> str:
    return show("notice", "提示信息", lease=_lease(filing_no))


@mini_program.post("/leases/<filing_no>/pay")
def pay(filing_no: str) -> ResponseReturnValue:
    _lease(filing_no)
    url = hand_over(the_world(), "rental_platform", "mobile", claims() or {}, filing_no)
    return redirect(url, 303)
