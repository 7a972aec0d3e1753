"""What a person sees while signing in: password, SMS code, QR code, certificate."""

import sqlite3

import segno
from flask import Response, abort, jsonify, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from sandbox.clock import moment_of
from sandbox.declined import Declined
from sandbox.identity_provider import identities
from sandbox.identity_provider.protocol import REQUEST_VALIDITY, finish, give_up, provider
from sandbox.world import World, the_world


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
    with world.store.reading() as db:
        ready = identities.ready(db, "organisation" if tab == "organisation" else "person")
    phone_page = f"{world.settings.url}/idp/phone/{authorization['qr_token']}"
    return render_template(
        "sign_in.html",
        id=authorization["id"],
        tab=tab,
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
        match way:
            case "password":
                kind = "organisation" if tab == "organisation" else "person"
                login = form.get("login", "").strip()
                login = identities.by_password(world, login, form.get("password", ""), kind)
            case "send_code":
                phone = form.get("phone", "").strip()
                identities.send_code(world, phone)
                return _page(world, authorization, "sms", sent=phone), 200
            case "code":
                phone, code = form.get("phone", "").strip(), form.get("code", "").strip()
                login = identities.by_code(world, phone, code)
            case "certificate":
                login = _certificate_holder(world, form.get("login", ""))
            case "cancel":
                return give_up(authorization)
            case _:
                abort(400)
    except Declined as declined:
        return _page(world, authorization, tab, declined.sentence), declined.status
    return finish(world, authorization, login)


def _certificate_holder(world: World, login: str) -> str:
    """The organisation whose certificate was picked; its PIN is the reader's business, not ours."""
    with world.store.reading() as db:
        if login not in [known["login"] for known in identities.ready(db, "organisation", 10_000)]:
            raise Declined("unknown_certificate", "请选择一张数字证书。", 401)
    return login


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
        return redirect(f"/idp/sign-in/{identifier}?tab=qr", 303)
    return finish(world, authorization, authorization["login"])


@provider.get("/phone/<token>")
def phone(token: str) -> str:
    """The scanning phone: already signed in as somebody, asked to confirm."""
    world = the_world()
    with world.store.reading() as db:
        row = _scanned(db, token)
        ready = identities.people(db)
    return render_template("idp_phone.html", token=token, ready=ready, confirmed=row["login"])


@provider.post("/phone/<token>")
def confirm(token: str) -> ResponseReturnValue:
    world = the_world()
    login = request.form.get("login", "")
    with world.store.writing() as db:
        row = _scanned(db, token)
        identities.claims_of(db, login)
        db.execute("UPDATE authorizations SET login = ? WHERE id = ?", (login, row["id"]))
    return redirect(f"/idp/phone/{token}", 303)


def _scanned(db: sqlite3.Connection, token: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM authorizations WHERE qr_token = ? AND code IS NULL", (token,)
    ).fetchone()
    if row is None:
        raise Declined("over", "二维码已失效，请刷新登录页面。", 410)
    return row
