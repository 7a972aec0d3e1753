"""The bank's front door for its customer: signed requests only."""

import json
import sqlite3
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import day
from sandbox.amounts import fen_of
from sandbox.banks import payments
from sandbox.clock import iso
from sandbox.declined import Declined, unknown, unreadable
from sandbox.settings import BANKS
from sandbox.signing import BadSignature, check_bank_headers, use_nonce
from sandbox.world import World, the_world

banks = Blueprint("banks", __name__, url_prefix="/bank")
PRODUCT_KEY_ID = "anju"
CODE_FIELDS = ("account", "name", "amount_fen", "valid_until", "reference")


@banks.before_request
def only_signed() -> None:
    """Every request carries a fresh signature of the product over its method, path and body."""
    world, bank = the_world(), str((request.view_args or {}).get("bank", ""))
    if bank not in BANKS:
        raise unknown("没有这家银行。")
    now = world.clock.now()
    try:
        if request.headers.get("X-Key-Id") != PRODUCT_KEY_ID:
            raise BadSignature("the key is unknown")
        nonce = check_bank_headers(
            world.settings.keys.product_bank,
            request.headers,  # type: ignore[arg-type]
            now,
            request.method,
            request.path,
            request.get_data(),
        )
        with world.store.writing() as db:
            use_nonce(db, f"{PRODUCT_KEY_ID}@{bank}", nonce, now)
    except BadSignature as error:
        raise Declined("bad_signature", f"签名未通过：{error}", 401) from error


@banks.post("/<bank>/collection-codes")
def open_collection_code(bank: str) -> tuple[Response, int]:
    world = the_world()
    wanted = _wanted_code(bank)
    with world.store.writing() as db:
        known = _collection_code(db, bank, wanted["code"])
        if known is None:
            db.execute(
                "INSERT INTO collection_codes (bank, code, account, name, amount_fen,"
                " valid_until, reference, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(bank, wanted["code"]),
                    *(wanted[field] for field in CODE_FIELDS),
                    iso(world.clock.now()),
                ),
            )
        elif any(known[field] != wanted[field] for field in CODE_FIELDS):
            raise Declined("other_content", "该收款码已登记为其他内容。")
    answer = {
        "code": wanted["code"],
        "bank_name": BANKS[bank].name,
        "branch_name": BANKS[bank].branch_name,
        "account_name": BANKS[bank].account_name,
    }
    return jsonify(answer), 201 if known is None else 200


def _wanted_code(bank: str) -> dict[str, Any]:
    try:
        content = json.loads(request.get_data())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise unreadable("请求不是 JSON。") from error
    if not isinstance(content, dict):
        raise unreadable("请求不是 JSON 对象。")
    wanted = {
        name: str(content.get(name) or "")
        for name in ("code", "account", "name", "valid_until", "reference")
    }
    for name in ("code", "account", "name", "reference"):
        if not 0 < len(wanted[name]) <= 140:
            raise unreadable(f"字段 {name} 缺失或过长。")
    if len(wanted["code"]) > 35:
        raise unreadable("收款码不得超过 35 位。")
    if wanted["account"] != BANKS[bank].account:
        raise Declined("not_your_account", "该账户不在本行开立。", 422)
    return wanted | {"amount_fen": fen_of(content.get("amount"))}


def _collection_code(db: sqlite3.Connection, bank: str, code: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM collection_codes WHERE bank = ? AND code = ?", (bank, code)
    ).fetchone()
    return row


@banks.delete("/<bank>/collection-codes/<code>")
def cancel_collection_code(bank: str, code: str) -> tuple[str, int]:
    """Money sent to a cancelled code still arrives; telling that apart is the customer's work."""
    world = the_world()
    with world.store.writing() as db:
        if _collection_code(db, bank, code) is None:
            raise unknown("没有这个收款码。")
        db.execute(
            "UPDATE collection_codes SET cancelled_at = coalesce(cancelled_at, ?)"
            " WHERE bank = ? AND code = ?",
            (iso(world.clock.now()), bank, code),
        )
    return "", 204


@banks.post("/<bank>/payments")
def instruct(bank: str) -> tuple[Response, int]:
    world = the_world()
    message = payments.read(request.get_data())
    with world.store.writing() as db:
        status, answer = payments.accept(world, db, bank, message)
    return _xml(answer), status


@banks.get("/<bank>/payments/<end_to_end_id>")
def payment_status(bank: str, end_to_end_id: str) -> Response:
    world = the_world()
    with world.store.reading() as db:
        return _xml(payments.report_on(world, db, bank, end_to_end_id))


@banks.get("/<bank>/statements/<on>")
def statement(bank: str, on: str) -> Response:
    world: World = the_world()
    try:
        wanted = date.fromisoformat(on)
    except ValueError as error:
        raise unreadable("日期应为 YYYY-MM-DD。") from error
    day.close_past_days(world)
    with world.store.reading() as db:
        row = db.execute(
            "SELECT xml FROM statements WHERE bank = ? AND day = ?", (bank, wanted.isoformat())
        ).fetchone()
    if row is None:
        raise unknown("该日尚无对账单。")
    return _xml(row["xml"])


def _xml(text: str) -> Response:
    return Response(text, mimetype="application/xml")
