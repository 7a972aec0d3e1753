"""At size every published list, its first page and every search, goes by an index and reads few rows. (CRD-05)"""

from datetime import date

import pytest

from anju.agencies.models import Institution
from anju.agencies.tests.a_city import analyse, fill_with_institutions, run
from anju.core.actors import CLOCK
from anju.credit.tests.test_plans import EVENTS, SMALL
from anju.statistics import actions as statistics
from anju.tests import plans

pytestmark = pytest.mark.django_db
MOST_ROWS = 1_500
ADDRESSES = [
    *("institutions", "institutions?text=安家777", "institutions?text=望京"),
    *("institutions?text=租赁", "institutions?uscc=X00000000000000777", "institutions?kind=broker"),
    *("institutions?district=110105", "institutions?level=head", "institutions?level=branch"),
    *("practitioners", "practitioners?text=安家77", "practitioners?role=manager"),
    *("practitioners?filing_no=JG777", "practitioners?text=租赁"),
    *("lists", "lists?kind=black", "lists?text=望京377", "lists?uscc=X00000000000000777"),
    *("rules", "rules?text=房源", "rules?category=staff"),
    *("places", "places?district=110105", "places?text=望京377"),
    *("accounts", "accounts?text=安家777"),
    *("institutions/JG777", "institutions/JG750", "work-cards/GP20261102000000000000", "figures"),
]


@pytest.mark.covers("CRD-05")
def test_every_page_goes_by_an_index_and_asks_little(pages):
    fill_with_institutions()
    run(EVENTS)
    statistics.compute_month(month=date(2026, 11, 1), as_of=date(2026, 11, 2), by=CLOCK)
    analyse()
    later = Institution.objects.order_by("-pk")[7000].pk
    pages.get("/public/places")  # counts the places once for everybody
    slow = []
    for address in (*ADDRESSES, f"institutions?after={later}"):
        asked = plans.questions_of(lambda address=address: pages.get(f"/public/{address}"))
        assert len(asked) <= 12, address
        for sql in asked:
            plan = plans.plan_of(sql, analyse=True) or {}
            walked = plans.walks(plan, SMALL)
            if walked or plans.rows_read(plan) > MOST_ROWS:
                slow.append(f"{address}: {walked} {plans.rows_read(plan)} rows\n{sql}")
    assert not slow, "\n".join(slow)
