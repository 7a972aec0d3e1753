"""The page does the sum again before its reader, on a phone and at a desk. (BEY-04)"""

import pytest
from playwright.sync_api import expect

from anju.fund.tests.world import WANG
from anju.portals.owner.tests.repairs import a_building_with, at_home_of
from anju.tests.browser import window
from anju.works.tests import world as works

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.covers("BEY-04"),
]


@pytest.mark.parametrize(("width", "sold_public"), [(360, False), (1280, True)])
def test_the_browser_comes_to_the_same_result_and_says_when_it_does_not(
    chromium, live_server, width, sold_public
):
    order, _by = works.an_approved_order(a_building_with(WANG, sold_public=sold_public))
    cookies = at_home_of(WANG).cookies.items()
    with window(chromium, width, 800) as page:
        page.context.add_cookies(
            [{"name": n, "value": c.value, "url": live_server.url} for n, c in cookies]
        )  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/owner/works/{order.no}")
        told = page.locator("[data-recomputed]")
        expect(told).to_be_visible()
        expect(told).to_contain_text("100,000.00 × 89.35 ÷ 524.12 = 17,047.622681… → 17,047.62")
        expect(told).to_contain_text("结果相同")
        expect(page.locator("[data-step]")).to_have_count(3 if sold_public else 1)
        room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert room[0] <= room[1]

        page.locator("[data-figure=part]").first.evaluate(
            "one => { one.textContent = '17,047.63' }"
        )
        page.evaluate("document.querySelectorAll('[data-share]').forEach(recompute)")
        expect(told).to_contain_text("结果不同")
