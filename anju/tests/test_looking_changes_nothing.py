"""GET shows and changes nothing, on every page of the fund, but that a look at people is written down. (SEC-02)"""

from collections.abc import Callable

import pytest

from anju.core.models import Look
from anju.tests.test_strangers import everything
from anju.tests.walks import Walk, developer, fund_desk, owner, property

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02", "SEC-03")]
WALKS: dict[str, Callable[[], list[Walk]]] = {
    "owner": owner.walks,
    "fund_desk": fund_desk.walks,
    "developer": developer.walks,
    "property": property.walks,
}


@pytest.mark.slow
@pytest.mark.parametrize("portal", WALKS)
def test_every_page_of_the_fund_is_loaded_and_nothing_has_changed(portal, settings):
    settings.MOVABLE_CLOCK = True
    walks = WALKS[portal]()
    before, loaded = everything(), 0
    for walk in walks:
        for visit in walk.visits:
            if not visit.leads_to:
                assert walk.by.get(visit.address).status_code == visit.status, visit.address
                loaded += 1
    after = everything()
    looks = Look._meta.db_table
    assert {table for table in after if after[table] != before[table]} <= {looks}
    assert loaded > 8
    assert (before[looks] != after[looks]) == (portal == "fund_desk")
