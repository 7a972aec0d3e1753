"""我的凭证 on the phone: the same papers as on the web. (TEN-91)"""

import pytest

from anju.certificates import queries
from anju.certificates.models import Certificate
from anju.contracts.actions import TenantTerms
from anju.core import clock
from anju.tests.pages import Pages
from anju.tests.world import a_credit, a_lease, a_paying_order, book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]
LEASE = "/m/balances/BA11010520260000017"
WANG_WU = TenantTerms("王五", "13800000009", "resident_id", "110101199003070011")


@pytest.fixture
def paid(lease):
    a_credit(a_paying_order(lease))
    book()
    return lease


def links(pages):
    return {link.get("href", "") for link in pages.page.all("a")}


def test_a_statement_and_a_proof_are_issued_and_had_again(pages, paid):
    pages.get(LEASE)
    assert {f"{LEASE}/statement", f"{LEASE}/proof"} <= links(pages)
    today = clock.today().isoformat()
    pages.get(f"{LEASE}/statement")
    pages.get(f"{LEASE}/proof")
    assert "目前托管中的押金 ¥ 4,000.00" in pages.page.text

    pages.post(f"{LEASE}/statement", {"from_on": today, "to_on": today, "language": "zh-hans"})
    pages.post(f"{LEASE}/proof", {"language": "zh-hans"})

    statement, proof = Certificate.objects.order_by("id")
    pages.get("/m/me")
    assert "/m/documents" in links(pages)
    pages.get("/m/documents")
    assert {f"/m/documents/{statement.no}", f"/m/documents/{proof.no}"} <= links(pages)
    pages.get(f"/m/documents/{statement.no}")
    assert f"/m/documents/{statement.no}.xlsx" in links(pages)
    assert pages.get(f"/m/documents/{proof.no}.pdf").content == queries.pdf_of(proof)
    assert pages.get(f"/m/documents/{statement.no}.xlsx").content[:2] == b"PK"


def test_what_cannot_be_issued_is_told(pages, lease):
    pages.get("/m/documents")
    assert "还没有开具过凭证" in pages.page.text
    pages.get(f"{LEASE}/proof")
    assert "目前没有托管中的押金" in pages.page.text
    pages.post(f"{LEASE}/statement", {"from_on": "", "to_on": "", "language": "zh-hans"})
    assert "未能开具，请看以下说明" in pages.page.text
    assert not Certificate.objects.exists()


def test_papers_of_others_are_not_found(pages, paid):
    pages.post(f"{LEASE}/proof", {"language": "zh-hans"})
    [proof] = Certificate.objects.all()
    stranger = Pages()
    stranger.sign_in_as(a_lease(filing_no="BA-STRANGER1", tenants=(WANG_WU,)).tenants.get().person)

    for address in (f"/m/documents/{proof.no}", f"/m/documents/{proof.no}.pdf", f"{LEASE}/proof"):
        assert stranger.get(address).status_code == 404
