"""What somebody sees while signing in. Persons: password, SMS code, QR code; organisations: their four ways."""

import sqlite3
from collections.abc import Callable

import segno
from flask import Response, abort, jsonify, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from sandbox.clock import moment_of
from sandbox.declined import Declined
from sandbox.identity_provider import identities, newcomers, organisations
from sandbox.identity_provider.protocol import REQUEST_VALIDITY, finish, give_up, provider
from sandbox.world import World, the_world

Form = MultiDict[str, str]


def _authorization(world: World, identifier: str) -> sqlite3.Row:
    """Only the browser that began a sign-in may go on with it, for an hour."""
    with world.store.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM authorizations WHERE id = ? AND code IS NULL", (identifier,)
        ).fetchone()
    old = row is not None and world.clock.now() - moment_of(row["created_at"]) > REQUEST_VALIDITY
    if row is None or old or identifier not in session.get("requests", []):
        raise Declined("over", "登录页面已失效，请回到原网站重新登录。", 410)
    return row


def _page(
    world: World, authorization: sqlite3.Row, tab: str, sentence: str = "", sent: str = ""
) -> str:
    known = [way for way, _ in organisations.WAYS]
    way = request.values.get("by", "")
    with world.store.reading() as db:
        ready = identities.ready(db, "organisation" if tab == "organisation" else "person")
    phone = "licence" if tab == "organisation" else "phone"
    phone_page = f"{world.settings.url}/idp/{phone}/{authorization['qr_token']}"
    return render_template(
        "sign_in.html",
        id=authorization["id"],
        tab=tab,
        by=way if way in known else known[0],
        ways=organisations.WAYS,
        pin=organisations.PIN,
        ready=ready,
        sentence=sentence,
        sent=sent,
        login=request.form.get("login", ""),
        phone=request.form.get("phone", ""),
        phone_page=phone_page,
        qr=segno.make(phone_page, error="m").svg_inline(scale=5, border=2),
    )


@provider.get("/sign-in/<identifier>")
def sign_in(identifier: str) -> str:
    world = the_world()
    return _page(world, _authorization(world, identifier), request.args.get("tab", "person"))


@provider.post("/sign-in/<identifier>")
def decide(identifier: str) -> ResponseReturnValue:
    """One form per way of signing in; a failure shows the page again with its sentence."""
    world = the_world()
    authorization = _authorization(world, identifier)
    form = request.form
    way = form.get("way", "")
    tab = form.get("tab", "person")
    try:
        if way == "cancel":
            return give_up(authorization)
        if way == "send_code":
            phone = form.get("phone", "").strip()
            identities.send_code(world, phone)
            return _page(world, authorization, "sms", sent=phone), 200
        if way not in CHECKS:
            abort(400)
        login = CHECKS[way](world, form)
    except Declined as declined:
        return _page(world, authorization, tab, declined.sentence), declined.status
    return finish(world, authorization, login, "certificate" if way == "found" else way)


def _by_password(world: World, form: Form) -> str:
    kind = "organisation" if form.get("tab") == "organisation" else "person"
    login = form.get("login", "").strip()
    return identities.by_password(world, login, form.get("password", ""), kind)


def _by_code(world: World, form: Form) -> str:
    return identities.by_code(world, form.get("phone", "").strip(), form.get("code", "").strip())


def _by_certificate(world: World, form: Form) -> str:
    return organisations.by_certificate(world, form.get("login", ""), form.get("pin", ""))


def _by_institution(world: World, form: Form) -> str:
    login, pin = form.get("login", ""), form.get("pin", "")
    return organisations.by_institution_certificate(world, login, pin)


def _found(world: World, form: Form) -> str:
    """Whoever founds an enterprise is signed in for it."""
    return newcomers.found(world, form.get("organisation_name", ""))


CHECKS: dict[str, Callable[[World, Form], str]] = {
    "password": _by_password,
    "sms": _by_code,
    "certificate": _by_certificate,
    "institution": _by_institution,
    "found": _found,
}


@provider.get("/sign-in/<identifier>/qr-state")
def qr_state(identifier: str) -> Response:
    """Asked by the waiting page: whether the phone has confirmed."""
    authorization = _authorization(the_world(), identifier)
    return jsonify({"confirmed": authorization["login"] is not None})


@provider.get("/sign-in/<identifier>/continue")
def go_on(identifier: str) -> ResponseReturnValue:
    world = the_world()
    authorization = _authorization(world, identifier)
    if authorization["login"] is None:
        is_organisation = authorization["tab"] == "organisation"
        page = "organisation&by=licence" if is_organisation else "qr"
        return redirect(f"/idp/sign-in/{identifier}?tab={page}", 303)
    with world.store.reading() as db:
        claims = identities.claims_of(db, authorization["login"])
    way = "licence" if claims["subject_type"] == "organisation" else "qr"
    return finish(world, authorization, authorization["login"], way)


@provider.get("/phone/<token>")
def phone(token: str) -> str:
    """The scanning phone: already signed in as somebody, asked to confirm."""
    world = the_world()
    with world.store.reading() as db:
        row = _scanned(db, token)
        ready = identities.people(db)
    return render_template("idp_phone.html", licence=False, ready=ready, confirmed=row["login"])


@provider.post("/phone/<token>")
def confirm(token: str) -> ResponseReturnValue:
    world = the_world()
    login = request.form.get("login", "")
    with world.store.writing() as db:
        row = _scanned(db, token)
        if identities.claims_of(db, login)["subject_type"] != "person":
            raise Declined("unknown", "请选择手机上已登录的个人身份。")
        db.execute("UPDATE authorizations SET login = ? WHERE id = ?", (login, row["id"]))
    return redirect(f"/idp/phone/{token}", 303)


@provider.get("/licence/<token>")
def licence(token: str) -> str:
    """电子营业执照小程序: the legal person has scanned the code, picks a licence and confirms."""
    with the_world().store.reading() as db:
        return _licence(db, _scanned(db, token))


@provider.post("/licence/<token>")
def confirm_licence(token: str) -> ResponseReturnValue:
    world = the_world()
    with world.store.writing() as db:
        row = _scanned(db, token)
        try:
            login = organisations.by_licence(db, request.form.get("login", ""))
        except Declined as declined:
            return _licence(db, row, declined.sentence), declined.status
        db.execute("UPDATE authorizations SET login = ? WHERE id = ?", (login, row["id"]))
    return redirect(f"/idp/licence/{token}", 303)


def _licence(db: sqlite3.Connection, row: sqlite3.Row, sentence: str = "") -> str:
    return render_template(
        "idp_phone.html",
        licence=True,
        ready=identities.ready(db, "organisation"),
        confirmed=row["login"],
        sentence=sentence,
        login=request.form.get("login", ""),
    )


def _scanned(db: sqlite3.Connection, token: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM authorizations WHERE qr_token = ? AND code IS NULL", (token,)
    ).fetchone()
    if row is None:
        raise Declined("over", "二维码已失效，请刷新登录页面。", 410)
    return row
