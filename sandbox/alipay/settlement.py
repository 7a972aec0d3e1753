"""The day after, each merchant's bank receives one sum for the whole day."""

import sqlite3
from datetime import date

from sandbox.alipay.bill import totals
from sandbox.banks import accounts
from sandbox.settings import Merchant
from sandbox.world import World

PAYER_NAME = "支付宝（中国）网络技术有限公司"
PAYER_ACCOUNT = "215500690000000001"


def settle(world: World, db: sqlite3.Connection, merchant: Merchant, day: date) -> None:
    """One credit of gross - refunds - fees; a debit if that is negative; nothing if it is zero."""
    net_fen = totals(db, merchant.app_id, day).net_fen
    entry_ref = None
    if net_fen:
        entry_ref = accounts.book(
            world,
            db,
            bank=merchant.bank,
            direction="CRDT" if net_fen > 0 else "DBIT",
            fen=abs(net_fen),
            party_name=PAYER_NAME,
            party_account=PAYER_ACCOUNT,
            text=f"ALIPAY SETTLEMENT {day.isoformat()} {merchant.app_id}",
            after_day=day,
        )
        accounts.announce(world, db, merchant.bank, [entry_ref])
    db.execute(
        "INSERT INTO settlements VALUES (?, ?, ?, ?)",
        (merchant.app_id, day.isoformat(), net_fen, entry_ref),
    )
