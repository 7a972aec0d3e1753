"""Two at the same moment: one counts, the other is told or gets the same."""

from functools import partial

import pytest
from django.contrib.auth.models import User

from anju.agencies import actions
from anju.agencies.models import Institution, InstitutionFiling, Practitioner, Premises, WorkCard
from anju.agencies.tests.offices import (
    ENTERING,
    REVIEWING,
    administrator_of,
    an_institution,
    person,
    place,
    submitted,
    terms,
)
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = Actor("shenhe2", "authority", REVIEWING.may)


def refusals(results):
    return [str(result.code) for result in results if isinstance(result, Refused)]


@pytest.mark.covers("AGY-01")
def test_the_same_application_entered_six_times_at_once_is_one():
    stated = terms()
    enter = partial(actions.enter_filing, kind="rental", terms=stated, by=ENTERING)
    results = together(*[enter] * 6)
    assert {result.pk for result in results} == {InstitutionFiling.objects.get().pk}
    assert InstitutionFiling.objects.get().versions.count() == 1


@pytest.mark.covers("AGY-01")
def test_two_reviewers_approve_at_once_and_one_password_is_told():
    filing = submitted()
    results = together(
        *[
            partial(actions.approve_filing, filing_id=filing.pk, by=by)
            for by in (REVIEWING, OTHER) * 3
        ]
    )
    assert refusals(results) == []
    assert sum(bool(result.password) for result in results) == 1
    assert (Institution.objects.count(), User.objects.count()) == (1, 1)


def test_an_application_is_approved_or_sent_back_and_not_both():
    filing = submitted()
    results = together(
        partial(actions.approve_filing, filing_id=filing.pk, by=REVIEWING),
        partial(actions.send_back, filing_id=filing.pk, because="缺附件", by=OTHER),
    )
    filing.refresh_from_db()
    assert refusals(results) == ["wrong_status"]
    assert Institution.objects.count() == (1 if filing.status == "approved" else 0)


@pytest.mark.covers("AGY-03")
def test_two_institutions_register_the_same_person_at_once():
    first, other = an_institution(), an_institution(name="北京乐居住房租赁有限公司")
    results = together(
        *[
            partial(
                actions.register_practitioner,
                institution_id=each.pk,
                terms=person(),
                by=administrator_of(each),
            )
            for each in (first, other) * 2
        ]
    )
    assert refusals(results) == ["practises_elsewhere"] * 2
    assert (Practitioner.objects.count(), WorkCard.objects.count()) == (1, 1)


def test_the_same_place_registered_at_once_is_one():
    institution = an_institution()
    register = partial(
        actions.register_premises,
        institution_id=institution.pk,
        terms=place(),
        by=administrator_of(institution),
    )
    assert refusals(together(*[register] * 4)) == []
    assert Premises.objects.count() == 1


@pytest.mark.covers("AGY-03")
def test_a_head_office_is_cancelled_while_its_branch_is_approved_and_no_branch_is_left_without_a_head():
    head = an_institution()
    filing = submitted(head_id=head.pk)
    ending = actions.apply_for_cancellation(institution_id=head.pk, because="停止经营", by=ENTERING)
    results = together(
        partial(actions.approve_filing, filing_id=filing.pk, by=REVIEWING),
        partial(
            actions.approve_cancellation,
            filing_id=ending.pk,
            open_contracts=0,
            held_fen=0,
            by=OTHER,
        ),
    )
    assert refusals(results) in (["branches_open"], ["head_not_filed"])
    head.refresh_from_db()
    assert head.branches.filter(status="filed").count() == (1 if head.status == "filed" else 0)


def test_a_person_is_registered_while_the_filing_is_cancelled_and_nobody_is_left_behind():
    institution = an_institution()
    ending = actions.apply_for_cancellation(
        institution_id=institution.pk, because="停止经营", by=ENTERING
    )
    together(
        partial(
            actions.register_practitioner,
            institution_id=institution.pk,
            terms=person(),
            by=ENTERING,
        ),
        partial(
            actions.approve_cancellation,
            filing_id=ending.pk,
            open_contracts=0,
            held_fen=0,
            by=OTHER,
        ),
    )
    institution.refresh_from_db()
    assert institution.status == "cancelled"
    assert Practitioner.objects.filter(status="active").count() == 0
