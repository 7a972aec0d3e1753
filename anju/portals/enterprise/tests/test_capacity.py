"""选择用户身份: 承租方 or 住房租赁企业 (manual 001, 3.1.2)"""

import pytest
from django.test import Client

from anju.contracts.queries import leases_let_by, leases_seen_by
from anju.core.actors import Actor
from anju.orders.models import Order
from anju.people.models import Consent
from anju.people.rules import Capacity
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, a_lease, an_order

pytestmark = [pytest.mark.django_db, pytest.mark.covers("IDN-13")]
NAME = "安居租赁有限公司"


def headings(pages: Pages) -> list[str]:
    return ["".join(each.itertext()) for each in pages.page.all("h2")]


def test_who_is_both_chooses_and_is_led_there(pages: Pages, both):
    pages.sign_in_as(both)
    assert pages.get("/")["Location"] == "/capacity"
    pages.get("/capacity")
    assert headings(pages) == ["承租方", "住房租赁企业"]
    assert "当前身份" not in pages.page.text
    assert pages.post("/capacity", {"capacity": "enterprise"})["Location"] == "/enterprise/"
    assert pages.get("/")["Location"] == "/enterprise/"


def test_before_the_choice_every_page_leads_to_it_and_back(pages: Pages, both):
    pages.sign_in_as(both)
    assert pages.get("/tenant/bills")["Location"] == "/capacity?next=%2Ftenant%2Fbills"
    assert pages.get("/enterprise/")["Location"] == "/capacity?next=%2Fenterprise%2F"
    chosen = pages.post("/capacity?next=%2Ftenant%2Fbills", {"capacity": "tenant"})
    assert chosen["Location"] == "/tenant/bills"


def test_the_menu_follows_the_capacity(pages: Pages, both):
    pages.sign_in_as(both)
    pages.post("/capacity", {"capacity": "tenant"})
    pages.get("/tenant/")
    assert "当前身份 承租方 切换为住房租赁企业" in pages.page.text
    assert "我要缴款" in pages.page.text
    pages.post("/capacity", {"capacity": "enterprise"})
    pages.get("/enterprise/")
    assert "当前身份 住房租赁企业 切换为承租方" in pages.page.text
    assert "我要缴款" not in pages.page.text and "备案合同" in pages.page.text


def test_switching_needs_no_new_sign_in_and_happens_as_often_as_one_likes(pages: Pages, both):
    pages.sign_in_as(both)
    key = pages.session.session_key
    for capacity, home in 2 * (("tenant", "/tenant/"), ("enterprise", "/enterprise/")):
        assert pages.post("/capacity", {"capacity": capacity})["Location"] == home
        assert pages.get(home).status_code == 200
    assert pages.session.session_key == key


def test_a_page_of_the_other_capacity_says_so_and_opens_after_the_switch(pages: Pages, both):
    pages.sign_in_as(both, capacity=Capacity.ENTERPRISE)
    sent = pages.get("/tenant/bills")["Location"]
    assert sent == "/capacity?next=%2Ftenant%2Fbills"
    pages.get(sent)
    assert "您正以「住房租赁企业」身份办理业务，要打开的页面属于「承租方」" in pages.page.text
    assert "当前身份" in pages.page.text
    assert pages.post(sent, {"capacity": "tenant"})["Location"] == "/tenant/bills"
    assert pages.get("/tenant/bills").status_code == 200
    assert pages.get("/enterprise/")["Location"] == "/capacity?next=%2Fenterprise%2F"


def test_staying_leads_home_and_not_to_the_other_page(pages: Pages, both):
    pages.sign_in_as(both, capacity=Capacity.ENTERPRISE)
    stayed = pages.post("/capacity?next=%2Ftenant%2Fbills", {"capacity": "enterprise"})
    assert stayed["Location"] == "/enterprise/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/tenant/", "//evil.example", "/tenant", "javascript:alert(1)"],
)
def test_the_way_on_is_one_of_ours(pages: Pages, both, elsewhere):
    pages.sign_in_as(both)
    chosen = pages.post(f"/capacity?next={elsewhere}", {"capacity": "tenant"})
    assert chosen["Location"] == "/tenant/"


@pytest.mark.parametrize("capacity", ["", "staff", "Tenant", "enterprise\0"])
def test_no_other_capacity_can_be_had(pages: Pages, both, capacity):
    pages.sign_in_as(both)
    assert pages.post("/capacity", {"capacity": capacity}).status_code == 200
    assert "身份" in pages.page.text and "capacity" not in pages.session


def test_an_old_page_of_the_other_capacity_does_nothing(pages: Pages, both, rented):
    """A tenant's page that is still open in another window after the switch."""
    pages.sign_in_as(both, capacity=Capacity.ENTERPRISE)
    bills = [str(bill.pk) for bill in rented.bills.all()]
    sent = pages.post(f"/tenant/pay/{rented.filing_no}", {"bills": bills})
    assert sent["Location"] == "/capacity" and Order.objects.count() == 0


def test_an_organisation_that_is_only_a_tenant_goes_straight_there(pages: Pages, rented):
    other = rented.tenants.get().organisation
    assert not other.is_enterprise
    pages.sign_in_as(other)
    assert pages.get("/")["Location"] == "/tenant/"
    pages.get("/tenant/")
    assert "切换" not in pages.page.text
    pages.get(pages.get("/enterprise/")["Location"])
    assert "属于「住房租赁企业」，贵单位名下没有以该身份备案的合同" in pages.page.text
    assert headings(pages) == ["承租方"]
    pages.post("/capacity", {"capacity": "enterprise"})
    assert "贵单位不能以所选身份办理业务" in pages.page.text
    assert pages.session["capacity"] == "tenant"


def test_an_organisation_that_is_only_an_enterprise_goes_straight_there(pages: Pages, enterprise):
    assert pages.get("/")["Location"] == "/enterprise/"
    pages.get("/enterprise/")
    assert "切换" not in pages.page.text and NAME in pages.page.text
    pages.get(pages.get("/tenant/")["Location"])
    assert "属于「承租方」，贵单位名下没有以该身份备案的合同" in pages.page.text
    assert Consent.objects.count() == 0


def test_its_first_lease_as_a_tenant_offers_the_choice_without_a_new_sign_in(
    pages: Pages, enterprise, rented
):
    pages.get("/enterprise/")
    assert "切换为承租方" in pages.page.text
    pages.post("/capacity", {"capacity": "tenant"})
    assert pages.get("/tenant/")["Location"] == "/consent?next=%2Ftenant%2F"


def test_a_person_finds_no_page_of_enterprises(pages: Pages, lease):
    pages.sign_in_as(lease.tenants.get(position=1).person)
    for address in ("/enterprise/", f"/enterprise/leases/{lease.filing_no}", "/capacity"):
        assert pages.get(address).status_code == 404
    assert pages.post("/capacity", {"capacity": "enterprise"}).status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(lease):
    for address in ("/enterprise/", "/capacity"):
        assert Client().get(address)["Location"].startswith("/sign-in?next=")


def test_staff_do_not_get_through(pages: Pages, lease):
    pages.as_staff("bank.match")
    assert pages.get("/enterprise/")["Location"].startswith("/sign-in")


def test_nothing_is_asked_in_two_capacities_at_once(both, lease, rented):
    tenant = Actor("organisation", "tenant_web", organisation_id=both.pk)
    lessor = Actor("organisation", "enterprise", organisation_id=both.pk)
    undecided = Actor("organisation", "sign_in", organisation_id=both.pk)
    assert [list(leases_seen_by(one)) for one in (tenant, lessor, undecided)] == [[rented], [], []]
    assert [list(leases_let_by(one)) for one in (tenant, lessor, undecided)] == [[], [lease], []]


def test_a_tenants_history_names_its_portal(pages: Pages, both, rented):
    order = an_order(rented)
    pages.sign_in_as(both, capacity=Capacity.TENANT)
    assert pages.get(f"/tenant/orders/{order.no}").status_code == 200
    pages.sign_in_as(both, capacity=Capacity.ENTERPRISE)
    assert pages.get(f"/tenant/orders/{order.no}").status_code == 302


def test_a_part_of_a_page_takes_the_whole_page_to_the_choice(pages: Pages, both):
    pages.sign_in_as(both, capacity=Capacity.ENTERPRISE)
    response = pages.get("/tenant/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/capacity?next=%2Ftenant%2F"


def test_the_choice_speaks_english(pages: Pages, both):
    pages.sign_in_as(both)
    pages.post("/language", {"language": "en", "next": "/capacity"})
    pages.get("/capacity?next=/enterprise/")
    assert headings(pages) == ["Tenant", "Rental company"]
    assert a_lease(filing_no="BA-OTHER-00001", tenants=(LI_SI,)).enterprise == both
