"""【导出】: the lists as spreadsheets, as they are searched for at present."""

import io
import zipfile
from datetime import date, datetime

import pytest
import python_calamine as calamine

from anju.core import clock
from anju.portals.tenant_web.tests.reading import links
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, a_credit, a_lease, a_paying_order, book
from anju.web import tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]


def rows_of(response) -> list[list]:
    assert response.headers["Content-Type"] == tables.XLSX
    book_ = calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book_.get_sheet_by_index(0).to_python()


@pytest.fixture
def paid(lease):
    order = a_paying_order(lease)
    a_credit(order)
    book()
    order.refresh_from_db()
    return order


def test_bills_are_exported_as_they_are_searched_for(pages, lease, paid):
    pages.get("/tenant/bills", {"kind": "rent"})
    [address] = [url for url in links(pages) if ".xlsx" in url]
    assert address == "/tenant/bills.xlsx?kind=rent"
    head, first, second = rows_of(pages.get(address))
    assert head[0] == "账单编号" and first[0] == "BA11010520260000017-R01"
    told = dict(zip(head, first, strict=True))
    assert told["应缴金额（元）"] == 24000 and told["应缴日期"] == clock.today()
    assert type(told["应缴日期"]) is date and told["房屋坐落"] == "北京市朝阳区建国路88号3号楼1206"
    assert (told["账单状态"], told["缴纳途径"], told["缴纳订单"]) == (
        "已监管",
        "承租人缴纳",
        paid.no,
    )
    assert dict(zip(head, second, strict=True))["账单状态"] == "未到期"


def test_orders_and_leases_are_exported_with_moments_and_balances(pages, lease, paid):
    head, first = rows_of(pages.get("/tenant/orders.xlsx"))
    told = dict(zip(head, first, strict=True))
    assert (told["订单编号"], told["订单金额（元）"]) == (paid.no, 28000)
    assert (told["订单状态"], told["缴纳方式"], told["下单人"]) == (
        "已监管",
        "银行汇款",
        "张三（本人）",
    )
    booked_at = paid.booked_at.astimezone(clock.BEIJING).replace(tzinfo=None, microsecond=0)
    assert abs((told["入账时间"] - booked_at).total_seconds()) <= 1
    assert type(told["下单时间"]) is datetime
    head, first = rows_of(pages.get("/tenant/balances.xlsx"))
    told = dict(zip(head, first, strict=True))
    assert (told["监管押金余额（元）"], told["监管租金余额（元）"]) == (4000, 24000)
    head, *lines = rows_of(pages.get(f"/tenant/orders/{paid.no}/bills.xlsx"))
    assert [line[-1] for line in lines] == [4000, 24000]


@pytest.mark.parametrize("address", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "http://a.example"])
def test_no_text_becomes_a_formula_or_a_link(pages, address):
    a_lease(filing_no="BA-ODD-000001", address=address)
    response = pages.get("/tenant/balances.xlsx", {"filing_no": "BA-ODD-000001"})
    assert rows_of(response)[1][1] == address

    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet


def test_an_export_ends_where_it_says(pages, lease, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    rows = rows_of(pages.get("/tenant/bills.xlsx"))
    assert len(rows) == 1 + 2 + 1
    assert rows[-1][0] == "只导出了前2行，还有更多。请缩小查询范围后再导出。"


def test_what_cannot_be_searched_for_is_no_file_and_others_see_nothing(pages, paid):
    assert pages.get("/tenant/bills.xlsx", {"due_to": "x"}).status_code == 404
    stranger = Pages()
    stranger.sign_in_as(a_lease(filing_no="BA-STRANGER1", tenants=(LI_SI,)).tenants.get().person)
    assert stranger.get(f"/tenant/orders/{paid.no}/bills.xlsx").status_code == 404
    for name in ("bills", "orders", "balances"):
        content = rows_of(stranger.get(f"/tenant/{name}.xlsx"))
        assert "BA11010520260000017" not in str(content)
