"""What holds for every page of the portal: whose it is, how many queries it costs, in which language it speaks."""

import re

import pytest
from django.test import Client

from anju.portals.tenant_web import urls
from anju.tests.pages import Pages
from anju.tests.walks import refunds
from anju.tests.world import (
    LI_SI,
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    an_order,
    book,
)

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def addresses(tenant, lease):
    """Every page in every state, as its owner sees them."""
    orders = [an_order(a_lease(filing_no="BA-STATE-0001"))]
    orders += [
        a_paying_order(a_lease(filing_no=f"BA-STATE-000{n}"), c)
        for n, c in ((2, "alipay"), (3, "bank_transfer"))
    ]
    paid = a_paying_order(a_lease(filing_no="BA-STATE-0004"), "alipay")
    a_notification(paid)
    in_custody = a_paying_order(a_lease(filing_no="BA-STATE-0005"))
    a_credit(in_custody)
    book()
    orders += [paid, in_custody]
    pages = [
        "",
        "pay",
        f"pay/{lease.filing_no}",
        "leases",
        *(f"leases/BA-STATE-000{number}" for number in range(1, 6)),
        "balances",
        "balances/BA-STATE-0005",
        "bills",
        "orders",
    ]
    pages += [f"orders/{order.no}{end}" for order in orders for end in ("", "/payment")]
    return [
        f"/tenant/{page}"
        for page in [*pages, f"orders/{orders[0].no}/pay", f"orders/{orders[0].no}/cancel"]
    ]


def test_no_page_costs_more_than_twelve_queries(
    pages, addresses, django_assert_max_num_queries, settings
):
    settings.MOVABLE_CLOCK = False  # a real one is not looked up
    pages.get("/tenant/")
    for address in addresses:
        with django_assert_max_num_queries(12, info=address):
            pages.get(address)


def test_every_page_speaks_english(pages, addresses):
    """What stays Chinese are names and addresses of the lease, and the words of others."""
    pages.post("/language", {"language": "en", "next": "/tenant/"})
    for address in addresses:
        if pages.get(address).status_code != 200:
            continue
        text = pages.page.text
        for name in (
            "张三",
            "安居租赁有限公司",
            "北京市朝阳区建国路88号3号楼1206",
            "北京市住房资金管理中心",
            "中国建设银行北京分行营业部",
            "中国建设银行",
            "中文",
        ):
            text = text.replace(name, "")
        assert CHINESE.findall(text) == [], address


@pytest.mark.covers("IDN-14")
def test_nobody_sees_a_page_before_signing_in_and_accepting_the_notice(addresses, lease):
    for address in addresses:
        assert Client().get(address)["Location"].startswith("/sign-in?next=")
    newcomer = Pages()
    newcomer.sign_in_as(
        a_lease(filing_no="BA-NEWCOMER1", tenants=(LI_SI,)).tenants.get().person, has_accepted=False
    )
    for address in addresses:
        assert newcomer.get(address)["Location"].startswith("/consent?next=")


def test_records_of_others_are_not_found(lease, addresses):
    stranger = Pages()
    stranger.sign_in_as(a_lease(filing_no="BA-STRANGER1", tenants=(LI_SI,)).tenants.get().person)
    for address in addresses:
        is_a_list = address in {
            f"/tenant/{page}" for page in ("", "leases", "pay", "balances", "bills", "orders")
        }
        assert stranger.get(address).status_code == (200 if is_a_list else 404), address
        if is_a_list:
            assert (
                lease.filing_no not in stranger.page.text and "BA-STATE" not in stranger.page.text
            )
    for order in {address.split("/")[3] for address in addresses if "/orders/" in address}:
        for verb in ("pay", "choose-again", "cancel"):
            response = stranger.post(f"/tenant/orders/{order}/{verb}", {"channel": "alipay"})
            assert response.status_code == 404
    assert stranger.post(f"/tenant/pay/{lease.filing_no}", {"bills": []}).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["pay/x", "pay/BA%00010520260000017", "pay/ba11010520260000017", "orders/1", "orders/" + "9" * 22,
     "leases/BA-NOBODY-1", "leases/BA-NOBODY-1/due-dates.ics", "orders/" + "9" * 22 + "/bills.xlsx",
     "orders/" + "9" * 23 + "/payment", "balances/BA-NOBODY-1", "refunds/BA-NOBODY-1", "refunds/payments/1"],
)  # fmt: skip
def test_what_cannot_be_is_not_found(pages, tenant, address):
    assert pages.get(f"/tenant/{address}").status_code == 404


def test_what_changes_something_is_not_done_by_a_link(pages, tenant, lease):
    order = a_paying_order(lease, "alipay")
    assert pages.get(f"/tenant/orders/{order.no}/choose-again").status_code == 405
    order.refresh_from_db()
    assert order.status == "paying"


def test_every_page_of_the_portal_is_behind_the_tenants_door():
    assert {route.callback.door for route in urls.urlpatterns} == {"tenant"}


def test_a_tenant_without_leases_is_told_what_to_do_on_every_list(db):
    from anju.core.actors import NOBODY
    from anju.people import actions as people

    newcomer = Pages()
    newcomer.sign_in_as(
        people.sign_in_person(subject="s", name="王五", id_type="resident_id", id_number=LI_SI.id_number,
                              phone="13800000009", level=3, by=NOBODY)
    )  # fmt: skip
    for page, sentence in {
        "": "5日内没有应缴账单",
        "leases": "您名下没有已备案合同",
        "pay": "5日内没有应缴的账单",
        "balances": "您名下没有已备案合同",
        "bills": "您名下没有账单",
        "orders": "您还没有缴纳订单",
    }.items():
        newcomer.get(f"/tenant/{page}")
        assert sentence in newcomer.page.text


NAMES_IN_ENDINGS = (
    "张三",
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
    pages.post("/language", {"language": "en", "next": "/tenant/"})
    for address in refunds.addresses("tenant_web", made):
        with django_assert_max_num_queries(24, info=address):
            assert pages.get(address).status_code == 200, address
        text = pages.page.text
        for name in NAMES_IN_ENDINGS:
            text = text.replace(name, "")
        assert CHINESE.findall(text) == [], address
