"""What is done with areas, data and forms of property companies checks who does it. (SEC-02)

Every verb of the four modules stands in one of the tables; a new one fails here until it does.
"""

from importlib import import_module
from typing import Any

import pytest

from anju.companies import actions
from anju.companies.models import Area, AreaApplication, Company, UnitChange
from anju.companies.tests.applying import ELSEWHERE, auxiliary
from anju.companies.tests.world import ISSUER, a_company
from anju.core.actors import CLOCK, NOBODY, Actor
from anju.core.db import rehearse
from anju.core.models import Event
from anju.core.refusals import Broken, Refused
from anju.people.rules import OF_FUND, Power
from anju.tests.walks.property_areas import the_world

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02")]
MODULES = ("areas", "units", "printing")

# By FUND_COMPANY, of a department in its own district only.
IN_DISTRICT = ("approve_areas", "return_areas", "receive_papers", "end_area")
# By a company that has signed in by its key, about what is its own.
OF_THE_COMPANY = (
    "begin_areas",
    "attach_paper",
    "remove_paper",
    "submit_areas",
    "submit_areas_on_paper",
    "correct_areas",
    "withdraw_areas",
    "check_name",
    "change_unit",
    "print_areas",
)
# By who applied for it, with a key or not.
OF_THE_APPLICANT = ("print_application",)
# Called by jobs alone.
BY_JOBS = (
    "tell_of_late_reviews",
    "claim_name_checks",
    "confirm_name",
    "deny_name",
    "note_silence",
)


@pytest.fixture
def world() -> Any:
    company, actor = a_company()
    found = the_world(company, actor)
    found.record, found.actor = company, actor
    found.registration = company.applications.get()
    return found


def arguments(name: str, world: Any) -> dict[str, Any]:
    waiting, draft = {"application_id": world.area_waiting}, {"application_id": world.area_draft}
    community = AreaApplication.objects.get(pk=world.area_waiting).requests.get().community_id
    document = AreaApplication.objects.get(pk=world.area_waiting).documents.first()
    file_id = document.file_id if document else 0
    return {
        "approve_areas": {**waiting, "community_ids": [community], "because": "齐全"},
        "return_areas": {**waiting, "because": "缺章"},
        "receive_papers": {**waiting, "papers": []},
        "end_area": {"area_id": world.area, "because": "解聘"},
        "attach_paper": {**draft, "paper": "other", "file_id": file_id},
        "remove_paper": {"document_id": world.area_document},
        "submit_areas": waiting,
        "submit_areas_on_paper": draft,
        "correct_areas": {"application_id": world.area_returned},
        "withdraw_areas": draft,
        "print_areas": {"area_application_id": world.area_waiting},
        "print_application": {"application_id": world.registration.pk},
    }[name]


def test_every_verb_stands_in_one_table():
    verbs = {
        name
        for module in MODULES
        for name, one in vars(import_module(f"anju.companies.actions.{module}")).items()
        if getattr(one, "is_action", False) and one.__module__.endswith(f"actions.{module}")
    }
    assert verbs == {*IN_DISTRICT, *OF_THE_COMPANY, *OF_THE_APPLICANT, *BY_JOBS}


@pytest.mark.parametrize("name", IN_DISTRICT)
def test_without_the_power_or_in_another_district_nothing_is_decided(name, world):
    others = frozenset(OF_FUND) - {Power.FUND_COMPANY}
    powerless = Actor("kan.kan", "centre", others, staff_id=931, department="")
    moves = Event.objects.count()
    for by in (powerless, ELSEWHERE, ISSUER, world.actor, NOBODY, CLOCK):
        with pytest.raises((Broken, Refused)):
            getattr(actions, name)(**arguments(name, world), by=by)
    everything = Actor("li.na", "centre", OF_FUND, staff_id=921, department="110105")
    rehearse(getattr(actions, name), **arguments(name, world), by=everything)
    assert Event.objects.count() == moves
    assert Area.objects.filter(until__isnull=True).count() == 1


@pytest.mark.parametrize(
    "name", [one for one in OF_THE_COMPANY if one[:5] not in ("begin", "check", "chang")]
)
def test_of_a_company_only_itself_does_anything(name, world):
    _, other = a_company(name="北京别家物业有限公司")
    officer = Actor("quan.fu", "centre", OF_FUND, staff_id=932, department="")
    for by in (other, officer, NOBODY, CLOCK):
        with pytest.raises((Broken, Refused, Company.DoesNotExist)):
            getattr(actions, name)(**arguments(name, world), by=by)
    rehearse(getattr(actions, name), **arguments(name, world), by=world.actor)


def test_who_is_no_company_begins_nothing_and_changes_nothing(world):
    officer = Actor("quan.fu", "centre", OF_FUND, staff_id=932, department="")
    changes = UnitChange.objects.count()
    for by in (officer, NOBODY, CLOCK):
        with pytest.raises(Company.DoesNotExist):
            actions.begin_areas(district="110105", developer_name="x", community_ids=[1], by=by)
        with pytest.raises(Company.DoesNotExist):
            actions.check_name(name="北京物业有限公司", by=by)
        with pytest.raises(Company.DoesNotExist):
            actions.change_unit(
                name="x", stated=auxiliary(world.record, fax="64391122"), seen=0, by=by
            )
    assert UnitChange.objects.count() == changes


def test_a_registration_is_printed_by_who_applied_for_it_alone(world):
    _, other = a_company(name="北京别家物业有限公司")
    officer = Actor("quan.fu", "centre", OF_FUND, staff_id=932, department="")
    for by in (other, officer, NOBODY, CLOCK):
        with pytest.raises(Broken):
            actions.print_application(**arguments("print_application", world), by=by)
