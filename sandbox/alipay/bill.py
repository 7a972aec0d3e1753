"""The bill of one day and one merchant, in Alipay's own layout."""

import csv
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

from sandbox.amounts import plain
from sandbox.clock import beijing_text, moment_of
from sandbox.settings import Merchant
from sandbox.settlements import totals
from sandbox.world import World

VALIDITY = timedelta(minutes=30)
COLUMNS = (
    "支付宝交易号",
    "商户订单号",
    "业务类型",
    "商品名称",
    "创建时间",
    "完成时间",
    "门店编号",
    "门店名称",
    "操作员",
    "终端号",
    "对方账户",
    "订单金额（元）",
    "商家实收（元）",
    "支付宝红包（元）",
    "集分宝（元）",
    "支付宝优惠（元）",
    "商家优惠（元）",
    "券核销金额（元）",
    "券名称",
    "商家红包消费金额（元）",
    "卡消费金额（元）",
    "退款批次号/请求号",
    "服务费（元）",
    "分润（元）",
    "备注",
)
RULE = "-" * 40


def zipped(world: World, db: sqlite3.Connection, merchant: Merchant, day: date) -> bytes:
    """A zip with one GBK CSV: comment lines, header, rows with tabs behind numbers, totals."""
    packed = io.BytesIO()
    name = f"{merchant.seller_id}_{day:%Y%m%d}_业务明细.csv"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:  # noqa: SIM117
        with archive.open(name, "w") as member:
            text = io.TextIOWrapper(member, encoding="gbk", errors="replace", newline="")
            _write(text, world, db, merchant, day)
            text.flush()
            text.detach()
    return packed.getvalue()


def _write(
    out: io.TextIOWrapper, world: World, db: sqlite3.Connection, merchant: Merchant, day: date
) -> None:
    out.write("#支付宝业务明细查询\r\n")
    out.write(f"#账号：[{merchant.seller_id}0156]\r\n")
    out.write(
        f"#起始日期：[{day:%Y年%m月%d日} 00:00:00]"
        f"   终止日期：[{day + timedelta(days=1):%Y年%m月%d日} 00:00:00]\r\n"
    )
    out.write(f"#{RULE}业务明细列表{RULE}\r\n")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(db, merchant, day):
        writer.writerow(row)
    sums = totals(db, merchant, day)
    out.write(f"#{RULE}业务明细列表结束{RULE}\r\n")
    out.write(
        f"#交易合计：{sums.payments}笔，商家实收共{plain(sums.gross_fen)}元，商家优惠共0.00元\r\n"
    )
    out.write(
        f"#退款合计：{sums.refunds}笔，商家实收退款共{plain(-sums.refunded_fen)}元，"
        "商家优惠共0.00元\r\n"
    )
    out.write(f"#服务费合计：{plain(-sums.fees_fen)}元\r\n")
    now = world.clock.now()
    out.write(f"#导出时间：[{beijing_text(now)}]\r\n")


def _rows(db: sqlite3.Connection, merchant: Merchant, day: date) -> Iterator[list[str]]:
    for row in db.execute(
        "SELECT * FROM trades WHERE app_id = ? AND paid_on = ? ORDER BY paid_at, trade_no",
        (merchant.no, day.isoformat()),
    ):
        yield _line(row, "交易", row["paid_at"], row["total_fen"], "", row["fee_fen"])
    for row in db.execute(
        "SELECT t.*, r.fen, r.out_request_no, r.refunded_at FROM trade_refunds r"
        " JOIN trades t USING (trade_no) WHERE r.app_id = ? AND r.refunded_on = ?"
        " ORDER BY r.refunded_at, r.out_request_no",
        (merchant.no, day.isoformat()),
    ):
        yield _line(row, "退款", row["refunded_at"], -row["fen"], row["out_request_no"], 0)


def _line(
    row: sqlite3.Row, kind: str, done_at: str, fen: int, request_no: str, fee_fen: int
) -> list[str]:
    zero = "0.00"
    return [
        *(row["trade_no"] + "\t", row["out_trade_no"] + "\t", kind, row["subject"]),
        *(beijing_text(moment_of(row["created_at"])), beijing_text(moment_of(done_at))),
        *("", "", "", "", row["buyer_logon_id"]),
        *(plain(fen), plain(fen), zero, zero, zero, zero, zero, "", zero, zero),
        *(request_no + "\t", plain(-fee_fen), zero, ""),
    ]
