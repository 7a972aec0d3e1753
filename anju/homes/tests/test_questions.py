"""Every list and every search has an index to go by, however many homes there are; each list is one query."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from anju.core.actors import CLOCK
from anju.homes import actions, jobs, queries
from anju.homes.tests.asking import (
    OFFICER,
    OPERATOR,
    REVIEWER,
    a_failed,
    a_person,
    a_program,
    a_verified,
    an_enterprise,
    homes_of,
)
from anju.homes.tests.files import received, row_of
from anju.homes.tests.test_objections import objected
from anju.tests import plans
from anju.tests.test_plans import FORBIDDEN, LARGE

pytestmark = [pytest.mark.django_db, pytest.mark.covers("HVF-05")]


@pytest.fixture
def large(sandbox: Any) -> dict[str, Any]:
    """One of everything, and a planner that believes every table to be large."""
    person, enterprise, program = a_person(), an_enterprise(), a_program()
    verification = a_verified(sandbox, by=person)
    actions.issue_notice(verification_id=verification.pk, by=person)
    a_verified(sandbox, 2, by=enterprise)
    a_verified(sandbox, 4, by=program)
    objected(a_failed(sandbox, person, number=5), person)
    upload = received(enterprise, *map(row_of, homes_of(sandbox, 6, 3)))
    sandbox.control("switches", {"title_mode": "garbage"})
    jobs.work_on_files(0)
    jobs.ask_registry(0)
    with connection.cursor() as cursor:
        cursor.execute(LARGE)
        for way in FORBIDDEN:
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return {
        "person": person,
        "enterprise": enterprise,
        "program": program,
        "verification": verification,
        "upload": upload,
    }


def searched(who: str, text: str) -> Callable[[dict[str, Any]], Any]:
    return lambda large: list(
        queries.found_by(queries.verifications_seen_by(large[who]), text)[:20]
    )


QUESTIONS: dict[str, Callable[[dict[str, Any]], Any]] = {
    **{f"list of {who}": searched(who, "") for who in ("person", "enterprise", "program")},
    **{
        f"{who} searches {text}": searched(who, text)
        for who in ("person", "enterprise")
        for text in ("HY11010800000000018", "110108195102020021")
    },
    "officer looks at a status": lambda large: list(
        queries.in_status(queries.verifications_seen_by(OFFICER), "passed")[:20]
    ),
    "anyone looks a number up": lambda large: queries.for_anyone(large["verification"].no),
    "desk of objections": lambda large: list(queries.objections_to_review(REVIEWER)[:20]),
    "objections of one": lambda large: list(queries.objections_of(large["verification"])),
    "files of one": lambda large: list(queries.files_seen_by(large["enterprise"])[:20]),
    "progress of a file": lambda large: queries.progress_of(large["upload"]),
    "rows of a file": lambda large: list(queries.rows_of_file(large["upload"].pk)[:20]),
    "health of the line": lambda large: queries.line_health(),
    "next to be asked": lambda large: actions.claim_questions(limit=1, by=CLOCK),
    "next to be asked again": lambda large: actions.claim_rechecks(limit=20, by=CLOCK),
    "next to end": lambda large: actions.expire_verifications(limit=500, by=CLOCK),
    "next to be told": lambda large: actions.claim_callbacks(limit=20, by=CLOCK),
}


def test_no_question_walks_through_a_table_that_grows(large):
    small = plans.SMALL | {"homes_trouble", "people_apikey"}
    walks = []
    for name, question in QUESTIONS.items():
        asked = plans.questions_of(lambda question=question: question(large))
        assert 0 < len(asked) <= 5, name
        for sql in asked:
            walks += [f"{name}: {walk}" for walk in plans.walks(plans.plan_of(sql) or {}, small)]

    assert walks == []


def test_the_operators_desk_counts_what_waits(large):
    [trouble] = queries.troubles_seen_by(OPERATOR)

    assert trouble.waiting == 1 and queries.unresolved() == 1
