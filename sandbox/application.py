"""The Flask application: all outside parties under one address."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, redirect, render_template, request

import sandbox.alipay.notifications
import sandbox.identity_provider.pages  # noqa: F401 adds its pages to the provider's blueprint
from sandbox import day
from sandbox.alipay.gateway import gateway
from sandbox.authenticators import authenticators
from sandbox.banks.api import banks
from sandbox.control.api import api
from sandbox.control.pages import control
from sandbox.declined import Declined
from sandbox.event_receiver import event_receiver
from sandbox.identity_provider.protocol import provider
from sandbox.inboxes import inboxes
from sandbox.mini_program import mini_program
from sandbox.registries.organisation_registry import organisation_registry
from sandbox.registries.receipt_platform import receipt_platform
from sandbox.registries.title_registry import title_registry
from sandbox.rental_platform_site import rental_platform_site
from sandbox.settings import Settings
from sandbox.wechat.api import wechat
from sandbox.world import World

LARGEST_BODY_BYTES = 32 * 1024 * 1024
SIGNED_FORMS = (
    "/alipay/gateway.do"  # a shop's page may send them: its signature says whose they are
)
PROTOCOL_PATHS = (
    "/bank/",
    "/wechat/v3/",
    "/registries/",
    "/sms/",
    "/erp/",
    "/mail/",
    "/control/api/",
    "/control/identities",
)


def create_app(settings: Settings) -> Flask:
    """An application over the state folder; sending what it tells is the Sender's work."""
    app = Flask(__name__)
    world = World.open(settings)
    app.extensions["sandbox"] = world
    app.config.update(
        SECRET_KEY=_session_key(settings.state_dir),
        SESSION_COOKIE_NAME="sandbox_session",  # cookies know no ports: not the product's name
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_BODY_BYTES,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    day.start(world)
    parties = (
        provider,
        gateway,
        wechat,
        banks,
        inboxes,
        authenticators,
        mini_program,
        rental_platform_site,
        title_registry,
        organisation_registry,
        receipt_platform,
        event_receiver,
    )
    for blueprint in (*parties, api, control):
        app.register_blueprint(blueprint)
    app.register_error_handler(Declined, _declined)
    app.before_request(_no_foreign_forms)
    app.add_url_rule("/", "home", lambda: redirect("/control/"))
    app.add_url_rule("/health", "health", lambda: "ok")
    return app


def _declined(error: Declined) -> tuple[Response | str, int]:
    if request.path.startswith(PROTOCOL_PATHS):
        return jsonify({"error": error.code, "message": error.sentence}), error.status
    page = render_template("sentence.html", title="无法完成", sentence=error.sentence)
    return page, error.status


def _no_foreign_forms() -> None:
    """A page of another site cannot press our buttons in a visitor's browser."""
    origin = request.headers.get("Origin")
    if request.path == SIGNED_FORMS:
        return
    if request.method == "POST" and origin and urlsplit(origin).netloc != request.host:
        raise Declined("foreign", "请求来自其他网站，已拒绝。", 403)


def _session_key(folder: Path) -> bytes:
    path = folder / "session.key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()
