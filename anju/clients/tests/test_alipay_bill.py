import io
import zipfile
from datetime import UTC, datetime

import pytest

from anju.clients.alipay import bill_rows
from anju.clients.rules import Refusal
from anju.clients.trades import BillRow
from anju.core.refusals import Refused

HEADER = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,"
    "对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,"
    "券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,"
    "分润（元）,备注"
)
PAID = (
    '2026120122001\t,A1\t,交易,"押金, 租金",2026-12-01 11:59:00,2026-12-01 12:00:00,,,,,'
    "138****1234,4000.00,4000.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,\t,-2.40,0.00,"
)
BACK = (
    "2026120122001\t,A1\t,退款,押金,2026-12-01 11:59:00,2026-12-01 13:00:00,,,,,"
    "138****1234,-100.00,-100.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,R1\t,0.06,0.00,"
)


def bill(*rows, header=HEADER, names=("20881_20261201_业务明细.csv",), encoding="gbk"):
    text = "\r\n".join(
        ["#支付宝业务明细查询", "#账号：[20880]", header, *rows, "#交易合计：1笔，共4000.00元", ""]
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, text.encode(encoding))
    return packed.getvalue()


@pytest.mark.covers("CHN-05")
def test_a_bill_tells_each_payment_and_refund_with_its_fee():
    assert list(bill_rows(bill(PAID, BACK))) == [
        BillRow(
            trade_no="2026120122001",
            out_trade_no="A1",
            kind="trade",
            finished_at=datetime(2026, 12, 1, 4, 0, tzinfo=UTC),
            amount_fen=400000,
            fee_fen=240,
            request_no="",
        ),
        BillRow(
            trade_no="2026120122001",
            out_trade_no="A1",
            kind="refund",
            finished_at=datetime(2026, 12, 1, 5, 0, tzinfo=UTC),
            amount_fen=10000,
            fee_fen=-6,
            request_no="R1",
        ),
    ]


def test_a_day_without_payments_has_an_empty_bill():
    assert list(bill_rows(bill())) == []


def test_a_summary_beside_the_table_is_not_read():
    names = ("20881_业务明细.csv", "20881_业务明细(汇总).csv")
    assert len(list(bill_rows(bill(PAID, names=names)))) == 1


@pytest.mark.covers("CHN-05")
def test_a_bill_is_read_row_by_row():
    rows = bill_rows(bill(*[PAID] * 1000, PAID.replace("4000.00", "4000.005")))
    assert next(rows).amount_fen == 400000
    with pytest.raises(Refused) as no:
        list(rows)
    assert no.value.code == Refusal.UNREADABLE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        bill(PAID)[:-40],
        bill(PAID, header=HEADER.replace("商家实收（元）", "实收")),
        bill(PAID, header=HEADER.replace("分润（元）", "商家实收（元）")),
        bill(PAID, encoding="utf-16"),
        bill(PAID, names=("a.csv", "b.csv")),
        bill(PAID, names=("a.txt",)),
        bill(PAID + ",extra"),
        bill(PAID.replace("交易", "转账")),
        bill(PAID.replace("4000.00", "")),
        bill(PAID.replace("4000.00", "-4000.00")),
        bill(BACK.replace("-100.00", "100.00")),
        bill(PAID.replace("2026-12-01 12:00:00", "2026-12-01")),
        bill(PAID.replace("A1\t", "\t")),
        bill(PAID + '"'),
    ],
)
def test_a_bill_that_cannot_be_read_is_refused(content):
    with pytest.raises(Refused) as no:
        list(bill_rows(content))
    assert no.value.code == Refusal.UNREADABLE
