from datetime import timedelta

import pytest

from anju.core import clock
from anju.orders.models import Order
from anju.portals.tenant_web.tests.reading import links
from anju.tests.world import ZHANG_SAN, a_credit, a_lease, a_notification, a_paying_order, book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]
OTHER = ("京华青年住房租赁有限公司", "91110108MA01A0002G")


@pytest.fixture
def paid(lease) -> Order:
    order = a_paying_order(lease)
    a_credit(order)
    book()
    return order


@pytest.fixture
def older(lease):
    """A lease filed 40 days ago with another enterprise; its rent is paid monthly, so it is not supervised."""
    day = clock.today() - timedelta(days=40)
    return a_lease(filing_no="BA-OLDER-0001", filed_on=day, starts_on=day, each=1, enterprise=OTHER)


@pytest.mark.covers("BAL-01")
def test_balances_show_deposit_and_rent_of_each_lease(pages, paid, older):
    pages.get("/tenant/balances")
    [_head, first, second] = [" ".join("".join(r.itertext()).split()) for r in pages.page.all("tr")]
    assert "BA11010520260000017" in first and "¥4,000.00 ¥24,000.00" in first
    assert "BA-OLDER-0001" in second and "¥0.00 无需监管" in second


@pytest.mark.covers("BAL-01")
@pytest.mark.parametrize(
    "search",
    [
        {"filing_no": "ba-older-0001"},
        {"enterprise": "青年住房"},
        {"filed_to": "{yesterday}"},
        {"filed_from": "2020-01-01", "filed_to": "{yesterday}", "enterprise": "京华"},
    ],
)
def test_leases_are_found_by_filing_date_number_and_enterprise(pages, older, search):
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    pages.get("/tenant/balances", {n: v.format(yesterday=yesterday) for n, v in search.items()})
    assert "BA-OLDER-0001" in pages.page.text and "BA11010520260000017" not in pages.page.text


@pytest.mark.covers("BAL-01")
def test_balances_are_searched_by_the_fields_of_the_manual_and_the_days_say_which_they_are(pages):
    pages.get("/tenant/balances")
    labels = {each.get("for"): "".join(each.itertext()) for each in pages.page.all("label")}
    fields = ("id_filed_from", "id_filed_to", "id_filing_no", "id_enterprise")
    assert [labels[field] for field in fields] == [
        "查询起止日期（起）",
        "查询起止日期（止）",
        "合同备案编号",
        "住房租赁企业名称",
    ]
    hints = {each.get("id"): "".join(each.itertext()) for each in pages.page.all("p")}
    for control in (each for each in pages.page.all("input") if each.get("type") == "date"):
        assert hints[control.get("aria-describedby")].startswith("合同备案日期在这一天")


BAD_SEARCHES = [
    ({"filed_from": "yesterday"}, "这不是一个日期，请按 2026-01-31 的格式填写"),
    ({"filed_from": "2026-02-30"}, "这不是一个日期"),
    ({"filed_to": "99999-01-01"}, "这不是一个日期"),
    ({"filed_from": "2026-05-02", "filed_to": "2026-05-01"}, "止日不能早于起日"),
    ({"filing_no": "BA99999999999"}, "您的名下没有编号为 BA99999999999 的备案合同"),
    ({"filing_no": "\x00OR 1=1"}, "合同备案编号由8至32位字母、数字或短横线组成"),
]


@pytest.mark.parametrize(("search", "sentence"), BAD_SEARCHES)
@pytest.mark.parametrize("page", ["balances", "bills"])
def test_what_cannot_be_searched_for_is_told_at_the_field(pages, page, search, sentence):
    assert pages.get(f"/tenant/{page}", search).status_code == 200
    assert sentence in pages.page.text and pages.page.all("table") == []


def test_a_search_without_a_match_says_so(pages):
    pages.get("/tenant/balances", {"enterprise": "%"})
    assert "没有符合条件的合同" in pages.page.text
    pages.get("/tenant/bills", {"status": "in_custody"})
    assert "没有符合条件的账单" in pages.page.text


@pytest.mark.covers("BAL-02")
def test_every_movement_of_a_lease_has_date_kind_amount_balance_and_order(pages, paid):
    pages.get("/tenant/balances/BA11010520260000017")
    today = clock.today().isoformat()
    [_head, rent, deposit] = [
        " ".join("".join(row.itertext()).split()) for row in pages.page.all("tr")
    ]
    assert rent == f"{today} 租金 缴纳订单 {paid.no} ¥24,000.00 ¥28,000.00"
    assert deposit == f"{today} 押金 缴纳订单 {paid.no} ¥4,000.00 ¥4,000.00"
    assert f"/tenant/orders/{paid.no}" in links(pages)


@pytest.mark.covers("BAL-02")
def test_movements_of_deposit_and_rent_can_be_seen_apart(pages, paid):
    pages.get("/tenant/balances/BA11010520260000017", {"kind": "rent"})
    [_head, rent] = [" ".join("".join(row.itertext()).split()) for row in pages.page.all("tr")]
    assert rent.endswith("¥24,000.00 ¥24,000.00")
    pages.get("/tenant/balances/BA11010520260000017", {"kind": "x", "before": "9" * 30})
    assert "请从列表中选择" in pages.page.text


@pytest.mark.covers("BAL-02")
def test_a_lease_without_movements_says_when_they_come(pages):
    pages.get("/tenant/balances/BA11010520260000017")
    assert "还没有资金明细" in pages.page.text


@pytest.mark.covers("BIL-01")
def test_bills_of_every_status_are_listed(pages, lease, paid, older):
    a_paying_order(older)
    alipay = a_paying_order(a_lease(filing_no="BA-ALIPAY-001"), "alipay", "deposit")
    a_notification(alipay)
    book()
    pages.get("/tenant/bills")
    for words in ("未到期", "待缴", "缴款中", "已缴待入账", "已监管"):
        assert words in pages.page.text
    assert len(pages.page.all("tr")) == 1 + 3 + 1 + 3


@pytest.mark.covers("BIL-01")
@pytest.mark.parametrize(
    ("search", "count"),
    [
        ({"kind": "deposit"}, 2),
        ({"kind": "rent"}, 2),
        ({"status": "in_custody"}, 2),
        ({"status": "overdue"}, 1),
        ({"status": "not_due", "kind": "rent"}, 1),
        ({"filing_no": "BA-OLDER-0001"}, 1),
        ({"filed_from": "{today}"}, 3),
        ({"filed_to": "{yesterday}", "status": "overdue", "kind": "deposit"}, 1),
    ],
)
def test_bills_are_found_by_number_type_filing_date_and_status(pages, paid, older, search, count):
    today = clock.today()
    days = {"today": today, "yesterday": today - timedelta(days=1)}
    pages.get("/tenant/bills", {name: text.format(**days) for name, text in search.items()})
    assert len(pages.page.all("tr")) - 1 == count


@pytest.mark.covers("BIL-01")
def test_bills_page_by_key_in_the_order_of_filing_and_due_date(pages):
    for number in range(8):
        a_lease(filing_no=f"BA-MANY-{number:04}", tenants=(ZHANG_SAN,), months=12, each=6)
    seen, url = [], "/tenant/bills?kind=rent"
    while url:
        pages.get(url)
        seen += [
            code.text.split(" ")[0]
            for code in pages.page.all("span")
            if code.get("class") == "code"
        ]
        url = next((a.get("href") for a in pages.page.all("a") if a.get("rel") == "next"), "")
    assert len(seen) == 18 and seen[:2] == ["BA-MANY-0007-R01", "BA-MANY-0007-R02"]
    pages.get("/tenant/bills")
    assert len(pages.page.all("tr")) == 21
