"""What passes: validity, restrictions that appear later, contracts that are filed. (rules C1.9, C1.12)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.homes import actions, jobs, queries
from anju.homes.models import Attempt, Letting, RegistryAnswer, Trouble
from anju.homes.rules import Outcome, Refusal, Role, Status
from anju.homes.tests.asking import (
    a_home,
    a_person,
    a_verified,
    again,
    an_enterprise,
    ask,
    queries_of,
    request,
    terms_of,
)
from anju.notices.models import Notice as Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def days(sandbox, count):
    advance_clock(days=count, by=CLOCK)
    sandbox.control("clock", {"days": count, "product": False})


@pytest.mark.covers("HVF-05")
def test_a_verification_ends_the_day_after_its_last_and_says_so_before_the_clock(sandbox):
    verification = a_verified(sandbox)
    days(sandbox, 90)
    jobs.end_what_is_over(0)
    assert again(verification).status == Status.PASSED and queries.holds(verification)

    days(sandbox, 1)
    assert queries.status_now(verification) == Status.EXPIRED
    jobs.end_what_is_over(0)
    jobs.end_what_is_over(0)

    assert again(verification).status == Status.EXPIRED


def test_a_restriction_that_appears_later_ends_all_that_rested_on_the_answer(sandbox):
    person = a_person()
    first = a_verified(sandbox, by=person)
    second = request(terms_of(a_home(sandbox)), by=a_person(1))
    other = a_verified(sandbox, 2)
    a_home(sandbox, 1, restrictions=["seizure"])
    jobs.recheck(0)
    assert queries_of(sandbox) == 2  # nobody is asked again within a week

    days(sandbox, 8)
    jobs.recheck(0)

    assert [again(one).status for one in (first, second, other)] == [
        Status.RESTRICTED,
        Status.RESTRICTED,
        Status.PASSED,
    ]
    assert queries_of(sandbox) == 4  # once for each question, not for each verification
    assert Message.objects.filter(kind="home_restricted").count() == 2
    jobs.recheck(0)
    assert queries_of(sandbox) == 4
    third = request(terms_of(a_home(sandbox)), by=a_person())
    ask()
    assert again(third).outcome == Outcome.FAIL_SEIZED  # the old answer serves nobody


def test_when_nothing_has_changed_it_is_asked_again_a_week_later(sandbox):
    verification = a_verified(sandbox)
    for _ in range(2):
        days(sandbox, 8)
        jobs.recheck(0)

    assert again(verification).status == Status.PASSED
    assert queries_of(sandbox) == 3
    assert RegistryAnswer.objects.count() == 1


def test_a_registry_that_is_down_restricts_nothing_and_is_told_to_the_operator(sandbox):
    verification = a_verified(sandbox)
    a_verified(sandbox, 2)
    days(sandbox, 8)
    sandbox.control("switches", {"title_mode": "down"})

    jobs.recheck(0)

    assert again(verification).status == Status.PASSED
    assert Attempt.objects.filter(verification=None).count() == 1
    trouble = Trouble.objects.get()
    ask()
    trouble.refresh_from_db()
    assert trouble.status == "open"  # it is not over before something was answered
    sandbox.control("switches", {"title_mode": "answers"})
    advance_clock(seconds=1801, by=CLOCK)
    sandbox.control("clock", {"seconds": 1801, "product": False})
    jobs.recheck(0)
    ask()
    trouble.refresh_from_db()
    assert trouble.status == "resolved"


def test_nobody_is_asked_again_while_somebody_waits(sandbox):
    a_verified(sandbox)
    days(sandbox, 8)
    request(terms_of(a_home(sandbox, 2)))

    assert actions.claim_rechecks(limit=20, by=CLOCK) == []


def file_it(verification, filing_no="ZL1", unit="", first=0, last=365):
    today = clock.today()
    return actions.consume_verification(
        verification_id=verification.pk,
        filing_no=filing_no,
        unit=unit,
        from_on=today + timedelta(days=first),
        to_on=today + timedelta(days=last),
        by=CLOCK,
    )


def test_a_filed_contract_ends_every_verification_of_the_home(sandbox):
    first = a_verified(sandbox, by=a_person())
    second = request(terms_of(a_home(sandbox)), by=a_person(1))

    letting = file_it(first)
    same = file_it(first)

    assert letting == same and Letting.objects.count() == 1
    assert again(first).status == again(second).status == Status.CONSUMED
    with pytest.raises(Refused) as refused:
        file_it(second, "ZL2")
    assert refused.value.code is Refusal.NOT_VALID
    with pytest.raises(Refused) as refused:
        file_it(first, "ZL1", unit="主卧")
    assert refused.value.code is Refusal.FILED_DIFFERENTLY


@pytest.mark.covers("HVF-03")
def test_a_home_that_is_let_that_day_fails_and_after_it_passes(sandbox):
    file_it(a_verified(sandbox), last=30)
    today = clock.today()
    terms = terms_of(a_home(sandbox))

    now = request(terms, by=a_person())
    later = request(terms_of(a_home(sandbox), starts_on=today + timedelta(days=31)), by=a_person())

    assert (now.status, now.outcome) == (Status.FAILED, Outcome.FAIL_ALREADY_LET)
    assert later.status == Status.PASSED
    actions.end_letting(filing_no="ZL1", ended_on=today, by=CLOCK)
    actions.end_letting(filing_no="ZL1", ended_on=today + timedelta(days=400), by=CLOCK)
    assert Letting.objects.get().to_on == today
    tomorrow = terms_of(a_home(sandbox), starts_on=today + timedelta(days=1))
    assert request(tomorrow, by=a_person()).status == Status.PASSED


def test_rooms_are_let_one_by_one_and_the_whole_home_not_beside_them(sandbox):
    verification = a_verified(sandbox, by=an_enterprise(), role=Role.ENTERPRISE)

    file_it(verification, "ZL1", "主卧")
    file_it(verification, "ZL2", "次卧")

    assert again(verification).status == Status.PASSED
    for unit in ("主卧", ""):
        with pytest.raises(Refused) as refused:
            file_it(verification, "ZL3", unit, first=300, last=600)
        assert refused.value.code is Refusal.OVERLAPS
    assert file_it(verification, "ZL4", "", first=366, last=600).unit == ""


def test_a_contract_ends_no_earlier_than_it_begins(sandbox):
    with pytest.raises(Refused) as refused:
        file_it(a_verified(sandbox), first=3, last=2)

    assert refused.value.code is Refusal.LETTING_BACKWARDS


def test_an_enterprise_that_lets_a_home_still_manages_it_when_its_verification_is_used_up(sandbox):
    enterprise = an_enterprise()
    file_it(a_verified(sandbox, by=enterprise, role=Role.ENTERPRISE), last=200)
    terms = terms_of(a_home(sandbox), starts_on=clock.today() + timedelta(days=300))

    assert request(terms, by=a_person()).outcome == Outcome.FAIL_ALREADY_MANAGED
    assert request(terms, enterprise, Role.ENTERPRISE).status == Status.PASSED
