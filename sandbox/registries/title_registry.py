"""The title registry's front door for the housing authority: one signed question, one answer."""

import json
import time
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.clock import iso
from sandbox.declined import Declined, unreadable
from sandbox.registries import homes
from sandbox.registries.signed import only_signed
from sandbox.switches import switches
from sandbox.world import World, the_world

title_registry = Blueprint("title_registry", __name__, url_prefix="/registries/title")
ASKED = (
    "ref",
    "certificate_type",
    "certificate_no",
    "owner_name",
    "owner_id_type",
    "owner_id_number",
)
GARBAGE = "<?xml version='1.0' encoding='GBK'?><RESPONSE><CODE>0000</CODE><DATA>不动产".encode(
    "gbk"
)


@title_registry.before_request
def ours() -> None:
    only_signed("title")


@title_registry.post("/queries")
def answer_query() -> Response:
    """Whether this certificate is in the register, is this owner's, and what stands against letting the home.

    Who names another owner learns that, and nothing of the home.
    """
    world, asked = the_world(), _asked()
    with world.store.writing() as db:
        now = switches(db)
        db.execute(
            "INSERT INTO title_queries (ref, certificate_no, mode, asked_at) VALUES (?, ?, ?, ?)",
            (asked["ref"], asked["certificate_no"], now["title_mode"], iso(world.clock.now())),
        )
        home = homes.find(db, asked["certificate_type"], asked["certificate_no"])
    time.sleep(now["title_delay_seconds"])
    if now["title_mode"] == "down":
        raise Declined("down", "登记系统维护中。", 503)
    if now["title_mode"] == "garbage":
        return Response(GARBAGE, content_type="application/json")
    answer = _answer(world, asked, home)
    return jsonify([answer, answer] if now["title_twice"] else answer)


def _asked() -> dict[str, str]:
    try:
        asked = json.loads(request.get_data())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise unreadable("请求不是 JSON。") from error
    if not isinstance(asked, dict) or not all(isinstance(asked.get(name), str) for name in ASKED):
        raise unreadable("请求缺少字段：" + "、".join(ASKED))
    return asked


def _answer(world: World, asked: dict[str, str], home: homes.Home | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "ref": asked["ref"],
        "answered_at": iso(world.clock.now()),
        "found": home is not None,
    }
    if home is None:
        return told
    stated = tuple(asked[name] for name in ("owner_name", "owner_id_type", "owner_id_number"))
    told["owner_matches"] = stated == (home.owner_name, home.owner_id_type, home.owner_id_number)
    if not told["owner_matches"]:
        return told
    return told | {
        "certificate": home.certificate,
        "district": home.district,
        "address": home.address,
        "area": home.area,
        "use": home.use,
        "unit_no": home.unit_no,
        "restrictions": list(home.restrictions),
    }
