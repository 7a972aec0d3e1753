"""The registry is down, slow, or talks garbage: that is never a failed check. (HVF-03, ERR-01)"""

from datetime import timedelta

import pytest
from django.db import connection

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.homes import actions, queries
from anju.homes.models import Attempt, Trouble, Verification
from anju.homes.rules import PAUSES, Outcome, Refusal, Result, Status, TroubleStatus
from anju.homes.tests.asking import (
    OFFICER,
    OPERATOR,
    a_home,
    a_person,
    a_verified,
    again,
    an_enterprise,
    ask,
    homes_of,
    queries_of,
    request,
    terms_of,
)
from anju.notices.models import Notice as Message

pytestmark = [pytest.mark.django_db, pytest.mark.covers("HVF-03"), pytest.mark.covers("ERR-01")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def wait(sandbox, seconds):
    advance_clock(seconds=seconds, by=CLOCK)
    sandbox.control("clock", {"seconds": seconds, "product": False})


def down(sandbox, settings):
    sandbox.control("switches", {"title_mode": "down"})


def cut_off(sandbox, settings):
    settings.TITLE_REGISTRY_URL = "http://127.0.0.1:9/registries/title"


def slow(sandbox, settings):
    settings.TITLE_REGISTRY_SECONDS = 1
    sandbox.control("switches", {"title_delay_seconds": 2})


def garbage(sandbox, settings):
    sandbox.control("switches", {"title_mode": "garbage"})


def well(sandbox, settings):
    settings.TITLE_REGISTRY_URL = f"{sandbox.base_url}/registries/title"
    settings.TITLE_REGISTRY_SECONDS = 5
    sandbox.control("switches", {"title_mode": "answers", "title_delay_seconds": 0})


@pytest.mark.parametrize(
    ("break_it", "result"),
    [
        (down, Result.UNREACHABLE),
        (cut_off, Result.UNREACHABLE),
        (slow, Result.UNREACHABLE),
        (garbage, Result.UNREADABLE),
    ],
)
def test_it_stays_under_way_with_a_ticket_until_the_line_is_well(
    sandbox, settings, break_it, result
):
    verification = request(terms_of(a_home(sandbox)), by=a_person())
    break_it(sandbox, settings)

    ask()

    again(verification)
    trouble = Trouble.objects.get()
    assert verification.status == Status.REQUESTED
    assert verification.outcome == Outcome.ERROR_EXTERNAL
    assert trouble.kind == result and verification.trouble == trouble
    assert trouble.no in queries.sentence_of(verification)
    assert "暂时无法核验" in queries.sentence_of(verification)
    assert queries.line_health().is_well is False

    well(sandbox, settings)
    ask()  # too early: it waits ten seconds first
    assert again(verification).status == Status.REQUESTED
    wait(sandbox, 11)
    ask()

    assert again(verification).status == Status.PASSED
    assert verification.trouble is None
    trouble.refresh_from_db()
    assert trouble.status == TroubleStatus.RESOLVED
    assert queries.line_health().is_well is True
    assert Message.objects.filter(kind="home_checked").count() == 1


def test_a_commitment_and_a_known_answer_do_not_depend_on_the_line(sandbox, settings):
    a_verified(sandbox)
    cut_off(sandbox, settings)

    verification = request(terms_of(a_home(sandbox)), by=a_person())

    assert verification.status == Status.PASSED


def test_each_silence_makes_the_next_wait_longer_and_none_is_given_up(sandbox, settings):
    verification = request(terms_of(a_home(sandbox)))
    down(sandbox, settings)
    pauses = []
    for _ in range(9):
        before = clock.now()
        ask()
        waits = again(verification).try_at - before
        pauses.append(round(waits / timedelta(seconds=1)))
        wait(sandbox, waits.seconds + 1)

    expected = [pause.seconds for pause in PAUSES]
    assert pauses == [*expected, expected[-1], expected[-1]]
    assert verification.status == Status.REQUESTED
    assert Trouble.objects.count() == 1
    assert Attempt.objects.filter(result=Result.UNREACHABLE).count() == 9


def test_a_line_that_is_down_is_tried_with_one_question_not_with_all(sandbox, settings):
    for home in homes_of(sandbox, 1, 6):
        request(terms_of(home), by=an_enterprise())
    down(sandbox, settings)

    ask()

    assert Attempt.objects.count() == 1
    assert Verification.objects.filter(outcome="").count() == 5
    assert queries.line_health().waiting == 6


def test_people_are_asked_for_before_files(sandbox):
    first, second = homes_of(sandbox, 1, 2)
    in_bulk = request(terms_of(first), by=an_enterprise(), in_bulk=True)
    request(terms_of(second), by=a_person())

    claimed = actions.claim_questions(limit=1, by=CLOCK)

    assert [one.in_bulk for one in claimed] == [False]
    assert actions.claim_questions(limit=5, by=CLOCK) == [in_bulk]


def test_who_asks_for_a_home_of_their_file_does_not_wait_behind_the_file(sandbox):
    enterprise, homes = an_enterprise(), homes_of(sandbox, 1, 3)
    of_file = [request(terms_of(home), by=enterprise, in_bulk=True) for home in homes]

    assert request(terms_of(homes[2]), by=enterprise) == of_file[2]

    assert actions.claim_questions(limit=1, by=CLOCK) == [of_file[2]]


def test_the_operator_sees_the_raw_answer_which_stands_sealed(sandbox, settings):
    verification = request(terms_of(a_home(sandbox)))
    garbage(sandbox, settings)
    ask()

    [trouble] = queries.troubles_seen_by(OPERATOR)
    [attempt] = queries.attempts_of(trouble)
    assert "<RESPONSE><CODE>0000</CODE>" in attempt.raw
    assert attempt.verification == verification
    assert trouble.waiting == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM homes_attempt")
        assert b"RESPONSE" not in bytes(cursor.fetchone()[0])
    assert list(queries.troubles_seen_by(OFFICER)) == []


def test_one_click_makes_the_problem_report_without_anybodys_name(sandbox, settings):
    home = a_home(sandbox)
    verification = request(terms_of(home))
    garbage(sandbox, settings)
    ask()
    trouble = Trouble.objects.get()

    reported = actions.report_trouble(trouble_id=trouble.pk, by=OPERATOR)

    assert reported.status == TroubleStatus.REPORTED
    assert reported.report.startswith(f"问题单 {trouble.no}\n")
    for part in ("答复无法读取 1 次", verification.no, "<CODE>0000</CODE>", "等待核验：1 件"):
        assert part in reported.report
    assert home["owner_name"] not in reported.report
    assert home["owner_id_number"] not in reported.report
    text = reported.report
    wait(sandbox, 60)
    assert actions.report_trouble(trouble_id=trouble.pk, by=OPERATOR).report == text


def test_a_ticket_is_closed_by_hand_with_a_reason(sandbox, settings):
    request(terms_of(a_home(sandbox)))
    down(sandbox, settings)
    ask()
    trouble = Trouble.objects.get()

    with pytest.raises(Refused) as refused:
        actions.resolve_trouble(trouble_id=trouble.pk, because=" ", by=OPERATOR)
    assert refused.value.code is Refusal.BECAUSE_MISSING
    actions.resolve_trouble(trouble_id=trouble.pk, because="登记系统升级", by=OPERATOR)
    again_closed = actions.resolve_trouble(trouble_id=trouble.pk, because="再次", by=OPERATOR)
    assert again_closed.status == TroubleStatus.RESOLVED

    wait(sandbox, 11)
    ask()
    assert Trouble.objects.exclude(status=TroubleStatus.RESOLVED).count() == 1
    assert queries_of(sandbox) == 2
