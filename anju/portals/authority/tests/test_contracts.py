"""合同备案 at the desk: found, handed in, looked at, reviewed by another, returned and handed in again."""

from datetime import timedelta

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.models import Look
from anju.filings import actions
from anju.filings.models import Filing
from anju.homes.tests.asking import an_enterprise
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import forms_of, links_of, text_of, to
from anju.signings.tests.signing import TENANT, a_draft, a_signed
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def desk(*powers, username, name):
    pages = Pages()
    pages.as_staff(*powers, username=username, name=name)
    return pages


@pytest.fixture
def entering(db):
    return desk(Power.FILING_ENTER, username="lu.yi", name="陆毅")


@pytest.fixture
def reviewing(db):
    return desk(Power.FILING_REVIEW, username="shen.he", name="沈和")


def signed():
    return a_signed(an_enterprise(), pay_months="6")


def submitted():
    """Handed in by the enterprise itself."""
    by = an_enterprise()
    contract = a_signed(by, pay_months="6")
    return actions.submit_filing(contract_id=contract.pk, by=by)


@pytest.mark.covers("CON-10")
def test_a_contract_is_found_by_certificate_or_number_and_handed_in(entering):
    contract = signed()
    draft = a_draft(an_enterprise(), number=2)
    address = to("file_contract", contract.pk)
    for text, count in [
        ("", 1),
        (contract.no, 1),
        (contract.certificate_no, 1),
        (TENANT["name"], 1),
        (draft.no, 0),
        ("没有这个", 0),
    ]:
        entering.get(to("contracts_to_file"), {"text": text})
        assert links_of(entering).count(address) == count, text
    shown = text_of(entering, "file_contract", contract.pk)
    assert contract.address in shown and "租金分期" in shown
    assert TENANT["id_number"] not in shown and TENANT["phone"] not in shown
    assert Filing.objects.count() == 0

    entering.post(address)
    filing = Filing.objects.get()
    assert entering.post(address)["Location"] == to("contract_filing", filing.pk)
    assert (Filing.objects.count(), filing.submitted_by) == (1, "lu.yi")
    assert address not in links_after(entering, "contracts_to_file")


def links_after(pages, name):
    pages.get(to(name))
    return links_of(pages)


@pytest.mark.covers("CON-12", "IDN-03")
def test_who_may_not_review_reads_which_post_that_needs_and_who_has_it(entering, reviewing):
    filing = submitted()
    shown = text_of(entering, "contract_filing", filing.pk)
    assert "合同备案审核需要「审核合同备案」岗位。有此岗位的人员：沈和" in shown
    address = to("review_contract_filing", filing.pk)
    assert address not in forms_of(entering)
    assert entering.post(address, {"decision": "approve"}).status_code == 403
    assert "沈和" in entering.page.text
    text_of(reviewing, "contract_filing", filing.pk)
    assert address in forms_of(reviewing)


@pytest.mark.covers("CON-12")
def test_who_handed_it_in_does_not_review_it(reviewing):
    both = desk(Power.FILING_ENTER, Power.FILING_REVIEW, username="quan", name="全能")
    both.post(to("file_contract", signed().pk))
    filing = Filing.objects.get()
    address = to("review_contract_filing", filing.pk)
    assert "请由沈和审核" in text_of(both, "contract_filing", filing.pk)
    assert address not in forms_of(both)
    both.post(address, {"decision": "approve"})
    assert "提交申请的人不能审核同一份申请" in both.page.text
    assert Filing.objects.get().status == "submitted"


@pytest.mark.covers("CON-12", "CON-13")
def test_an_approval_files_the_contract_with_its_certificate(reviewing):
    filing = submitted()
    assert "待审核的合同备案 1" in text_of(reviewing, "home")
    assert reviewing.get(to("filing_certificate", filing.pk)).status_code == 404
    reviewing.post(to("review_contract_filing", filing.pk), {"decision": "approve"})
    filing.refresh_from_db()
    assert filing.status == "approved" and filing.lease is not None
    assert filing.filing_no in text_of(reviewing, "contract_filing", filing.pk)
    assert "沈和" in reviewing.page.text
    certificate = reviewing.get(to("filing_certificate", filing.pk))
    assert certificate["Content-Type"] == "application/pdf"
    assert certificate.content.startswith(b"%PDF")


def test_what_is_returned_says_why_and_is_handed_in_again(entering, reviewing):
    entering.post(to("file_contract", signed().pk))
    filing = Filing.objects.get()
    address = to("review_contract_filing", filing.pk)
    reviewing.post(address, {"decision": "reject", "because": ""})
    assert "请填写原因" in reviewing.page.text
    reviewing.post(address, {"decision": "reject", "because": "缺少共有人同意"})
    assert "退回原因：缺少共有人同意" in text_of(entering, "contract_filing", filing.pk)
    assert "退回的合同备案 1" in text_of(entering, "home")
    entering.post(to("resubmit_contract_filing", filing.pk))
    filing.refresh_from_db()
    assert filing.status == "submitted"
    assert "提交次数 2" in text_of(reviewing, "contract_filing", filing.pk)


def test_an_application_is_withdrawn_with_a_reason(entering):
    filing = submitted()
    address = to("withdraw_contract_filing", filing.pk)
    assert entering.post(address, {"because": ""}).status_code == 200
    entering.post(address, {"because": "双方另行约定"})
    filing.refresh_from_db()
    assert filing.status == "withdrawn"
    assert address not in links_of(entering)


@pytest.mark.covers("CON-12")
def test_those_that_wait_come_first_and_what_is_late_is_marked(reviewing):
    filing = submitted()
    address = to("contract_filing", filing.pk)
    assert address in links_after(reviewing, "contract_filings")
    assert "已超期" not in reviewing.page.text
    advance_clock(seconds=int(timedelta(days=20).total_seconds()), by=CLOCK)
    assert address in links_after(reviewing, "contract_filings")
    assert "已超期" in reviewing.page.text
    for ask, count in [
        ({"text": filing.application_no}, 1),
        ({"text": filing.contract_no}, 1),
        ({"text": filing.certificate_no}, 1),
        ({"text": filing.address[3:7]}, 1),
        ({"text": "没有"}, 0),
        ({"status": "approved"}, 0),
        ({"district": filing.district}, 1),
    ]:
        reviewing.get(to("contract_filings"), ask)
        assert links_of(reviewing).count(address) == count, ask


@pytest.mark.covers("SEC-01", "SEC-02")
def test_papers_are_there_for_who_reviews_and_under_their_own_application_only(reviewing):
    filing = submitted()
    other = a_signed(an_enterprise(2), number=3, pay_months="6")
    text_of(reviewing, "contract_filing", filing.pk)
    [address, *_more] = [link for link in links_of(reviewing) if "/papers/" in link]
    assert reviewing.get(address).content.startswith(b"%PDF")
    look = Look.objects.get()
    assert (look.whose, look.record_id, look.purpose) == (
        filing.contract_no,
        filing.pk,
        "合同要件",
    )
    foreign = other.documents.first().pk
    assert reviewing.get(to("contract_paper", filing.pk, foreign)).status_code == 404
    credit = desk(Power.CREDIT_APPLY, username="xin", name="辛勇")
    assert credit.get(address).status_code == 403
