"""How many questions the pages of the desk ask, however much there is, and by which indexes they are answered."""

import pytest
from django.db import connection
from django.urls import reverse

from anju.people.rules import Power
from anju.refunds.models import Case
from anju.refunds.split import Parts
from anju.refunds.tests.endings import a_dispute, a_final, a_held_lease
from anju.tests import plans
from anju.tests.pages import Pages
from anju.tests.test_plans import FORBIDDEN, LARGE, empty_tables
from anju.tests.walks.association import LISTS, an_application

pytestmark = pytest.mark.django_db
# What waits is few, whatever the city: these lists walk through an index that holds nothing else.
WAITING = {"refunds_finalplan", "refunds_namechange"}


def to(name: str, *args: object, ask: str = "") -> str:
    return reverse(f"association:{name}", args=args) + (f"?{ask}" if ask else "")


@pytest.fixture
def desk(days) -> Pages:
    pages = Pages()
    pages.as_staff(Power.DISPUTE_MEDIATE, Power.DISPUTE_APPROVE, username="he.jie", name="何洁")
    return pages


def test_every_question_of_every_page_of_the_desk_has_an_index(desk):
    case = a_dispute()
    final, change = a_final(case, Parts(1000_00, 0), Parts()), an_application()
    pages = [
        *(to(name) for name in LISTS),
        to("disputes", ask="kind=over"),
        to("disputes", ask=f"kind=mediation&work=award&filing_no={case.lease.filing_no}"),
        to("disputes", ask=f"after={case.pk}"),
        to("overdue", ask="days=7"),
        *(to(name, case.pk) for name in ("dispute", "note", "materials", "turn")),
        *(to("final_plan", final.pk), to("name_change", change.pk)),
    ]
    asked: dict[str, str] = {}
    for address in pages:
        for sql in plans.questions_of(lambda address=address: desk.get(address)):
            asked.setdefault(sql, address)
    assert len(asked) > 50
    with connection.cursor() as cursor:
        cursor.execute(LARGE)
        for way in FORBIDDEN:
            cursor.execute(f"SET LOCAL enable_{way} = off")
    passed_over = plans.SMALL | empty_tables() | WAITING
    walks = {
        f"{address}: {walk}"
        for sql, address in asked.items()
        for walk in plans.walks(plans.plan_of(sql) or {}, passed_over)
    }
    assert not walks, "\n".join(sorted(walks))


def test_a_list_asks_as_much_for_three_disputes_as_for_one(desk, days):
    def questions() -> int:
        return len(plans.questions_of(lambda: desk.get(to("disputes"))))

    a_dispute(a_held_lease(kinds="deposit"))
    questions()  # the session is renewed
    of_one = questions()
    for _each in range(2):
        a_dispute(a_held_lease(kinds="deposit"))

    assert questions() == of_one
    assert Case.objects.count() == 3
