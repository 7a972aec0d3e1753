"""The rental platform: files a lease with the fund centre through the product's API."""

import calendar
import json
import secrets
import sqlite3
from datetime import date, timedelta
from typing import Any

import httpx

from sandbox.amounts import fen_of, plain
from sandbox.clock import iso
from sandbox.declined import Declined, unknown, unreadable
from sandbox.deliveries import product_url
from sandbox.identity_provider.identities import claims_of, ready
from sandbox.settings import BANKS
from sandbox.world import World

LEASES = "/api/v1/leases"
LONGEST_MONTHS = 120


def file_lease(world: World, lease: dict[str, Any]) -> dict[str, Any]:
    """Post one lease. It is written down first; the same lease again carries the same key."""
    filing_no = lease.get("filing_no")
    if not isinstance(filing_no, str) or not filing_no:
        raise unreadable("备案应有 filing_no。")
    with world.store.writing() as db:
        body, key = _written_down(world, db, filing_no, lease)
        url = product_url(world, db) + LEASES
    try:
        response = httpx.post(
            url,
            content=body.encode(),
            headers={
                "Authorization": f"Bearer {world.settings.platform_api_key}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
            timeout=30,
            trust_env=False,
        )
    except httpx.HTTPError as error:
        raise Declined("no_answer", "产品没有应答；备案已记下，可以再次提交。", 502) from error
    with world.store.writing() as db:
        db.execute(
            "UPDATE filings SET answer_status = ?, answer = ? WHERE filing_no = ?",
            (response.status_code, response.text, filing_no),
        )
        if response.is_success:
            remember_lease(db, lease)
    return {"status": response.status_code, "answer": _read(response)}


def _read(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return response.text


def _written_down(
    world: World, db: sqlite3.Connection, filing_no: str, lease: dict[str, Any]
) -> tuple[str, str]:
    """The exact text to send and its idempotency key: those of last time for the same content."""
    row = db.execute("SELECT * FROM filings WHERE filing_no = ?", (filing_no,)).fetchone()
    if row is not None and json.loads(row["body"]) == lease:
        return str(row["body"]), str(row["idempotency_key"])
    body, key = json.dumps(lease, ensure_ascii=False), secrets.token_hex(16)
    db.execute(
        "INSERT OR REPLACE INTO filings (filing_no, idempotency_key, body, filed_at)"
        " VALUES (?, ?, ?, ?)",
        (filing_no, key, body, iso(world.clock.now())),
    )
    return body, key


def sensible_form(world: World) -> dict[str, str]:
    """What the form shows at first: a one-year lease from next month, paid every three months."""
    today = world.clock.today()
    return {
        "filing_no": f"BJZL{today:%Y%m%d}{secrets.randbelow(10**6):06d}",
        "enterprise_name": "北京安心住房租赁有限公司",
        "uscc": "91110105MA01XJ8K4H",
        "bank": "ccb",
        "address": "建国路88号院3号楼2单元501室",
        "district": "朝阳区",
        "area": "56.30",
        "starts_on": _months_later(today.replace(day=1), 1).isoformat(),
        "months": "12",
        "every_months": "3",
        "monthly_rent": "4000.00",
        "deposit": "4000.00",
        "deposit_due_on": (today + timedelta(days=7)).isoformat(),
        "tenants": "",
    }


def lease_from(world: World, form: dict[str, str], tenants: list[str]) -> dict[str, Any]:
    """The JSON of a lease as the product's API takes it, from the form's fields."""
    starts_on = _day(form, "starts_on")
    months, every = _count(form, "months"), _count(form, "every_months")
    rent_fen = fen_of(form.get("monthly_rent", "").strip())
    if form.get("bank") not in BANKS:
        raise unreadable("请选择监管银行。")
    with world.store.reading() as db:
        people = [_tenant(claims_of(db, login)) for login in tenants] or [_some_tenant(db)]
    return {
        "filing_no": form.get("filing_no", "").strip(),
        "filed_on": world.clock.today().isoformat(),
        "enterprise": {
            "name": form.get("enterprise_name", "").strip(),
            "uscc": form.get("uscc", "").strip(),
            "bank": form["bank"],
        },
        "home": {name: form.get(name, "").strip() for name in ("address", "district", "area")},
        "starts_on": starts_on.isoformat(),
        "ends_on": (_months_later(starts_on, months) - timedelta(days=1)).isoformat(),
        "monthly_rent": plain(rent_fen),
        "deposit": plain(fen_of(form.get("deposit", "").strip())),
        "deposit_due_on": _day(form, "deposit_due_on").isoformat(),
        "tenants": people,
        "instalments": _instalments(world.clock.today(), starts_on, months, every, rent_fen),
    }


def _instalments(
    today: date, starts_on: date, months: int, every: int, rent_fen: int
) -> list[dict[str, str]]:
    """One instalment per period, due seven days before it begins but not before next week."""
    plan = []
    for begin in range(0, months, every):
        length = min(every, months - begin)
        first = _months_later(starts_on, begin)
        due_on = max(first - timedelta(days=7), today + timedelta(days=7))
        plan.append(
            {
                "due_on": due_on.isoformat(),
                "from": first.isoformat(),
                "to": (_months_later(starts_on, begin + length) - timedelta(days=1)).isoformat(),
                "amount": plain(rent_fen * length),
            }
        )
    return plan


def _tenant(claims: dict[str, Any]) -> dict[str, str]:
    if claims["subject_type"] == "organisation":
        return {
            "organisation_name": claims["organisation_name"],
            "uscc": claims["uscc"],
            "phone": claims["phone_number"],
        }
    return {
        "name": claims["name"],
        "id_type": claims.get("id_type", "resident_id"),
        "id_number": claims.get("id_number", ""),
        "phone": claims["phone_number"],
    }


def _some_tenant(db: sqlite3.Connection) -> dict[str, str]:
    people = ready(db, "person", 1)
    if people:
        return _tenant(people[0])
    return {
        "name": "李明",
        "id_type": "resident_id",
        "id_number": "110105199003071239",
        "phone": "13800000001",
    }


def _day(form: dict[str, str], name: str) -> date:
    try:
        return date.fromisoformat(form.get(name, "").strip())
    except ValueError as error:
        raise unreadable(f"日期无法识别：{form.get(name, '')}") from error


def _count(form: dict[str, str], name: str) -> int:
    text = form.get(name, "").strip()
    if not text.isdigit() or not 0 < int(text) <= LONGEST_MONTHS:
        raise unreadable(f"月数无法识别：{text}")
    return int(text)


def _months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def filings(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return db.execute("SELECT * FROM filings ORDER BY filed_at DESC LIMIT 20").fetchall()


# What tenants see of their filed leases -------------------------------------------------------------------------------


def remember_lease(db: sqlite3.Connection, lease: dict[str, Any]) -> None:
    """Show a lease, in the form in which it is filed, to each of its tenants from now on."""
    try:
        filing_no, tenants = str(lease["filing_no"]), [_number_of(one) for one in lease["tenants"]]
    except (KeyError, TypeError) as error:
        raise unreadable("备案应有 filing_no 和承租人的证件号码或者统一社会信用代码。") from error
    db.execute("DELETE FROM filed_leases WHERE filing_no = ?", (filing_no,))
    db.executemany(
        "INSERT INTO filed_leases (filing_no, tenant, lease) VALUES (?, ?, ?)",
        [(filing_no, tenant, json.dumps(lease, ensure_ascii=False)) for tenant in set(tenants)],
    )


def leases_of(db: sqlite3.Connection, claims: dict[str, Any]) -> list[dict[str, Any]]:
    """The filed leases of who is signed in, newest first."""
    rows = db.execute(
        "SELECT lease FROM filed_leases WHERE tenant = ? ORDER BY rowid DESC", (_number_of(claims),)
    )
    return [json.loads(row["lease"]) for row in rows]


def lease_of(db: sqlite3.Connection, claims: dict[str, Any], filing_no: str) -> dict[str, Any]:
    for lease in leases_of(db, claims):
        if lease["filing_no"] == filing_no:
            return lease
    raise unknown("没有这份备案合同。")


def _number_of(party: dict[str, Any]) -> str:
    """The number by which a tenant of a lease and a signed-in user are the same."""
    return str(party["uscc"] if party.get("uscc") else party["id_number"])
