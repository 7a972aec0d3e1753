"""SMS and mail: taken in by signed JSON, kept once per out_id, shown per phone and address."""

import json
import re
import sqlite3
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from sandbox.clock import beijing_text, iso, moment_of
from sandbox.declined import Declined, unreadable
from sandbox.signing import BadSignature, check_hmac_headers
from sandbox.switches import use_up
from sandbox.world import World, the_world

inboxes = Blueprint("inboxes", __name__)
PHONE = re.compile(r"1[0-9]{10}")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@inboxes.post("/sms/messages")
def take_sms() -> tuple[Response, int]:
    return _take("sms", the_world().settings.sms_key, PHONE)


@inboxes.post("/mail/messages")
def take_mail() -> tuple[Response, int]:
    return _take("mail", the_world().settings.mail_key, ADDRESS)


def _take(kind: str, key: bytes, address: re.Pattern[str]) -> tuple[Response, int]:
    """Take one message in. The same out_id again is answered alike and shown once."""
    world, body = the_world(), request.get_data()
    try:
        check_hmac_headers(key, request.headers, world.clock.now(), body)  # type: ignore[arg-type]
    except BadSignature as error:
        raise Declined("bad_signature", f"签名未通过：{error}", 401) from error
    with world.store.writing() as db:
        failing = use_up(db, f"fail_{kind}")
    if failing:
        raise Declined("out_of_service", "通道暂时不可用。", 503)
    message = _read(body, address)
    with world.store.writing() as db:
        message_id = keep(world, db, kind=kind, **message)
    return jsonify({"message_id": f"{kind}-{message_id}"}), 200


def _read(body: bytes, address: re.Pattern[str]) -> dict[str, str]:
    try:
        content: Any = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise unreadable("请求不是 JSON。") from error
    if not isinstance(content, dict):
        raise unreadable("请求不是 JSON 对象。")
    message = {
        "out_id": content.get("out_id"),
        "recipient": content.get("to"),
        "subject": content.get("subject", ""),
        "text": content.get("text"),
    }
    if not all(isinstance(value, str) for value in message.values()):
        raise unreadable("out_id、to、text 应为文字。")
    if not message["out_id"] or not message["text"]:
        raise unreadable("out_id 和 text 不能为空。")
    if not address.fullmatch(message["recipient"]):
        raise unreadable("收件人无法识别。")
    return message


def keep(
    world: World,
    db: sqlite3.Connection,
    *,
    kind: str,
    out_id: str,
    recipient: str,
    text: str,
    subject: str = "",
) -> int:
    row = db.execute(
        "SELECT * FROM messages WHERE kind = ? AND out_id = ?", (kind, out_id)
    ).fetchone()
    if row is None:
        inserted = db.execute(
            "INSERT INTO messages (kind, out_id, recipient, subject, text, received_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (kind, out_id, recipient, subject, text, iso(world.clock.now())),
        )
        return int(inserted.lastrowid or 0)
    if (row["recipient"], row["subject"], row["text"]) != (recipient, subject, text):
        raise Declined("other_content", "该 out_id 已用于其他内容。")
    return int(row["id"])


def messages_for(db: sqlite3.Connection, recipient: str) -> list[dict[str, str]]:
    """What one phone or address has received, newest first."""
    rows = db.execute(
        "SELECT * FROM messages WHERE recipient = ? ORDER BY id DESC LIMIT 200", (recipient,)
    )
    return [
        {
            "message_id": f"{row['kind']}-{row['id']}",
            "kind": row["kind"],
            "out_id": row["out_id"],
            "to": row["recipient"],
            "subject": row["subject"],
            "text": row["text"],
            "at": beijing_text(moment_of(row["received_at"])),
        }
        for row in rows
    ]


@inboxes.get("/inbox")
def recipients() -> str:
    with the_world().store.reading() as db:
        rows = db.execute(
            "SELECT recipient, count(*) AS messages, max(id) AS newest, text, received_at"
            " FROM messages GROUP BY recipient ORDER BY newest DESC LIMIT 200"
        ).fetchall()
    found = [
        dict(row) | {"received_at": beijing_text(moment_of(row["received_at"]))} for row in rows
    ]
    return render_template("inboxes.html", recipients=found)


@inboxes.get("/inbox/<recipient>")
def inbox(recipient: str) -> str:
    with the_world().store.reading() as db:
        return render_template(
            "inbox.html", recipient=recipient, messages=messages_for(db, recipient)
        )
