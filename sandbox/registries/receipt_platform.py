"""The fiscal receipt platform (财政电子票据): issues, finds, voids, hands out the PDF; one receipt a reference."""

import hashlib
import json
import secrets
import sqlite3
import time
from datetime import timedelta
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
LATE = timedelta(minutes=1)
OUT_OF_ORDER = {"down": ("票据平台维护中。", 503), "broken": ("系统内部错误。", 500)}
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
        db.execute("DELETE FROM late_receipts WHERE ref = ?", (asked["ref"],))
        known = _row(db, asked["ref"])
        refused = known is None and use_up(db, "fail_receipts")
        now = switches(db)
        if known is None and not refused:
            known = _make(db, asked, digest)
            if now["receipt_mode"] == "late":
                _hide(db, asked["ref"])
    if refused:
        raise Declined("refused", now["receipt_reason"], 422)
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
        refused = use_up(db, "fail_voids")
        no = switches(db)["receipt_reason"]
        if not refused:
            _void(db, ref, str(reason))
        known = _row(db, ref)
    if refused:
        raise Declined("refused", no, 422)
    if known is None:
        raise unknown("没有这个流水号的票据。")
    return _answer(known)


def _void(db: sqlite3.Connection, ref: str, reason: str) -> None:
    red_number = f"9{secrets.randbelow(10**9):09}"
    db.execute(
        "UPDATE receipts SET voided_at = ?, void_reason = ?, red_number = ? WHERE ref = ? AND voided_at = ''",
        (iso(the_world().clock.now()), reason, red_number, ref),
    )


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
    if mode in OUT_OF_ORDER:
        raise Declined(mode, *OUT_OF_ORDER[mode])


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


def _hide(db: sqlite3.Connection, ref: str) -> None:
    known_from = iso(the_world().clock.now() + LATE)
    db.execute("INSERT INTO late_receipts VALUES (?, ?)", (ref, known_from))


def _row(db: sqlite3.Connection, ref: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM receipts WHERE ref = ? AND ref NOT IN"
        " (SELECT ref FROM late_receipts WHERE known_from > ?)",
        (ref, iso(the_world().clock.now())),
    ).fetchone()
    return row


def _answer(known: sqlite3.Row) -> Response:
    garbage = _behave()
    with the_world().store.reading() as db:
        now = switches(db)
        other = db.execute(
            "SELECT * FROM receipts WHERE ref <> ? ORDER BY id DESC", (known["ref"],)
        ).fetchone()
    numbers = other if now["receipt_mode"] == "anothers" and other is not None else known
    told = {name: known[name] for name in ("ref", "issued_at", "voided_at", "red_number")}
    told |= {name: numbers[name] for name in ("code", "number", "check_code")}
    return garbage or jsonify([told, told] if now["receipt_twice"] else told)


def _behave() -> Response | None:
    """What was asked is done; how it is answered is another matter: late, not at all, or so that nobody can read it."""
    with the_world().store.reading() as db:
        now = switches(db)
    time.sleep(now["receipt_delay_seconds"])
    if now["receipt_mode"] in ("silent", "late"):
        raise Declined("silent", "没有应答。", 504)
    return (
        Response(GARBAGE, content_type="application/json")
        if now["receipt_mode"] == "garbage"
        else None
    )
