"""合同补录 at the counter: by certificate number, step by step, handed in, corrected when sent back. (CON-11)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.core.tests.test_files import a_pdf
from anju.desks.forms_of_contracts import StepForm, TenantsForm
from anju.filings import actions
from anju.filings.models import Filing
from anju.filings.tests.filing import a_reviewer, say
from anju.homes.tests.asking import an_enterprise
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import forms_of, links_of, text_of, to
from anju.signings.models import Contract
from anju.signings.rules import Way
from anju.signings.tests.signing import (
    a_draft,
    a_home_verified,
    again,
    an_entered,
    typed,
)
from anju.tests.pages import Pages
from anju.tests.world import a_bank_account

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-11")]


@pytest.fixture
def entering(db):
    pages = Pages()
    pages.as_staff(Power.FILING_ENTER, username="lu.yi", name="陆毅")
    return pages


def step(pages, name, contract, sent):
    answer = pages.post(to(name, contract.pk), sent | {"step": "next"})
    assert answer.status_code == 302, pages.page.text
    return answer["Location"]


def seen(pages, contract):
    text_of(pages, "contract_preview", contract.pk)
    [field] = [one for one in pages.page.all("input") if one.get("name") == "seen"]
    return {"seen": field.get("value")}


def test_a_paper_contract_is_found_by_certificate_entered_and_handed_in(entering):
    assert to("paper_contracts") not in links_after(entering, "contract_filings")
    say(False)
    assert to("paper_contracts") in links_after(entering, "contract_filings")
    a_bank_account()
    home = a_home_verified(an_enterprise())
    begin = to("begin_contract", home.pk)
    for text, count in (
        (home.home.certificate_no, 1),
        ("京(2020)朝不动产权第9999999号", 0),
        ("", 0),
    ):
        entering.get(to("paper_contracts"), {"text": text})
        assert forms_of(entering).count(begin) == count, text
    entering.post(begin)
    contract = Contract.objects.get()
    assert (contract.way, contract.begun_by) == ("paper", "lu.yi")
    facts = typed(paper_signed_on="2020-01-01", pay_months="6")
    tenants = {"tenants": facts.pop("tenants")}
    assert step(entering, "contract_terms", contract, dict(StepForm.flat(facts))) == to(
        "contract_tenants", contract.pk
    )
    step(entering, "contract_tenants", contract, dict(TenantsForm.flat(tenants)))
    step(entering, "contract_agreements", contract, dict(StepForm.flat(facts)))
    assert to("contract", contract.pk) in links_after(entering, "paper_contracts")
    text_of(entering, "contract_preview", contract.pk)
    papers = {
        kind: SimpleUploadedFile(f"{kind}.pdf", a_pdf())
        for kind in ("title", "identity", "paper_contract")
    }
    step(entering, "contract_documents", contract, papers)

    entering.post(to("sign_contract", contract.pk), seen(entering, contract))

    assert again(contract).status == "entered"
    assert entering.get(to("contract", contract.pk))["Location"] == to("file_contract", contract.pk)
    entering.post(to("file_contract", contract.pk))
    filing = Filing.objects.get()
    assert (filing.status, filing.submitted_by) == ("submitted", "lu.yi")
    went = entering.get(to("contract", contract.pk))["Location"]
    assert went == to("contract_filing", filing.pk)
    assert to("contract", contract.pk) not in links_after(entering, "paper_contracts")


def links_after(pages, name):
    pages.get(to(name))
    return links_of(pages)


def test_what_is_missing_is_told_and_nothing_is_entered(entering):
    contract = a_draft(way=Way.PAPER, monthly_rent="")
    shown = text_of(entering, "contract_preview", contract.pk)
    assert "需要补充或者修改" in shown
    assert f"{to('contract_terms', contract.pk)}?check=1#id_monthly_rent" in links_of(entering)
    assert to("sign_contract", contract.pk) not in forms_of(entering)
    entering.post(to("sign_contract", contract.pk), {"seen": "00"})
    assert again(contract).status == "draft"


def test_a_returned_paper_contract_is_corrected_entered_anew_and_handed_in_again(entering):
    say(False)
    by = an_enterprise()
    contract = an_entered(by, pay_months="6")
    filing = actions.submit_filing(contract_id=contract.pk, by=by)
    actions.send_back(filing_id=filing.pk, because="租金与扫描件不符", by=a_reviewer())
    text_of(entering, "contract_filing", filing.pk)
    assert to("correct_contract", filing.pk) in forms_of(entering)
    answer = entering.post(to("correct_contract", filing.pk))
    assert answer["Location"] == to("contract_terms", contract.pk)
    facts = typed(paper_signed_on="2020-01-01", pay_months="6", monthly_rent="4100")
    facts.pop("tenants")
    step(entering, "contract_terms", contract, dict(StepForm.flat(facts)))

    entering.post(to("sign_contract", contract.pk), seen(entering, contract))

    went = entering.get(to("contract", contract.pk))["Location"]
    assert went == to("contract_filing", filing.pk)
    entering.post(to("resubmit_contract_filing", filing.pk))
    filing.refresh_from_db()
    assert filing.status == "submitted" and filing.submissions.count() == 2
    assert "4,100" in text_of(entering, "contract_filing", filing.pk)


def test_an_entry_is_cancelled_and_its_papers_are_there_for_who_enters_only(entering):
    contract = a_draft(way=Way.PAPER)
    paper = contract.documents.order_by("pk")[0]
    assert entering.get(to("contract_document", paper.pk)).content.startswith(b"%PDF")
    assert entering.get(to("contract_pdf", contract.pk)).content.startswith(b"%PDF")
    reviewing = Pages()
    reviewing.as_staff(Power.FILING_REVIEW, username="shen.he", name="沈和")
    for name, of in (("contract_document", paper), ("contract_terms", contract)):
        assert reviewing.get(to(name, of.pk)).status_code == 403
    entering.post(to("cancel_contract", contract.pk))
    assert again(contract).status == "cancelled"


def test_what_is_signed_online_is_not_written_at_the_counter(entering):
    online = a_draft()
    for name in ("contract", "contract_terms", "contract_preview", "contract_pdf"):
        assert entering.get(to(name, online.pk)).status_code == 404, name
    assert entering.post(to("cancel_contract", online.pk)).status_code == 404
