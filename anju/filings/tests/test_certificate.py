"""合同备案证明: what it says, that it is kept as it is, and what anybody may learn by its number. (CON-12)"""

import hashlib
import io
import re

import pytest
from django.db import connection, transaction
from pypdf import PdfReader

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.paper import day_text
from anju.core.refusals import Broken
from anju.filings import queries
from anju.filings.models import Certificate
from anju.filings.tests.filing import approved, contract_of, submitted
from anju.signings import actions as signings

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-12")]


def text_of(certificate):
    reader = PdfReader(io.BytesIO(queries.pdf_of(certificate)))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def test_the_paper_states_what_was_filed():
    filing = approved()
    contract, certificate = contract_of(filing), queries.certificate_of(filing)
    assert certificate is not None

    text = text_of(certificate)

    for part in (
        "住房租赁合同备案证明",
        filing.filing_no,
        contract.no,
        contract.address,
        contract.certificate_no,
        "张三（110***********8013）",
        "安居租赁有限公司",
        "4,000.00元",
        day_text(str(contract.ends_on), "zh-hans"),
        certificate.code,
        bytes(certificate.facts_digest).hex()[:8],
        "中国建设银行",
    ):
        assert part in text, part
    assert "110101199003078013" not in text
    assert "salt" not in text and "tenants_masked" not in text
    assert queries.certificate_of(submitted(number=2)) is None


def test_it_leads_to_the_public_page(settings):
    from anju.filings.paper import check_url

    assert check_url("BA1", "ABCD2345") == f"{settings.PUBLIC_URL}/public/filings/BA1/ABCD2345"


def test_without_its_code_nothing_personal_with_it_masked_names():
    filing = approved()
    contract, certificate = contract_of(filing), Certificate.objects.get()
    no = str(filing.filing_no)

    seen = queries.for_anyone(f"{no[:8]}-{no[8:]}".lower())
    assert seen is not None
    assert (seen.no, seen.in_force, seen.filed_on) == (no, True, clock.today())
    assert (seen.tenants, seen.starts_on, seen.facts_digest) == ((), None, "")
    assert seen.address.endswith("****") and contract.address not in seen.address
    assert "张" not in repr(seen)

    whole = queries.for_anyone(no, certificate.code.lower())
    assert whole is not None
    assert (whole.address, whole.tenants) == (contract.address, ("张*",))
    assert (whole.starts_on, whole.ends_on) == (contract.starts_on, contract.ends_on)
    assert whole.facts_digest == bytes(certificate.facts_digest).hex()

    assert queries.for_anyone(no, "ZZZZ9999") is None
    assert queries.for_anyone(no, "?") is None
    assert queries.for_anyone("BA1101052026999999999") is None
    assert queries.certificate_for_anyone(no, certificate.code) == certificate
    assert queries.certificate_for_anyone(no, "") is None


def test_of_an_ended_contract_the_page_says_so():
    filing = approved()
    signings.mark_ended(contract_id=filing.contract_id, ended_on=clock.today(), by=CLOCK)

    seen = queries.for_anyone(str(filing.filing_no))

    assert seen is not None and (seen.status, seen.in_force) == ("已终止", False)


def test_a_changed_byte_is_noticed():
    certificate = queries.certificate_of(approved())
    assert certificate is not None
    pdf = queries.pdf_of(certificate)

    assert queries.is_this_certificate(certificate, hashlib.sha256(pdf).digest())
    assert not queries.is_this_certificate(certificate, hashlib.sha256(pdf + b" ").digest())
    Certificate.objects.update(pdf="AAAA", facts="{}")
    certificate.refresh_from_db()
    for read in (queries.pdf_of, queries.facts_of):
        with pytest.raises(Broken):
            read(certificate)
    with pytest.raises(Exception, match="change"), transaction.atomic():
        connection.cursor().execute("DELETE FROM filings_certificate")
