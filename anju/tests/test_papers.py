"""Every paper that somebody keeps can be checked by anyone on the public site; the others are no proof. (BEY-15)"""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from anju.certificates.rules import Kind
from anju.core.documents import ROOT
from anju.tests.source import is_test

LAYOUTS = {"paper", "sheet", "certificate"}
CHECKED_AT = {
    "statement": ("certificates", "public:verify"),
    "proof_of_deposit": ("certificates", "public:verify"),
    "full_payment": ("certificates", "public:verify"),
    "monthly_report": ("statistics", "public:verify"),
    "verification_notice": ("homes", "public:homes"),
    "contract": ("signings", "public:contracts"),
    "filing_certificate": ("filings", "public:filings"),
    "work_card": ("agencies", "public:work_cards"),
    "signature_sheet": ("works", "public:sheets"),
}
"""By template: the package that lays it out, and the page on which anyone holds it against what was issued."""

NO_PROOF = {
    "company_application": "an application, checked at the counter by its number",
    "company_areas": "an application, checked at the counter by its number",
    "deposit_notices": "asks for a deposit; what was paid is proved by the e-receipt",
    "arrears_notices": "asks for a deposit; what was paid is proved by the e-receipt",
    "work_order": "an application, found at the authority by its number",
    "attendance_sheet": "a list to fill in; the count stands on the public site",
    "day_closing": "stays in the fund centre, bears the ledger's published head",
    "day_proof": "stays in the fund centre, bears the ledger's published head",
    "figures": "a table of figures, no paper of anybody",
}


def templates() -> set[str]:
    found = {path.stem for path in Path(ROOT).rglob("documents/*.typ")}
    return found - LAYOUTS


@pytest.mark.covers("BEY-15")
def test_of_every_paper_it_is_known_where_it_is_checked_or_why_it_proves_nothing():
    unknown = templates() - CHECKED_AT.keys() - NO_PROOF.keys()
    assert unknown == set()
    assert not CHECKED_AT.keys() & NO_PROOF.keys()


@pytest.mark.covers("BEY-15")
def test_every_kind_of_certificate_is_checked_by_its_number():
    assert {kind.value for kind in Kind} <= CHECKED_AT.keys()


@pytest.mark.covers("BEY-15")
@pytest.mark.parametrize("name", CHECKED_AT)
def test_the_paper_leads_to_the_page_on_which_it_is_checked(name):
    package, page = CHECKED_AT[name]
    sources = (path for path in (Path(ROOT) / package).rglob("*.py") if not is_test(path))
    text = "\n".join(path.read_text() for path in sources)
    assert re.search(re.escape(reverse(page)) + r"\b", text), f"{package} nowhere names {page}"
