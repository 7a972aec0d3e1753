"""备案前是否必须进行合同网签, both ways; and what is refused before anybody reviews it. (CON-11, CON-13)"""

from datetime import timedelta

import pytest

from anju.agencies.tests.offices import refused
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.filings import actions, queries
from anju.filings.models import Filing, Submission
from anju.filings.rules import Refusal
from anju.filings.tests.filing import (
    KEEPER,
    a_clerk,
    a_reviewer,
    an_officer,
    say,
    submitted,
    submitted_paper,
)
from anju.homes.tests.asking import an_enterprise
from anju.parameters import queries as parameters
from anju.parameters.rules import Refusal as Said
from anju.payments import actions as payments
from anju.people import actions as people
from anju.people.rules import REAL_NAME_LEVEL, Power
from anju.people.rules import Refusal as PeopleRefusal
from anju.signings.tests.signing import TENANT, a_signed, an_entered
from anju.tests.world import a_bank_account

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-11")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def test_unless_told_otherwise_a_contract_is_signed_online_before_it_is_filed():
    enterprise = an_enterprise()
    contract = an_entered(enterprise)

    refusal = refused(actions.submit_filing, contract_id=contract.pk, by=enterprise)

    assert refusal.code == Refusal.MUST_SIGN_ONLINE_BY_DEFAULT
    assert "必须进行合同网签" in refusal.message
    assert queries.must_sign_online() and Filing.objects.count() == 0


def test_with_no_a_paper_contract_is_filed_and_with_yes_again_refused_telling_since_when():
    say(False)
    filing = submitted_paper()
    actions.approve_filing(filing_id=filing.pk, by=a_reviewer())
    assert Filing.objects.get().status == "approved"

    say(True, because="试点结束")
    enterprise = an_enterprise()
    later = an_entered(enterprise, number=2)
    refusal = refused(actions.submit_filing, contract_id=later.pk, by=enterprise)

    assert refusal.code == Refusal.MUST_SIGN_ONLINE
    assert str(clock.today()) in refusal.message
    said = parameters.values_seen_by(KEEPER)
    assert [(one.value, one.because, one.proposed_by, one.decided_by) for one in said] == [
        ("yes", "试点结束", "canshu", "canshushen"),
        ("no", "试点工作方案", "canshu", "canshushen"),
    ]
    assert not parameters.values_seen_by(an_enterprise()).exists()


def test_what_is_signed_online_is_filed_either_way():
    say(False)

    assert submitted().status == "submitted"


def test_it_holds_from_its_day_on_and_never_before():
    tomorrow = clock.today() + timedelta(days=1)
    say(False, from_on=tomorrow)
    enterprise = an_enterprise()
    contract = an_entered(enterprise)
    assert refused(actions.submit_filing, contract_id=contract.pk, by=enterprise)

    advance_clock(days=1, by=CLOCK)

    assert actions.submit_filing(contract_id=contract.pk, by=enterprise)
    assert not queries.must_sign_online() and queries.must_sign_online(tomorrow - timedelta(days=1))


def test_what_was_handed_in_in_time_may_be_corrected_after_the_rule_has_changed():
    say(False)
    enterprise = an_enterprise()
    filing = submitted_paper(by=enterprise)
    actions.send_back(filing_id=filing.pk, because="缺页", by=a_reviewer())
    advance_clock(days=1, by=CLOCK)
    say(True, because="试点结束")

    actions.resubmit_filing(filing_id=filing.pk, by=enterprise)

    assert Submission.objects.filter(filing=filing).count() == 2


def test_it_is_proposed_by_one_and_approved_by_another_and_not_for_days_that_are_over():
    yesterday = clock.today() - timedelta(days=1)
    assert refused(say, must_sign_online=False, from_on=yesterday).code == Said.FROM_IN_PAST
    assert refused(say, must_sign_online=False, because=" ").message == "请填写原因"
    stranger = an_officer("luru", "钱录入", Power.FILING_ENTER)
    refusal = refused(say, must_sign_online=False, by=stranger)
    assert refusal.code == PeopleRefusal.POWER_MISSING
    refusal = refused(say, must_sign_online=True)
    assert refusal.code == Said.NOTHING_CHANGED and "「是」" in refusal.message
    assert queries.must_sign_online()
    say(False)
    assert refused(say, must_sign_online=False).code == Said.NOTHING_CHANGED
    assert not queries.must_sign_online()


# Into which account it is paid


@pytest.mark.covers("CON-13")
def test_another_bank_than_the_enterprises_is_refused_when_it_is_handed_in():
    enterprise = an_enterprise()
    contract = a_signed(enterprise)
    a_bank_account("icbc")
    payments.receiving_bank(enterprise_id=enterprise.organisation_id, bank="icbc", by=CLOCK)

    refusal = refused(actions.submit_filing, contract_id=contract.pk, by=enterprise)

    assert refusal.code == Refusal.OTHER_BANK
    assert "中国工商银行" in refusal.message and Filing.objects.count() == 0


@pytest.mark.covers("CON-13")
def test_a_bank_that_receives_nothing_is_refused_naming_whom_to_ask():
    from anju.payments.models import BankAccount

    enterprise = an_enterprise()
    contract = a_signed(enterprise)
    an_officer("zijin", "周资金", Power.ACCOUNT_CHECK)
    BankAccount.objects.update(bank="closed")

    refusal = refused(actions.submit_filing, contract_id=contract.pk, by=enterprise)

    assert refusal.code == Refusal.BANK_MISSING and "周资金" in refusal.message
    assert Filing.objects.count() == 0


@pytest.mark.covers("CON-13")
def test_what_would_be_refused_as_a_lease_is_refused_when_it_is_handed_in():
    """A tenant's number belongs to somebody of another name: nobody learns that only at the approval."""
    enterprise = an_enterprise()
    contract = a_signed(enterprise)
    people.sign_in_person(
        subject="wangwu", **TENANT | {"name": "王五"}, level=REAL_NAME_LEVEL, by=CLOCK
    )

    refusal = refused(actions.submit_filing, contract_id=contract.pk, by=a_clerk())

    assert refusal.code == PeopleRefusal.NAME_DIFFERS
    assert Filing.objects.count() == 0
