"""A merchant's bills of one day, in WeChat's layout: a grave accent before each cell, a summary at the end."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox.amounts import plain
from sandbox.clock import at, beijing_text, moment_of
from sandbox.settings import WECHAT_APP_ID, Merchant
from sandbox.settlements import fee_given_back, totals
from sandbox.wechat.trades import refund_id, trade_type

TRADE_COLUMNS = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
    "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
    "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
TRADE_SUMMARY = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)
FUND_COLUMNS = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),"
    "资金变更提交申请人,备注,业务凭证号"
)
FUND_SUMMARY = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
KINDS = ("ALL", "SUCCESS", "REFUND")


def trade_bill(db: sqlite3.Connection, merchant: Merchant, day: date, kind: str) -> bytes:
    """交易账单: what was paid and what was given back; empty when there is nothing, and then there is no bill."""
    paid = _paid(db, merchant, day) if kind in ("ALL", "SUCCESS") else []
    back = _given_back(db, merchant, day) if kind in ("ALL", "REFUND") else []
    if not paid and not back:
        return b""
    fees = [row["fee_fen"] for row in paid] + [-fee_given_back(merchant, row) for row in back]
    gross, refunded = sum(row["total_fen"] for row in paid), sum(row["fen"] for row in back)
    sums = (
        *(str(len(fees)), plain(gross), plain(refunded), "0.00"),
        *(_fee(sum(fees)), plain(gross), plain(refunded)),
    )
    rows = [_payment_line(row) for row in paid]
    rows += [_refund_line(row, fee_given_back(merchant, row)) for row in back]
    return _table(TRADE_COLUMNS, rows, TRADE_SUMMARY, sums)


def _paid(db: sqlite3.Connection, merchant: Merchant, day: date) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT trades.*, return_url FROM trades LEFT JOIN ways_back USING (trade_no)"
        " WHERE app_id = ? AND paid_on = ? ORDER BY paid_at, trade_no",
        (merchant.no, day.isoformat()),
    ).fetchall()


def _given_back(db: sqlite3.Connection, merchant: Merchant, day: date) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT t.*, return_url, r.fen, r.out_request_no, r.refunded_at FROM trade_refunds r"
        " JOIN trades t USING (trade_no) LEFT JOIN ways_back USING (trade_no)"
        " WHERE r.app_id = ? AND r.refunded_on = ? ORDER BY r.refunded_at, r.out_request_no",
        (merchant.no, day.isoformat()),
    ).fetchall()


def _payment_line(row: sqlite3.Row) -> list[str]:
    total = plain(row["total_fen"])
    return [
        *_of_trade(row, row["paid_at"], "SUCCESS"),
        *(total, "0.00", "0", "0", "0.00", "0.00", "", ""),
        *(_plain_text(row["subject"]), "", _fee(row["fee_fen"]), _rate(row), total, "0.00", ""),
    ]


def _refund_line(row: sqlite3.Row, fee_back: int) -> list[str]:
    back = plain(row["fen"])
    return [
        *_of_trade(row, row["refunded_at"], "REFUND"),
        *("0.00", "0.00", refund_id(row), row["out_request_no"], back, "0.00"),
        *("ORIGINAL", "SUCCESS"),
        *(_plain_text(row["subject"]), "", _fee(-fee_back), _rate(row), "0.00", back, ""),
    ]


def _of_trade(row: sqlite3.Row, done_at: str, state: str) -> list[str]:
    return [
        *(beijing_text(moment_of(done_at)), WECHAT_APP_ID, row["app_id"], "0", ""),
        *(row["trade_no"], row["out_trade_no"], row["buyer_id"], trade_type(row), state),
        *("OTHERS", "CNY"),
    ]


def _plain_text(subject: str) -> str:
    return subject.replace(",", " ").replace("`", " ")


def _fee(fen: int) -> str:
    return f"{plain(fen)}000"


def _rate(row: sqlite3.Row) -> str:
    return f"{row['fee_fen'] / row['total_fen']:.2%}"


@dataclass(frozen=True)
class Movement:
    """One change of the merchant's balance at WeChat; what goes out is below zero."""

    at: str
    ours: str
    what: str
    fen: int
    theirs: str


def fund_flow_bill(db: sqlite3.Connection, merchant: Merchant, day: date) -> bytes:
    """资金账单: what changed the balance, which starts the day with what the day before left to be settled."""
    balance = totals(db, merchant, day - timedelta(days=1)).net_fen
    rows, sums = [], {"收入": [0, 0], "支出": [0, 0]}
    for number, one in enumerate(_movements(db, merchant, day), 1):
        balance += one.fen
        side = "收入" if one.fen > 0 else "支出"
        sums[side] = [sums[side][0] + 1, sums[side][1] + abs(one.fen)]
        entry = f"{merchant.no}{day:%Y%m%d}{number:08d}"
        rows.append(
            [
                *(beijing_text(moment_of(one.at)), one.ours, entry, one.what, one.what, side),
                *(plain(abs(one.fen)), plain(balance), "system", "", one.theirs),
            ]
        )
    if not rows:
        return b""
    (ins, in_fen), (outs, out_fen) = sums["收入"], sums["支出"]
    told = (str(len(rows)), str(ins), plain(in_fen), str(outs), plain(out_fen))
    return _table(FUND_COLUMNS, rows, FUND_SUMMARY, told)


def _movements(db: sqlite3.Connection, merchant: Merchant, day: date) -> list[Movement]:
    settled = totals(db, merchant, day - timedelta(days=1)).net_fen
    found = []
    for row in _paid(db, merchant, day):
        ours, theirs = row["trade_no"], row["out_trade_no"]
        found.append(Movement(row["paid_at"], ours, "交易", row["total_fen"], theirs))
        if row["fee_fen"]:
            found.append(Movement(row["paid_at"], ours, "扣除交易手续费", -row["fee_fen"], theirs))
    for row in _given_back(db, merchant, day):
        left = row["fen"] - fee_given_back(merchant, row)
        back = row["refunded_at"], refund_id(row), "退款", -left, row["out_request_no"]
        found.append(Movement(*back))
    found.sort(key=lambda one: one.at)
    if settled:
        morning = at(day, 0).isoformat()
        found.insert(0, Movement(morning, f"{day:%Y%m%d}{merchant.no}", "提现", -settled, ""))
    return found


def _table(columns: str, rows: Iterable[Iterable[str]], summary: str, sums: Iterable[str]) -> bytes:
    lines = [columns, *(_line(row) for row in rows), summary, _line(sums), ""]
    return ("\ufeff" + "\r\n".join(lines)).encode()


def _line(cells: Iterable[str]) -> str:
    return ",".join(f"`{cell}" for cell in cells)
