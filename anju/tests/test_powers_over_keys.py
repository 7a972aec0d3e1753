"""Every action of registrations and keys checks who does it: by a power and district, or about one's own. (SEC-02)

A new action fails here until one of the tables names it; a portal may call none but those that check.
"""

from types import SimpleNamespace
from typing import Any

import pytest

from anju.companies import actions, queries
from anju.companies.models import Key
from anju.companies.tests.authenticator import SoftKey
from anju.companies.tests.world import (
    ISSUER,
    WANG_FANG,
    a_key,
    a_unit,
    an_applicant,
    applied,
    come_in,
    come_in_unverified,
    registered,
)
from anju.core.actors import NOBODY
from anju.people.rules import Power
from anju.tests import test_powers_of_the_fund as fund
from anju.tests.pages import Pages
from anju.tests.patterns import all_patterns
from anju.tests.test_powers_of_the_fund import EVERY, STOPPED, heard, staff
from anju.tests.test_strangers import everything

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02")]
REVIEW, KEY = Power.FUND_COMPANY, Power.FUND_KEY

# By a power, of a department in its own district only.
IN_DISTRICT = {
    "companies.approve_application": REVIEW,
    "companies.send_back_application": REVIEW,
    "companies.record_old_holder": REVIEW,
    "companies.issue_key": KEY,
    "companies.renew_code": KEY,
    "companies.revoke_key": KEY,
    "companies.unlock_holder": KEY,
    "companies.reset_holder_password": KEY,
}
# As whoever has come in, about what is theirs.
OF_ONESELF = {
    "companies.apply_for_registration": "anju/companies/tests/test_registrations.py",
    "companies.choose_password": "anju/companies/tests/test_applicants.py",
    "companies.enrol_key": "anju/companies/tests/test_keys.py",
}
# Of those who have not come in yet: what they show decides, and what is wrong counts.
ON_THE_WAY_IN = (
    "companies.register_applicant",
    "companies.ask_activation",
    "companies.activate_by_code",
    "companies.activate_by_link",
    "companies.enter_by_password",
    "companies.confirm_old_holder",
    "companies.enter_by_key",
)
BY_JOBS = (
    "companies.claim_activations",
    "companies.record_activation_sent",
    "companies.forget_applicants",
)
MODULES = ("activations", "applicants", "keys", "registrations")
"""Those of areas, data and forms stand in `test_powers_of_companies.py`."""
CHECKED = {*IN_DISTRICT, *OF_ONESELF, *ON_THE_WAY_IN}


@pytest.fixture(autouse=True)
def of_companies(monkeypatch):
    monkeypatch.setattr(fund, "PACKAGES", ("companies",))


@pytest.fixture
def world(db) -> SimpleNamespace:
    key, _ = a_key()
    issued = actions.issue_key(application_id=registered().pk, by=ISSUER)
    return SimpleNamespace(
        waiting=applied().pk,
        approved=registered().pk,
        key=key.pk,
        holding=key.application_id,
        issued=issued.key_id,
    )


def arguments(world: SimpleNamespace) -> dict[str, dict[str, Any]]:
    return {
        "companies.approve_application": {"application_id": world.waiting, "opinion": ""},
        "companies.send_back_application": {"application_id": world.waiting, "because": "补充"},
        "companies.record_old_holder": {
            "certificate_no": "JGC99990000",
            "unit": a_unit(),
            "holder": WANG_FANG,
            "community_ids": [],
        },
        "companies.issue_key": {"application_id": world.approved},
        "companies.renew_code": {"key_id": world.issued},
        "companies.revoke_key": {"key_id": world.key, "because": "遗失"},
        "companies.unlock_holder": {"application_id": world.holding, "because": "到场"},
        "companies.reset_holder_password": {"application_id": world.holding, "because": "到场"},
    }


def own_actions() -> dict[str, Any]:
    return {
        name: verb
        for name, verb in fund.all_actions().items()
        if verb.__module__.rpartition(".")[2] in MODULES
    }


def test_every_action_stands_in_one_table():
    named = sorted([*IN_DISTRICT, *OF_ONESELF, *ON_THE_WAY_IN, *BY_JOBS])

    assert named == sorted(own_actions())


def test_portals_call_no_action_that_checks_nothing():
    called = set(fund.called_by("anju/portals", "anju/desks", "anju/web")) & set(own_actions())

    assert len(called) > 10
    assert called - CHECKED == set()


def test_who_has_not_the_power_is_stopped_and_nothing_changes(world):
    verbs, told = own_actions(), arguments(world)
    company = queries.actor_of_key(world.key)
    before = everything()
    for name, power in IN_DISTRICT.items():
        for by in (NOBODY, company, staff(EVERY - {power}), staff(EVERY, "110108")):
            assert heard(verbs[name], told[name], by) in STOPPED, f"{by}: {name}"
    assert everything() == before


def test_who_may_is_not_stopped(world):
    """Otherwise the test above would prove nothing."""
    verbs, told = own_actions(), arguments(world)
    for name, power in IN_DISTRICT.items():
        for department in ("", "110105"):
            came = heard(verbs[name], told[name], staff(frozenset({power}), department))
            assert came not in STOPPED, f"{name} of {department}: {came}"


@pytest.mark.covers("PRP-05")
def test_what_a_key_opens_no_password_alone_opens():
    """Without the key every page of a company leads to the login by key; the way in and the application stay open."""
    pages = come_in_unverified(Pages(), an_applicant())
    open_to_all = 0
    for one in all_patterns():
        if one.portal != "property" or one.converters or "GET" not in one.methods:
            continue
        answer = pages.get(f"/{one.route}")
        door = getattr(one.view, "door", "")
        if door == "company":
            assert answer.headers["Location"].startswith("/property/sign-in"), one.name
        else:
            assert door in ("anyone", "applicant", "holder"), one.name
            open_to_all += 1
    assert open_to_all >= 10


def test_staff_and_other_organisations_find_no_page_of_a_company():
    pages = Pages()
    pages.as_staff(*EVERY & {Power.FUND_KEY, Power.FUND_COMPANY}, username="guan.li", name="管理")
    behind = [
        one
        for one in all_patterns()
        if one.portal == "property"
        and getattr(one.view, "door", "") in ("company", "applicant", "holder")
        and not one.converters
    ]
    assert len(behind) >= 5
    for one in behind:
        for method in one.methods:
            ask = pages.get if method == "GET" else pages.post
            assert ask(f"/{one.route}").status_code == 404, one.name


def test_a_company_finds_no_page_of_another_portal():
    key, _ = a_key()
    pages = come_in(Pages(), queries.actor_of_key(key.pk))
    for one in all_patterns():
        has_door = getattr(one.view, "door", "anyone") not in ("anyone", "machine")
        if one.portal in ("property", "") or one.converters or not has_door:
            continue
        if "GET" in one.methods:
            assert pages.get(f"/{one.route}").status_code in (302, 403, 404), one.name


def test_the_key_of_another_is_not_taken_up():
    application = registered()
    issued = actions.issue_key(application_id=application.pk, by=ISSUER)
    by = queries.actor_of_applicant(an_applicant().pk)
    told = {"key_id": issued.key_id, "code": issued.code}

    assert heard(actions.enrol_key, {**told, "answer": SoftKey().enrols(issued.number)}, by) == (
        "broken"
    )
    assert Key.objects.get().credential_id is None
