"""Coming in by a hand-over: once, without signing in, and from the rental platform to one lease only."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from anju.certificates import actions as certificates
from anju.certificates.models import Certificate
from anju.contracts.models import Lease
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.filings.tests.amending import a_change, a_filed
from anju.hand_overs.models import HandOver
from anju.hand_overs.tests.announced import (
    COMPANY,
    COMPANY_AS_TENANT,
    a_hand_over,
    by_mini_program,
    by_platform,
)
from anju.homes.tests.asking import an_enterprise
from anju.people import actions as people
from anju.people.rules import READING_TIME, Capacity
from anju.people.user_notice import ORIGINAL
from anju.refunds.tests.endings import a_held_lease
from anju.signings.tests.signing import a_signed
from anju.tests.pages import Pages, said
from anju.tests.renewals import a_carry_over, a_renewal
from anju.tests.walks.refunds import endings
from anju.tests.world import LI_SI as LI_SI_TERMS
from anju.tests.world import a_lease, an_order, tenant_of
from anju.unclaimed.tests.waiting import a_check_asked

pytestmark = pytest.mark.django_db
OF_PAPERS = ("document", "document_pdf", "statement_xlsx")
FILING_NO = "BA11010520260000017"
ENTERPRISE = ("北京某某科技有限公司", "91110000100017643K")


@pytest.fixture
def lease() -> Lease:
    return a_lease(filing_no=FILING_NO)


def address(announcement) -> str:
    return f"/enter/{a_hand_over(announcement)[0]}"


def accepts_the_notice(lease: Lease) -> None:
    people.accept_notice(
        version=ORIGINAL.version,
        language="zh-hans",
        shown_at=clock.now() - 2 * READING_TIME,
        ip=None,
        device="",
        by=tenant_of(lease),
    )


def enters(pages: Pages, lease: Lease, **claims) -> None:
    """By 网签直缴 for this lease, with the notice accepted before."""
    accepts_the_notice(lease)
    pages.post(address(by_platform(lease.filing_no, **claims)))


@pytest.mark.covers("IDN-11")
def test_the_address_alone_signs_nobody_in_and_uses_nothing_up(pages):
    entry = address(by_mini_program())
    for _ in range(3):
        response = pages.get(entry)
        assert response.status_code == 200
        assert "您从京通小程序进入" in pages.page.text
    [form] = [form for form in pages.page.all("form") if "确认进入" in "".join(form.itertext())]
    assert form.get("method") == "post" and "data-submits-itself" not in form.attrib
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"
    assert HandOver.objects.get().used_at is None
    assert "person_id" not in pages.session
    assert pages.get("/m/")["Location"].startswith("/sign-in")
    assert pages.post(entry).status_code == 302


def facts_of(page) -> dict[str, str]:
    """What the page says of who would come in."""
    names, values = ([said(each) for each in page.all(tag)] for tag in ("dt", "dd"))
    return dict(zip(names, values, strict=True))


@pytest.mark.covers("IDN-11", "NET-01")
def test_before_the_tap_one_reads_whose_name_the_link_carries_and_what_for(pages, lease):
    pages.get(address(by_mini_program()))
    assert facts_of(pages.page) == {
        "个人姓名": "张*",
        "办理内容": "缴纳押金、租金，查询名下全部合同",
        "来自": "京通小程序",
    }
    assert "张三" not in pages.page.text and "这个链接可能是他人发给您的" in pages.page.text
    assert "此浏览器已登录" not in pages.page.text
    a_lease(filing_no="BA-OF-A-COMPANY-1", tenants=[COMPANY_AS_TENANT])
    for face in ("web", "mobile"):
        pages.get(address(by_platform("BA-OF-A-COMPANY-1", face, **COMPANY)))
        assert facts_of(pages.page) == {
            "单位名称": "北京某某科技有限公司",
            "办理内容": "缴纳以下合同的押金、租金",
            "合同备案编号": "BA-OF-A-COMPANY-1",
            "来自": "北京市房屋租赁服务平台",
        }


@pytest.mark.covers("IDN-11", "SEC-03")
@pytest.mark.parametrize("face", ["web", "mobile"])
def test_somebody_elses_link_ends_no_session_before_the_tap_and_says_that_it_would(
    pages, lease, face
):
    """The sender wants the other one to go on under the sender's name without noticing."""
    li_si = a_lease(tenants=[LI_SI_TERMS]).tenants.get().person
    pages.sign_in_as(li_si)
    entry = address(by_platform(FILING_NO, face))
    pages.get(entry)
    assert (
        "此浏览器已登录“李*”。确认进入后，“李*”将退出登录，改以“张*”的名义办理。" in pages.page.text
    )
    assert "不进入，保持当前登录" in pages.page.text
    assert pages.session["person_id"] == li_si.pk
    assert pages.get("/tenant/").status_code == 200 and "李四，您好" in pages.page.text
    pages.post(entry)
    assert pages.session["person_id"] == lease.tenants.get().person_id


def test_an_officer_is_told_that_they_would_be_signed_out(pages):
    pages.as_staff(name="王敏")
    pages.get(address(by_mini_program()))
    assert "“王敏”将退出登录" in pages.page.text
    assert pages.get("/centre/").status_code == 200


def test_who_is_signed_in_already_as_the_same_person_is_warned_of_nothing(pages, lease):
    pages.sign_in_as(lease.tenants.get().person)
    pages.get(address(by_platform(FILING_NO)))
    assert "此浏览器已登录" not in pages.page.text and "保持当前登录" not in pages.page.text


@pytest.mark.covers("SEC-03")
def test_a_form_of_another_site_neither_enters_nor_ends_a_session(lease):
    li_si = a_lease(tenants=[LI_SI_TERMS]).tenants.get().person
    browser = Pages(enforce_csrf_checks=True)
    browser.sign_in_as(li_si)
    entry = address(by_platform(FILING_NO))
    assert browser.post(entry).status_code == 403
    assert browser.session["person_id"] == li_si.pk
    assert HandOver.objects.get().used_at is None


@pytest.mark.covers("IDN-11")
def test_a_person_of_the_mini_program_is_signed_in_and_asked_for_consent_the_first_time(pages):
    response = pages.post(address(by_mini_program()))
    assert response["Location"] == "/m/"
    assert pages.session["person_id"] == HandOver.objects.get().person_id
    assert pages.get("/m/")["Location"] == "/consent?next=%2Fm%2F"
    assert pages.get("/")["Location"] == "/m/"


@pytest.mark.covers("NET-01")
@pytest.mark.parametrize(("face", "to"), [("web", "/tenant/pay"), ("mobile", "/m/pay")])
def test_from_the_filed_lease_one_comes_to_its_bills_without_signing_in(pages, lease, face, to):
    a_lease()  # another one of the same tenant, due today as well
    accepts_the_notice(lease)
    assert pages.post(address(by_platform(FILING_NO, face)))["Location"] == to
    pages.get(to)
    assert FILING_NO in pages.page.text
    assert [each.filing_no in pages.page.text for each in Lease.objects.order_by("pk")] == [
        True,
        False,
    ]


@pytest.mark.covers("NET-01")
def test_the_lease_is_shown_whatever_its_due_date(pages):
    later = a_lease(starts_on=clock.today().replace(year=clock.today().year + 1))
    enters(pages, later)
    pages.get("/tenant/pay")
    assert later.filing_no in pages.page.text


@pytest.mark.covers("NET-01")
def test_no_page_shows_another_lease_of_the_same_tenant(pages, lease):
    """Not in any list, calendar or sheet, and not by its address; tried on every page there is."""
    other = a_lease()
    order, paper, ended = an_order(other), a_paper(other), endings()
    ids = {argument: pks[0] for argument, pks in ended.things.items()} | of_contracts()
    contract_no = ids.pop("contract_no")
    enters(pages, lease)
    opened = set()
    for name, parameters in names_of_pages("tenant_web") + names_of_pages("tenant_mobile"):
        page = name.split(":")[1]
        number = paper.no if page in OF_PAPERS else order.no
        number = contract_no if page.startswith("contract") else number
        asked = {"filing_no": other.filing_no, "no": number, **ids}
        response = pages.get(reverse(name, kwargs={each: asked[each] for each in parameters}))
        if parameters:
            assert response.status_code in (404, 405), name
        else:
            for number in (other.filing_no, order.no, paper.no, "BA-ENDING"):
                assert number not in words_of(response), name
        opened.add(name)
    assert {"tenant_web:bills", "tenant_mobile:order", "tenant_web:home"} <= opened


def of_contracts() -> dict[str, str | int]:
    """What 张三 has signed, is asked to consent to, and would carry over: none of it is about the one lease."""
    landlord = an_enterprise(1)
    held = a_held_lease(filing_no="BA-RENEWED-0001")
    return {
        "contract_no": a_signed(landlord, number=2).no,
        "amendment_id": a_change(a_filed(landlord, number=4), landlord).pk,
        "carry_over_id": a_carry_over(held, a_renewal(held)).pk,
        "check_id": a_check_asked().pk,
    }


def a_paper(lease: Lease) -> Certificate:
    today = clock.today()
    return certificates.issue_statement(
        lease_id=lease.pk, from_on=today, to_on=today, language="zh-hans", by=tenant_of(lease)
    )


def names_of_pages(portal: str) -> list[tuple[str, list[str]]]:
    """Every page of a portal by name, and what its address takes."""
    _, resolver = get_resolver().namespace_dict[portal]
    return [
        (f"{portal}:{name}", list(parameters))
        for name in resolver.reverse_dict
        if isinstance(name, str)
        for forms, *_ in resolver.reverse_dict.getlist(name)
        for _, parameters in forms
    ]


def words_of(response) -> str:
    """What stands on a page, in a calendar or in a sheet."""
    if not response.content.startswith(b"PK"):
        return response.content.decode()
    with ZipFile(BytesIO(response.content)) as sheet:
        return "".join(sheet.read(name).decode() for name in sheet.namelist())


@pytest.mark.covers("NET-01")
def test_a_bar_says_what_is_shown_and_offers_signing_in(pages, lease):
    enters(pages, lease)
    pages.get("/tenant/")
    assert f"本次只显示合同 {FILING_NO}" in pages.page.text
    [way] = [
        a.get("href") for a in pages.page.all("a") if "登录后办理全部合同" in "".join(a.itertext())
    ]
    assert way == "/sign-in/start?as=person&next=%2Ftenant%2F"


@pytest.mark.covers("IDN-11", "NET-01")
def test_a_ticket_that_does_not_open_says_why_and_how_to_come_again(pages, lease):
    used, late = address(by_mini_program()), address(by_platform(FILING_NO))
    assert Pages().post(used).status_code == 302
    for ask in (pages.get, pages.post):
        assert ask(used).status_code == 404
        assert (
            "已经使用过" in pages.page.text and "重新点击【住房租赁押金 租金】" in pages.page.text
        )
        assert ask("/enter/made-up").status_code == 404
        assert "不正确" in pages.page.text
    advance_clock(seconds=121, by=CLOCK)
    for ask in (pages.get, pages.post):
        assert ask(late).status_code == 404
        assert "已过期" in pages.page.text and "重新点击【去支付】" in pages.page.text
    assert "person_id" not in pages.session


@pytest.mark.covers("NET-01")
def test_who_is_signed_in_already_gets_a_new_session_and_the_old_one_ends(pages, lease):
    other = a_lease()
    pages.sign_in_as(lease.tenants.get().person)
    pages.get(f"/tenant/pay/{other.filing_no}")
    before = pages.session.session_key
    pages.post(address(by_platform(FILING_NO)))
    assert pages.session.session_key != before
    assert pages.get(f"/tenant/pay/{other.filing_no}").status_code == 404
    old = Client(headers={"cookie": f"sessionid={before}"})
    assert old.get("/tenant/")["Location"].startswith("/sign-in")


@pytest.mark.covers("NET-01")
def test_an_organisation_that_lets_too_comes_as_tenant_and_cannot_change_to_enterprise(pages):
    a_lease(enterprise=ENTERPRISE)
    mine = a_lease(filing_no=FILING_NO, tenants=[COMPANY_AS_TENANT])
    enters(pages, mine, **COMPANY)
    assert pages.session["capacity"] == Capacity.TENANT
    pages.get("/tenant/pay")
    assert FILING_NO in pages.page.text and "切换为住房租赁企业" not in pages.page.text
    pages.post("/capacity", {"capacity": "enterprise"})
    assert pages.session["capacity"] == Capacity.TENANT
    assert pages.get("/enterprise/")["Location"].startswith("/capacity")


def test_entering_needs_a_form_of_ours():
    entry = address(by_mini_program())
    assert Client(enforce_csrf_checks=True).post(entry).status_code == 403
    assert HandOver.objects.get().used_at is None
