"""Every menu page and list of the desks costs few questions, asked by somebody with every power of the office. (CTR-01)

What it costs to know who asks counts, too: the session and whom it stands for.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from anju.people.rules import POWERS_OF, Capacity, Office
from anju.portals.association import page as association_page
from anju.portals.authority import page as authority_page
from anju.portals.centre import page as centre_page
from anju.portals.fund_desk import page as fund_page
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, association, authority, centre, enterprise, fund_desk
from anju.tests.world import a_lease, enterprise_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-01")]
MOST = 12
MENUS = {
    "centre": [one.name for one in centre_page.MENU],
    "fund_desk": [one.name for one in fund_page.MENU],
    "authority": [one.name for one in authority_page.MENU],
    "association": list(association_page.MENU),
    "enterprise": ["programs", "subscriptions", "deliveries", "calls", "warnings"],
}
OF_ONE_DAY = {"centre:closing"}
"""Pages of one thing that are held to the same, beside the lists."""


def of_everything(walks: list[Walk]) -> tuple[Pages, list[Visit]]:
    """The walk of who has every power: the longest."""
    longest = max(walks, key=lambda walk: len(walk.visits))
    return longest.by, longest.visits


def of_association() -> tuple[Pages, list[Visit]]:
    _by, visits = of_everything(association.walks())
    everything = Pages()
    everything.as_staff(*POWERS_OF[Office.ASSOCIATION], username="quan", name="全能")
    return everything, visits


def of_enterprise() -> tuple[Pages, list[Visit]]:
    """Its pages of programs and of warnings."""
    lease = a_lease(enterprise=(enterprise.LONG_NAME, enterprise.USCC))
    own = Pages()
    own.sign_in_as(lease.enterprise, capacity=Capacity.ENTERPRISE)
    programs = enterprise.of_programs(enterprise_of(lease))
    return own, [*programs, *enterprise.of_warnings()]


DESKS: dict[str, Callable[[], tuple[Pages, list[Visit]]]] = {
    "centre": lambda: of_everything(centre.walks()),
    "fund_desk": lambda: of_everything(fund_desk.walks()),
    "authority": lambda: of_everything(authority.walks()),
    "association": of_association,
    "enterprise": of_enterprise,
}


@pytest.mark.parametrize("desk", DESKS)
def test_every_menu_page_and_list_costs_few_questions(desk, settings):
    settings.MOVABLE_CLOCK = True  # for the making of the world
    by, visits = DESKS[desk]()
    settings.MOVABLE_CLOCK = False  # which only the demo has, and asks the database for
    menu = [reverse(f"{desk}:{name}") for name in MENUS[desk]]
    lists = [one.address for one in visits if is_page(one) and is_list(one.address)]
    by.get(menu[0])  # once a minute a session that is used is written, too
    asked = {address: questions(by, address) for address in dict.fromkeys([*menu, *lists])}

    assert {address: n for address, n in asked.items() if n > MOST} == {}


def is_page(visit: Visit) -> bool:
    return visit.status == 200 and not (visit.does or visit.is_file or visit.leads_to)


def is_list(address: str) -> bool:
    """Pages whose address names no single thing."""
    match = resolve(address.partition("?")[0])
    return not match.kwargs or match.view_name in OF_ONE_DAY


def questions(by: Pages, address: str) -> int:
    """Of whoever comes second: what is counted once for a while for everybody (the map's places) is there by then."""
    by.get(address)
    with CaptureQueriesContext(connection) as asked:
        by.get(address)
    return len(asked)
