"""The day after, each merchant's bank receives one sum from its provider for the whole day."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from sandbox.banks import accounts
from sandbox.settings import ALIPAY, WECHAT, Merchant
from sandbox.world import World


@dataclass(frozen=True)
class Payer:
    """In whose name a provider pays, and from which account."""

    name: str
    account: str


PAYERS = {
    ALIPAY: Payer("支付宝（中国）网络技术有限公司", "215500690000000001"),
    WECHAT: Payer("财付通支付科技有限公司", "243300133000000001"),
}


@dataclass(frozen=True)
class Totals:
    payments: int
    gross_fen: int
    refunds: int
    refunded_fen: int
    fees_fen: int

    @property
    def net_fen(self) -> int:
        """What the merchant's bank receives for the day; negative when refunds outweigh."""
        return self.gross_fen - self.refunded_fen - self.fees_fen


def totals(db: sqlite3.Connection, merchant: Merchant, day: date) -> Totals:
    asked = (merchant.no, day.isoformat())
    paid = db.execute(
        "SELECT count(*), coalesce(sum(total_fen), 0), coalesce(sum(fee_fen), 0)"
        " FROM trades WHERE app_id = ? AND paid_on = ?",
        asked,
    ).fetchone()
    refunds = db.execute(
        "SELECT r.fen, t.total_fen, t.fee_fen FROM trade_refunds r JOIN trades t USING (trade_no)"
        " WHERE r.app_id = ? AND r.refunded_on = ?",
        asked,
    ).fetchall()
    given_back = sum(fee_given_back(merchant, refund) for refund in refunds)
    refunded_fen = sum(refund["fen"] for refund in refunds)
    return Totals(paid[0], paid[1], len(refunds), refunded_fen, paid[2] - given_back)


def fee_given_back(merchant: Merchant, refund: sqlite3.Row) -> int:
    """WeChat gives back its fee with a refund, in proportion; Alipay keeps it."""
    if merchant.provider == ALIPAY:
        return 0
    return int(refund["fee_fen"] * refund["fen"] // refund["total_fen"])


def settle(world: World, db: sqlite3.Connection, merchant: Merchant, day: date) -> None:
    """One credit of gross - refunds - fees; a debit if that is negative; nothing if it is zero."""
    net_fen = totals(db, merchant, day).net_fen
    entry_ref = None
    if net_fen:
        payer = PAYERS[merchant.provider]
        entry_ref = accounts.book(
            world,
            db,
            bank=merchant.bank,
            direction="CRDT" if net_fen > 0 else "DBIT",
            fen=abs(net_fen),
            party_name=payer.name,
            party_account=payer.account,
            text=f"{merchant.provider.upper()} SETTLEMENT {day.isoformat()} {merchant.no}",
            after_day=day,
        )
        accounts.announce(world, db, merchant.bank, [entry_ref])
    db.execute(
        "INSERT INTO settlements VALUES (?, ?, ?, ?)",
        (merchant.no, day.isoformat(), net_fen, entry_ref),
    )
