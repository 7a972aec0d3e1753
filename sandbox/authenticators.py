"""The phones of the fund centre's staff: a page that shows the codes of their second factors. (RFC 6238)"""

import base64
import binascii
import hashlib
import hmac
import struct
import time
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from sandbox.declined import unreadable
from sandbox.world import the_world

PERIOD = 30
authenticators = Blueprint("authenticators", __name__)


def code_at(secret: str, moment: float) -> str:
    """The six digits of a TOTP secret (base32) at a moment; always by the real clock, as on a phone."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int(moment) // PERIOD), hashlib.sha1)
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


@authenticators.post("/control/authenticators")
def add() -> tuple[Response, int]:
    """{"authenticators": [{"name", "secret"}]}: put secrets on the phone; a known name is replaced."""
    content: Any = request.get_json(force=True, silent=True)
    wanted = content.get("authenticators") if isinstance(content, dict) else None
    if not isinstance(wanted, list):
        raise unreadable("authenticators 应为列表。")
    with the_world().store.writing() as db:
        for one in wanted:
            try:
                name, secret = str(one["name"]), str(one["secret"])
                base64.b32decode(secret)
            except (KeyError, TypeError, binascii.Error):
                raise unreadable("每个验证器都应有 name 和 base32 的 secret。") from None
            db.execute("INSERT OR REPLACE INTO authenticators VALUES (?, ?)", (name, secret))
    return jsonify({"added": len(wanted)}), 201


@authenticators.get("/authenticators")
def page() -> str:
    now = time.time()
    with the_world().store.reading() as db:
        rows = db.execute("SELECT name, secret FROM authenticators ORDER BY rowid").fetchall()
    shown = [{"name": row["name"], "code": code_at(row["secret"], now)} for row in rows]
    return render_template("authenticators.html", shown=shown, seconds=PERIOD - int(now) % PERIOD)
