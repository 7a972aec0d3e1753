"""The desks of the maintenance fund: for other offices and departments there are none; owners go to the staff's way in.

The addresses come from the URL patterns; a new kind of record in them fails here until `KNOWN` names it. (SEC-02)
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.core.models import AccessRefused, Event
from anju.fund.tests.world import WANG, signed_in
from anju.fund_runs.models import Run
from anju.people import actions as people
from anju.people.models import Person
from anju.people.rules import OF_FUND, POWERS_OF, Office, Power
from anju.tests.pages import Pages
from anju.tests.patterns import Pattern, all_patterns
from anju.tests.walks.fund_desk import the_world

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02")]
KEEPER = Actor("xi.tong", "centre", frozenset({Power.USER_KEEP}), staff_id=999)
KNOWN = {
    "addition_id": "addition",
    "document_id": "document",
    "account_id": "account",
    "deposit_id": "asked",
    "refund_id": "refund",
    "upload_id": "upload",
    "print_id": "print",
    "trouble_id": "trouble",
    "run_id": "run",
    "opening_id": "opening",
    "opening_file_id": "opening_file",
    "community_id": "community",
    "order_id": "work",
    "works_paper_id": "work_paper",
    "payment_id": "work_payment",
    "stage": "first",
    "registration_id": "registration",
    "key_id": "key",
    "application_id": "area_waiting",
    "paper_id": "area_paper",
    "area_id": "area",
    "company_id": "company",
}
OF_NOBODY = ("receipt_file", "refund_unit")
"""This deposit has no receipt, and this home no selling unit."""


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def addresses(world: SimpleNamespace) -> list[tuple[Pattern, str]]:
    return [
        (one, reverse(one.name, kwargs={name: known(world, name) for name in one.converters}))
        for one in all_patterns()
        if one.portal == "fund_desk"
    ]


def known(world: SimpleNamespace, name: str) -> int | str:
    """The record that the world has for it; the stage of a payment is a word."""
    return KNOWN[name] if name == "stage" else int(getattr(world, KNOWN[name]))


def client_of(*powers: str, username: str, district: str = "") -> tuple[Client, int]:
    pages, plain = Pages(), Client()
    user = pages.as_staff(*powers, username=username, name="何洁")
    if district:
        people.place_at_department(member_id=user.pk, district=district, by=KEEPER)
    plain.cookies = pages.cookies
    return plain, user.pk


def ask(client: Client, method: str, at: str) -> int:
    advance_clock(seconds=4, by=CLOCK)  # slowly enough that every one is written down
    response: Any = client.get(at) if method == "GET" else client.post(at, {"because": "x"})
    return int(response.status_code)


@pytest.mark.parametrize("office", [Office.AUTHORITY, Office.ASSOCIATION])
def test_staff_of_another_office_find_no_page_of_the_fund(office):
    asked = addresses(the_world())
    stranger, _ = client_of(*POWERS_OF[office], username=f"at.{office.value}")
    moves = Event.objects.count()
    for one, at in asked:
        for method in one.methods:
            assert ask(stranger, method, at) == 404, f"{method} {one.name}"
            if one.converters:
                last = AccessRefused.objects.last()
                assert (last.actor, last.view_name) == (f"at.{office.value}", one.name)
    assert Event.objects.count() == moves


def test_staff_of_the_centre_without_a_post_of_the_fund_are_told_whom_to_ask():
    asked = addresses(the_world())
    stranger, _ = client_of(*(POWERS_OF[Office.CENTRE] - OF_FUND), username="at.centre")
    moves = Event.objects.count()
    for one, at in asked:
        for method in one.methods:
            assert ask(stranger, method, at) == 403, f"{method} {one.name}"
    assert Event.objects.count() == moves


def test_the_same_pages_are_there_for_the_fund():
    """Otherwise the tests above would prove nothing."""
    at_home, officer_id = client_of(*OF_FUND, username="quan.fund")
    for one, at in addresses(the_world(officer_id)):
        if "GET" in one.methods and one.name.partition(":")[2] not in OF_NOBODY:
            assert ask(at_home, "GET", at) == 200, one.name
    assert AccessRefused.objects.count() == 0


@pytest.mark.covers("CTR-05")
def test_the_department_of_another_district_finds_no_record():
    """But tickets of the line, which are of no district; and a file of its own."""
    asked = addresses(the_world())
    stranger, _ = client_of(*OF_FUND, username="hai.dian", district="110108")
    moves = Event.objects.count()
    for one, at in asked:
        for method in one.methods if one.converters and "trouble_id" not in one.converters else ():
            assert ask(stranger, method, at) == 404, f"{method} {one.name}"
    assert Event.objects.count() == moves


@pytest.mark.covers("CTR-05")
def test_a_department_is_told_that_interest_is_the_citys():
    the_world()
    department, _ = client_of(*OF_FUND, username="chao.yang", district="110105")
    sent = {
        "start_interest": {"bank": "bob"},
    }
    for page, typed in sent.items():
        answer: Any = department.post(reverse(f"fund_desk:{page}"), typed)
        assert answer.status_code == 200
        assert "由全市统一办理，管理部不能办理" in answer.content.decode()
    assert not Run.objects.filter(kind="interest").exists()


def test_what_is_guessed_is_not_there_and_written_down():
    (at_home, _), count = client_of(*OF_FUND, username="quan.fund"), 0
    for one in all_patterns():
        if one.portal == "fund_desk" and one.converters:
            at = reverse(one.name, kwargs=dict.fromkeys(one.converters, 999999999))
            for method in one.methods:
                assert ask(at_home, method, at) == 404, f"{method} {one.name}"
                count += 1
    assert AccessRefused.objects.filter(actor="quan.fund").count() == count > 25


def test_owners_are_sent_to_the_staffs_sign_in():
    asked = addresses(the_world())
    pages, plain = Pages(), Client()
    pages.sign_in_as(Person.objects.get(pk=signed_in(WANG).person_id))
    plain.cookies = pages.cookies
    for one, at in asked:
        if "GET" in one.methods:
            assert plain.get(at)["Location"].startswith("/staff/sign-in"), one.name
