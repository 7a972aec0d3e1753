"""Who is on the phone, or on the way there, comes in over the phone's pages."""

import pytest

from anju.clients.tests.outside import serve
from anju.contracts.models import Lease
from anju.hand_overs.tests.announced import (
    COMPANY_AS_TENANT,
    a_hand_over,
    by_mini_program,
    by_platform,
)
from anju.people.rules import Capacity
from anju.portals.sign_in.tests.provider import COMPANY, ZHANG, Provider
from anju.tests.pages import Pages
from anju.tests.world import a_lease
from anju.web.tests.test_on_the_phone import handed_over, is_phone_page, opens

pytestmark = pytest.mark.django_db
ENTERPRISE = ("北京某某科技有限公司", "91110000100017643K")


@pytest.fixture
def company() -> Lease:
    """Rents and lets."""
    a_lease(enterprise=ENTERPRISE)
    return a_lease(tenants=[COMPANY_AS_TENANT])


@pytest.mark.covers("IDN-13")
def test_the_choice_of_capacity_has_two_looks(pages, company):
    pages.sign_in_as(company.tenants.get().organisation, capacity=Capacity.ENTERPRISE)
    asked = pages.get("/m/pay")["Location"]
    assert opens(pages, asked) == (200, True)
    for words in ("您正以「住房租赁企业」身份办理业务", "以承租方身份办理", "贵单位租房"):
        assert words in pages.page.text
    assert opens(pages, "/capacity") == (200, False)
    pages.post(asked, {"capacity": "made-up"})
    assert is_phone_page(pages.page) and "贵单位不能以所选身份办理业务" in pages.page.text
    assert pages.post(asked, {"capacity": "tenant"})["Location"] == "/m/pay"


@pytest.mark.covers("IDN-11", "NET-01")
def test_a_hand_over_looks_as_the_face_it_leads_to_whatever_becomes_of_it(pages):
    lease = a_lease()
    for announced, is_phone in (
        (by_mini_program(), True),
        (by_platform(lease.filing_no, "mobile"), True),
        (by_platform(lease.filing_no, "web"), False),
    ):
        entry = f"/enter/{a_hand_over(announced)[0]}"
        assert opens(pages, entry) == (200, is_phone)
        Pages().post(entry)
        assert opens(pages, entry) == (404, is_phone)
        assert "已经使用过" in pages.page.text
    assert opens(pages, "/enter/made-up") == (404, False)
    assert opens(handed_over(), "/enter/made-up") == (404, True)


def test_a_sign_in_for_the_phone_fails_on_the_phone(pages, settings):
    outside, server = serve()
    settings.MOVABLE_CLOCK = False
    settings.PUBLIC_URL = "http://testserver"
    settings.OIDC = {"issuer": f"{outside.url}/idp", "client_id": "anju", "client_secret": "s"}
    provider = Provider(outside)
    try:
        for face, is_phone in (("/m/", True), ("/tenant/", False)):
            start = f"/sign-in/start?next={face}&as="
            provider.sign_in(pages, ZHANG | {"real_name_level": 2}, f"{start}person")
            assert is_phone_page(pages.page) == is_phone and "高级实名认证" in pages.page.text
            provider.sign_in(pages, COMPANY | {"registration_no": None}, f"{start}organisation")
            assert is_phone_page(pages.page) == is_phone and "单位登记开户" in pages.page.text
    finally:
        server.shutdown()
        server.server_close()
    settings.OIDC = {**settings.OIDC, "issuer": "http://127.0.0.1:9"}
    assert opens(pages, "/sign-in/start?as=person&next=/m/") == (503, True)


def test_who_goes_back_from_the_notice_finds_the_way_in_again_on_the_phone():
    pages = handed_over()
    assert opens(pages, "/consent?next=/m/") == (200, True)
    assert opens(pages, "/sign-in?next=/m/") == (200, True)
    assert "您已登录：张三" in pages.page.text and "从京通小程序进入" not in pages.page.text
    assert [a.get("href") for a in pages.page.all("a") if a.text == "进入租押金业务"] == ["/m/"]
