"""kill -9 of the web while a tenant's click is being worked on: nothing has happened, and they can click again."""

import re

import pytest
from playwright.sync_api import Error, Page

from anju.orders.models import Order
from anju.tests.journeys.city import City, Hold
from anju.tests.journeys.tenant import Tenant
from anju.tests.journeys.walking import Walk
from sample.people import OTHERS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("crashes")]


def click_into_a_crash(city: City, screen: Page, button: str, lock: Hold) -> None:
    """The click is on its way into a lock when the web is killed. Afterwards the tenant goes back."""
    address = screen.url
    screen.get_by_role("button", name=button, exact=True).click(no_wait_after=True)
    lock.catches_somebody()
    city.kill("web")
    lock.release()
    city.start_web()
    screen.wait_for_timeout(500)
    try:
        screen.goto(address)
    except Error:  # the broken page and the new one met
        screen.goto(address)


@pytest.mark.covers("PAY-03", "PAY-04", "PAY-06", "LED-03", "OPS-02")
def test_a_click_that_met_a_crash_has_done_nothing_and_is_clicked_again(city: City, screen: Page):
    tenant = Tenant(city, OTHERS[2])
    lease, walk = tenant.lease, Walk(city, screen)
    walk.sign_in(OTHERS[2])
    walk.sees_bills(lease.filing_no)
    walk.ticks("押金", "租金（第1期）", total="28,000.00")
    row = "SELECT 1 FROM contracts_lease WHERE id = %s FOR UPDATE"
    click_into_a_crash(city, screen, "承租人缴款", city.hold(row, lease.pk))
    assert not Order.objects.filter(lease=lease).exists()

    order_no = walk.order(lease.filing_no)
    tenant.order = Order.objects.get(no=order_no)
    screen.get_by_role("radio", name=re.compile("银行汇款")).check()
    row = "SELECT 1 FROM orders_order WHERE id = %s FOR UPDATE"
    click_into_a_crash(city, screen, "立即缴纳", city.hold(row, tenant.order.pk))
    assert (tenant.status(), tenant.order.attempts.count()) == ("awaiting", 0)

    walk.choose("银行汇款")
    walk.follow("确定缴纳")
    tenant.order.refresh_from_db()
    tenant.has_a_code()
    tenant.pays()
    walk.comes_to("已监管")
    tenant.is_in_custody_once()
    tenant.sees_the_day_handed_over()
