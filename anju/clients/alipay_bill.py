"""The daily bill of one merchant: a zip with one GBK table, read as a stream."""

import csv
import io
import zipfile
from collections.abc import Iterator

from anju.clients import reading
from anju.clients.rules import BILL_BYTES, Refusal
from anju.clients.trades import BillRow
from anju.core.refusals import Refused

COLUMNS = (
    "支付宝交易号",
    "商户订单号",
    "业务类型",
    "完成时间",
    "商家实收（元）",
    "退款批次号/请求号",
    "服务费（元）",
)
KINDS = {"交易": "trade", "退款": "refund"}


def bill_rows(content: bytes) -> Iterator[BillRow]:
    """The lines of a day's bill, in its order. Refused at the first one that cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = _table_in(archive)
            with archive.open(entry) as packed:
                lines = io.TextIOWrapper(packed, encoding="gb18030", errors="strict", newline="")
                yield from _rows_of(csv.reader(lines, strict=True))
    except (zipfile.BadZipFile, UnicodeDecodeError, csv.Error, EOFError) as error:
        raise Refused(Refusal.UNREADABLE, what="支付宝账单") from error
    except (NotImplementedError, RuntimeError) as error:  # packed in a way nobody agreed on
        raise Refused(Refusal.UNREADABLE, what="支付宝账单") from error


def _table_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The only table; a summary (汇总) beside it is not read."""
    tables = [entry for entry in archive.infolist() if _is_table(entry)]
    if len(tables) != 1 or tables[0].file_size > BILL_BYTES:
        raise Refused(Refusal.UNREADABLE, what="支付宝账单")
    return tables[0]


def _is_table(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    if not entry.flag_bits & 0x800:  # without the UTF-8 flag Alipay's names are GBK
        name = name.encode("cp437").decode("gb18030", "replace")
    return name.endswith(".csv") and "汇总" not in name


def _rows_of(lines: Iterator[list[str]]) -> Iterator[BillRow]:
    content = (
        [cell.strip() for cell in line] for line in lines if line and not line[0].startswith("#")
    )
    header = next(content, [])
    if not set(COLUMNS) <= set(header) or len(set(header)) != len(header):
        raise Refused(Refusal.UNREADABLE, what="支付宝账单表头")
    places = [header.index(name) for name in COLUMNS]
    for line in content:
        if len(line) != len(header):
            raise Refused(Refusal.UNREADABLE, what=",".join(line))
        yield _row(*(line[place] for place in places))


def _row(
    trade_no: str,
    out_trade_no: str,
    kind: str,
    finished_at: str,
    received: str,
    request_no: str,
    fee: str,
) -> BillRow:
    amount_fen = reading.signed_amount(received, "商家实收（元）")
    if kind not in KINDS or not trade_no or not out_trade_no:
        raise Refused(Refusal.UNREADABLE, what=f"{trade_no} {out_trade_no} {kind}")
    if (amount_fen < 0) != (kind == "退款"):
        raise Refused(Refusal.UNREADABLE, what=f"{trade_no} {kind} {received}")
    return BillRow(
        trade_no=trade_no,
        out_trade_no=out_trade_no,
        kind=KINDS[kind],
        finished_at=reading.beijing_moment(finished_at, "完成时间"),
        amount_fen=abs(amount_fen),
        fee_fen=-reading.signed_amount(fee, "服务费（元）"),
        request_no=request_no,
    )
