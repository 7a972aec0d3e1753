"""The verification notice, its PDF, and what anyone may learn by a 核验码. (HVF-02)"""

import hashlib
import io
import re

import pytest
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.numbers import has_luhn
from anju.core.refusals import Broken, Refused
from anju.homes import actions, queries
from anju.homes.models import Notice
from anju.homes.numbers import read_notice_code, read_verification_no
from anju.homes.rules import COMMITMENT, CertificateType, Refusal, Role, Status
from anju.homes.tests.asking import (
    OFFICER,
    a_failed,
    a_home,
    a_person,
    a_verified,
    again,
    an_enterprise,
    request,
    terms_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("HVF-02")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def issued(verification, by=OFFICER):
    return actions.issue_notice(verification_id=verification.pk, by=by)


def text_of(notice):
    reader = PdfReader(io.BytesIO(queries.pdf_of(notice)))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def test_the_paper_states_the_number_the_home_the_result_and_until_when(sandbox):
    home = a_home(sandbox)
    verification = a_verified(sandbox, by=an_enterprise(), role=Role.ENTERPRISE)

    notice = issued(verification, an_enterprise())

    text = text_of(notice)
    until = verification.valid_until
    for part in (
        "租赁房源核验告知单",
        f"{verification.no[:8]}-",
        home["address"],
        home["certificate_no"],
        home["area"],
        "核验通过",
        f"有效期至{until.year}年{until.month}月{until.day}日",
        "安居租赁有限公司",
        f"{verification.code[:4]}{verification.code[4:]}",
        bytes(notice.facts_digest).hex()[:8],
    ):
        assert part in text, part
    assert home["owner_name"] not in text
    assert home["owner_id_number"] not in text
    facts = queries.facts_of(notice)
    assert (facts["no"], facts["address"]) == (verification.no, home["address"])


def test_asked_for_twice_it_is_the_same_paper(sandbox):
    verification = a_verified(sandbox)

    first, second = issued(verification), issued(verification)

    assert first == second and queries.pdf_of(first) == queries.pdf_of(second)
    assert queries.notice_of(verification) == first


def test_what_did_not_pass_has_no_notice_and_a_strangers_none_either(sandbox):
    failed = a_failed(sandbox)
    with pytest.raises(Refused) as refused:
        issued(failed)
    assert refused.value.code is Refusal.NOT_PASSED
    with pytest.raises(Broken):
        issued(a_verified(sandbox), a_person())
    assert Notice.objects.count() == 0


def test_one_changed_byte_makes_another_file(sandbox):
    notice = issued(a_verified(sandbox))
    pdf = queries.pdf_of(notice)

    assert queries.is_this_notice(notice, hashlib.sha256(pdf).digest())
    changed = bytearray(pdf)
    changed[100] ^= 1
    assert not queries.is_this_notice(notice, hashlib.sha256(changed).digest())


def test_a_notice_is_neither_changed_nor_deleted_and_exchanged_content_is_noticed(sandbox):
    notice = issued(a_verified(sandbox))
    for statement in (
        "DELETE FROM homes_notice",
        "UPDATE homes_notice SET pdf_digest = facts_digest",
        "DELETE FROM homes_asking",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(statement)
    notice.facts = notice.facts.replace("住宅", "别墅")
    notice.pdf = "QUJD"
    notice.save(update_fields=["facts", "pdf"])
    notice.refresh_from_db()
    with pytest.raises(Broken):
        queries.facts_of(notice)
    with pytest.raises(Broken):
        queries.pdf_of(notice)


def test_anyone_may_look_a_number_up_and_learns_of_nobody(sandbox):
    home = a_home(sandbox)
    verification = a_verified(sandbox, by=an_enterprise(), role=Role.ENTERPRISE)
    notice = issued(verification, an_enterprise())

    bare = queries.for_anyone(f" {verification.no[:8].lower()} {verification.no[8:]} ")
    whole = queries.for_anyone(verification.no, verification.code.lower())

    assert bare.holds and bare.status == Status.PASSED
    assert bare.address.endswith("****") and not bare.is_whole_address
    assert home["address"].startswith(bare.address[:-4])
    assert not re.search(r"\d", bare.address)
    assert bare.facts_digest == ""
    assert (whole.address, whole.is_whole_address) == (home["address"], True)
    assert whole.facts_digest == bytes(notice.facts_digest).hex()
    for shown in (repr(bare), repr(whole)):
        for hidden in (
            home["owner_name"],
            home["owner_id_number"],
            home["certificate_no"],
            "安居租赁",
        ):
            assert hidden not in shown


def test_what_waits_failed_or_never_was_is_not_there_and_a_wrong_code_opens_nothing(sandbox):
    failed = a_failed(sandbox, number=4)
    verification = a_verified(sandbox)
    waiting = request(terms_of(a_home(sandbox, 2)))

    assert queries.for_anyone(waiting.no) is None
    assert queries.for_anyone(failed.no) is None
    assert queries.for_anyone("HY11010500000099993") is None
    assert queries.for_anyone("x\0") is None
    assert queries.for_anyone(verification.no, "00000000") is None
    assert queries.for_anyone(verification.no, "?") is None


def test_a_number_that_has_ended_says_so(sandbox):
    verification = a_verified(sandbox)
    advance_clock(days=91, by=CLOCK)

    shown = queries.for_anyone(verification.no)

    assert (shown.status, shown.holds) == (Status.EXPIRED, False)
    assert again(verification).status == Status.PASSED  # the clock has not come by yet


def test_a_commitment_has_a_notice_that_says_what_it_is(sandbox):
    verification = request(
        terms_of(
            a_home(sandbox),
            certificate_type=CertificateType.RELOCATION.value,
            certificate_no="安置2020第18号",
            address="北京市朝阳区某小区3号楼101",
            area="60.00",
            commitment=COMMITMENT,
        )
    )

    text = text_of(issued(verification))

    assert "已凭承诺登记" in text and "承诺真实" in text
    assert "不动产登记系统的记载一致" not in text
    assert queries.for_anyone(verification.no).is_committed


def test_a_number_checks_itself_and_is_read_as_people_type_it(sandbox):
    verification = a_verified(sandbox)

    assert has_luhn(verification.no[2:]) and len(verification.no) == 19
    typed = f"{verification.no[:8]}-{verification.no[8:12]}-{verification.no[12:]}".lower()
    assert read_verification_no(typed) == verification.no
    wrong = verification.no[:-1] + str((int(verification.no[-1]) + 1) % 10)
    assert read_verification_no(wrong) == ""
    assert read_notice_code("o1il-0000") == "01110000"
    assert read_notice_code("short") == ""
