"""The fiscal receipt platform (财政电子票据): issues, finds, voids, hands out the PDF; one receipt a reference."""

import hashlib
import json
import secrets
import sqlite3
import time
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.clock import day_of, iso
from sandbox.declined import Declined, unknown, unreadable
from sandbox.registries.receipt_paper import pdf
from sandbox.registries.signed import only_signed
from sandbox.switches import switches, use_up
from sandbox.world import the_world

receipt_platform = Blueprint("receipt_platform", __name__, url_prefix="/registries/receipts")
REGION, CLASS, KIND = "11", "03", "01"
CHECK_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
TEXTS = (
    "ref",
    "payer",
    "payer_id",
    "amount",
    "capitals",
    "remark",
    "payee",
    "reviewer",
    "cashier",
    "verify_at",
)
OF_LINES = ("project_code", "project", "unit", "quantity", "standard", "amount")
GARBAGE = "<?xml version='1.0' encoding='GBK'?><RESPONSE><CODE>0000</CODE><DATA>票据".encode("gbk")


@receipt_platform.before_request
def ours() -> None:
    only_signed("receipts")


@receipt_platform.post("/issue")
def issue() -> Response:
    """Asked twice under one reference it is one receipt; under a used reference for something else it is none."""
    asked = _asked()
    digest = hashlib.sha256(request.get_data()).hexdigest()
    _begin(asked["ref"], "issue")
    with the_world().store.writing() as db:
        known = _row(db, asked["ref"])
        refused = known is None and use_up(db, "fail_receipts")
        reason = switches(db)["receipt_reason"]
        if known is None and not refused:
            known = _make(db, asked, digest)
    if refused:
        raise Declined("refused", reason, 422)
    if known is None or known["digest"] != digest:
        raise Declined("ref_reused", "流水号已用于内容不同的票据。", 409)
    return _answer(known)


@receipt_platform.get("/<ref>")
def find(ref: str) -> Response:
    _begin(ref, "find")
    with the_world().store.writing() as db:
        known = _row(db, ref)
    if known is None:
        _behave()
        raise unknown("没有这个流水号的票据。")
    return _answer(known)


@receipt_platform.post("/<ref>/void")
def void(ref: str) -> Response:
    """冲红: a red receipt takes the first one back, once, for a reason."""
    try:
        reason = json.loads(request.get_data())["reason"]
    except (ValueError, KeyError, TypeError) as error:
        raise unreadable("请给出冲红原因 reason。") from error
    _begin(ref, "void")
    with the_world().store.writing() as db:
        db.execute(
            "UPDATE receipts SET voided_at = ?, void_reason = ?, red_number = ? WHERE ref = ? AND voided_at = ''",
            (iso(the_world().clock.now()), str(reason), f"9{secrets.randbelow(10**9):09}", ref),
        )
        known = _row(db, ref)
    if known is None:
        raise unknown("没有这个流水号的票据。")
    return _answer(known)


@receipt_platform.get("/<ref>/file")
def file(ref: str) -> Response:
    _begin(ref, "file")
    with the_world().store.writing() as db:
        known = _row(db, ref)
    garbage = _behave()
    if known is None:
        raise unknown("没有这个流水号的票据。")
    return garbage or Response(known["pdf"], content_type="application/pdf")


def _asked() -> dict[str, Any]:
    try:
        asked = json.loads(request.get_data())
        lines = asked["lines"]
        is_whole = all(isinstance(asked[name], str) for name in TEXTS) and lines
        is_whole = is_whole and all(
            isinstance(one[name], str) for one in lines for name in OF_LINES
        )
    except (ValueError, KeyError, TypeError) as error:
        raise unreadable("请求不是一张票据。") from error
    if not is_whole:
        raise unreadable("请求缺少字段：" + "、".join(TEXTS))
    return dict(asked)


def _begin(ref: str, call: str) -> None:
    """Write down what was asked. What is down does nothing of it."""
    with the_world().store.writing() as db:
        mode = switches(db)["receipt_mode"]
        db.execute(
            "INSERT INTO receipt_calls (ref, call, mode, asked_at) VALUES (?, ?, ?, ?)",
            (ref, call, mode, iso(the_world().clock.now())),
        )
    if mode == "down":
        raise Declined("down", "票据平台维护中。", 503)


def _make(db: sqlite3.Connection, asked: dict[str, Any], digest: str) -> sqlite3.Row | None:
    """Code: region, class, kind, year; then a serial and six characters to check."""
    now = the_world().clock.now()
    [[serial]] = db.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM receipts")
    issued = {
        "code": f"{REGION}{CLASS}{KIND}{day_of(now).year % 100:02}",
        "number": f"{serial:010}",
        "check_code": "".join(secrets.choice(CHECK_CHARACTERS) for _ in range(6)),
        "issued_at": iso(now),
    }
    paper = pdf(asked, issued | {"issued_at": day_of(now).isoformat()})
    db.execute(
        "INSERT INTO receipts (ref, digest, asked, code, number, check_code, issued_at, pdf)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (asked["ref"], digest, json.dumps(asked, ensure_ascii=False), *issued.values(), paper),
    )
    return _row(db, asked["ref"])


def _row(db: sqlite3.Connection, ref: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute("SELECT * FROM receipts WHERE ref = ?", (ref,)).fetchone()
    return row


def _answer(known: sqlite3.Row) -> Response:
    garbage = _behave()
    told = {
        name: known[name]
        for name in ("ref", "code", "number", "check_code", "issued_at", "voided_at", "red_number")
    }
    with the_world().store.reading() as db:
        twice = switches(db)["receipt_twice"]
    return garbage or jsonify([told, told] if twice else told)


def _behave() -> Response | None:
    """What was asked is done; how it is answered is another matter: late, not at all, or so that nobody can read it."""
    with the_world().store.reading() as db:
        now = switches(db)
    time.sleep(now["receipt_delay_seconds"])
    if now["receipt_mode"] == "silent":
        raise Declined("silent", "没有应答。", 504)
    return (
        Response(GARBAGE, content_type="application/json")
        if now["receipt_mode"] == "garbage"
        else None
    )
