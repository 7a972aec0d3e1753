"""At the same moment: one application, one filing number, one lease."""

import pytest

from anju.contracts.models import Lease
from anju.core.refusals import Refused
from anju.filings import actions
from anju.filings.models import Certificate, Filing, Submission
from anju.filings.rules import Status
from anju.filings.tests.filing import a_reviewer, again, an_officer, say, submitted
from anju.homes.tests.asking import an_enterprise
from anju.notices.models import Notice
from anju.parameters.models import Value
from anju.people.rules import Power
from anju.signings.tests.signing import a_signed
from anju.tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.covers("CON-10")
def test_handed_in_four_times_it_is_one_application():
    enterprise = an_enterprise()
    contract = a_signed(enterprise)

    made = together(*[lambda: actions.submit_filing(contract_id=contract.pk, by=enterprise)] * 4)

    assert len({one.pk for one in made}) == 1
    assert Filing.objects.count() == Submission.objects.count() == 1


@pytest.mark.covers("CON-12")
def test_of_two_who_approve_one_files():
    filing = submitted()
    reviewers = a_reviewer(), an_officer("zhou", "周复核", Power.FILING_REVIEW)

    made = together(
        *[lambda by=by: actions.approve_filing(filing_id=filing.pk, by=by) for by in reviewers]
    )

    assert len({one.filing_no for one in made}) == 1
    assert Lease.objects.count() == Certificate.objects.count() == 1
    assert Notice.objects.filter(kind="lease_filed").count() == 1


@pytest.mark.covers("CON-12")
def test_approved_and_withdrawn_at_once_it_is_one_of_both():
    filing, enterprise, reviewer = submitted(), an_enterprise(), a_reviewer()

    made = together(
        lambda: actions.approve_filing(filing_id=filing.pk, by=reviewer),
        lambda: actions.withdraw_filing(filing_id=filing.pk, because="不租了", by=enterprise),
    )

    [refusal] = [one for one in made if isinstance(one, Refused)]
    is_filed = again(filing).status == Status.APPROVED
    assert refusal.message and Lease.objects.count() == int(is_filed)


@pytest.mark.covers("CON-11")
def test_the_parameter_said_twice_at_once_is_said_once():
    made = together(*[lambda: say(False)] * 2)

    assert len([one for one in made if isinstance(one, Refused)]) == 1
    assert Value.objects.filter(status="in_force").count() == 1
