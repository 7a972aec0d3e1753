"""OpenID Connect as the city's provider speaks it: authorization code with PKCE, RS256."""

import base64
import hashlib
import json
import secrets
import sqlite3
import time
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from sandbox.clock import iso, moment_of
from sandbox.deliveries import product_url
from sandbox.identity_provider.identities import claims_of
from sandbox.signing import sign
from sandbox.world import World, the_world

provider = Blueprint("idp", __name__, url_prefix="/idp")
KEY_ID = "idp-1"
CODE_VALIDITY = timedelta(minutes=1)
TOKEN_VALIDITY = timedelta(minutes=10)
REQUEST_VALIDITY = timedelta(hours=1)
CALLBACK = "/sign-in/callback"
METHODS = {
    "password": ["pwd"],
    "sms": ["sms"],
    "qr": ["mca"],
    "certificate": ["hwk", "pin"],
    "licence": ["swk", "mca"],
    "institution": ["hwk", "pin"],
}


def issuer(world: World) -> str:
    return f"{world.settings.url}/idp"


@provider.get("/.well-known/openid-configuration")
def discovery() -> Response:
    here = issuer(the_world())
    return jsonify(
        {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/userinfo",
            "jwks_uri": f"{here}/jwks.json",
            "end_session_endpoint": f"{here}/logout",
            "scopes_supported": ["openid", "profile"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


@provider.get("/jwks.json")
def keys() -> Response:
    numbers = the_world().settings.keys.identity_provider.public_key().public_numbers()
    key = {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": KEY_ID,
        "n": _base64(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")),
        "e": _base64(numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8, "big")),
    }
    return jsonify({"keys": [key]})


@provider.get("/authorize")
def authorize() -> ResponseReturnValue:
    """Check who asks before anything is shown; only a known address is ever sent back to."""
    world, asked = the_world(), request.args
    with world.store.reading() as db:
        allowed = product_url(world, db) + CALLBACK
    redirect_uri = asked.get("redirect_uri", "")
    if asked.get("client_id") != world.settings.oidc_client_id or redirect_uri != allowed:
        sentence = "登录请求无效：应用未登记，或返回地址与登记的不一致。"
        return render_template("sentence.html", title="无法登录", sentence=sentence), 400
    error = _error_in(asked.to_dict())
    if error:
        return _back(redirect_uri, error=error, state=asked.get("state", ""))
    identifier = secrets.token_urlsafe(16)
    tab = "organisation" if asked.get("subject_type") == "organisation" else "person"
    with world.store.writing() as db:
        db.execute(
            "INSERT INTO authorizations (id, redirect_uri, scope, state, nonce, challenge, tab,"
            " qr_token, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(identifier, redirect_uri, asked["scope"], asked.get("state", "")),
                *(asked.get("nonce", ""), asked["code_challenge"], tab),
                *(secrets.token_urlsafe(12), iso(world.clock.now())),
            ),
        )
    session["requests"] = [*session.get("requests", []), identifier][-5:]
    return redirect(f"/idp/sign-in/{identifier}?tab={tab}", 302)


def _error_in(asked: dict[str, str]) -> str:
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in asked.get("scope", "").split():
        return "invalid_scope"
    if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
        return "invalid_request"
    return ""


def _back(redirect_uri: str, **answer: str) -> ResponseReturnValue:
    kept = {name: value for name, value in answer.items() if value}
    return redirect(f"{redirect_uri}?{urlencode(kept)}", 303)


def finish(world: World, authorization: sqlite3.Row, login: str, way: str) -> ResponseReturnValue:
    """Signed in: back to the application with a code that serves once, for a minute."""
    code = secrets.token_urlsafe(24)
    with world.store.writing() as db:
        db.execute("INSERT OR REPLACE INTO ways_in VALUES (?, ?)", (authorization["id"], way))
        db.execute(
            "UPDATE authorizations SET login = ?, code = ?, code_at = ? WHERE id = ?",
            (login, code, iso(world.clock.now()), authorization["id"]),
        )
    session["requests"] = [i for i in session.get("requests", []) if i != authorization["id"]]
    return _back(authorization["redirect_uri"], code=code, state=authorization["state"])


def give_up(authorization: sqlite3.Row) -> ResponseReturnValue:
    return _back(authorization["redirect_uri"], error="access_denied", state=authorization["state"])


@provider.post("/token")
def token() -> tuple[Response, int]:
    """Exchange the code: the client's secret, the address and the PKCE verifier must all fit."""
    world = the_world()
    if not _client_is_known(world):
        answer = jsonify({"error": "invalid_client"})
        answer.headers["WWW-Authenticate"] = 'Basic realm="idp"'
        return answer, 401
    if request.form.get("grant_type") != "authorization_code":
        return jsonify({"error": "unsupported_grant_type"}), 400
    with world.store.writing() as db:
        authorization = _redeemed(world, db)
        if authorization is None:
            return jsonify({"error": "invalid_grant"}), 400
        access_token = secrets.token_urlsafe(32)
        db.execute(
            "INSERT INTO access_tokens VALUES (?, ?, ?, ?)",
            (
                *(access_token, authorization["id"], authorization["login"]),
                iso(world.clock.now() + TOKEN_VALIDITY),
            ),
        )
        claims = claims_of(db, authorization["login"]) | _way_in(db, authorization)
    answer = jsonify(
        {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": int(TOKEN_VALIDITY.total_seconds()),
            "scope": authorization["scope"],
            "id_token": _id_token(world, authorization, claims, access_token),
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200


def _client_is_known(world: World) -> bool:
    given = request.authorization
    if given is None or given.type != "basic":
        return False
    identifier = unquote(given.username or "")
    secret = unquote(given.password or "")
    expected = world.settings.oidc_client_secret
    return identifier == world.settings.oidc_client_id and secrets.compare_digest(
        secret.encode(), expected.encode()
    )


def _redeemed(world: World, db: sqlite3.Connection) -> sqlite3.Row | None:
    """The authorization a code stands for, or None. A code used twice ends its tokens too."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM authorizations WHERE code = ?", (request.form.get("code", ""),)
    ).fetchone()
    if row is None:
        return None
    if row["used"]:
        db.execute("DELETE FROM access_tokens WHERE authorization_id = ?", (row["id"],))
        return None
    db.execute("UPDATE authorizations SET used = 1 WHERE id = ?", (row["id"],))
    verifier = request.form.get("code_verifier", "")
    challenge = _base64(hashlib.sha256(verifier.encode()).digest())
    fits = (
        world.clock.now() - moment_of(row["code_at"]) <= CODE_VALIDITY
        and request.form.get("redirect_uri") == row["redirect_uri"]
        and secrets.compare_digest(challenge, row["challenge"])
    )
    return row if fits else None


def _way_in(db: sqlite3.Connection, authorization: sqlite3.Row) -> dict[str, Any]:
    """How they signed in: `acr` in our words, `amr` in those of RFC 8176."""
    row = db.execute(
        "SELECT way FROM ways_in WHERE authorization_id = ?", (authorization["id"],)
    ).fetchone()
    return {"acr": row["way"], "amr": METHODS[row["way"]]}


def _id_token(
    world: World, authorization: sqlite3.Row, claims: dict[str, Any], access_token: str
) -> str:
    """Issued at real time and valid until ten minutes after our own, possibly moved, clock: right
    for a client that checks with either clock.
    """
    now = int(time.time())
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    content = claims | {
        "iss": issuer(world),
        "aud": world.settings.oidc_client_id,
        "iat": now,
        "auth_time": now,
        "exp": int((world.clock.now() + TOKEN_VALIDITY).timestamp()),
        "at_hash": _base64(half),
    }
    if authorization["nonce"]:
        content["nonce"] = authorization["nonce"]
    header = {"alg": "RS256", "typ": "JWT", "kid": KEY_ID}
    parts = ".".join(
        _base64(json.dumps(part, ensure_ascii=False).encode()) for part in (header, content)
    )
    signature = base64.b64decode(sign(world.settings.keys.identity_provider, parts.encode()))
    return f"{parts}.{_base64(signature)}"


@provider.get("/userinfo")
def userinfo() -> tuple[Response, int]:
    world = the_world()
    scheme, _, access_token = request.headers.get("Authorization", "").partition(" ")
    with world.store.reading() as db:
        row = db.execute("SELECT * FROM access_tokens WHERE token = ?", (access_token,)).fetchone()
        if scheme.lower() != "bearer" or row is None or row["expires_at"] < iso(world.clock.now()):
            answer = jsonify({"error": "invalid_token"})
            answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return answer, 401
        return jsonify(claims_of(db, row["login"])), 200


@provider.get("/logout")
def logout() -> ResponseReturnValue:
    """Every sign-in asks again, so there is nothing to end but the page; then back, if allowed."""
    world = the_world()
    session.clear()
    wanted = request.args.get("post_logout_redirect_uri", "")
    with world.store.reading() as db:
        home = urlsplit(product_url(world, db))
    if wanted and urlsplit(wanted)[:2] == home[:2]:
        state = request.args.get("state", "")
        joint = "&" if "?" in wanted else "?"
        return redirect(wanted + (joint + urlencode({"state": state}) if state else ""), 303)
    return render_template("sentence.html", title="已退出登录", sentence="您已退出统一身份认证。")


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
