"""What can be done with the registers from the control page: look at them, and let them answer otherwise."""

import json
from dataclasses import asdict
from typing import Any

from sandbox.declined import unreadable
from sandbox.registries import homes, organisation_registry
from sandbox.world import World

FIELDS = (
    "certificate_no",
    "certificate_type",
    "owner_name",
    "owner_id_type",
    "owner_id_number",
    "address",
    "area",
    "use",
    "certificate",
)
WORDS = {
    "valid": "有效",
    "expired": "已注销",
    "wrong_class": "证件类型不符",
    "cost_price": "成本价",
    "before_2008": "2008年以前，信息不全",
    "mortgage": "抵押",
    "seizure": "查封",
    "objection": "异议登记",
    "dangerous": "危险房屋",
    "demolition": "征收拆迁",
}


def titles(world: World, first: str, count: str) -> dict[str, Any]:
    """So many homes as they are made, from a number on, and all that were set otherwise."""
    if not (first.isdigit() and count.isdigit()):
        raise unreadable("first 和 count 应为数字。")
    start = min(max(int(first), 1), homes.COUNT)
    until = min(start + int(count), homes.COUNT + 1)
    with world.store.reading() as db:
        return {
            "first": start,
            "next": until if until <= homes.COUNT else 1,
            "homes": [asdict(homes.home(number)) for number in range(start, until)],
            "set": [asdict(one) for one in homes.those_set(db)],
        }


def set_title(world: World, given: dict[str, Any]) -> dict[str, Any]:
    with world.store.writing() as db:
        return asdict(homes.set_home(db, given))


def forget_title(world: World, certificate_no: str) -> None:
    with world.store.writing() as db:
        homes.as_it_was(db, certificate_no)


def title_queries(world: World) -> list[dict[str, Any]]:
    """What the title registry was asked, newest first."""
    with world.store.reading() as db:
        rows = db.execute("SELECT * FROM title_queries ORDER BY id DESC LIMIT 1000").fetchall()
    return [dict(row) for row in rows]


def organisations(world: World) -> dict[str, Any]:
    """Organisations that were registered on the control page, and what the register was asked, newest first."""
    with world.store.reading() as db:
        known = db.execute("SELECT * FROM organisations ORDER BY uscc").fetchall()
        asked = db.execute("SELECT * FROM organisation_queries ORDER BY id DESC LIMIT 1000")
        return {
            "organisations": [dict(row) for row in known],
            "queries": [dict(row) for row in asked.fetchall()],
        }


def register_organisation(world: World, given: dict[str, Any]) -> dict[str, Any]:
    with world.store.writing() as db:
        return organisation_registry.register(db, given)


def receipts(world: World) -> list[dict[str, Any]]:
    """What the receipt platform issued, newest first, without the papers."""
    with world.store.reading() as db:
        rows = db.execute(
            "SELECT ref, code, number, check_code, issued_at, voided_at, void_reason, red_number, asked"
            " FROM receipts ORDER BY id DESC LIMIT 1000"
        ).fetchall()
    return [{**dict(row), "asked": json.loads(row["asked"])} for row in rows]


def receipt_calls(world: World) -> list[dict[str, Any]]:
    """What the receipt platform was asked, newest first."""
    with world.store.reading() as db:
        rows = db.execute("SELECT * FROM receipt_calls ORDER BY id DESC LIMIT 1000").fetchall()
    return [dict(row) for row in rows]
