"""What holds for every page on the phone: whose it is, how many queries it costs, in which language it speaks."""

import re

import pytest
from django.test import Client

from anju.core.actors import NOBODY
from anju.people import actions as people
from anju.portals.tenant_mobile import urls
from anju.tests.pages import Pages
from anju.tests.walks import refunds
from anju.tests.world import LI_SI, a_lease, orders_of_every_status

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LISTS = ["", "me", "pay", "orders", "balances", "bills", "documents"]
NAMES = (
    "张三",
    "张*",
    "安居租赁有限公司",
    "北京市朝阳区建国路88号3号楼1206",
    "北京市住房资金管理中心",
    "中国建设银行北京分行营业部",
    "中国建设银行",
    "余额不足",
    "中文",
)


@pytest.fixture
def addresses(tenant, lease) -> list[str]:
    """Every page in every state, as its owner sees them."""
    orders = orders_of_every_status(a_lease(filing_no="BA-ALL-00001"))
    pages = [*LISTS, f"pay/{lease.filing_no}", f"balances/{lease.filing_no}"]
    pages += [
        f"balances/{orders['in_custody'].lease.filing_no}",
        "orders?no=12",
        "bills?status=paid",
    ]
    pages += [f"orders/{order.no}{end}" for order in orders.values() for end in ("", "/payment")]
    pages += [f"orders/{orders['awaiting'].no}/{end}" for end in ("pay", "pay?sheet=1", "cancel")]
    return [f"/m/{page}" for page in pages]


def test_no_page_costs_more_than_twelve_queries(
    pages, addresses, django_assert_max_num_queries, settings
):
    settings.MOVABLE_CLOCK = False  # a real one is not looked up
    pages.get("/m/")
    for address in addresses:
        with django_assert_max_num_queries(12, info=address):
            pages.get(address)


@pytest.mark.covers("TEN-92")
def test_every_page_speaks_english(pages, addresses):
    """What stays Chinese are names and addresses of the lease, and the words of others."""
    pages.post("/language", {"language": "en", "next": "/m/me"})
    for address in addresses:
        if pages.get(address).status_code != 200:
            continue
        text = pages.page.text
        for name in NAMES:
            text = text.replace(name, "")
        assert CHINESE.findall(text) == [], address


def test_every_page_says_under_whose_name_one_is_there(pages, addresses):
    """Who was handed over saw no sign-in page, so somebody else's link must be noticed. Masked: others may look on."""
    for address in addresses:
        if pages.get(address).status_code != 200:
            continue
        [who] = [one for one in pages.page.all("p") if one.get("class") == "phone-who"]
        assert " ".join("".join(who.itertext()).split()) == "当前登录 张*", address


def test_no_page_has_a_table_and_each_has_its_way_back_or_the_tabs(pages, addresses):
    for address in addresses:
        if pages.get(address).status_code != 200:
            continue
        assert pages.page.all("table") == []
        tabs = [each for each in pages.page.all("nav") if "phone-tabs" in each.get("class", "")]
        back = [each for each in pages.page.all("a") if each.get("class") == "phone-back"]
        assert len(tabs) + len(back) == 1, address


@pytest.mark.covers("IDN-14")
def test_nobody_sees_a_page_before_signing_in_and_accepting_the_notice(addresses):
    for address in addresses:
        assert Client().get(address)["Location"].startswith("/sign-in?next=%2Fm%2F")
    newcomer = Pages()
    newcomer.sign_in_as(
        a_lease(filing_no="BA-NEWCOMER1", tenants=(LI_SI,)).tenants.get().person, has_accepted=False
    )
    for address in addresses:
        assert newcomer.get(address)["Location"].startswith("/consent?next=%2Fm%2F")
    newcomer.get("/consent?next=/m/")
    assert newcomer.page.all("body")[0].get("class") == "phone"


def test_who_is_not_signed_in_is_told_how_to_come_in_by_phone(db):
    stranger = Pages()
    stranger.get("/sign-in?next=/m/orders")
    assert stranger.page.all("body")[0].get("class") == "phone"
    for words in ("京通", "【公积金】", "【住房租赁押金 租金】", "北京市统一身份认证平台登录"):
        assert words in stranger.page.text
    ways = {a.get("href") for a in stranger.page.all("a")}
    assert "/sign-in/start?as=person&next=%2Fm%2Forders" in ways
    assert "/sign-in/start?as=organisation&next=%2Fm%2Forders" in ways


def test_records_of_others_are_not_found(lease, addresses):
    stranger = Pages()
    stranger.sign_in_as(a_lease(filing_no="BA-STRANGER1", tenants=(LI_SI,)).tenants.get().person)
    lists = {f"/m/{page}" for page in LISTS}
    for address in addresses:
        is_open = address in lists or ("?" in address and "/pay" not in address)
        assert stranger.get(address).status_code == (200 if is_open else 404), address
        if is_open:
            assert "BA-OTHER" not in stranger.page.text
            assert lease.filing_no not in stranger.page.text
    for order in {address.split("/")[3] for address in addresses if "/orders/" in address}:
        for verb in ("pay", "look", "choose-again", "cancel"):
            response = stranger.post(f"/m/orders/{order}/{verb}", {"channel": "alipay"})
            assert response.status_code == 404
    assert stranger.post(f"/m/pay/{lease.filing_no}", {"bills": []}).status_code == 404


def test_every_page_of_the_portal_is_behind_the_tenants_door():
    assert {route.callback.door for route in urls.urlpatterns} == {"tenant"}


def test_a_tenant_without_leases_is_told_what_to_do_on_every_list(db):
    newcomer = Pages()
    newcomer.sign_in_as(
        people.sign_in_person(
            subject="s",
            name="王五",
            id_type="resident_id",
            id_number=LI_SI.id_number,
            phone="13800000009",
            level=3,
            by=NOBODY,
        )
    )
    for page, sentence in {
        "": "5日内没有应缴账单",
        "pay": "5日内没有应缴的账单",
        "orders": "您还没有缴纳订单",
        "balances": "近一年没有您名下的已备案合同",
        "bills": "您名下没有账单",
    }.items():
        newcomer.get(f"/m/{page}")
        assert sentence in newcomer.page.text


@pytest.mark.covers("TEN-90")
def test_home_shows_what_is_due_what_waits_and_where_the_money_is_and_leads_everywhere(
    pages, tenant, lease
):
    orders = orders_of_every_status(a_lease(filing_no="BA-ALL-00001"))
    pages.get("/m/")
    for words in (
        "张三，您好",
        "应缴账单",
        "尚未完成的订单",
        "待确认",
        "支付中",
        "资金中心代为保管",
    ):
        assert words in pages.page.text
    assert "监管押金余额 ¥ 4,000.00" in pages.page.text
    assert "监管租金余额 ¥ 24,000.00" in pages.page.text
    for label in ("待缴合同", "押金 租金缴纳订单查询", "押金 租金余额查询"):
        assert label in pages.page.text
    ways = {a.get("href") for a in pages.page.all("a")}
    assert {"/m/pay", "/m/orders", "/m/balances", "/m/bills", "/m/me"} <= ways
    assert f"/m/orders/{orders['awaiting'].no}" in ways


def test_who_signs_out_on_the_phone_comes_to_its_way_in(pages, tenant):
    pages.get("/m/me")
    assert "张三" in pages.page.text and "大字版" in pages.page.text
    assert pages.post("/sign-out", {"next": "/m/"})["Location"] == "/sign-in?next=%2Fm%2F"
    assert pages.get("/m/me").status_code == 302


NAMES_IN_ENDINGS = (
    "张三",
    "张*",
    "李*",
    "安居租赁有限公司",
    "北京市朝阳区建国路88号3号楼1206",
    "北京市住房资金管理中心",
    "中国建设银行",
    "中国工商银行北京分行",
    "中国银行北京分行",
    "客厅地板泡水，更换三块",
    "凭证.png",
    "中文",
)
"""What others have said or are called."""


@pytest.mark.covers("TEN-92")
def test_every_page_of_the_end_of_a_lease_speaks_english_and_costs_few_queries(
    pages, django_assert_max_num_queries, settings
):
    made = refunds.endings()
    settings.MOVABLE_CLOCK = False
    pages.sign_in_as(made.leases["new"].tenants.get(position=1).person)
    pages.post("/language", {"language": "en", "next": "/m/"})
    for address in refunds.addresses("tenant_mobile", made):
        with django_assert_max_num_queries(24, info=address):
            assert pages.get(address).status_code == 200, address
        text = pages.page.text
        for name in NAMES_IN_ENDINGS:
            text = text.replace(name, "")
        assert CHINESE.findall(text) == [], address
