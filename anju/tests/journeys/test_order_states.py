"""An order's six states are reached and left, on the web and on the phone at the same time. (manual 001, 8.2.1)

The walks through the manuals show the ways that need no haste: 待确认 → 支付中 and back, 支付中 → 成功 → 已监管,
and 取消 by hand. Here are those that happen by themselves, too late, or behind the tenant's back.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from math import ceil
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from anju.core import clock
from anju.core.clock import BEIJING
from anju.core.queries import history_of
from anju.tests.browser import window
from anju.tests.journeys.city import City
from anju.tests.journeys.conftest import database_of
from anju.tests.journeys.tenant import Tenant
from anju.tests.journeys.walking import ALIPAY, Walk
from anju.tests.journeys.walking_on_the_phone import PhoneWalk
from sample import outside
from sample.people import OTHERS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
ME = OTHERS[10]


@pytest.fixture(scope="module")
def web(city_of_the_run: City, chromium: Browser, django_db_blocker: Any) -> Iterator[Walk]:
    with database_of(city_of_the_run, django_db_blocker):
        Tenant(city_of_the_run, ME).has_agreed()
    with window(chromium) as page:
        page.clock.install()
        walk = Walk(city_of_the_run, page)
        walk.sign_in(ME)
        yield walk


@pytest.fixture(scope="module")
def phone(city_of_the_run: City, chromium: Browser, web: Walk) -> Iterator[PhoneWalk]:
    with window(chromium, 360, 740) as page:
        page.clock.install()
        walk = PhoneWalk(city_of_the_run, page)
        walk.comes_in(ME)
        yield walk


def opens(walk: Walk, tenant: Tenant | None = None, page: str = "") -> None:
    """An order, one of its pages, or all orders."""
    face = "m" if isinstance(walk, PhoneWalk) else "tenant"
    order = f"/{tenant.no}{page}" if tenant else ""
    walk.page.goto(f"{walk.city.url}/{face}/orders{order}")


def chooses_alipay(walk: Walk, tenant: Tenant) -> None:
    """The code stands on the web; on the phone the app is open."""
    tenant.orders()
    opens(walk, tenant, "/pay")
    walk.choose(ALIPAY)
    if isinstance(walk, PhoneWalk):
        walk.is_in_the_app()
    else:
        walk.code()
    tenant.order.refresh_from_db()


def time_passes(seconds: int, *walks: Walk) -> None:
    """In the city, then in the browsers."""
    walks[0].city.control("clock", {"seconds": seconds})
    for walk in walks:
        walk.page.clock.fast_forward(seconds * 1000)


def can_be_paid_again(walk: Walk, tenant: Tenant) -> None:
    walk.sees_bills(tenant.lease.filing_no)
    walk.has_to_pay(3)


@pytest.mark.covers("ORD-02", "ORD-07")
def test_an_open_page_shows_that_the_ten_minutes_of_an_order_are_over(
    city: City, web: Walk, phone: PhoneWalk
):
    """待确认 → 取消"""
    tenant = Tenant(city, ME)
    tenant.orders()
    for walk in (web, phone):
        opens(walk, tenant, "/pay")
        walk.says("承租人缴纳订单")
    time_passes(605, web, phone)
    for walk in (web, phone):
        walk.comes_to("订单已取消")
    for walk in (web, phone):
        walk.follow("重新查缴")
        walk.has_to_pay(3)


@pytest.mark.covers("PAY-05", "PAY-10", "ORD-02", "ORD-07", "CHN-03")
def test_an_open_page_shows_that_the_three_minutes_are_over_and_a_later_payment_counts(
    city: City, web: Walk, phone: PhoneWalk
):
    """支付中 → 取消 → 成功 → 已监管"""
    by_code, by_app = Tenant(city, ME), Tenant(city, ME)
    chooses_alipay(web, by_code)
    chooses_alipay(phone, by_app)
    app = phone.page.url
    opens(phone, by_app, "/payment")
    expect(phone.page.get_by_role("link", name="打开支付宝付款")).to_be_visible()
    time_passes(185, web, phone)
    for walk in (web, phone):
        walk.comes_to("订单已取消")
        walk.follow("重新查缴")
        walk.has_to_pay(3)
    phone.page.goto(app)
    expect(phone.page.get_by_text("订单已关闭或超过付款时间，不能再付款")).to_be_visible()

    for walk, tenant in ((phone, by_code), (web, by_app)):
        tenant.pays_late()
        opens(walk, tenant)
        walk.has_status("成功")
    web.hand_over_the_day()
    by_code.is_in_custody_once()
    by_app.is_in_custody_once()


@pytest.mark.covers("PAY-05", "PAY-10", "ORD-02", "CHN-03")
def test_a_payment_in_the_last_seconds_counts_though_we_are_told_after_the_end(
    city: City, web: Walk, phone: PhoneWalk
):
    """支付中 → 成功"""
    both = by_code, by_app = Tenant(city, ME), Tenant(city, ME)
    chooses_alipay(web, by_code)
    chooses_alipay(phone, by_app)
    opens(phone, by_app, "/payment")
    city.control("switches", {"hold": True})
    try:
        end = min(tenant.order.expires_at for tenant in both)
        time_passes(int((end - clock.now()).total_seconds()) - 5, web, phone)
        for tenant in both:
            tenant.pays()
        expect(web.page.locator("svg.qr-code")).to_be_visible()
        time_passes(20, web, phone)
        for walk in (web, phone):
            walk.comes_to("缴纳成功")
    finally:
        city.control("switches", {"hold": False})
        city.control("deliveries/release")
    city.control("deliveries/wait", {"timeout_seconds": 30})
    for walk, tenant in ((phone, by_code), (web, by_app)):
        opens(walk, tenant)
        walk.has_status("成功")


@pytest.mark.covers("PAY-07", "ORD-02", "ORD-04", "ORD-07")
def test_who_left_half_way_finds_the_order_paid_under_way_or_ended(
    city: City, web: Walk, phone: PhoneWalk
):
    """支付中 → 成功 and 支付中 → 取消, with no page open"""
    left_on_the_web, left_in_the_app, paid_in_the_app = every = [Tenant(city, ME) for _ in range(3)]
    chooses_alipay(web, left_on_the_web)
    chooses_alipay(phone, left_in_the_app)
    chooses_alipay(phone, paid_in_the_app)
    paid_in_the_app.pays()
    for walk in (web, phone):
        walk.page.goto("about:blank")
    paid_in_the_app.comes_to("paid")

    for walk in (web, phone):
        opens(walk)
        for tenant, status in zip(every, ("支付中", "支付中", "成功"), strict=True):
            expect(walk.row(tenant.no).locator(".status")).to_have_text(status)
        for tenant in every[:2]:
            expect(walk.row(tenant.no).get_by_role("link", name="继续缴纳")).to_be_visible()
    time_passes(185, web)
    for tenant in every[:2]:
        tenant.comes_to("cancelled")
    for walk in (web, phone):
        opens(walk)
        for tenant, status in zip(every, ("取消", "取消", "成功"), strict=True):
            expect(walk.row(tenant.no).locator(".status")).to_have_text(status)
    can_be_paid_again(web, left_in_the_app)
    can_be_paid_again(phone, left_on_the_web)


@pytest.mark.covers("ORD-02", "ORD-07")
def test_a_payment_that_fails_at_alipay_is_shown_and_its_bills_can_be_paid_again(
    city: City, web: Walk, phone: PhoneWalk
):
    """支付中 → 失败 → 成功"""
    by_code, by_app = Tenant(city, ME), Tenant(city, ME)
    chooses_alipay(web, by_code)
    web.scan("付款失败", told="二维码已失效")
    chooses_alipay(phone, by_app)
    phone.decides_in_the_app("付款失败")
    for walk, tenant in ((web, by_code), (phone, by_app)):
        walk.comes_to("支付失败")
        walk.follow("查看订单详情")
        walk.has_status("失败")
        can_be_paid_again(walk, tenant)
    by_code.pays_late()
    opens(phone, by_code)
    phone.has_status("成功")


@pytest.mark.covers("ORD-06", "ORD-07")
def test_money_for_an_order_that_its_tenant_has_cancelled_pays_the_same_bills(
    city: City, web: Walk, phone: PhoneWalk
):
    """支付中 → 取消 → 已监管"""
    for walk, question, yes in (
        (web, "确认取消订单？", "确定"),
        (phone, "确认取消该订单？", "确定取消"),
    ):
        tenant = Tenant(city, ME)
        tenant.starts_and_gets_a_code("bank_transfer")
        opens(walk, tenant)
        walk.photograph("transfer-under-way")
        walk.page.locator("[data-opens^=cancel-]").click()
        walk.answers(question, yes)
        tenant.comes_to("cancelled")
        opens(walk, tenant)
        walk.has_status("取消")
        payer = {"payer_name": ME.name, "payer_account": "6222020200000000014"}
        code = tenant.order.payment.collection_code
        outside.transfer("ccb", [payer | {"collection_code": code, "amount": "28000.00"}])
        walk.has_status("已监管")
        tenant.is_in_custody_once()


@pytest.mark.covers("PAY-05", "ORD-07")
def test_money_for_the_way_that_was_chosen_before_pays_the_order(
    city: City, web: Walk, phone: PhoneWalk
):
    """支付中 → 待确认 → 成功"""
    for walk in (web, phone):
        tenant = Tenant(city, ME)
        chooses_alipay(walk, tenant)
        opens(walk, tenant, "/payment")
        walk.press("选择其他支付方式")
        walk.says("承租人缴纳订单")
        assert tenant.status() == "awaiting"
        tenant.pays_late()
        opens(walk, tenant)
        walk.has_status("成功")


@pytest.mark.covers("PAY-05", "PAY-10", "ORD-07", "CHN-03")
def test_money_of_which_nobody_told_us_is_found_at_settlement_while_the_order_waits(
    city: City, web: Walk, phone: PhoneWalk
):
    """待确认 → 已监管: the notification is lost, and midnight comes within the ten minutes of the order.

    The settlement itself finds out that it was paid (成功) and takes it into custody, before anybody could look.
    """
    time_passes(seconds_until(time(23, 56)), web)
    on_the_web, in_the_app = both = Tenant(city, ME), Tenant(city, ME)
    for walk, tenant in ((web, on_the_web), (phone, in_the_app)):
        chooses_alipay(walk, tenant)
        opens(walk, tenant, "/payment")
        walk.press("选择其他支付方式")
        walk.says("承租人缴纳订单")
    city.control("switches", {"hold": True})
    for tenant in both:
        tenant.pays_late()
    city.control("switches", {"hold": False})  # what was held back is never released: it is lost
    for walk, tenant in ((web, in_the_app), (phone, on_the_web)):
        opens(walk, tenant)
        walk.has_status("待确认")

    time_passes(seconds_until(time(0, 0, 5)), web)
    for walk, tenant in ((web, on_the_web), (phone, in_the_app)):
        walk.has_status("已监管")
        tenant.is_in_custody_once()
        moves = [step.move for step in history_of(tenant.order)]  # neither cancelled nor revived
        assert moves == ["start_payment", "choose_again", "confirm_payment", "take_into_custody"]


def seconds_until(moment: time) -> int:
    """Until it is so late in Beijing, today or tomorrow."""
    now = clock.now().astimezone(BEIJING)
    then = datetime.combine(now.date(), moment, BEIJING)
    return ceil((then - now) % timedelta(days=1) / timedelta(seconds=1))
