"""At size every list, its first page and every search of it, goes by an index and reads few rows."""

import pytest

from anju.agencies import queries
from anju.agencies.models import Institution
from anju.agencies.queries import Box
from anju.agencies.tests.a_city import analyse, fill_with_institutions
from anju.agencies.tests.offices import BOTH, ENTERING, REVIEWING, administrator_of
from anju.core.actors import Actor
from anju.tests import plans

pytestmark = pytest.mark.django_db
MOST_ROWS = 1_500
PAGE = 21


@pytest.mark.covers("AGY-03", "AGY-04")
def test_every_list_and_every_search_goes_by_an_index():
    fill_with_institutions()
    analyse()
    own = administrator_of(Institution.objects.get(pk=1000777))
    slow = []
    for name, load in questions(own).items():
        asked = plans.questions_of(load)
        assert len(asked) <= 12, name
        for sql in asked:
            plan = plans.plan_of(sql, analyse=True) or {}
            if plans.walks(plan) or plans.rows_read(plan) > MOST_ROWS:
                slow.append(f"{name}: {plans.walks(plan)} {plans.rows_read(plan)} rows\n{sql}")
    assert not slow, "\n".join(slow)
    assert queries.practitioners_listed(text="租赁").count() == 9_800


def questions(own: Actor):
    """What the pages will ask, by name."""
    published, practitioners = queries.institutions_published(), queries.practitioners_found
    officers = queries.institutions_seen_by(ENTERING)
    places = queries.premises_published()
    small = Box(west=116_400_000, south=39_900_000, east=116_430_000, north=39_930_000)
    lists = {
        "applications": queries.filings_found(ENTERING),
        "applications, rare word": queries.filings_found(ENTERING, text="望京"),
        "applications, common word": queries.filings_found(ENTERING, text="租赁"),
        "applications, code": queries.filings_found(ENTERING, uscc="X00000000000000777"),
        "applications, type": queries.filings_found(ENTERING, filing_type="change"),
        "applications, state": queries.filings_found(ENTERING, status="returned"),
        "applications, district": queries.filings_found(ENTERING, district="110105"),
        "applications of a head office": queries.filings_found(own),
        "to finish": queries.filings_to_finish(Actor("luru7", "authority", BOTH.may)),
        "to review": queries.filings_to_review(REVIEWING),
        "institutions": officers,
        "institutions, page 700": officers.filter(pk__lt=1005000),
        "institutions, word of one": queries.institutions_found(officers, text="安家777"),
        "institutions, rare word": queries.institutions_found(officers, text="望京"),
        "institutions, common word": queries.institutions_found(officers, text="北京"),
        "institutions, state": queries.institutions_found(officers, status="cancelled"),
        "institutions, kind": queries.institutions_found(officers, kind="broker"),
        "institutions, public": published,
        "institutions, public, district": queries.institutions_found(published, district="110105"),
        "institutions, own": queries.institutions_seen_by(own),
        "practitioners": practitioners(ENTERING),
        "practitioners, name": practitioners(ENTERING, name="张三"),
        "practitioners, number": practitioners(ENTERING, id_number="110101199003078013"),
        "practitioners, card": practitioners(ENTERING, card_no="GP20261102000000000000"),
        "practitioners, own": practitioners(own),
        "practitioners, public": queries.practitioners_published(1000777),
        "practitioners, public, words": queries.practitioners_listed(text="租赁"),
        "practitioners, public, role": queries.practitioners_listed(role="assistant"),
        "places": places,
        "places, rare word": queries.premises_found(places, text="望京"),
        "places, district": queries.premises_found(places, district="110105", kind="shop"),
        "places, own": queries.premises_seen_by(own),
    }
    loads = {name: lambda rows=rows: list(rows[:PAGE]) for name, rows in lists.items()}
    return loads | {
        "map": lambda: queries.points_within(places, small),
        "card": lambda: queries.check_card("GP20261102000000000000"),
        "filing number": lambda: queries.institution_by_filing_no("JG777"),
    }
