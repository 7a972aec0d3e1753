"""Whoever is shown a contract or the certificate of its filing can check both. (CON-05, CON-12)"""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.core import clock
from anju.filings import actions as filing_actions
from anju.filings import queries as filings
from anju.filings.tests.amending import a_changed
from anju.filings.tests.filing import a_reviewer
from anju.homes.tests.asking import an_enterprise
from anju.portals.public import guesses
from anju.portals.public.numbers import address_for
from anju.signings import queries as signings
from anju.signings.tests.signing import a_draft, a_signed

pytestmark = pytest.mark.django_db


def filed(contract, by):
    filing = filing_actions.submit_filing(contract_id=contract.pk, by=by)
    filing = filing_actions.approve_filing(filing_id=filing.pk, by=a_reviewer())
    return filing, filings.certificate_of(filing)


def compare(pages, address, content, name="合同.pdf"):
    file = SimpleUploadedFile(name, content, "application/pdf")
    assert pages.post(address, {"file": file})["Location"] == address
    pages.get(address)
    return pages.page.text


@pytest.mark.covers("CON-05")
def test_a_copy_of_a_contract_is_told_from_one_with_a_changed_byte(pages, db):
    contract = a_signed()
    pdf = signings.pdf_of(contract)
    address = f"/public/contracts/{contract.no}"
    assert "一致：文件「合同.pdf」" in compare(pages, address, pdf)
    changed = pdf[:-1] + bytes([pdf[-1] ^ 1])
    assert "不一致：文件「合同.pdf」" in compare(pages, address, changed)


@pytest.mark.covers("CON-05")
def test_a_signed_contract_is_said_to_hold_and_names_nobody(pages, db):
    contract = a_signed()
    content = pages.get(f"/public/contracts/{contract.no}").content.decode()
    assert "已经签订，还没有备案" in pages.page.text and "朝阳区" in pages.page.text
    terms = signings.terms_of(contract)
    for secret in (terms.tenants[0].name, terms.tenants[0].id_number, terms.address):
        assert secret not in content


def test_a_contract_that_never_took_effect_is_not_there_and_guessing_has_an_end(pages, monkeypatch):
    cache.clear()
    draft = a_draft()
    assert pages.get(f"/public/contracts/{draft.no}").status_code == 404
    assert "没有这个编号的合同" in pages.page.text
    assert pages.get("/public/contracts/ZL1").status_code == 404
    assert "合同编号有误" in pages.page.text
    monkeypatch.setattr(guesses, "LIMIT", 1)
    assert pages.get(f"/public/contracts/{draft.no}").status_code == 429
    assert pages.get("/public/filings/BA11010520260000017").status_code == 429
    cache.clear()


@pytest.mark.covers("CON-12")
def test_the_code_of_the_certificate_leads_to_what_it_states_and_its_file_is_compared(pages, db):
    by = an_enterprise()
    filing, certificate = filed(a_signed(by), by)
    address = f"/public/filings/{filing.filing_no}/{certificate.code}"
    pages.get(address)
    facts, text = filings.facts_of(certificate), pages.page.text
    assert "备案现在有效" in text and facts["address"] in text and facts["enterprise"] in text
    assert facts["tenants_masked"][0] in text
    pdf = filings.pdf_of(certificate)
    assert "一致：文件「合同.pdf」" in compare(pages, address, pdf)
    assert "不一致：文件「合同.pdf」" in compare(pages, address, pdf + b" ")


@pytest.mark.covers("CON-12")
def test_with_the_number_only_the_address_ends_at_the_street_and_no_tenant_is_named(pages, db):
    by = an_enterprise()
    filing, certificate = filed(a_signed(by), by)
    facts = filings.facts_of(certificate)
    content = pages.get(f"/public/filings/{filing.filing_no}").content.decode()
    assert "备案现在有效" in pages.page.text and "****" in pages.page.text
    assert facts["address"] not in content and facts["tenants_masked"][0] not in content
    assert 'type="file"' not in content
    other = "0" * 8 if certificate.code != "0" * 8 else "1" * 8
    assert pages.get(f"/public/filings/{filing.filing_no}/{other}").status_code == 404
    assert "查验码与备案编号不符" in pages.page.text


@pytest.mark.covers("CON-12", "CON-13")
def test_a_paper_from_before_a_change_is_genuine_but_replaced(pages, db, settings):
    settings.MOVABLE_CLOCK = True
    first, _ = a_changed(an_enterprise())
    new, old = filings.certificates_of(first)
    address = f"/public/filings/{first.filing_no}"

    pages.get(f"{address}/{old.code}")
    assert "已被替换" in pages.page.text and "第1版（已被变更后的证明替换）" in pages.page.text
    assert "请要求出示变更后的备案证明" in pages.page.text
    assert "一致：文件「合同.pdf」" in compare(pages, f"{address}/{old.code}", filings.pdf_of(old))
    assert "不一致" in compare(pages, f"{address}/{new.code}", filings.pdf_of(old))
    for held in (f"{address}/{new.code}", address):
        pages.get(held)
        assert "第2版（现行）" in pages.page.text and "备案现在有效" in pages.page.text
        assert f"变更备案日期 {clock.today()}" in pages.page.text


def test_numbers_of_contracts_and_filings_lead_to_their_pages(pages, db):
    assert address_for("zl110105-20261102-000001") == "/public/contracts/ZL11010520261102000001"
    assert address_for("BA11010520260000017") == "/public/filings/BA11010520260000017"
    for page, typed in (("contracts", "ZL11010520261102000001"), ("filings", "BA1101052026001")):
        answer = pages.get(f"/public/{page}", {"no": typed})
        assert answer["Location"] == f"/public/{page}/{typed}"
    assert pages.get("/public/filings", {"no": "BA1"}).status_code == 200
    assert "合同备案编号有误" in pages.page.text
