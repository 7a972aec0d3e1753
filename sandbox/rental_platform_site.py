"""The rental platform's website for tenants: 合同备案, 【租押金监管】→【去支付】 (manual 001, 9.2.1)."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from sandbox import rental_platform
from sandbox.hand_overs import hand_over
from sandbox.identity_provider import identities
from sandbox.world import the_world

rental_platform_site = Blueprint("rental_platform_site", __name__, url_prefix="/rental-platform")
USER = "rental_platform"


def claims() -> dict[str, Any] | None:
    with the_world().store.reading() as db:
        known = {one["login"] for one in identities.listed(db)}
        login = session.get(USER, "")
        return identities.claims_of(db, login) if login in known else None


@rental_platform_site.before_request
def only_for_users() -> ResponseReturnValue | None:
    if request.endpoint == "rental_platform_site.sign_in" or claims():
        return None
    if request.endpoint == "rental_platform_site.leases":
        with the_world().store.reading() as db:
            ready = identities.people(db) + identities.ready(db, "organisation")
            return render_template("rental_platform/sign_in.html", ready=ready)
    return redirect("/rental-platform/", 303)


@rental_platform_site.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    session[USER] = request.form.get("login", "")
    return redirect("/rental-platform/", 303)


@rental_platform_site.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    session.pop(USER, None)
    return redirect("/rental-platform/", 303)


@rental_platform_site.get("/")
def leases() -> str:
    with the_world().store.reading() as db:
        found = rental_platform.leases_of(db, claims() or {})
    return render_template("rental_platform/leases.html", user=claims(), leases=found)


@rental_platform_site.get("/leases/<filing_no>")
def lease(filing_no: str) -> str:
    return _lease_page(filing_no)


@rental_platform_site.post("/leases/<filing_no>/pay")
def pay(filing_no: str) -> ResponseReturnValue:
    """【去支付】. For trying out what a link refuses it can be shown instead of opened."""
    with the_world().store.reading() as db:
        rental_platform.lease_of(db, claims() or {}, filing_no)
    url = hand_over(the_world(), "rental_platform", "web", claims() or {}, filing_no)
    return _lease_page(filing_no, url) if "only_link" in request.form else redirect(url, 303)


def _lease_page(filing_no: str, url: str = "") -> str:
    with the_world().store.reading() as db:
        found = rental_platform.lease_of(db, claims() or {}, filing_no)
    return render_template("rental_platform/lease.html", user=claims(), lease=found, url=url)
