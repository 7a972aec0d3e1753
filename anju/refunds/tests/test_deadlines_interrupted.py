"""The run of deadlines is killed in the middle and simply run again. (CTR-04)"""

import pytest

from anju.refunds import actions, jobs
from anju.refunds.models import Case
from anju.refunds.tests.endings import Days, a_held_lease, a_plan, a_return

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(Case.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.covers("CTR-04")
def test_a_run_of_deadlines_killed_after_the_first_case_ends_where_an_unbroken_one_does(
    monkeypatch,
):
    days = Days(monkeypatch)
    cases = [a_return(a_held_lease()) for _ in range(3)]
    for case in cases:
        a_plan(case)
    days.be("2026-11-10")
    reminded = []

    def remind_and_die(**given):
        if len(reminded) == 1:
            reminded.append("killed")
            raise KeyboardInterrupt
        reminded.append(given["case_id"])
        return actions.remind(**given)

    ways = [(ids, remind_and_die if act is actions.remind else act) for ids, act in jobs.DEADLINES]
    monkeypatch.setattr(jobs, "DEADLINES", ways)
    with pytest.raises(KeyboardInterrupt):
        jobs.keep_deadlines(timestamp=0)
    assert states() == ["reminded", "awaiting_answer", "awaiting_answer"]

    jobs.keep_deadlines(timestamp=0)
    jobs.keep_deadlines(timestamp=0)

    assert states() == ["reminded"] * 3
    assert reminded == [cases[0].pk, "killed", cases[1].pk, cases[2].pk]
