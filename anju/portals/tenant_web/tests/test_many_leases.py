"""An organisation that rents for its staff: it searches, ticks bills of many leases, and pays them by one order."""

from datetime import timedelta

import pytest

from anju.contracts.actions import TenantTerms
from anju.contracts.models import Bill, Lease
from anju.core import clock
from anju.core.actors import CLOCK
from anju.orders.models import Order
from anju.payments import actions as payments
from anju.people.rules import Capacity
from anju.portals.tenant_web.tests.reading import buttons, links
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, ZHANG_SAN, a_credit, a_lease, a_notification, book

pytestmark = pytest.mark.django_db
COMPANY = TenantTerms("北京安心科技有限公司", "13800000008", uscc="91110108MA01A0002G")
OTHER = ("京华青年住房租赁有限公司", "91110000100017643K")
MANY = "/tenant/pay-many"


def leases_of_the_company(count: int, start: int = 0, **terms) -> list[Lease]:
    """Deposit due today; the rent is not supervised, so one bill each, unless told otherwise."""
    terms = {"each": 1, "tenants": (COMPANY,)} | terms
    return [
        a_lease(filing_no=f"BA-STAFF-{number:05}", address=f"北京市朝阳区建国路{number}号", **terms)
        for number in range(start, start + count)
    ]


@pytest.fixture
def leases(db):
    return leases_of_the_company(3)


@pytest.fixture
def company(leases, pages):
    pages.sign_in_as(leases[0].tenants.get().organisation, capacity=Capacity.TENANT)


def ticks(pages) -> list[str]:
    return [box.get("value") for box in pages.page.all("input") if box.get("name") == "bills"]


def shown_totals(pages) -> dict[str, str]:
    return {
        field.get("name"): field.get("value")
        for field in pages.page.all("input")
        if field.get("name") in ("count", "fen")
    }


@pytest.mark.usefixtures("company")
def test_bills_of_several_leases_become_one_order(pages, leases):
    pages.get("/tenant/pay")
    assert MANY in links(pages)
    pages.get(MANY)
    assert len(ticks(pages)) == 3 and "12,000.00" in pages.page.text
    response = pages.post(MANY, {"bills": ticks(pages)[:2]})
    order = Order.objects.get()
    assert response["Location"] == f"/tenant/orders/{order.no}/pay"
    assert (order.lease, order.amount_fen, order.lines.count()) == (None, 800_000, 2)
    pages.get(response["Location"])
    for words in (
        "2 份合同",
        "BA-STAFF-00000 北京市朝阳区建国路0号",
        "BA-STAFF-00001",
        "中国建设银行",
    ):
        assert words in pages.page.text
    pages.get(MANY)
    assert len(ticks(pages)) == 1


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("channel", ["alipay", "bank_transfer"])
def test_an_order_of_several_leases_is_paid_and_shown_like_any_other(pages, leases, channel):
    pages.get(MANY)
    pages.post(MANY, {"bills": ticks(pages)})
    order = Order.objects.get()
    pages.post(f"/tenant/orders/{order.no}/pay", {"channel": channel})
    order.refresh_from_db()
    payments.offer_payment(payment_id=order.payment_id, qr_code="https://qr.example/1", by=CLOCK)
    order.refresh_from_db()
    pages.get(f"/tenant/orders/{order.no}/payment")
    assert "3 份合同" in pages.page.text and "¥ 12,000.00" in pages.page.text
    pages.get("/tenant/")
    assert f"订单 {order.no} 支付中" in pages.page.text and "3 份合同" in pages.page.text
    a_notification(order) if channel == "alipay" else a_credit(order)
    book()
    pages.get(f"/tenant/orders/{order.no}")
    assert ("成功" if channel == "alipay" else "已监管") in pages.page.text
    assert (
        "合同 3 份合同" in pages.page.text
        and "下单人 北京安心科技有限公司（本单位）" in pages.page.text
    )
    pages.get("/tenant/orders")
    assert order.no in pages.page.text and "3 份合同" in pages.page.text
    pages.get(f"/tenant/orders/{order.no}/payment")
    assert "/tenant/pay" in links(pages)
    pages.get("/tenant/leases/BA-STAFF-00001")
    assert "生成缴纳订单 ¥ 4,000.00 北京安心科技有限公司（本单位）" in pages.page.text


@pytest.mark.usefixtures("company")
def test_all_bills_that_match_go_into_one_order(pages, leases):
    leases_of_the_company(60, start=10)
    pages.get(MANY)
    assert len(ticks(pages)) == 50 and "符合条件的账单共 63 笔 ¥ 252,000.00" in pages.page.text
    response = pages.post(MANY, {"all": "1", **shown_totals(pages)})
    order = Order.objects.get()
    assert (order.lines.count(), order.amount_fen) == (63, 25_200_000)
    pages.get(response["Location"])
    assert (
        f"/tenant/orders/{order.no}/bills" in links(pages)
        and "查看全部 63 笔账单" in pages.page.text
    )
    seen, url = [], f"/tenant/orders/{order.no}/bills"
    while url:
        pages.get(url)
        seen += [a.text for a in pages.page.all("a") if (a.text or "").startswith("BA-STAFF-")]
        url = next((a.get("href") for a in pages.page.all("a") if a.get("rel") == "next"), "")
    assert len(set(seen)) == len(seen) == 63


@pytest.mark.usefixtures("company")
def test_all_is_refused_when_it_is_no_longer_what_was_shown(pages, leases):
    pages.get(MANY)
    shown = shown_totals(pages)
    leases_of_the_company(1, start=10)
    pages.post(MANY, {"all": "1", **shown})
    assert "符合条件的账单已有变化，现为 4 笔，合计 16,000.00 元" in pages.page.text
    assert shown_totals(pages) == {"count": "4", "fen": "1600000"}
    pages.post(MANY, {"all": "1", "count": "x"})
    assert "未能提交" in pages.page.text
    assert Order.objects.count() == 0


@pytest.mark.usefixtures("company")
def test_bills_that_different_banks_receive_are_told_apart(pages, leases):
    leases_of_the_company(2, start=10, bank="icbc", enterprise=OTHER)
    pages.get(MANY)
    assert "一个订单只能缴入一家银行" in pages.page.text and "全部账单一并下单" not in buttons(
        pages
    )
    pages.post(MANY, {"bills": ticks(pages)})
    assert "所选账单的收款银行不同（中国建设银行、中国工商银行）" in pages.page.text
    assert Order.objects.count() == 0
    [address] = [url for url in links(pages) if "bank=icbc" in url]
    pages.get(address)
    assert "符合条件的账单共 2 笔 ¥ 8,000.00" in pages.page.text and len(ticks(pages)) == 2
    pages.post(address, {"all": "1", **shown_totals(pages)})
    assert Order.objects.get().bank_account.bank == "icbc"


@pytest.mark.usefixtures("company")
def test_a_gap_in_the_rent_of_one_of_many_leases_is_refused_and_the_ticks_stay(pages):
    leases_of_the_company(2, start=20, each=6)
    everything = f"{MANY}?due_to="
    pages.get(everything)
    wanted = list(Bill.objects.filter(number__in=(0, 2)).values_list("pk", flat=True))
    pages.post(everything, {"bills": wanted})
    assert "租金账单须按顺序缴纳：请先缴纳BA-STAFF-00020-R01" in pages.page.text
    ticked = {int(b.get("value")) for b in pages.page.all("input") if "checked" in b.attrib}
    assert ticked == set(wanted) and Order.objects.count() == 0


@pytest.mark.usefixtures("company")
def test_a_lease_with_a_co_tenant_is_paid_by_itself(pages, leases):
    shared = leases_of_the_company(1, start=30, tenants=(COMPANY, ZHANG_SAN))[0]
    pages.get(MANY)
    assert shared.filing_no not in pages.page.text
    pages.get("/tenant/pay", {"filing_no": shared.filing_no})
    assert shared.filing_no in pages.page.text


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    "page", ["/tenant/pay", MANY, "/tenant/bills", "/tenant/balances", "/tenant/leases"]
)
@pytest.mark.parametrize(
    "search", [{"filing_no": "BA-WANTED-01"}, {"address": "学院路"}, {"enterprise": "青年住房"}]
)
def test_leases_are_found_by_number_address_and_enterprise(pages, page, search):
    a_lease(
        filing_no="BA-WANTED-01", tenants=(COMPANY,), enterprise=OTHER, address="海淀区学院路15号"
    )
    pages.get(page, search)
    assert "BA-WANTED-01" in pages.page.text and "BA-STAFF" not in pages.page.text


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("page", ["/tenant/pay", MANY, "/tenant/bills"])
def test_bills_are_found_by_their_due_date(pages, page):
    later = clock.today() + timedelta(days=40)
    a_lease(filing_no="BA-WANTED-01", tenants=(COMPANY,), each=1, starts_on=later)
    pages.get(page, {"due_from": later, "due_to": later})
    assert "BA-WANTED-01" in pages.page.text and "BA-STAFF" not in pages.page.text
    pages.get(page, {"due_from": later, "due_to": clock.today()})
    assert "止日不能早于起日" in pages.page.text


@pytest.mark.usefixtures("company")
def test_half_a_word_is_too_short_to_search_by(pages):
    pages.get("/tenant/pay", {"address": "路"})
    assert "至少" in pages.page.text and "BA-STAFF" not in pages.page.text


def test_many_leases_at_once_are_for_organisations_only(pages, leases):
    pages.sign_in_as(a_lease(tenants=(LI_SI,)).tenants.get().person)
    assert pages.get(MANY).status_code == 404
    pages.get("/tenant/pay")
    assert MANY not in links(pages) and "房屋坐落" not in " ".join(
        label.text or "" for label in pages.page.all("label")
    )


@pytest.mark.usefixtures("company")
def test_bills_of_others_cannot_be_ticked(pages):
    foreign = a_lease(tenants=(LI_SI,))
    pages.post(MANY, {"bills": [foreign.bills.first().pk]})
    assert "请重新选择" in pages.page.text and Order.objects.count() == 0


@pytest.mark.covers("IDN-13")
def test_an_organisation_changes_its_capacity_and_the_menu_follows(leases):
    """The company lets homes as well: a lease names it as 住房租赁企业."""
    a_lease(tenants=(LI_SI,), enterprise=(COMPANY.name, COMPANY.uscc))
    both = Pages()
    both.sign_in_as(leases[0].tenants.get().organisation, capacity=Capacity.TENANT)
    both.get("/tenant/")
    assert "我要缴款" in buttons(both) and both.get("/enterprise/").status_code == 302
    assert both.post("/capacity", {"capacity": "enterprise"}).status_code == 302
    assert both.get("/tenant/").status_code == 302
    both.get("/enterprise/", follow=True)
    assert "我要缴款" not in buttons(both) and "BA-STAFF" not in both.page.text
    both.post("/capacity", {"capacity": "tenant"})
    assert both.get("/tenant/leases").status_code == 200 and "BA-STAFF-00000" in both.page.text


@pytest.mark.slow
def test_five_hundred_leases_cost_no_more_and_go_into_one_order(
    pages, company, settings, django_assert_max_num_queries
):
    settings.MOVABLE_CLOCK = False
    leases_of_the_company(497, start=100)
    pages.get("/tenant/")
    for page in (
        "",
        "leases",
        "pay",
        "pay-many",
        "balances",
        "bills",
        "orders",
        "leases/BA-STAFF-00100",
    ):
        with django_assert_max_num_queries(12, info=page):
            assert pages.get(f"/tenant/{page}").status_code == 200
    pages.get(MANY)
    assert "符合条件的账单共 500 笔 ¥ 2,000,000.00" in pages.page.text
    pages.post(MANY, {"all": "1", **shown_totals(pages)})
    order = Order.objects.get()
    assert (order.lines.count(), order.amount_fen) == (500, 200_000_000)
    for page in ("", "/pay", "/bills"):
        with django_assert_max_num_queries(12, info=page):
            assert pages.get(f"/tenant/orders/{order.no}{page}").status_code == 200
    with django_assert_max_num_queries(12):
        assert pages.get("/tenant/bills.xlsx").status_code == 200
