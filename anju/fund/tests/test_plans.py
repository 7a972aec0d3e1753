"""At size every page of the fund, every list and every search goes by an index and reads few rows. (OWN-10, CTR-05)"""

import pytest
from django.db import connection

from anju.fund.tests import city
from anju.tests import plans

pytestmark = pytest.mark.django_db
MANY = 20_000
MOST_ROWS = 3_500
"""A common word is looked up in 1,001 homes before the list is gone along; each is three rows."""


@pytest.mark.covers("OWN-10", "CTR-05")
def test_every_question_of_the_fund_goes_by_an_index(settings):
    settings.MOVABLE_CLOCK = False  # which only the demo has, and asks the database for
    values = city.found_city()
    city.write_homes(values, 1, MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # Here there are so few communities that one of them may be looked for among all; in a city it never is.
        cursor.execute("SET LOCAL enable_seqscan = off")
    slow = []
    for one in city.questions(values, MANY):
        one.ask()
        asked = plans.questions_of(one.ask)
        answers = [plan for sql in asked if (plan := plans.plan_of(sql, analyse=True))]
        walks = [walk for plan in answers for walk in plans.walks(plan)]
        rows = sum(map(plans.rows_read, answers))
        if walks or rows > MOST_ROWS or not 0 < len(asked) <= one.most_queries:
            slow.append(f"{one.what}: {len(asked)} queries, {rows} rows, {walks}")
    assert not slow, "\n".join(slow)
