"""The register of organisations (质监): whether a unified social credit code bears a name now."""

import json
import sqlite3
import time
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.clock import iso
from sandbox.declined import Declined, unreadable
from sandbox.registries.signed import only_signed
from sandbox.registries.title_registry import GARBAGE
from sandbox.switches import switches
from sandbox.world import the_world

organisation_registry = Blueprint(
    "organisation_registry", __name__, url_prefix="/registries/organisations"
)
ASKED = ("ref", "uscc", "name")
STATUSES = ("in_business", "revoked", "cancelled")


@organisation_registry.before_request
def ours() -> None:
    only_signed("organisations")


@organisation_registry.post("/queries")
def answer_query() -> Response:
    """Whether this code is registered, and under just this name. The registered name itself is not told."""
    world, asked = the_world(), _asked()
    with world.store.writing() as db:
        now = switches(db)
        db.execute(
            "INSERT INTO organisation_queries (ref, uscc, name, mode, asked_at) VALUES (?, ?, ?, ?, ?)",
            (*(asked[one] for one in ASKED), now["organisation_mode"], iso(world.clock.now())),
        )
        known = registered(db, asked["uscc"])
    time.sleep(now["organisation_delay_seconds"])
    if now["organisation_mode"] == "down":
        raise Declined("down", "登记系统维护中。", 503)
    if now["organisation_mode"] == "garbage":
        return Response(GARBAGE, content_type="application/json")
    answer = {
        "ref": asked["ref"],
        "answered_at": iso(world.clock.now()),
        "found": known is not None,
    }
    if known is not None:
        answer |= {"name_matches": known["name"] == asked["name"], "status": known["status"]}
    return jsonify([answer, answer] if now["organisation_twice"] else answer)


def _asked() -> dict[str, str]:
    try:
        asked = json.loads(request.get_data())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise unreadable("请求不是 JSON。") from error
    if not isinstance(asked, dict) or not all(isinstance(asked.get(name), str) for name in ASKED):
        raise unreadable("请求缺少字段：" + "、".join(ASKED))
    return asked


def registered(db: sqlite3.Connection, uscc: str) -> dict[str, Any] | None:
    """An organisation as it was set on the control page, else as it signs in at the identity provider."""
    row = db.execute(
        "SELECT uscc, name, status FROM organisations WHERE uscc = ?", (uscc,)
    ).fetchone()
    if row is not None:
        return dict(row)
    rows = db.execute("SELECT claims FROM identities WHERE kind = 'organisation' ORDER BY rowid")
    for claims in (json.loads(each["claims"]) for each in rows):
        if claims["uscc"] == uscc:
            name = str(claims["organisation_name"])
            return {"uscc": uscc, "name": name, "status": "in_business"}
    return None


def register(db: sqlite3.Connection, given: dict[str, Any]) -> dict[str, Any]:
    """Let a code bear a name from now on, also one that was in no register."""
    uscc, name = given.get("uscc"), given.get("name")
    status = given.get("status", "in_business")
    if not isinstance(uscc, str) or not uscc or not isinstance(name, str) or not name:
        raise unreadable("请给出统一社会信用代码 uscc 和名称 name。")
    if status not in STATUSES:
        raise unreadable(f"登记状态无法识别：{status}")
    db.execute("INSERT OR REPLACE INTO organisations VALUES (?, ?, ?)", (uscc, name, status))
    return {"uscc": uscc, "name": name, "status": status}
