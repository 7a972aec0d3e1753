"""The people and organisations that the identity provider knows."""

import hashlib
import json
import secrets
import sqlite3
from datetime import timedelta
from typing import Any

from sandbox.clock import iso, moment_of
from sandbox.declined import Declined, unreadable
from sandbox.inboxes import keep
from sandbox.world import World

MOST_FAILURES = 5
PAUSE = timedelta(minutes=10)
CODE_VALIDITY = timedelta(minutes=5)
NOT_CLAIMS = ("login", "password", "label")
NEEDED_CLAIMS = ("name", "phone_number")


def add(db: sqlite3.Connection, given: dict[str, Any]) -> str:
    """Add an identity, or replace the one with this login: login, password, label, and claims."""
    login, password = given.get("login"), given.get("password")
    if not isinstance(login, str) or not login or not isinstance(password, str) or not password:
        raise unreadable("每个身份都应有 login 和 password。")
    claims = {name: value for name, value in given.items() if name not in NOT_CLAIMS}
    kind = claims.setdefault("subject_type", "person")
    if kind not in ("person", "organisation"):
        raise unreadable("subject_type 应为 person 或 organisation。")
    for name in NEEDED_CLAIMS + (("organisation_name", "uscc") if kind == "organisation" else ()):
        if not isinstance(claims.get(name), str) or not claims[name]:
            raise unreadable(f"身份 {login} 缺少 {name}。")
    claims.setdefault("sub", hashlib.sha256(f"sub:{login}".encode()).hexdigest()[:24])
    claims.setdefault("real_name_level", 3)
    db.execute(
        "INSERT OR REPLACE INTO identities (login, password, kind, label, phone, claims)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(login, password, kind, str(given.get("label") or "")),
            *(claims["phone_number"], json.dumps(claims, ensure_ascii=False)),
        ),
    )
    return login


def claims_of(db: sqlite3.Connection, login: str) -> dict[str, Any]:
    row = db.execute("SELECT claims FROM identities WHERE login = ?", (login,)).fetchone()
    if row is None:
        raise Declined("gone", "该身份已不存在。", 404)
    claims: dict[str, Any] = json.loads(row["claims"])
    return claims


def ready(db: sqlite3.Connection, kind: str, most: int = 60) -> list[dict[str, Any]]:
    """The identities offered on the sign-in page: those with a label first."""
    rows = db.execute(
        "SELECT * FROM identities WHERE kind = ? ORDER BY label = '', rowid LIMIT ?", (kind, most)
    )
    return [_shown(row) for row in rows]


def people(db: sqlite3.Connection) -> list[dict[str, Any]]:
    return ready(db, "person")


def listed(db: sqlite3.Connection) -> list[dict[str, Any]]:
    return [_shown(row) for row in db.execute("SELECT * FROM identities ORDER BY rowid")]


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    claims: dict[str, Any] = json.loads(row["claims"])
    return claims | {"login": row["login"], "password": row["password"], "label": row["label"]}


def by_password(world: World, login: str, password: str, kind: str) -> str:
    """The login of who knows the password. Five failures pause the account for ten minutes."""
    with world.store.writing() as db:
        _decline_while_paused(world, db, login)
        row = db.execute(
            "SELECT password FROM identities WHERE login = ? AND kind = ?", (login, kind)
        ).fetchone()
        known = row["password"] if row else ""
        right = secrets.compare_digest(known.encode(), password.encode()) and row is not None
        sentence = _count(world, db, login, right, "用户名或密码错误")
    if not right:
        raise Declined("wrong_password", sentence, 401)
    return login


def counted(world: World, login: str, account: str, right: bool, what: str) -> str:
    """The login, when what was given is right; wrong ones are counted as wrong passwords are."""
    with world.store.writing() as db:
        _decline_while_paused(world, db, account)
        sentence = _count(world, db, account, right, what)
    if not right:
        raise Declined("wrong", sentence, 401)
    return login


def send_code(world: World, phone: str) -> None:
    """Six digits, valid five minutes, to the phone's inbox in this sandbox; one a minute."""
    now = world.clock.now()
    with world.store.writing() as db:
        _person_with(db, phone)
        row = db.execute("SELECT sent_at FROM sms_codes WHERE phone = ?", (phone,)).fetchone()
        if row and now - moment_of(row["sent_at"]) < timedelta(minutes=1):
            raise Declined("too_soon", "验证码已发送，请一分钟后再试。", 429)
        code = f"{secrets.randbelow(10**6):06d}"
        db.execute("INSERT OR REPLACE INTO sms_codes VALUES (?, ?, ?)", (phone, code, iso(now)))
        keep(
            world,
            db,
            kind="sms",
            out_id=f"idp-{secrets.token_hex(8)}",
            recipient=phone,
            text=f"【统一身份认证】您的登录验证码为 {code}，五分钟内有效，请勿告知他人。",
        )


def by_code(world: World, phone: str, code: str) -> str:
    now = world.clock.now()
    with world.store.writing() as db:
        login = _person_with(db, phone)
        _decline_while_paused(world, db, f"sms:{phone}")
        row = db.execute("SELECT * FROM sms_codes WHERE phone = ?", (phone,)).fetchone()
        right = (
            row is not None
            and now - moment_of(row["sent_at"]) <= CODE_VALIDITY
            and secrets.compare_digest(row["code"].encode(), code.encode())
        )
        if right:
            db.execute("DELETE FROM sms_codes WHERE phone = ?", (phone,))
        sentence = _count(world, db, f"sms:{phone}", right, "验证码错误或已过期")
    if not right:
        raise Declined("wrong_code", sentence, 401)
    return login


def _person_with(db: sqlite3.Connection, phone: str) -> str:
    row = db.execute(
        "SELECT login FROM identities WHERE phone = ? AND kind = 'person' ORDER BY rowid", (phone,)
    ).fetchone()
    if row is None:
        raise Declined("unknown_phone", "该手机号尚未注册。", 401)
    return str(row["login"])


def _decline_while_paused(world: World, db: sqlite3.Connection, account: str) -> None:
    row = db.execute("SELECT * FROM failures WHERE account = ?", (account,)).fetchone()
    if row and row["paused_until"] and row["paused_until"] > iso(world.clock.now()):
        raise Declined("paused", "连续输错五次，该账户已暂停登录，请十分钟后再试。", 429)


def _count(world: World, db: sqlite3.Connection, account: str, right: bool, what: str) -> str:
    """Count a failure, or forget them on success; the sentence for whoever failed."""
    if right:
        db.execute("DELETE FROM failures WHERE account = ?", (account,))
        return ""
    row = db.execute(
        "SELECT count, paused_until FROM failures WHERE account = ?", (account,)
    ).fetchone()
    count = 1 if row is None or row["paused_until"] else row["count"] + 1
    paused = iso(world.clock.now() + PAUSE) if count >= MOST_FAILURES else None
    db.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", (account, count, paused))
    if paused:
        return f"{what}。连续输错五次，该账户已暂停登录，请十分钟后再试。"
    return f"{what}，请重新输入，还可尝试 {MOST_FAILURES - count} 次。"
