"""Many at the same second: one question, one manager, one answer, one ticket, one contract."""

from datetime import timedelta

import pytest

from anju.clients.title_registry import Answer
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.queries import history_of
from anju.core.refusals import Refused
from anju.homes import actions
from anju.homes.models import Asking, Attempt, Letting, Notice, Objection, Trouble, Verification
from anju.homes.rules import Outcome, Refusal, Result, Role, Status
from anju.homes.tests.asking import (
    OFFICER,
    REVIEWER,
    a_failed,
    a_home,
    a_person,
    a_verified,
    again,
    an_enterprise,
    request,
    terms_of,
)
from anju.homes.tests.test_objections import documents
from anju.tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.covers("HVF-04", "HVF-05")]


def test_one_key_sent_six_times_is_one_question(sandbox):
    terms = terms_of(a_home(sandbox))

    made = together(*[lambda: request(terms, key="k")] * 6)

    assert len({one.pk for one in made}) == Verification.objects.count() == 1
    assert Asking.objects.count() == 1


def test_one_key_for_two_homes_is_one_question_and_a_refusal(sandbox):
    first, second = terms_of(a_home(sandbox, 1)), terms_of(a_home(sandbox, 2))

    made = together(lambda: request(first, key="k"), lambda: request(second, key="k"))

    refused = [one for one in made if isinstance(one, Refused)]
    assert [one.code for one in refused] == [Refusal.KEY_REUSED]
    assert Verification.objects.count() == 1


def test_of_two_enterprises_that_take_a_home_one_manages_it(sandbox):
    a_verified(sandbox)
    terms = terms_of(a_home(sandbox))
    first, second = an_enterprise(0), an_enterprise(1)

    made = together(
        lambda: request(terms, first, Role.ENTERPRISE),
        lambda: request(terms, second, Role.ENTERPRISE),
    )

    assert sorted(one.outcome for one in made) == [
        Outcome.FAIL_ALREADY_MANAGED.value,
        Outcome.PASS.value,
    ]


def test_an_answer_that_two_workers_bring_is_taken_once(sandbox):
    verification = request(terms_of(a_home(sandbox)))
    answer = Answer(False, False, clock.now(), None, "{}")

    together(
        *[
            lambda: actions.take_answer(
                verification_id=verification.pk, answer=answer, took_ms=1, by=CLOCK
            )
        ]
        * 4
    )

    assert again(verification).status == Status.FAILED
    assert (history_of(verification).count(), Attempt.objects.count()) == (1, 1)


def test_failures_at_the_same_moment_open_one_ticket(sandbox):
    made = [request(terms_of(a_home(sandbox, number))) for number in range(1, 5)]

    together(
        *[
            lambda one=one: actions.fail_question(
                verification_id=one.pk,
                result=Result.UNREACHABLE,
                why="ConnectTimeout",
                raw="",
                took_ms=1,
                by=CLOCK,
            )
            for one in made
        ]
    )

    assert Trouble.objects.count() == 1
    assert {again(one).trouble_id for one in made} == {Trouble.objects.get().pk}


def test_each_question_is_claimed_by_one_worker(sandbox):
    for number in range(1, 7):
        request(terms_of(a_home(sandbox, number)))

    claimed = together(*[lambda: actions.claim_questions(limit=3, by=CLOCK)] * 3)

    pks = [one.pk for some in claimed for one in some]
    assert len(pks) == len(set(pks)) == 6


def test_two_contracts_for_one_home_are_one_letting(sandbox):
    verification = a_verified(sandbox)
    today = clock.today()

    done = together(
        *[
            lambda no=no: actions.consume_verification(
                verification_id=verification.pk,
                filing_no=no,
                unit="",
                from_on=today,
                to_on=today + timedelta(days=99),
                by=CLOCK,
            )
            for no in ("ZL1", "ZL2")
        ]
    )

    assert [one.code for one in done if isinstance(one, Refused)] == [Refusal.NOT_VALID]
    assert Letting.objects.count() == 1


def test_a_notice_wanted_by_many_is_one_paper(sandbox):
    verification = a_verified(sandbox)

    notices = together(
        *[lambda: actions.issue_notice(verification_id=verification.pk, by=OFFICER)] * 3
    )

    assert len({one.pk for one in notices}) == Notice.objects.count() == 1


def test_two_objections_at_once_are_one_and_two_reviews_are_one(sandbox):
    person = a_person()
    verification = a_failed(sandbox, person)
    given = documents(person)

    together(
        *[
            lambda: actions.raise_objection(
                verification_id=verification.pk, grounds="有误", documents=given, by=person
            )
        ]
        * 3
    )
    objection = Objection.objects.get()
    other = Actor("sun.yan", "authority", REVIEWER.may, staff_id=9)
    done = together(
        lambda: actions.uphold_objection(objection_id=objection.pk, opinion="是", by=REVIEWER),
        lambda: actions.dismiss_objection(objection_id=objection.pk, opinion="否", by=other),
    )

    assert [one.code.value for one in done if isinstance(one, Refused)] == ["wrong_status"]
    assert history_of(objection).count() == 1


def test_the_clock_and_a_contract_end_a_verification_once(sandbox):
    verification = a_verified(sandbox)
    Verification.objects.update(valid_until=clock.today() - timedelta(days=1))

    together(*[lambda: actions.expire_verifications(limit=10, by=CLOCK)] * 3)

    assert again(verification).status == Status.EXPIRED
    assert [event.move for event in history_of(verification)].count("expire") == 1
