"""足额交存证明 on the owner's pages. (rule B2.12)"""

import pytest

from anju.certificates.models import Certificate
from anju.portals.tenant_web.tests.reading import links

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OWN-91")]


def test_a_home_that_owes_nothing_gets_its_proof_to_take_along(pages, homes, stranger):
    address = f"/owner/homes/{homes.holding.dwelling_id}/proof"
    pages.get(address)
    assert pages.post(address, {"language": "zh-hans"})["Location"] == address
    proof = Certificate.objects.get()
    pages.get(address)
    file = f"/owner/proofs/{proof.no}.pdf"
    assert file in links(pages)
    assert pages.get(file).content.startswith(b"%PDF")
    assert stranger.get(file).status_code == 404


def test_one_that_owes_something_reads_what(pages, homes):
    pages.post(f"/owner/homes/{homes.low.dwelling_id}/proof", {"language": "zh-hans"})
    assert "续交" in pages.page.text and "15,000.00" in pages.page.text
    assert Certificate.objects.count() == 0
