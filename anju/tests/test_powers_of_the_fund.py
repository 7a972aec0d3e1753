"""Every action checks who does it: of homes, the maintenance fund, its runs and notices, and receipts. (SEC-02)

A new action fails here until one of the tables names it; a portal may call none but those that check.
"""

import ast
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from anju.core.actors import CLOCK, NOBODY, OUTSIDE, Actor
from anju.core.db import rehearse
from anju.core.refusals import Broken, Refused
from anju.fund import queries
from anju.fund.tests.world import WANG, ZHAO, signed_in
from anju.fund_notices.tests.test_files import a_developer
from anju.fund_runs.tests.test_revenue import a_credit
from anju.homes import queries as homes
from anju.homes.actions import DwellingTerms
from anju.parameters.rules import RATES_OF_FUND
from anju.parameters.tests.settling import a_proposal
from anju.people.rules import Power
from anju.tests.deeds_of_the_fund import arguments
from anju.tests.source import files, name_of, tree
from anju.tests.test_strangers import everything
from anju.tests.walks.fund_desk import the_world

PACKAGES = ("homes", "fund", "fund_runs", "fund_notices", "receipts")
ENTER, REVIEW, PAY, CHECK = Power.FUND_ENTER, Power.FUND_REVIEW, Power.FUND_PAY, Power.FUND_CHECK
OBJECT, TROUBLE, VERIFY = Power.HOME_OBJECT, Power.HOME_TROUBLE, Power.HOME_VERIFY

# By a power, of a department in its own district only.
IN_DISTRICT = {
    "homes.record_community": ENTER,
    "homes.record_building": ENTER,
    "homes.record_dwelling": ENTER,
    "homes.record_dwellings": ENTER,
    "homes.record_unsold": ENTER,
    "homes.sell_first": ENTER,
    "homes.change_owners": ENTER,
    "homes.measure_dwelling": ENTER,
    "homes.record_loss": ENTER,
    "homes.withdraw_loss": ENTER,
    "fund.sell_home": ENTER,
    "fund.correct_area": ENTER,
    "fund.record_loss": ENTER,
    "fund.withdraw_loss": ENTER,
    "fund.close_deposit": ENTER,
    "fund.issue_notice": ENTER,
    "fund.enter_community": ENTER,
    "fund.enter_home": ENTER,
    "fund.enter_unsold": ENTER,
    "fund.sell_unsold": ENTER,
    "fund.enter_building": ENTER,
    "fund.record_paper_receipt": ENTER,
    "fund.void_receipt": PAY,
    "fund.approve_addition": REVIEW,
    "fund.reject_addition": REVIEW,
    "fund.enter_refund": PAY,
    "fund.approve_refund": CHECK,
    "fund.reject_refund": CHECK,
    "fund_runs.close_interest": PAY,
    "fund_runs.enter_revenue": PAY,
    "fund_runs.enter_unit_deposit": PAY,
    "fund_runs.enter_refund": PAY,
    "fund_runs.approve_run": CHECK,
    "fund_runs.reject_run": CHECK,
    "fund_notices.issue_one": ENTER,
}
# By a power that no department has for itself.
OF_THE_CITY = {
    "fund_runs.propose_interest_rates": Power.CENTRE_PARAMETER_KEEP,
    "fund_runs.approve_interest_rates": Power.CENTRE_PARAMETER_CHECK,
    "fund_runs.start_interest_run": PAY,
}
# By a power; a file is of who sent it, and each of its rows is checked as one that was typed.
BY_POWER = {
    "fund_notices.receive_file": ENTER,
    "homes.request_verification": VERIFY,
    "homes.receive_file": VERIFY,
    "homes.report_trouble": TROUBLE,
    "homes.resolve_trouble": TROUBLE,
    "homes.callback_again": TROUBLE,
    "homes.uphold_objection": OBJECT,
    "homes.dismiss_objection": OBJECT,
}
# Anybody deposits for any home and asks for its receipt; staff do so by power and district. (manual 002, 2.5.2 and 4)
FOR_ANYBODY = (
    "fund.demand_deposit",
    "fund.deposit_voluntarily",
    "fund.pay_voluntarily",
    "fund.start_payment",
    "fund.ask_whether_paid",
    "fund.request_receipt",
)
# As who has signed in, about what is theirs; each with the test of its own that says so.
OF_ONESELF = {
    "fund.add_home": "anju/fund/tests/test_additions.py",
    "fund.look_up": "anju/fund/tests/test_looking.py",
    "fund.find_deposit": "anju/fund/tests/test_guessing.py",
    "fund.claim_refund": "anju/fund/tests/test_losses.py",
    "fund.withdraw_deposit": "anju/fund/tests/test_voluntary.py",
    "homes.raise_objection": "anju/homes/tests/test_objections.py",
    "homes.issue_notice": "anju/homes/tests/test_notices.py",
    "homes.give_up_home": "anju/homes/tests/test_holding.py",
    "homes.request_by_program": "anju/homes/tests/test_verifying.py",
}
# Called by jobs alone.
BY_JOBS = [
    "fund.book_notifications",
    "fund.settle_notification",
    "fund.settle_lines",
    "fund.end_payments",
    "fund.end_refund",
    "fund.forget_tries",
    "fund_runs.count_chunk",
    "fund_runs.book_chunk",
    "fund_notices.start_file",
    "fund_notices.take_in_row",
    "fund_notices.ask_for_deposit",
    "fund_notices.end_rows",
    "fund_notices.keep_print",
    "fund_notices.finish_file",
    "receipts.claim_receipts",
    "receipts.take_issued",
    "receipts.take_voided",
    "receipts.take_refusal",
    "receipts.note_silence",
    "receipts.resolve_what_is_over",
    "homes.take_answer",
    "homes.fail_question",
    "homes.claim_questions",
    "homes.claim_callbacks",
    "homes.callback_delivered",
    "homes.callback_failed",
    "homes.start_file",
    "homes.take_in_row",
    "homes.finish_file",
    "homes.expire_verifications",
    "homes.claim_rechecks",
    "homes.take_recheck",
    "homes.fail_recheck",
    "homes.resolve_what_is_over",
]
# Called by actions of packages above, which have checked.
BY_ACTIONS = [
    "fund.open_account",
    "fund.account_for",
    "fund.close_shares",
    "fund.demand_shares",
    "fund.free_shares",
    "fund.open_accounts",
    "fund.take_over",
    "receipts.request_receipt",
    "receipts.record_paper_receipt",
    "receipts.void_receipt",
    "homes.hold_home",
    "homes.release_home",
    "homes.consume_verification",
    "homes.end_letting",
    "homes.change_letting",
]
CHECKED = {*IN_DISTRICT, *OF_THE_CITY, *BY_POWER, *FOR_ANYBODY, *OF_ONESELF}


def all_actions() -> dict[str, Any]:
    """Every action that a package has, whether its `actions` offers it or a part of them keeps it."""
    found = {}
    for path in files(*(f"anju/{package}" for package in PACKAGES)):
        if "actions" in (path.stem, path.parent.name):
            name = name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            for verb, value in vars(import_module(name)).items():
                if getattr(value, "is_action", False) and value.__module__ == name:
                    found[f"{name.split('.')[1]}.{verb}"] = value
    return found


def test_every_action_stands_in_one_table():
    tables = [IN_DISTRICT, OF_THE_CITY, BY_POWER, FOR_ANYBODY, OF_ONESELF, BY_JOBS, BY_ACTIONS]
    named = sorted(name for table in tables for name in table)
    assert named == sorted(all_actions())


def test_portals_call_no_action_that_checks_nothing():
    called = set(called_by("anju/portals", "anju/desks", "anju/web"))
    assert len(called) > 30
    assert called - CHECKED == set()


def called_by(*folders: str) -> Iterator[str]:
    """`package.action` for every mention of an action of these packages."""
    for path in files(*folders):
        aliases: dict[str, str] = {}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                package = node.module.removeprefix("anju.").split(".")[0]
                if package in PACKAGES and node.module == f"anju.{package}":
                    aliases |= {
                        one.asname or one.name: package
                        for one in node.names
                        if one.name == "actions"
                    }
                elif package in PACKAGES and ".actions" in node.module:
                    yield from (f"{package}.{one.name}" for one in node.names if one.name.islower())
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                package = aliases.get(node.value.id, "")
                if package and node.attr.islower():
                    yield f"{package}.{node.attr}"


# What each of them would be told


@pytest.fixture
def world(settings, db) -> SimpleNamespace:
    settings.MOVABLE_CLOCK = True
    made = the_world()
    account = queries.account(made.account)
    made.dwelling = account.dwelling_id
    made.unsold_dwelling = queries.account(made.unsold).dwelling_id
    made.building = account.dwelling.building_id
    made.community = account.dwelling.building.community_id
    made.paid_by_us = account.deposits.get().pk
    made.credit = a_credit(77_00).pk
    made.rates = a_proposal(RATES_OF_FUND, "11000,3000", in_days=9).pk
    return made


EVERY = frozenset(Power)


def staff(may: frozenset[str], department: str = "") -> Actor:
    return Actor("sun.li", "centre", may, staff_id=977, department=department)


def strangers(power: Power) -> dict[str, Actor]:
    """Who has not the power: nobody, a person who owns the home, an organisation, staff with every other power."""
    return {
        "nobody": NOBODY,
        "owner": signed_in(WANG),
        "another organisation": a_developer("别家", "91110108MA01ABCD5T"),
        "staff with every other power": staff(EVERY - {power}),
    }


def heard(work: Callable[..., Any], told: dict[str, Any], by: Actor) -> str:
    """The code of the refusal, "broken", or "done"; nothing of it stays."""
    try:
        rehearse(work, **told, by=by)
    except Refused as refused:
        return str(refused.code.value)
    except Broken:
        return "broken"
    return "done"


STOPPED = {
    "power_missing",
    "not_the_developer",
    "of_the_city",
    "parameter_of_the_city",
    "broken",
}


def test_who_has_not_the_power_is_stopped_and_nothing_changes(world):
    verbs, told = all_actions(), arguments(world)
    visitors = {
        power: strangers(power)
        for power in (ENTER, REVIEW, PAY, CHECK, OBJECT, TROUBLE, VERIFY, *OF_THE_CITY.values())
    }
    before = everything()
    for name, power in {**IN_DISTRICT, **OF_THE_CITY, **BY_POWER}.items():
        for who, by in visitors[power].items():
            if may_as_somebody_else(name, who):
                continue
            assert heard(verbs[name], told[name], by) in STOPPED, f"{who}: {name}"
    assert everything() == before


def may_as_somebody_else(name: str, who: str) -> bool:
    """Organisations hand in files, owners ask about their home; who reviews additions writes its owners down, and who
    checks the refund of a lost home, that it is lost."""
    as_customers = ("fund_notices.receive_file", "homes.request_verification", "homes.receive_file")
    if name in as_customers:
        return not who.startswith("staff")
    return name in ("homes.change_owners", "homes.record_loss") and who.startswith("staff")


def test_a_department_is_stopped_outside_its_district_and_nothing_changes(world):
    verbs, told, other = all_actions(), arguments(world), staff(EVERY, "110108")
    before = everything()
    for name in (*IN_DISTRICT, *OF_THE_CITY, *FOR_ANYBODY):
        assert heard(verbs[name], told[name], other) in STOPPED, name
    assert everything() == before


def test_who_may_is_not_stopped(world):
    """Otherwise the tests above would prove nothing."""
    verbs, told = all_actions(), arguments(world)
    for name, power in IN_DISTRICT.items():
        for department in ("", "110105"):
            if (name, department) == ("homes.record_community", ""):
                continue
            came = heard(
                verbs[name], told[name], staff(frozenset({power, Power.FUND_READ}), department)
            )
            assert came not in STOPPED, f"{name} of {department}: {came}"
    for name, power in OF_THE_CITY.items():
        assert heard(verbs[name], told[name], staff(frozenset({power}))) not in STOPPED, name
    for name in FOR_ANYBODY:
        for by in (NOBODY, signed_in(ZHAO), staff(frozenset({ENTER}), "110105")):
            assert heard(verbs[name], told[name], by) not in STOPPED, name
        assert heard(verbs[name], told[name], staff(EVERY - {ENTER})) == "power_missing", name


def test_the_clock_alone_starts_interest_without_a_power(world):
    verb = all_actions()["fund_runs.start_interest_run"]
    assert heard(verb, {"bank": "bob"}, CLOCK) not in STOPPED
    assert heard(verb, {"bank": "bob"}, OUTSIDE) == "power_missing"


def test_a_reviewer_gives_away_no_home_of_another_district(world):
    """The application is of the reviewer's own district, the home that is chosen for it is not."""
    there = people_of_haidian(world)
    told = arguments(world)["fund.approve_addition"] | {"dwelling_id": there}
    for by in (staff(EVERY, "110105"), staff(EVERY)):
        assert heard(all_actions()["fund.approve_addition"], told, by) == "broken"
    assert [owner.name for owner in homes.owners_now(homes.dwelling(there))] == ["王五"]


def people_of_haidian(world: SimpleNamespace) -> int:
    verbs, by = all_actions(), staff(frozenset({ENTER}))
    community = verbs["homes.record_community"](
        name="中关村", district="110108", address="中关村大街1号", by=by
    )
    told = {"name": "1号楼", "storeys": 6}
    building = verbs["homes.record_building"](community_id=community.pk, **told, by=by)
    terms = DwellingTerms(3, "301", 90_00, date(2024, 5, 1), contract_no="HD-1")
    home = verbs["homes.record_dwelling"](
        building_id=building.pk, terms=terms, owners=[WANG], by=by
    )
    return int(home.pk)
