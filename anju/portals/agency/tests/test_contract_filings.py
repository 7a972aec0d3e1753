"""合同备案 by an institution: applied for, returned, handed in again, the certificate, files. (CON-10 to CON-14)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies.tests.offices import administrator_of, an_institution
from anju.filings import actions
from anju.filings.models import Filing, FilingFile
from anju.filings.tests.filing import a_reviewer, again, say, submitted, submitted_paper
from anju.people.rules import InstitutionPower
from anju.portals.agency.tests.addresses import forms_of, links_of, text_of, to
from anju.signings.tests.signing import a_signed
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def today():
    """The register has a clock of its own: here it is really today."""


@pytest.fixture
def own(db):
    return an_institution()


@pytest.fixture
def by(own):
    return administrator_of(own)


@pytest.mark.covers("CON-10", "CON-12")
def test_a_signed_contract_is_found_by_either_number_filed_as_it_stands_and_certified(desk, by):
    signed = a_signed(by, pay_months="6")
    for words, count in [(signed.no, 1), (signed.certificate_no, 1), ("ZL1101052026112999999", 0)]:
        desk.get(to("choose_contract"), {"text": words})
        assert forms_of(desk).count(to("submit_contract", signed.pk)) == count, words
    answer = desk.post(to("submit_contract", signed.pk))
    filing = Filing.objects.get()
    assert answer["Location"] == to("contract_filing", filing.pk)
    shown = text_of(desk, "contract_filing", filing.pk)
    assert "待审核" in shown and signed.no in shown
    assert desk.get(to("filing_certificate", filing.pk)).status_code == 404
    actions.approve_filing(filing_id=filing.pk, by=a_reviewer())
    filing = again(filing)
    assert filing.filing_no in text_of(desk, "contract_filing", filing.pk)
    paper = desk.get(to("filing_certificate", filing.pk))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert filing.application_no in text_of(desk, "contract", signed.pk)


@pytest.mark.covers("CON-12")
def test_what_came_back_says_why_is_corrected_and_handed_in_again(desk, by):
    say(False)
    filing = submitted_paper(by=by)
    reviewer = a_reviewer()
    actions.send_back(filing_id=filing.pk, because="扫描件不清晰", by=reviewer)
    shown = text_of(desk, "contract_filing", filing.pk)
    assert "退回原因：扫描件不清晰" in shown and reviewer.name not in shown
    assert "退回待修改的合同备案 1" in text_of(desk, "home")
    listed = to("contract_filings", ask="status=returned")
    assert listed in links_of(desk)
    desk.get(listed)
    assert to("contract_filing", filing.pk) in links_of(desk)
    answer = desk.post(to("correct_contract", filing.pk))
    assert answer["Location"] == to("contract_terms", filing.contract_id)
    text_of(desk, "contract_preview", filing.contract_id)
    [seen] = [one.get("value") for one in desk.page.all("input") if one.get("name") == "seen"]
    desk.post(to("sign_contract", filing.contract_id), {"seen": seen})
    desk.post(to("resubmit_contract", filing.pk))
    assert again(filing).status == "submitted"
    desk.post(to("withdraw_contract", filing.pk), {"because": "改为网签"})
    assert again(filing).status == "withdrawn"


@pytest.mark.covers("IDN-04")
def test_who_does_not_handle_contracts_is_led_to_none(own):
    pages = Pages()
    pages.as_operator(own.organisation, InstitutionPower.HOMES)
    assert "退回待修改的合同备案" not in text_of(pages, "home")
    assert to("contract_filings", ask="status=returned") not in links_of(pages)


def test_what_is_refused_is_told(desk, by):
    filing = submitted(by=by)
    actions.send_back(filing_id=filing.pk, because="请核对租金", by=a_reviewer())
    answer = desk.post(to("submit_contract", filing.contract_id))
    assert answer["Location"] == to("contract", filing.contract_id)
    assert "请在原申请上改正后重新提交" in text_of(desk, "contract", filing.contract_id)


@pytest.mark.covers("CON-14")
def test_files_of_contracts_have_a_template_progress_and_a_result(desk, by):
    sheet = desk.get(to("filing_template")).content
    assert sheet.startswith(b"PK")
    desk.post(to("filing_files"), {"file": SimpleUploadedFile("备案.xlsx", sheet)})
    assert "备案前必须进行合同网签" in desk.page.text and FilingFile.objects.count() == 0
    say(False)
    desk.post(to("filing_files"), {"file": SimpleUploadedFile("备案.xlsx", sheet)})
    assert "没有合同" in desk.page.text and FilingFile.objects.count() == 0


@pytest.mark.covers("CON-11")
def test_the_page_says_whether_a_contract_must_be_signed_online_first(desk):
    assert "备案前必须进行合同网签" in text_of(desk, "choose_contract")
    say(False)
    assert "纸质合同请先补录" in text_of(desk, "choose_contract")
    assert f"{to('choose_home')}?way=paper" in links_of(desk)
