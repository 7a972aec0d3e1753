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
from anju.filings.actions import approve_filing, submit_renewal
from anju.filings.models import Certificate
from anju.filings.paper import check_url
from anju.filings.tests.amending import REVIEWER, a_changed, a_filed, a_renewal_signed
from anju.filings.tests.filing import approved, contract_of, submitted
from anju.homes.tests.asking import an_enterprise
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


def test_a_change_has_a_paper_of_its_own_that_says_what_is_filed_now():
    filed, change = a_changed(an_enterprise())
    new, old = queries.certificates_of(filed)
    assert (new.filing_id, old.filing_id) == (change.pk, filed.pk)
    assert queries.certificates_of(change) == [new, old]

    text, before = text_of(new), text_of(old)

    today = day_text(str(clock.today()), "zh-hans")
    for part in (
        filed.filing_no,
        f"变更备案日期{today}",
        "第2版",
        "此前出具的证明不再使用",
        "4,500.00元",
        "张三（110***********8013）",
        new.code,
    ):
        assert part in text, part
        assert part in (filed.filing_no, "张三（110***********8013）") or part not in before, part
    assert "4,000.00元" in before and "月租金4,000.00元" not in text
    assert queries.facts_of(new)["filed_on"] == queries.facts_of(old)["filed_on"]


def test_a_presented_paper_is_told_apart_by_its_code_and_what_replaces_it():
    filed, _ = a_changed(an_enterprise())
    no = str(filed.filing_no)
    new, old = queries.certificates_of(filed)

    presented, present, bare = (queries.for_anyone(no, code) for code in (old.code, new.code, ""))

    assert presented is not None and present is not None and bare is not None
    today = clock.today()
    assert (presented.version, presented.changed_on, presented.replaced_on) == (1, None, today)
    assert (present.version, present.changed_on, present.replaced_on) == (2, today, None)
    assert (bare.version, bare.changed_on, bare.replaced_on) == (2, today, None)
    assert bare.tenants == () and bare.facts_digest == ""
    assert presented.facts_digest == bytes(old.facts_digest).hex()
    for seen in (presented, present, bare):
        assert seen.in_force
    for one, other in ((old, new), (new, old)):
        found = queries.certificate_for_anyone(no, one.code)
        assert found == one
        pdf = hashlib.sha256(queries.pdf_of(one)).digest()
        assert queries.is_this_certificate(one, pdf)
        assert not queries.is_this_certificate(other, pdf)


def test_a_paper_of_a_renewal_names_what_it_renews_and_the_old_one_its_renewal():
    by = an_enterprise()
    filed = a_filed(by)
    contract = a_renewal_signed(filed, by, monthly_rent="4300")
    renewal = submit_renewal(
        contract_id=contract.pk, filing_no=str(filed.filing_no), carries_deposit=False, by=by
    )
    renewal = approve_filing(filing_id=renewal.pk, by=REVIEWER)

    [issued] = queries.certificates_of(renewal)
    text = text_of(issued)
    assert f"原合同备案编号{filed.filing_no}" in text and "月租金4,300.00元" in text
    [old] = queries.certificates_of(filed)
    whole, bare = (
        queries.for_anyone(str(filed.filing_no), old.code),
        queries.for_anyone(str(filed.filing_no)),
    )
    assert whole is not None and bare is not None
    assert (whole.renewed_as, bare.renewed_as) == (renewal.filing_no, "")
    assert whole.replaced_on is None


def test_programs_are_told_the_paper_that_holds_now():
    filed, _ = a_changed(an_enterprise())
    new, _ = queries.certificates_of(filed)
    told = queries.as_told(filed)["certificate"]
    assert told == check_url(str(filed.filing_no), new.code)


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
