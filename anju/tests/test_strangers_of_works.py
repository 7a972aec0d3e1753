"""Work orders of a property company: another company's are not there, whoever else comes is sent away.

The addresses come from the URL patterns; a new kind of record in them fails here until `KNOWN` names it. (SEC-02)
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from anju.companies.tests.world import a_company, come_in
from anju.core.models import AccessRefused, Event
from anju.people.rules import POWERS_OF, Office
from anju.portals.property import urls_of_orders
from anju.tests.pages import Pages
from anju.tests.patterns import Pattern, all_patterns
from anju.tests.walks.works_of_companies import the_world
from anju.works.tests.world import a_community

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02")]
KNOWN = {
    "work_order_id": "waiting",
    "served_community_id": "community",
    "building_of_order_id": "building",
    "home_of_order_id": "home",
    "work_paper_id": "paper",
    "work_sheet_id": "sheet",
    "str": "kind",
}
OF_A_DRAFT = ("order_form", "order_homes", "order_home", "confirm_order")
OF_THE_APPROVED = ("settle_order",)
OWN_COMMUNITY = "begin_order"
"""A community that is not served is told to be so, by name: communities are no secret."""


def patterns() -> list[Pattern]:
    ours = {f"property:{one.name}" for one in urls_of_orders.urlpatterns}
    return [one for one in all_patterns() if one.name in ours]


def names_in(route: str) -> list[str]:
    return [part.partition(":")[0] for part in route.split("<")[1:]]


def address(world: SimpleNamespace, one: Pattern) -> str:
    """Each converter has a name of its own: it says which kind of record an argument is."""
    name = one.name.removeprefix("property:")
    order = world.draft if name in OF_A_DRAFT else world.waiting
    order = world.approved if name in OF_THE_APPROVED else order
    of = SimpleNamespace(**vars(world) | {"waiting": order})
    names = zip(one.converters, names_in(one.route), strict=True)
    return reverse(
        one.name, kwargs={argument: getattr(of, KNOWN[each]) for argument, each in names}
    )


@pytest.fixture
def world() -> SimpleNamespace:
    community = a_community(homes_of=12, balance=8_000_00)
    _company, by = a_company(name="北京安居物业管理有限公司", communities=[community])
    made = the_world(community, by)
    return SimpleNamespace(**vars(made), by=by, sheet=made.sheets[1], kind="order")


def ask(client: Client, method: str, at: str) -> int:
    response: Any = client.get(at) if method == "GET" else client.post(at)
    return int(response.status_code)


def test_another_company_finds_none_of_the_records_and_changes_nothing(world):
    _other, stranger = a_company(name="北京别家物业管理有限公司", communities=[a_community()])
    client, moves, count = come_in(Client(), stranger), Event.objects.count(), 0

    for one in patterns():
        if one.converters and not one.name.endswith(OWN_COMMUNITY):
            for method in one.methods:
                assert ask(client, method, address(world, one)) == 404, f"{method} {one.name}"
                count += 1

    assert count > 15 and Event.objects.count() == moves
    refused = client.post(reverse("property:begin_order", args=[world.community]))
    assert "不服务" in refused.content.decode()


def test_the_same_records_are_there_for_the_company_whose_they_are(world):
    """Otherwise the test above would prove nothing."""
    client = come_in(Client(), world.by)

    for one in patterns():
        if "GET" in one.methods and one.converters:
            assert ask(client, "GET", address(world, one)) == 200, one.name

    assert AccessRefused.objects.count() == 0


def test_who_has_not_signed_in_is_sent_to_do_so(world):
    for one in patterns():
        for method in one.methods:
            response = getattr(Client(), method.lower())(address(world, one))
            assert response.status_code == 302, f"{method} {one.name}"
            assert response["Location"].startswith(reverse("property:sign_in")), one.name


@pytest.mark.parametrize("office", list(Office))
def test_for_staff_there_is_no_such_page(office):
    client = staff(office)

    assert [one.name for one in patterns() if not one.converters] != []
    for one in patterns():
        if not one.converters:
            for method in one.methods:
                assert ask(client, method, reverse(one.name)) == 404, f"{method} {one.name}"


def staff(office: Office) -> Client:
    pages, plain = Pages(), Client()
    pages.as_staff(*POWERS_OF[office], username=f"at.{office.value}", name="何洁")
    plain.cookies = pages.cookies
    return plain
