"""Changes, renewals and ends of filed leases, from the institution's page to the tenant's bills. (CON-13)"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies.tests.offices import an_institution
from anju.contracts.models import Lease
from anju.contracts.queries import bills_of
from anju.core import clock
from anju.core.tests.test_files import a_pdf
from anju.custody.queries import carry_over_between
from anju.filings.actions import approve_filing
from anju.filings.actions import submit_renewal as renewal_handed_in
from anju.filings.models import Filing
from anju.filings.tests.amending import REVIEWER, a_change, a_filed, a_renewal_signed
from anju.people.models import Person
from anju.people.rules import Power
from anju.signings.tests.signing import (
    SECOND,
    TENANT,
    a_signed,
    tenant_actor,
)
from anju.tests.amendments.pages import DAY, handed_in, links, to, typed, value_of
from anju.tests.custody_world import lots_taken_in
from anju.tests.pages import Pages
from anju.tests.world import a_credit, a_paying_order
from anju.web.tests.test_contracts_of_tenants import CHINESE
from anju.web.tests.test_contracts_of_tenants import NAMES as OF_CONTRACTS

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-13")]
BOTH = [TENANT, SECOND]
NAMES = (*OF_CONTRACTS, "李四", "李*", "补充协议", "北京安家住房租赁有限公司", "（北京）")


@pytest.fixture
def filed(by):
    """4,000 yuan a month, half-yearly, rented by two for a year; deposit and first half-year in custody."""
    filing = a_filed(by, tenants=BOTH)
    a_credit(a_paying_order(filing.lease))
    lots_taken_in()
    return Filing.objects.get(pk=filing.pk)


@pytest.fixture
def reviewing(db):
    pages = Pages()
    pages.as_staff(Power.FILING_REVIEW, username="shen.he", name="沈和")
    return pages


def tenant(of=TENANT):
    pages = Pages()
    pages.sign_in_as(Person.objects.get(pk=tenant_actor(of).person_id))
    return pages


def consent(pages, address):
    pages.get(address)
    sent = {}
    for one in pages.page.all("input"):
        if one.get("name") == "read":
            sent["read"] = one.get("value")
    return pages.post(address, sent)


def decide(reviewing, filing, **decision):
    reviewing.post(to("authority:review_contract_filing", filing.pk), decision)


def test_a_change_goes_from_the_institution_over_both_tenants_and_the_review_to_the_bills(
    desk, filed, reviewing
):
    lease, form = filed.lease, to("agency:change_lease", filed.pk)
    desk.get(to("agency:contract_filing", filed.pk))
    assert form in links(desk)
    desk.get(form)
    assert (value_of(desk, "monthly_rent"), value_of(desk, "from_on")) == ("4000.00", "")
    answer = handed_in(desk, form, typed(lease))
    change = Filing.objects.get(kind="change")
    assert answer["Location"] == to("agency:contract_filing", change.pk)
    desk.get(answer["Location"])
    assert desk.page.text.count("尚未同意") == 2
    assert "月租金 4,000.00元 4,500.00元" in desk.page.text and "27,000.00元" in desk.page.text
    assert desk.get(to("agency:amendment_document", change.pk)).content.startswith(b"%PDF")

    decide(reviewing, change, decision="approve")
    assert "还有2名承租人没有同意这次变更备案" in reviewing.page.text
    first, second = tenant(TENANT), tenant(SECOND)
    web, phone = to("tenant_web:amendment", change.pk), to("tenant_mobile:amendment", change.pk)
    for pages, root, address in ((first, "/tenant/", web), (second, "/m/", phone)):
        for page in (root, f"{root}contracts"):
            pages.get(page)
            assert address in links(pages) and "合同变更待您同意" in pages.page.text
        pages.get(address)
        for said in ("变更前 4,000.00元 变更后 4,500.00元", "27,000.00元", "24,000.00元"):
            assert said in pages.page.text, said
        assert pages.get(f"{address}/paper").content.startswith(b"%PDF")
        assert consent(pages, address)["Location"] == address
        pages.get(address)
        assert "您已同意" in pages.page.text and "暂不同意" not in pages.page.text
        pages.get(root)
        assert address not in links(pages)

    reviewing.get(to("authority:contract_filing", change.pk))
    assert "尚未同意" not in reviewing.page.text
    assert "月租金 4,000.00元 4,500.00元" in reviewing.page.text
    decide(reviewing, change, decision="approve")
    reviewing.get(to("authority:contract_filing", change.pk))
    assert "变更备案办结" in reviewing.page.text
    assert "月租金 4,000.00元 4,500.00元" in reviewing.page.text  # as it was before, still

    for pages, portal in ((desk, "agency"), (reviewing, "authority")):
        papers = [to(f"{portal}:filing_certificate", pk) for pk in (change.pk, filed.pk)]
        for one in (filed, change):
            pages.get(to(f"{portal}:contract_filing", one.pk))
            assert [link for link in links(pages) if link in papers] == papers
        assert "出具的证明（已被替换）" in pages.page.text
        for paper in papers:
            answer = pages.get(paper)
            assert answer.content.startswith(b"%PDF")
            assert f"{filed.filing_no}.pdf" in answer["Content-Disposition"]

    first.get(to("tenant_web:all_bills"))
    assert "27,000.00" in first.page.text and "500.00" in first.page.text
    bills = bills_of(Lease.objects.get())
    assert [bill.amount_fen for bill in bills.filter(kind="rent")] == [24_000_00, 27_000_00]
    assert sum(bill.amount_fen for bill in bills.filter(kind="deposit")) == 4_500_00


def test_what_is_refused_stands_at_its_field_and_what_was_typed_is_kept(desk, filed):
    form, first = to("agency:change_lease", filed.pk), filed.lease.instalments.get(number=1)
    for wrong, sentence in [
        ({"from_on": str(first.from_on)}, "变更只能自"),
        ({"deposit": "9000"}, "超过一个月租金"),
        ({"deposit": "100"}, "不能低于该金额"),
        ({"from_on": ""}, "租金分期没有相应变更"),
        ({"pay_months": ""}, "请填写每次支付几个月的租金"),
        ({"monthly_rent": "四千"}, "不是金额"),
        ({"ends_on": ""}, "请填写租赁期止"),
        ({"basis": ""}, "请选择"),
        ({"uploads": ""}, "请上传协议或者法律文书"),
    ]:
        assert desk.post(form, typed(filed.lease, **wrong)).status_code == 200, wrong
        assert sentence in desk.page.text, wrong
        [name] = wrong
        if name not in ("basis", "uploads"):
            assert value_of(desk, name) == wrong[name]
            assert value_of(desk, "uploads-kept")
    two = [SimpleUploadedFile(f"{name}.pdf", a_pdf()) for name in "甲乙"]
    desk.post(form, typed(filed.lease, uploads=two))
    assert "只能上传一份文件" in desk.page.text
    same = {"from_on": "", "monthly_rent": "4000", "deposit": "4000"}
    same["deposit_due_on"] = str(filed.lease.deposit_due_on)
    desk.post(form, typed(filed.lease, **same))
    assert "不需要变更" in desk.page.text
    assert Filing.objects.count() == 1


def test_what_comes_back_says_why_and_is_handed_in_again_with_what_stood_in_it(
    desk, filed, reviewing
):
    form = to("agency:change_lease", filed.pk)
    handed_in(desk, form, typed(filed.lease))
    change = Filing.objects.get(kind="change")
    consent(tenant(TENANT), to("tenant_web:amendment", change.pk))
    decide(reviewing, change, decision="reject", because="请写明押金")
    desk.get(to("agency:contract_filing", change.pk))
    assert "退回原因：请写明押金" in desk.page.text and form in links(desk)
    desk.get(form)
    begun = {name: value_of(desk, name) for name in ("from_on", "monthly_rent", "deposit")}
    kept = value_of(desk, "uploads-kept")
    second = filed.lease.instalments.get(number=2)
    assert begun == {
        "from_on": str(second.from_on),
        "monthly_rent": "4500.00",
        "deposit": "4500.00",
    }
    again = typed(filed.lease, monthly_rent="4600") | {"uploads-kept": kept}
    del again["uploads"]
    handed_in(desk, form, again)
    change.refresh_from_db()
    assert change.status == "submitted"
    desk.get(to("agency:contract_filing", change.pk))
    assert desk.page.text.count("尚未同意") == 2 and "27,600.00元" in desk.page.text
    desk.post(to("agency:withdraw_contract", change.pk), {"because": "双方另行商定"})
    change.refresh_from_db()
    assert change.status == "withdrawn"


def test_a_tenant_consents_to_what_they_read_only(desk, filed, reviewing):
    form = to("agency:change_lease", filed.pk)
    handed_in(desk, form, typed(filed.lease))
    change = Filing.objects.get(kind="change")
    first, address = tenant(TENANT), to("tenant_web:amendment", change.pk)
    first.get(address)
    read = value_of(first, "read")
    decide(reviewing, change, decision="reject", because="请写明押金")
    handed_in(desk, form, typed(filed.lease, monthly_rent="4600"))
    for stale in (read, "none", ""):
        assert first.post(address, {"read": stale}).status_code == 200
        assert "尚未同意" in first.page.text
    assert change.submissions.count() == 2
    assert consent(first, address).status_code == 302


def test_an_end_is_filed_with_its_paper_and_needs_the_tenants(desk, filed, reviewing):
    form = to("agency:end_lease", filed.pk)
    sent = {"basis": "agreement", "uploads": SimpleUploadedFile("解约协议.pdf", a_pdf())}
    desk.post(form, sent | {"ended_on": str(clock.today() + DAY)})
    assert "住房交还后再办理注销备案" in desk.page.text
    kept = value_of(desk, "uploads-kept")
    ended_on = str(clock.today())
    desk.post(form, {"ended_on": ended_on, "basis": "agreement", "uploads-kept": kept})
    end = Filing.objects.get(kind="end")
    for of, page in ((TENANT, "tenant_web"), (SECOND, "tenant_mobile")):
        pages, address = tenant(of), to(f"{page}:amendment", end.pk)
        pages.get(to(f"{page}:home"))
        assert address in links(pages) and "合同注销待您同意" in pages.page.text
        consent(pages, address)
    reviewing.get(f"{to('authority:contract_filings')}?kind=end")
    assert to("authority:contract_filing", end.pk) in links(reviewing)
    reviewing.get(f"{to('authority:contract_filings')}?kind=change")
    assert to("authority:contract_filing", end.pk) not in links(reviewing)
    decide(reviewing, end, decision="approve")
    end.refresh_from_db()
    assert (end.status, end.contract.status) == ("approved", "ended")
    desk.get(to("agency:contract_filing", filed.pk))
    assert form not in links(desk)


def test_a_renewal_takes_the_deposit_along_and_bills_what_is_missing(desk, by, filed, reviewing):
    form = to("agency:renew_lease", filed.pk)
    desk.get(form)
    assert "没有可以备案的续租合同" in desk.page.text
    contract = a_renewal_signed(filed, by, monthly_rent="4300", deposit="4300.00", tenants=BOTH)
    desk.get(form)
    assert contract.no in desk.page.text
    assert desk.post(form, {"contract_id": "x"}).status_code == 200
    desk.post(form, {"contract_id": contract.pk, "carries_deposit": "on"})
    renewal = Filing.objects.get(kind="renewal")
    reviewing.get(to("authority:contract_filing", renewal.pk))
    for said in ("结转原合同押金", "月租金 4,000.00元 4,300.00元", filed.filing_no):
        assert said in reviewing.page.text, said
    decide(reviewing, renewal, decision="approve")
    renewal.refresh_from_db()
    assert renewal.lease is not None
    desk.get(to("agency:contract_filing", renewal.pk))
    assert desk.page.text.count("尚未同意") == 2 and "待承租人同意" in desk.page.text

    for of, portal in ((TENANT, "tenant_web"), (SECOND, "tenant_mobile")):
        pages = tenant(of)
        pages.get(to(f"{portal}:home"))
        assert "押金结转待您同意" in pages.page.text
        [address] = [link for link in links(pages) if "/carry-overs/" in link]
        pages.get(address)
        for said in (
            "变更前 4,000.00元 变更后 4,300.00元",
            "结转至续租合同的押金 4,000.00元",
            "续租合同还需缴纳的押金 300.00元",
            "25,800.00元",
        ):
            assert said in pages.page.text, said
        assert consent(pages, address)["Location"] == address
    deposit = bills_of(renewal.lease).filter(kind="deposit")
    assert [bill.amount_fen for bill in deposit] == [300_00]
    pages.get(to("tenant_mobile:all_bills"))
    assert "300.00" in pages.page.text
    desk.get(to("agency:contract_filing", renewal.pk))
    assert "待结转" in desk.page.text and "尚未同意" not in desk.page.text


@pytest.mark.covers("TEN-92")
@pytest.mark.parametrize("portal", ["tenant_web", "tenant_mobile"])
def test_who_reads_english_consents_in_english(by, filed, portal, django_assert_max_num_queries):
    renewal = renewal_handed_in(
        contract_id=a_renewal_signed(filed, by, tenants=BOTH).pk,
        filing_no=filed.filing_no,
        carries_deposit=True,
        by=by,
    )
    carried = approve_filing(filing_id=renewal.pk, by=REVIEWER)
    over = carry_over_between(filed.lease_id, carried.lease_id)
    change = a_change(filed, by)
    reader = tenant(TENANT)
    reader.post("/language", {"language": "en", "next": to(f"{portal}:home")})
    pages = [to(f"{portal}:contracts"), to(f"{portal}:home")]
    pages += [to(f"{portal}:amendment", change.pk), to(f"{portal}:carry_over", over.pk)]
    for address in pages:
        reader.get(address)
        with django_assert_max_num_queries(25):
            reader.get(address)
        text = re.sub(r"京\(2020\)朝不动产权第\d{7}号", "", reader.page.text)
        for name in sorted(NAMES, key=len, reverse=True):
            text = text.replace(name, "")
        assert CHINESE.findall(text) == [], (address, text)
    reader.get(pages[1])
    assert "A change of your lease waits for your consent" in reader.page.text
    reader.get(pages[2])
    assert "Before: 4,000.00 yuan After: 4,500.00 yuan" in reader.page.text


@pytest.mark.covers("SEC-02")
def test_strangers_find_nothing_of_it(desk, by, filed, reviewing):
    handed_in(desk, to("agency:change_lease", filed.pk), typed(filed.lease))
    change = Filing.objects.get(kind="change")
    other = Pages()
    other.as_administrator(an_institution(name="北京别家住房租赁有限公司").organisation)
    for name in ("change_lease", "renew_lease", "end_lease"):
        assert other.get(to(f"agency:{name}", filed.pk)).status_code == 404
        assert desk.get(to(f"agency:{name}", change.pk)).status_code == 404  # it files no lease
    assert other.get(to("agency:amendment_document", change.pk)).status_code == 404
    assert desk.get(to("agency:amendment_document", filed.pk)).status_code == 404
    third = TENANT | {"name": "赵六", "id_number": "110101198001010010", "phone": "13800000009"}
    a_signed(by, number=2, tenants=[third])
    stranger = tenant(third)
    for portal in ("tenant_web", "tenant_mobile"):
        address = to(f"{portal}:amendment", change.pk)
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"read": "x"}).status_code == 404
        assert stranger.get(f"{address}/paper").status_code == 404
        assert stranger.get(to(f"{portal}:carry_over", 1)).status_code == 404
