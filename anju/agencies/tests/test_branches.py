"""Branches: only the head office applies for them, and none is left without one. (AGY-02)"""

import pytest

from anju.agencies import actions, queries
from anju.agencies.rules import Refusal
from anju.agencies.tests.offices import (
    ENTERING,
    REVIEWING,
    a_branch,
    administrator_of,
    an_application,
    an_institution,
    cancel,
    cancelled,
    refused,
    submitted,
    terms,
)
from anju.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.mark.covers("AGY-02")
def test_a_branchs_administrator_cannot_apply_and_is_told_exactly_whom_to_ask():
    head = an_institution()
    branch = a_branch(head)
    by = administrator_of(branch)
    stated = terms(name="北京安家住房租赁有限公司丰台分公司", by=by)
    refusal = refused(actions.enter_filing, kind="rental", terms=stated, head_id=head.pk, by=by)
    assert refusal.code == Refusal.BRANCH_MAY_NOT_FILE
    assert refusal.facts == {"head": head.name, "username": head.uscc}
    refusal = refused(
        actions.apply_for_change, institution_id=branch.pk, terms=branch.facts.terms, by=by
    )
    assert refusal.code == Refusal.BRANCH_MAY_NOT_FILE


@pytest.mark.covers("AGY-02")
def test_a_head_offices_administrator_applies_for_its_branches_and_for_nobody_else():
    head, other = an_institution(), an_institution(name="北京乐居住房租赁有限公司")
    by = administrator_of(head)
    filing = submitted(by=by, head_id=head.pk, name="北京安家住房租赁有限公司海淀分公司")
    assert filing.applicant == head
    branch = actions.approve_filing(filing_id=filing.pk, by=REVIEWING).institution
    assert (branch.head, branch.filing_no[:3]) == (head, "JG4")
    for head_id in (None, other.pk):
        refusal = refused(
            actions.enter_filing, kind="rental", terms=terms(by), head_id=head_id, by=by
        )
        assert refusal.code == Refusal.ONLY_OWN_BRANCHES
    assert list(queries.filings_seen_by(by)) == [filing]
    assert list(queries.filings_seen_by(administrator_of(other))) == []


def test_an_application_belongs_to_the_side_that_entered_it():
    head = an_institution()
    by = administrator_of(head)
    filing = an_application(by=by, head_id=head.pk)
    code = refused(actions.submit_filing, filing_id=filing.pk, by=ENTERING).code
    assert code == Refusal.NOT_YOURS
    actions.submit_filing(filing_id=filing.pk, by=by)
    actions.send_back(filing_id=filing.pk, because="缺少附件", by=REVIEWING)
    told = Notice.objects.get(kind="institution_sent_back")
    assert (told.organisation_id, told.facts["because"]) == (head.organisation_id, "缺少附件")


@pytest.mark.parametrize(
    ("which", "code"),
    [
        ("branch", Refusal.HEAD_IS_BRANCH),
        ("broker", Refusal.HEAD_OTHER_KIND),
        ("cancelled", Refusal.HEAD_NOT_FILED),
    ],
)
def test_a_branch_is_one_of_a_filed_head_office_of_the_same_kind(which, code):
    heads = {
        "branch": lambda: a_branch(an_institution()),
        "broker": lambda: an_institution(kind="broker"),
        "cancelled": cancelled,
    }
    head = heads[which]()
    refusal = refused(
        actions.enter_filing, kind="rental", terms=terms(), head_id=head.pk, by=ENTERING
    )
    assert refusal.code == code


def test_a_branch_is_not_approved_after_its_head_office_was_cancelled():
    head = an_institution()
    filing = submitted(head_id=head.pk)
    cancel(head)
    code = refused(actions.approve_filing, filing_id=filing.pk, by=REVIEWING).code
    assert code == Refusal.HEAD_NOT_FILED
