"""What can be done from the control page; the pages and the JSON endpoints both call these."""

import sqlite3
import time
from datetime import date
from typing import Any

from sandbox import day, trades
from sandbox.alipay.phone import PHONE as ALIPAY_PHONE
from sandbox.amounts import fen_of, plain
from sandbox.banks import accounts, faults, payments, statements
from sandbox.banks.messages import INTEREST
from sandbox.clock import beijing_text, iso, moment_of
from sandbox.declined import unknown, unreadable
from sandbox.deliveries import product_url, redeliver, release
from sandbox.settings import BANKS
from sandbox.switches import change_switches, switches
from sandbox.wechat.phone import PHONE as WECHAT_PHONE
from sandbox.world import World

PHONES = {phone.provider: phone for phone in (ALIPAY_PHONE, WECHAT_PHONE)}
Given = dict[str, Any]


def text(given: Given, name: str, default: str | None = None) -> str:
    value = given.get(name, default)
    if not isinstance(value, str):
        raise unreadable(f"字段 {name} 缺失或无法识别。")
    return value.strip()


def count(given: Given, name: str, default: int, high: int) -> int:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= high:
        raise unreadable(f"字段 {name} 应为 0 至 {high} 的整数。")
    return value


def yes(given: Given, name: str, default: bool) -> bool:
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise unreadable(f"字段 {name} 应为 true 或 false。")
    return value


def state(world: World) -> Given:
    now = world.clock.now()
    with world.store.reading() as db:
        waiting = db.execute("SELECT count(*) FROM deliveries WHERE status = 'waiting'").fetchone()[
            0
        ]
        return {
            "now": iso(now),
            "beijing": beijing_text(now),
            "today": world.clock.today().isoformat(),
            "product_url": product_url(world, db),
            "switches": switches(db),
            "balances": {bank: plain(accounts.balance(db, bank)) for bank in BANKS},
            "deliveries_waiting": waiting,
        }


def pay_trade(world: World, provider: str, given: Given) -> Given:
    """Pay, or let fail, the trade named by out_trade_no or by what its QR code says."""
    phone = PHONES[provider]
    with world.store.writing() as db:
        if "qr_code" in given:
            token = text(given, "qr_code").rsplit("/", 1)[-1]
            trade = trades.by_token(db, provider, token)
        else:
            trade = trades.by_order(db, provider, text(given, "out_trade_no"))
        if yes(given, "succeed", True):
            payer = text(given, "payer", "13800000000")
            phone.pay(world, db, trade, payer, yes(given, "late", False))
        else:
            phone.fail(world, db, trade)
        after = trades.by_token(db, provider, trade["token"])
        return trades.shown(after, world.clock.now(), world.settings.url)


def open_trades(world: World, provider: str = "", status: str = "") -> list[Given]:
    """Trades, newest first: all of them, or those of one provider, or with one status."""
    now = world.clock.now()
    with world.store.reading() as db:
        rows = db.execute(f"{trades.TRADES} ORDER BY created_at DESC LIMIT 400").fetchall()
    shown = [trades.shown(row, now, world.settings.url) for row in rows]
    return [
        trade
        for trade in shown
        if provider in ("", trade["provider"]) and status in ("", trade["status"])
    ][:200]


def transfer(world: World, bank: str, given: Given) -> Given:
    """One or many incoming transfers; many are announced in one camt.054."""
    _known(bank)
    wanted = given.get("transfers", [given])
    if not isinstance(wanted, list) or not 0 < len(wanted) <= 1000:
        raise unreadable("transfers 应为 1 至 1000 笔转账的列表。")
    with world.store.writing() as db:
        refs = [_incoming(world, db, bank, one) for one in wanted]
        ref = ""
        copies = count(given, "copies", 1, 100)
        if yes(given, "notify", True) and copies:
            ref = accounts.announce(world, db, bank, refs, copies)
        balance = plain(accounts.balance(db, bank))
    return {"entry_ref": refs[0], "entry_refs": refs, "delivery_ref": ref, "balance": balance}


def _incoming(world: World, db: sqlite3.Connection, bank: str, one: Given) -> str:
    if not isinstance(one, dict):
        raise unreadable("每笔转账应为 JSON 对象。")
    return accounts.book(
        world,
        db,
        bank=bank,
        direction="CRDT",
        fen=fen_of(one.get("amount")),
        party_name=text(one, "payer_name")[:140] or "未知付款人",
        party_account=text(one, "payer_account", "")[:34],
        text=text(one, "text", "")[:140],
        collection_code=text(one, "collection_code", "")[:35],
        days_ago=count(one, "days_ago", 0, 400),
    )


def collection_codes(world: World, bank: str) -> list[Given]:
    _known(bank)
    with world.store.reading() as db:
        rows = db.execute(
            "SELECT c.*, (SELECT coalesce(sum(fen), 0) FROM bank_entries e WHERE e.bank = c.bank"
            " AND e.collection_code = c.code) AS received_fen FROM collection_codes c"
            " WHERE c.bank = ? ORDER BY c.created_at DESC LIMIT 200",
            (bank,),
        ).fetchall()
    return [
        {
            "bank": bank,
            "code": row["code"],
            "account": row["account"],
            "name": row["name"],
            "amount": plain(row["amount_fen"]),
            "reference": row["reference"],
            "valid_until": row["valid_until"],
            "created_at": beijing_text(moment_of(row["created_at"])),
            "cancelled": row["cancelled_at"] is not None,
            "received": plain(row["received_fen"]),
        }
        for row in rows
    ]


def entries(world: World, bank: str) -> list[Given]:
    _known(bank)
    with world.store.reading() as db:
        rows = db.execute(
            "SELECT * FROM bank_entries WHERE bank = ? ORDER BY id DESC LIMIT 500", (bank,)
        ).fetchall()
    return [
        {
            "entry_ref": row["entry_ref"],
            "direction": row["direction"],
            "amount": plain(row["fen"]),
            "booked_at": beijing_text(moment_of(row["booked_at"])),
            "booked_on": row["booked_on"],
            "party_name": row["party_name"],
            "party_account": row["party_account"],
            "text": row["text"],
            "collection_code": row["collection_code"],
            "end_to_end_id": row["end_to_end_id"],
        }
        for row in rows
    ]


def bank_payments(world: World, bank: str) -> list[Given]:
    _known(bank)
    with world.store.reading() as db:
        rows = db.execute(
            "SELECT * FROM bank_payments WHERE bank = ? ORDER BY updated_at DESC LIMIT 200", (bank,)
        ).fetchall()
    return [
        {name: row[name] for name in row.keys() if name != "fen"}  # noqa: SIM118 a Row
        | {"amount": plain(row["fen"])}
        for row in rows
    ]


def execute_payments(world: World, bank: str, given: Given) -> Given:
    """Carry out held payments, all or one; with a reason they fail instead."""
    _known(bank)
    with world.store.writing() as db:
        if "end_to_end_id" in given:
            identifiers = [text(given, "end_to_end_id")]
        else:
            identifiers = [
                row["end_to_end_id"]
                for row in db.execute(
                    "SELECT end_to_end_id FROM bank_payments WHERE bank = ? AND status = 'ACCP'",
                    (bank,),
                )
            ]
        for identifier in identifiers:
            payments.execute(world, db, bank, identifier, text(given, "reason", ""))
    return {"executed": identifiers}


def bring_back(world: World, bank: str, given: Given) -> Given:
    """退汇: a payment that was made comes back."""
    _known(bank)
    with world.store.writing() as db:
        reason = text(given, "text", "退汇：收款账户已销户")[:140]
        ref = payments.bring_back(world, db, bank, text(given, "end_to_end_id"), reason)
        return {"entry_ref": ref, "balance": plain(accounts.balance(db, bank))}


def credit_interest(world: World, bank: str, given: Given) -> Given:
    """结息: the bank credits the interest on the custody account, under its own transaction code."""
    _known(bank)
    with world.store.writing() as db:
        ref = accounts.book(
            world,
            db,
            bank=bank,
            direction="CRDT",
            fen=fen_of(given.get("amount")),
            party_name=BANKS[bank].name,
            party_account="",
            text=text(given, "text", "结息")[:140],
            code=INTEREST,
        )
        if yes(given, "notify", True):
            accounts.announce(world, db, bank, [ref])
        return {"entry_ref": ref, "balance": plain(accounts.balance(db, bank))}


def plant_fault(world: World, bank: str, given: Given) -> Given:
    """The bank's statement of a day (today) will have a fault: one line, or the opening balance."""
    _known(bank)
    with world.store.writing() as db:
        day = text(given, "day", "") or world.clock.today().isoformat()
        faults.plant(db, bank, day, text(given, "kind"), text(given, "entry_ref", ""))
        return {"day": day, "faults": len(faults.planted(db, bank))}


def correct_statement(world: World, bank: str, given: Given) -> Given:
    """The bank finds its faults of a day, all or those of one kind; asked again, it gives the corrected statement."""
    _known(bank)
    try:
        day = date.fromisoformat(text(given, "day"))
    except ValueError as error:
        raise unreadable("日期应为 YYYY-MM-DD。") from error
    with world.store.writing() as db:
        return {"corrected": statements.correct(world, db, bank, day, text(given, "kind", ""))}


def statement_faults(world: World, bank: str) -> list[Given]:
    _known(bank)
    with world.store.reading() as db:
        rows = faults.planted(db, bank)
    return [{**row, "label": faults.KINDS[row["kind"]]} for row in map(dict, rows)]


def send_again(world: World, given: Given) -> Given:
    with world.store.writing() as db:
        kind, ref = text(given, "kind"), text(given, "ref")
        return {"queued": redeliver(world, db, kind, ref, count(given, "times", 1, 100))}


def release_held(world: World, given: Given) -> Given:
    ids = given.get("ids")
    if ids is not None and not all(isinstance(one, int) for one in ids):
        raise unreadable("ids 应为整数列表。")
    with world.store.writing() as db:
        return {"released": release(db, ids)}


def deliveries(world: World, kind: str = "", ref: str = "") -> list[Given]:
    with world.store.reading() as db:
        rows = db.execute(
            "SELECT id, kind, party, event, ref, status, attempts, answer_status, answer,"
            " created_at FROM deliveries WHERE (? = '' OR kind = ?) AND (? = '' OR ref = ?)"
            " ORDER BY id DESC LIMIT 200",
            (kind, kind, ref, ref),
        ).fetchall()
    return [dict(row) | {"created_at": beijing_text(moment_of(row["created_at"]))} for row in rows]


def wait_for_deliveries(world: World, given: Given) -> Given:
    """Return when nothing is left to send (held ones excepted), or when time is up."""
    until = time.monotonic() + count(given, "timeout_seconds", 10, 60)
    while True:
        with world.store.reading() as db:
            left = db.execute(
                "SELECT count(*) FROM deliveries WHERE status = 'waiting'"
            ).fetchone()[0]
        if left == 0 or time.monotonic() > until:
            return {"waiting": left}
        time.sleep(0.05)


def move_clock(world: World, given: Given) -> Given:
    seconds = count(given, "seconds", 0, 10**9) + 86400 * count(given, "days", 0, 10**4)
    return day.move(world, seconds, product=yes(given, "product", True))


def hand_over(world: World, given: Given) -> Given:
    return day.hand_over(world, product=yes(given, "product", True))


def reset(world: World, given: Given) -> Given:
    """Forget everything but where the product is. The identities may be kept; the clock stays
    where it is unless asked.
    """
    keep = ("identities",) if yes(given, "keep_identities", False) else ()
    back_to_real_time = yes(given, "clock", False)
    with world.store.reading() as db:
        url = switches(db)["product_url"]
    world.store.forget_everything(keep)
    with world.store.writing() as db:
        change_switches(db, {"product_url": url})
    if back_to_real_time:
        world.clock.back_to_real_time()
    else:
        world.clock.forward(0)
    day.start(world)
    return {"now": iso(world.clock.now())}


def _known(bank: str) -> None:
    if bank not in BANKS:
        raise unknown("没有这家银行。")
