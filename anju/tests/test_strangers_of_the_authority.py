"""The desks of the housing authority: for staff of other offices there are none, tenants go to the staff's sign-in.

The addresses come from the URL patterns; a new kind of record in them fails here until `KNOWN` names it. (SEC-02)
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from anju.agencies.models import InstitutionFiling
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.models import AccessRefused, Event
from anju.people.rules import POWERS_OF, Office
from anju.tests.pages import Pages
from anju.tests.patterns import Pattern, all_patterns
from anju.tests.walks.authority import the_world
from anju.tests.world import a_lease

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02")]
KNOWN = {
    "application_id": "filed",
    "amendment_id": "amendment",
    "contract_id": "contract",
    "draft_id": "paper_draft",
    "paper_id": "contract_paper",
    "filing_id": "submitted",
    "institution_id": "head",
    "practitioner_id": "somebody",
    "place_id": "place",
    "event_id": "waiting",
    "evidence_id": "evidence",
    "measure_id": "measure",
    "rule_id": "rule",
    "entry_id": "delisted",
    "check_id": "committed",
    "objection_id": "objection",
    "document_id": "document",
    "upload_id": "upload",
    "trouble_id": "trouble",
    "order_id": "work",
    "works_paper_id": "work_paper",
    "sheet_id": "work_sheet",
    "settlement_id": "work_settlement",
    "vote_objection_id": "vote_objection",
}


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def addresses(world: SimpleNamespace) -> list[tuple[Pattern, str]]:
    return [
        (one, reverse(one.name, kwargs={name: record(world, one, name) for name in one.converters}))
        for one in all_patterns()
        if one.portal == "authority"
    ]


def record(world: SimpleNamespace, one: Pattern, name: str) -> int | str:
    if name == "file_id":
        of_list = one.name.endswith("removal_file")
        paper = InstitutionFiling.objects.get(pk=world.submitted).versions.get().file_ids[0]
        return int(world.removal_file if of_list else paper)
    return world.code if name == "code" else int(getattr(world, KNOWN.get(name, name)))


def client_of(office: Office) -> Client:
    pages, plain = Pages(), Client()
    pages.as_staff(*POWERS_OF[office], username=f"at.{office.value}", name="何洁")
    plain.cookies = pages.cookies
    return plain


def ask(client: Client, method: str, at: str) -> int:
    advance_clock(seconds=4, by=CLOCK)  # slowly enough that every one is written down
    response: Any = client.get(at) if method == "GET" else client.post(at, {"because": "x"})
    return int(response.status_code)


@pytest.mark.parametrize("office", [Office.CENTRE, Office.ASSOCIATION])
def test_staff_of_another_office_find_no_page_of_the_authority(office):
    asked, stranger = addresses(the_world()), client_of(office)
    moves = Event.objects.count()
    for one, at in asked:
        for method in one.methods:
            assert ask(stranger, method, at) == 404, f"{method} {one.name}"
            if one.converters:
                last = AccessRefused.objects.last()
                assert (last.actor, last.view_name) == (f"at.{office.value}", one.name)
    assert Event.objects.count() == moves


def test_the_same_pages_are_there_for_the_authority():
    """Otherwise the test above would prove nothing."""
    asked, at_home = addresses(the_world("at.authority")), client_of(Office.AUTHORITY)
    for one, at in asked:
        if "GET" in one.methods:
            assert ask(at_home, "GET", at) in (200, 302), one.name
    assert AccessRefused.objects.count() == 0


def test_what_is_guessed_is_not_there_and_written_down():
    at_home, count = client_of(Office.AUTHORITY), 0
    for one in all_patterns():
        if one.portal == "authority" and one.converters:
            at = reverse(one.name, kwargs=dict.fromkeys(one.converters, 999999999))
            for method in one.methods:
                assert ask(at_home, method, at) == 404, f"{method} {one.name}"
                count += 1
    assert AccessRefused.objects.filter(actor="at.authority").count() == count > 40


def test_staff_of_the_authority_find_no_page_of_the_other_offices():
    member = client_of(Office.AUTHORITY)
    for address in ("centre:home", "centre:entries", "association:home", "association:disputes"):
        assert ask(member, "GET", reverse(address)) == 404


def test_tenants_and_enterprises_are_sent_to_the_staffs_sign_in():
    asked, lease = addresses(the_world()), a_lease()
    for who in (lease.tenants.get().person, lease.enterprise):
        pages, plain = Pages(), Client()
        pages.sign_in_as(who)
        plain.cookies = pages.cookies
        for one, at in asked:
            if "GET" in one.methods:
                assert plain.get(at)["Location"].startswith("/staff/sign-in"), one.name
