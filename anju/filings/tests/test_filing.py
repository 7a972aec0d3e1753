"""From a verified home to a supervised lease: handed in, reviewed by another, filed, with all that follows."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from anju.agencies.tests.offices import refused
from anju.clients.title_registry import Answer, HomeFacts
from anju.contracts.models import Bill, Lease
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.calendar import add_workdays
from anju.core.numbers import has_luhn, is_valid_filing_no
from anju.core.queries import history_of
from anju.core.refusals import Broken
from anju.credit.rules import Refusal as CreditRefusal
from anju.filings import actions, jobs, queries
from anju.filings.models import Certificate, Filing, Submission
from anju.filings.rules import Refusal, Status
from anju.filings.tests.filing import (
    a_clerk,
    a_reviewer,
    again,
    approved,
    blacklist,
    both,
    contract_of,
    say,
    submitted,
    submitted_paper,
)
from anju.homes import actions as homes
from anju.homes.models import Letting, RegistryAnswer, Verification
from anju.homes.rules import Refusal as HomeRefusal
from anju.homes.tests.asking import an_enterprise
from anju.notices.models import Notice
from anju.notices.queries import message
from anju.signings import actions as signings
from anju.signings.queries import typed_of
from anju.signings.rules import Way
from anju.signings.tests.signing import (
    a_draft_on,
    a_home_verified,
    a_sent,
    a_signed,
    seen_digest,
    tenant_actor,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.mark.covers("CON-10")
@pytest.mark.covers("CON-12")
@pytest.mark.covers("CON-13")
def test_a_signed_contract_is_filed_and_becomes_a_lease_with_bills_and_messages():
    filing = submitted()
    contract = contract_of(filing)

    filed = actions.approve_filing(filing_id=filing.pk, by=a_reviewer())

    lease = Lease.objects.get()
    assert (filed.status, filed.lease, filed.filing_no) == (Status.APPROVED, lease, lease.filing_no)
    assert is_valid_filing_no(lease.filing_no) and has_luhn(lease.filing_no[2:])
    assert lease.filing_no.startswith(f"BA{contract.district}{clock.today().year}")
    assert (lease.filed_on, lease.deposit_fen, lease.rent_is_supervised) == (
        clock.today(),
        4000_00,
        True,
    )
    bills = Bill.objects.order_by("due_on", "kind")
    assert [(bill.kind, bill.amount_fen) for bill in bills] == [
        ("deposit", 4000_00),
        ("rent", 24000_00),
        ("rent", 24000_00),
    ]
    contract.refresh_from_db()
    assert (contract.status, contract.filing_no) == ("filed", lease.filing_no)
    letting = Letting.objects.get()
    assert (letting.filing_no, letting.contract_no) == (lease.filing_no, contract.no)
    assert Verification.objects.get().status == "consumed"
    tenant = lease.tenants.get().person_id
    assert Notice.objects.get(kind="lease_filed").person_id == tenant
    told = Notice.objects.get(kind="filing_approved")
    assert (told.organisation_id, told.facts["filing_no"]) == (lease.enterprise_id, lease.filing_no)
    assert [event.move for event in history_of(filed)] == ["approve"]
    assert Certificate.objects.get().filing == filed


@pytest.mark.covers("CON-13")
def test_rent_paid_every_three_months_is_not_supervised():
    approved(pay_months="3")

    assert [bill.kind for bill in Bill.objects.all()] == ["deposit"]


@pytest.mark.covers("CON-13")
def test_of_a_room_the_lease_says_which_and_its_other_rooms_can_be_filed():
    room = {"mode": "room", "unit": "A卧", "room_use": "bedroom", "room_area": "15"}

    filed = approved(**room)

    assert filed.lease is not None
    assert filed.lease.address.endswith("（A卧）") and str(filed.lease.area) == "15.00"
    assert Verification.objects.get().status == "passed"


@pytest.mark.covers("CON-10")
def test_handed_in_twice_it_is_one_application_with_what_it_stated():
    filing = submitted()

    twice = actions.submit_filing(contract_id=filing.contract_id, by=an_enterprise())

    assert twice == filing and Submission.objects.count() == 1
    submission = Submission.objects.get()
    assert bytes(submission.facts_digest) == bytes(contract_of(filing).terms_digest)
    assert filing.application_no.startswith("SQ") and len(filing.application_no) == 18
    assert filing.review_by == add_workdays(clock.today(), 3).on
    assert bytes(submission.facts_digest).hex() not in submission.facts


@pytest.mark.covers("CON-10")
def test_one_open_application_of_a_contract_is_the_databases_word():
    filing = submitted()
    filing.pk, filing.application_no = None, "SQ0"

    with pytest.raises(IntegrityError), transaction.atomic():
        filing.save()


@pytest.mark.covers("CON-12")
def test_that_nobody_reviews_their_own_is_the_databases_word():
    filing = submitted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(reviewed_by=filing.submitted_by)


@pytest.mark.covers("CON-10")
def test_what_was_handed_in_and_certified_never_changes():
    approved()

    for table in ("filings_submission", "filings_certificate"):
        with pytest.raises(Exception, match="change"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET facts_digest = ''")


@pytest.mark.covers("CON-10")
def test_only_what_is_signed_can_be_handed_in():
    enterprise = an_enterprise()
    contract = a_sent(enterprise)

    refusal = refused(actions.submit_filing, contract_id=contract.pk, by=enterprise)

    assert refusal.code == Refusal.NOT_READY and "待签约" in refusal.message
    with pytest.raises(Broken):
        actions.submit_filing(contract_id=contract.pk, by=an_enterprise(1))


@pytest.mark.covers("CON-10")
def test_a_tenant_is_told_who_files():
    contract = a_signed()

    refusal = refused(actions.submit_filing, contract_id=contract.pk, by=tenant_actor())

    assert refusal.code == Refusal.TENANT_MAY_NOT_FILE and "安居租赁有限公司" in refusal.message
    assert Filing.objects.count() == 0


@pytest.mark.covers("CON-10")
def test_at_the_counter_it_is_found_by_certificate_or_contract_number():
    contract, clerk = a_signed(), a_clerk()

    for text in (contract.certificate_no, contract.no, contract.address[3:6]):
        assert list(queries.contracts_found(clerk, text)) == [contract]
    assert not queries.contracts_found(clerk, "京(2020)海不动产权第9999999号").exists()
    assert not queries.contracts_found(a_reviewer(), contract.no).exists()
    assert not queries.contracts_found(an_enterprise(1), contract.no).exists()

    filing = actions.submit_filing(contract_id=contract.pk, by=clerk)

    assert not queries.contracts_found(clerk, contract.no).exists()
    assert filing.submitted_by == clerk.name
    assert list(queries.filings_seen_by(an_enterprise())) == [filing]


# Review


@pytest.mark.covers("CON-12")
def test_who_has_not_the_post_is_told_which_and_who_has_it():
    filing, clerk = submitted(), a_clerk()
    a_reviewer()

    for act in (actions.approve_filing, actions.send_back):
        more = {"because": "缺少材料"} if act is actions.send_back else {}
        refusal = refused(act, filing_id=filing.pk, by=clerk, **more)
        assert refusal.code == Refusal.REVIEW_POST_MISSING
        assert refusal.message == "合同备案审核需要「审核合同备案」岗位。有此岗位的人员：孙审核"

    assert queries.why_not_review(filing, clerk) == refusal.message
    assert Lease.objects.count() == 0 and again(filing).status == Status.SUBMITTED
    assert queries.acts_on_filing(filing, clerk) == {"withdraw_filing"}
    assert queries.acts_on_filing(filing, a_reviewer()) == {"approve_filing", "send_back"}


@pytest.mark.covers("CON-12")
def test_whoever_handed_it_in_may_not_review_it():
    contract, officer = a_signed(), both()
    a_reviewer()
    filing = actions.submit_filing(contract_id=contract.pk, by=officer)

    refusal = refused(actions.approve_filing, filing_id=filing.pk, by=officer)

    assert refusal.code == Refusal.SAME_PERSON and "孙审核" in refusal.message
    assert "李全能" not in refusal.message
    assert not queries.filings_to_review(officer).exists()
    assert list(queries.filings_to_review(a_reviewer())) == [filing]
    assert Lease.objects.count() == 0


@pytest.mark.covers("CON-12")
def test_whoever_entered_its_contract_may_not_review_it():
    say(False)
    officer, clerk = both(), a_clerk()
    filing = actions.submit_filing(contract_id=entered_by(officer, clerk).pk, by=clerk)

    refusal = refused(actions.approve_filing, filing_id=filing.pk, by=officer)

    assert refusal.code == Refusal.SAME_PERSON
    assert actions.approve_filing(filing_id=filing.pk, by=a_reviewer()).lease


def entered_by(officer, clerk):
    """A paper contract that a clerk began and typed, and that an officer entered."""
    contract = a_draft_on(a_home_verified(an_enterprise()).pk, clerk, Way.PAPER)
    return signings.enter_contract(
        contract_id=contract.pk, terms_digest=seen_digest(contract), by=officer
    )


@pytest.mark.covers("CON-12")
def test_a_returned_paper_contract_is_corrected_handed_in_again_and_approved():
    say(False)
    enterprise, reviewer = an_enterprise(), a_reviewer()
    filing = submitted_paper(by=enterprise)
    actions.send_back(filing_id=filing.pk, because="租金与扫描件不一致", by=reviewer)
    actions.send_back(filing_id=filing.pk, because="租金与扫描件不一致", by=reviewer)

    told = Notice.objects.get(kind="filing_sent_back")
    assert told.facts["because"] == "租金与扫描件不一致"
    returned = again(filing)
    assert (returned.status, returned.because) == (Status.RETURNED, "租金与扫描件不一致")
    assert {"resubmit_filing", "correct_contract"} <= queries.acts_on_filing(returned, enterprise)
    assert refused(actions.approve_filing, filing_id=filing.pk, by=reviewer)

    corrected(returned, enterprise, monthly_rent="4100")
    actions.resubmit_filing(filing_id=filing.pk, by=enterprise)
    actions.resubmit_filing(filing_id=filing.pk, by=enterprise)
    filed = actions.approve_filing(filing_id=filing.pk, by=reviewer)

    assert [one.number for one in queries.submissions_of(filed)] == [2, 1]
    assert filed.lease is not None and filed.lease.monthly_rent_fen == 4100_00
    assert [event.move for event in history_of(filed)] == ["send_back", "resubmit", "approve"]


def corrected(filing, by, **changes):
    """Its contract, opened, typed anew and entered again."""
    contract = actions.correct_contract(filing_id=filing.pk, by=by)
    signings.keep_typed(contract_id=contract.pk, typed=typed_of(contract) | changes, by=by)
    return signings.enter_contract(
        contract_id=contract.pk, terms_digest=seen_digest(contract), by=by
    )


@pytest.mark.covers("CON-12")
def test_a_contract_that_is_no_longer_what_was_handed_in_is_not_filed():
    say(False)
    enterprise, reviewer = an_enterprise(), a_reviewer()
    filing = submitted_paper(by=enterprise)
    contract = signings.correct_entry(contract_id=filing.contract_id, by=enterprise)

    refusal = refused(actions.approve_filing, filing_id=filing.pk, by=reviewer)
    assert refusal.code == Refusal.NOT_READY and "草稿" in refusal.message

    typed_anew = typed(paper_signed_on=str(clock.today()), monthly_rent="4200")
    signings.keep_typed(contract_id=contract.pk, typed=typed_anew, by=enterprise)
    signings.enter_contract(
        contract_id=contract.pk, terms_digest=seen_digest(contract), by=enterprise
    )
    refusal = refused(actions.approve_filing, filing_id=filing.pk, by=reviewer)

    assert refusal.code == Refusal.FACTS_CHANGED
    assert Lease.objects.count() == 0


@pytest.mark.covers("CON-12")
def test_what_was_withdrawn_can_be_handed_in_anew():
    enterprise, filing = an_enterprise(), submitted()
    for _ in range(2):
        actions.withdraw_filing(filing_id=filing.pk, because="承租人变更", by=enterprise)

    second = actions.submit_filing(contract_id=filing.contract_id, by=enterprise)

    assert again(filing).status == Status.WITHDRAWN and second != filing
    refusal = refused(actions.approve_filing, filing_id=filing.pk, by=a_reviewer())
    assert "已撤回" in refusal.message
    with pytest.raises(Broken):
        actions.withdraw_filing(filing_id=second.pk, because="不是我的", by=an_enterprise(1))


@pytest.mark.covers("CON-12")
def test_approved_twice_is_filed_once():
    filing, reviewer = submitted(), a_reviewer()

    first = actions.approve_filing(filing_id=filing.pk, by=reviewer)
    second = actions.approve_filing(filing_id=filing.pk, by=reviewer)

    assert first.filing_no == second.filing_no
    assert Lease.objects.count() == Certificate.objects.count() == 1
    assert Notice.objects.filter(kind="lease_filed").count() == 1


@pytest.mark.covers("CON-12")
def test_a_restriction_that_appears_after_the_signing_refuses_the_approval():
    filing = submitted()
    before = RegistryAnswer.objects.get()
    facts = HomeFacts("110105", "", None, "住宅", "", "valid", frozenset({"seizure"}))
    answer = Answer(True, True, clock.now(), facts, "{}")
    homes.take_recheck(answer_id=before.pk, answer=answer, took_ms=1, by=CLOCK)

    refusal = refused(actions.approve_filing, filing_id=filing.pk, by=a_reviewer())

    assert refusal.code == HomeRefusal.NOT_VALID and "权利受限" in refusal.message
    assert Lease.objects.count() == Certificate.objects.count() == 0
    assert contract_of(filing).status == "signed" and again(filing).status == Status.SUBMITTED


@pytest.mark.covers("CON-10")
def test_a_blacklisted_enterprise_files_nothing():
    enterprise = an_enterprise()
    contract = a_signed(enterprise)
    blacklist(enterprise)

    refusal = refused(actions.submit_filing, contract_id=contract.pk, by=enterprise)

    assert refusal.code == CreditRefusal.BLACKLISTED
    assert Filing.objects.count() == 0


# Deadlines


@pytest.mark.covers("CON-12")
def test_late_reviews_are_told_to_the_authority_once_a_day(settings):
    filing = submitted()
    jobs.look_at_reviews(clock.today() - timedelta(days=1))
    assert not queries.is_overdue(filing) and not Notice.objects.filter(kind="filings_late")

    advance_clock(days=(filing.review_by - clock.today()).days + 1, by=CLOCK)
    for _ in range(2):
        jobs.look_at_reviews(clock.today() - timedelta(days=1))

    assert queries.is_overdue(filing)
    told = Notice.objects.get(kind="filings_late")
    assert (told.office, told.facts["count"]) == ("authority", "1")
    settings.OFFICE_MAIL = {"authority": "desk@authority.example.org"}
    sent = message(told.pk)
    assert sent.to == "desk@authority.example.org" and "超过审核期限" in sent.text
    assert told.facts["no"] == filing.application_no


@pytest.mark.covers("CON-12")
def test_a_new_calendar_makes_a_review_longer_never_shorter():
    filing = submitted()
    until = filing.review_by
    Filing.objects.filter(pk=filing.pk).update(review_by=until - timedelta(days=1))

    assert actions.compute_deadlines_again(by=CLOCK) == 1
    assert again(filing).review_by == until
    Filing.objects.filter(pk=filing.pk).update(review_by=date(2099, 1, 1))
    assert actions.compute_deadlines_again(by=CLOCK) == 0
    assert again(filing).review_by == date(2099, 1, 1)
