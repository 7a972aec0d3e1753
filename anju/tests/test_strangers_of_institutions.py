"""The institutions' portal: another institution's records are not there, staff find no page, tenants are sent away.

The addresses come from the URL patterns; a new kind of record in them fails here until `KNOWN` names it. (SEC-02)
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from anju.agencies.tests.offices import an_institution
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.models import AccessRefused, Event
from anju.people.models import Organisation
from anju.people.rules import OF_OPERATORS, POWERS_OF, Office
from anju.tests.pages import Pages
from anju.tests.patterns import Pattern, all_patterns
from anju.tests.walks.agency import the_world
from anju.tests.world import a_lease

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02", "IDN-04")]
KNOWN = {
    "home_check_id": "passed",
    "home_objection_id": "objection",
    "home_document_id": "home_document",
    "home_file_id": "home_file",
    "contract_id": "signed",
    "contract_document_id": "contract_document",
    "contract_filing_id": "filed",
    "lease_amendment_id": "amendment",
    "contract_filing_file_id": "filing_file",
    "institution_id": "own",
    "practitioner_id": "somebody",
    "place_id": "place",
    "operator_id": "operator",
    "filing_id": "returned",
    "filing_file_id": "paper",
    "event_id": "event",
    "credit_evidence_id": "evidence",
    "entry_id": "delisted",
    "removal_file_id": "removal_file",
}
OF_THE_LISTED = ("entry", "state_on_entry", "ask_repair", "removal_file")


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def patterns() -> list[Pattern]:
    return [one for one in all_patterns() if one.portal == "agency"]


def with_records(world: SimpleNamespace) -> list[tuple[Pattern, str]]:
    return [(one, address(world, one)) for one in patterns() if one.converters]


def address(world: SimpleNamespace, one: Pattern) -> str:
    """Each converter has a name of its own: it says which kind of record an argument is."""
    records = {
        argument: getattr(world, KNOWN[name])
        for argument, name in zip(one.converters, names_in(one.route), strict=True)
    }
    return reverse(one.name, kwargs=records)


def names_in(route: str) -> list[str]:
    return [part.partition(":")[0] for part in route.split("<")[1:]]


def client_of(organisation: Organisation) -> Client:
    pages, plain = Pages(), Client()
    pages.as_administrator(organisation)
    plain.cookies = pages.cookies
    return plain


def ask(client: Client, method: str, at: str) -> int:
    advance_clock(seconds=4, by=CLOCK)  # slowly enough that every one is written down
    response: Any = client.get(at) if method == "GET" else client.post(at, {"because": "x"})
    return int(response.status_code)


def test_another_institution_finds_none_of_the_records_and_changes_nothing():
    asked = with_records(the_world())
    stranger = client_of(an_institution(name="北京别家住房租赁有限公司").organisation)
    moves, count = Event.objects.count(), 0
    for one, at in asked:
        for method in one.methods:
            assert ask(stranger, method, at) == 404, f"{method} {one.name}"
            assert AccessRefused.objects.last().view_name == one.name
            count += 1
    assert count > 50 and Event.objects.count() == moves


def test_the_same_records_are_there_for_those_whose_they_are():
    """Otherwise the test above would prove nothing."""
    world = the_world()
    own, listed = client_of(world.institution), client_of(world.listed)
    for one, at in with_records(world):
        if "GET" in one.methods:
            of_listed = one.name.removeprefix("agency:") in OF_THE_LISTED
            assert ask(listed if of_listed else own, "GET", at) in (200, 302), one.name
    assert AccessRefused.objects.count() == 0


def test_an_operator_opens_the_pages_of_their_powers_and_no_others():
    """Who lacks the power reads which one it is, and whom to ask. (IDN-04)"""
    world = the_world()
    administrator = world.institution.uscc
    for power in OF_OPERATORS:
        operator, refused = Pages(), 0
        operator.as_operator(world.institution, power)
        for one in patterns():
            at = address(world, one)
            if one.view.door in ("agency", power.value):
                of_listed = one.name.removeprefix("agency:") in OF_THE_LISTED
                if "GET" in one.methods and not of_listed:
                    assert operator.get(at).status_code in (200, 302), one.name
                continue
            for method in one.methods:
                answer = operator.get(at) if method == "GET" else operator.post(at)
                assert answer.status_code == 403, f"{method} {one.name}"
                refused += 1
            assert f"请联系本机构的管理员（用户名：{administrator}）" in operator.page.text
        assert refused > 25, power


@pytest.mark.parametrize("office", list(Office))
def test_staff_find_no_page_of_institutions(office):
    pages, plain = Pages(), Client()
    pages.as_staff(*POWERS_OF[office], username=f"at.{office.value}", name="何洁")
    plain.cookies = pages.cookies
    for one in patterns():
        if not one.converters:
            for method in one.methods:
                assert ask(plain, method, reverse(one.name)) == 404, f"{method} {one.name}"


def test_tenants_and_enterprises_are_sent_to_sign_in_with_an_account():
    lease = a_lease()
    for who in (lease.tenants.get().person, lease.enterprise):
        pages, plain = Pages(), Client()
        pages.sign_in_as(who)
        plain.cookies = pages.cookies
        for one in patterns():
            if not one.converters and "GET" in one.methods:
                at = reverse(one.name)
                assert plain.get(at)["Location"].startswith("/staff/sign-in"), one.name
