"""The daily trade bill of one merchant: a UTF-8 table in which a grave accent stands before each cell."""

import csv
from collections.abc import Iterator

from anju.clients import reading
from anju.clients.rules import CURRENCY, Refusal
from anju.clients.trades import BillRow
from anju.core.refusals import Refused

WHAT = "微信支付账单"
COLUMNS = (
    "交易时间",
    "微信订单号",
    "商户订单号",
    "交易状态",
    "货币种类",
    "商户退款单号",
    "手续费",
    "订单金额",
    "申请退款金额",
)
SUMMARY = ("总交易单数", "手续费总金额", "订单总金额", "申请退款总金额")
KINDS = {"SUCCESS": "trade", "REFUND": "refund"}


def bill_rows(content: bytes) -> Iterator[BillRow]:
    """The lines of a day's bill, in its order; none for a day without trades, of which there is no bill.

    Refused at the first one that cannot be read, and at the end where they do not add up to the bill's own summary.
    """
    if not content:
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(Refusal.UNREADABLE, what=WHAT) from error
    try:
        yield from _rows_of(csv.reader(text.splitlines(), quoting=csv.QUOTE_NONE, strict=True))
    except csv.Error as error:
        raise Refused(Refusal.UNREADABLE, what=WHAT) from error


def _rows_of(lines: Iterator[list[str]]) -> Iterator[BillRow]:
    header = [cell.strip() for cell in next(lines, [])]
    if not set(COLUMNS) <= set(header) or len(set(header)) != len(header):
        raise Refused(Refusal.UNREADABLE, what=f"{WHAT}表头")
    count, sums = 0, {"trade": 0, "refund": 0}
    for line in lines:
        if line[:1] == [SUMMARY[0]]:
            _check_summary(line, next(lines, []), count, sums)
            return
        row = _row(dict(zip(header, _cells(line, header), strict=True)))
        count, sums[row.kind] = count + 1, sums[row.kind] + row.amount_fen
        yield row
    raise Refused(Refusal.UNREADABLE, what=f"{WHAT}汇总")


def _cells(line: list[str], header: list[str]) -> list[str]:
    if len(line) != len(header) or not all(cell.startswith("`") for cell in line):
        raise Refused(Refusal.UNREADABLE, what=",".join(line))
    return [cell[1:].strip() for cell in line]


def _row(cells: dict[str, str]) -> BillRow:
    """What a trade took in, or a refund gave back, is its whole amount: coupons of ours there are none."""
    state, trade_no, out_trade_no = cells["交易状态"], cells["微信订单号"], cells["商户订单号"]
    if state not in KINDS or not trade_no or not out_trade_no:
        raise Refused(Refusal.UNREADABLE, what=f"{trade_no} {out_trade_no} {state}")
    if cells["货币种类"] != CURRENCY:
        raise Refused(Refusal.WRONG_CURRENCY, currency=cells["货币种类"])
    is_refund = KINDS[state] == "refund"
    amount = "申请退款金额" if is_refund else "订单金额"
    return BillRow(
        trade_no=trade_no,
        out_trade_no=out_trade_no,
        kind=KINDS[state],
        finished_at=reading.beijing_moment(cells["交易时间"], "交易时间"),
        amount_fen=reading.positive_amount(cells[amount], amount),
        fee_fen=_fee(cells["手续费"]),
        request_no=cells["商户退款单号"] if is_refund else "",
    )


def _fee(text: str) -> int:
    """Fees are written with five decimals, of which the last three are always zero."""
    whole, point, decimals = text.partition(".")
    if decimals[2:].strip("0"):
        raise Refused(Refusal.UNREADABLE, what=f"手续费 {text}")
    return reading.signed_amount(f"{whole}{point}{decimals[:2]}", "手续费")


def _check_summary(header: list[str], line: list[str], count: int, sums: dict[str, int]) -> None:
    if not set(SUMMARY) <= set(header):
        raise Refused(Refusal.UNREADABLE, what=f"{WHAT}汇总")
    told = dict(zip(header, _cells(line, header), strict=True))
    is_right = (
        told["总交易单数"] == str(count)
        and reading.amount(told["订单总金额"], "订单总金额") == sums["trade"]
        and reading.amount(told["申请退款总金额"], "申请退款总金额") == sums["refund"]
    )
    if not is_right:
        raise Refused(Refusal.SUMS_DIFFER, what=WHAT)
