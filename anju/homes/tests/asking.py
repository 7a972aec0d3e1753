"""Builders: homes of the sandbox's register, who asks, and what the jobs do."""

import itertools
from dataclasses import replace
from typing import Any

from anju.core.actors import CLOCK, Actor
from anju.homes import actions, jobs
from anju.homes.models import Verification
from anju.homes.reading import HomeTerms
from anju.homes.rules import Role
from anju.people import actions as people
from anju.people.rules import Power, Scope
from anju.tests.sandbox import Sandbox

keys = itertools.count(1)
OFFICER = Actor("wang.wei", "authority", frozenset({Power.HOME_VERIFY}), staff_id=1)
REVIEWER = Actor("li.na", "authority", frozenset({Power.HOME_OBJECT}), staff_id=2)
OPERATOR = Actor("zhao.lei", "authority", frozenset({Power.HOME_TROUBLE}), staff_id=3)
USCCS = ("91110105MA00TE5T2T", "91110108MA01ABCD5T", "12110000400000018T")


def an_enterprise(number: int = 0) -> Actor:
    name = ("安居租赁有限公司", "京城公寓有限公司", "北京市某事业单位")[number]
    found = people.record_organisation(name=name, uscc=USCCS[number], is_enterprise=True, by=CLOCK)
    return Actor(f"operator {number}", "enterprise", organisation_id=found.pk)


def a_person(number: int = 0) -> Actor:
    numbers = ("110101199003078013", "11010519491231002X")
    found = people.record_person(
        name=("张三", "李四")[number],
        id_type="resident_id",
        id_number=numbers[number],
        phone=f"1380000000{number + 1}",
        by=CLOCK,
    )
    return Actor(f"person:{found.pk}", "public", person_id=found.pk)


def a_program(name: str = "市场平台", **callback: Any) -> Actor:
    key = people.issue_api_key(name=name, scopes=[Scope.HOME_VERIFY], by=CLOCK)
    if callback:
        people.set_callback(name=name, **callback, by=CLOCK)
    from anju.people.queries import api_key

    known = api_key(key)
    assert known is not None
    return Actor(f"api {name}", "api", frozenset({Scope.HOME_VERIFY}), client_id=known.pk)


def terms_of(home: dict[str, Any], **changes: Any) -> HomeTerms:
    """What its owner would state about a home of the sandbox's register."""
    stated = HomeTerms(
        home["district"],
        home["certificate_type"],
        home["certificate_no"],
        home["owner_name"],
        home["owner_id_type"],
        home["owner_id_number"],
    )
    return replace(stated, **changes)


def homes_of(sandbox: Sandbox, first: int = 1, count: int = 1) -> list[dict[str, Any]]:
    """Homes as the register has them; number 1 is a flat without any mark."""
    answer = sandbox.ask("registries/title", first=str(first), count=str(count))
    found: list[dict[str, Any]] = answer["homes"]
    return found


def a_home(sandbox: Sandbox, number: int = 1, **set_to: Any) -> dict[str, Any]:
    [home] = homes_of(sandbox, number)
    if set_to:
        home = sandbox.control(
            "registries/title", {"certificate_no": home["certificate_no"], **set_to}
        )
    return home


def request(
    terms: HomeTerms, by: Actor = OFFICER, role: str = Role.OWNER, key: str = "", **more: Any
) -> Verification:
    key = key or f"key {next(keys)}"
    return actions.request_verification(key=key, terms=terms, role=role, by=by, **more)


def ask() -> None:
    """What the asking job does once."""
    jobs.ask_registry(0)


def a_verified(
    sandbox: Sandbox, number: int = 1, by: Actor = OFFICER, role: str = Role.OWNER
) -> Verification:
    """A home that passed."""
    verification = request(terms_of(a_home(sandbox, number)), by, role)
    ask()
    verification.refresh_from_db()
    assert verification.status == "passed", verification.outcome
    return verification


def again(verification: Verification) -> Verification:
    verification.refresh_from_db()
    return verification


def a_failed(sandbox: Sandbox, by: Actor = OFFICER, number: int = 1) -> Verification:
    """A check that failed: the owner's name was stated wrongly."""
    terms = terms_of(a_home(sandbox, number), owner_name="别人")
    verification = request(terms, by)
    ask()
    verification.refresh_from_db()
    assert verification.status == "failed"
    return verification


def queries_of(sandbox: Sandbox) -> int:
    """How often the registry was asked."""
    return len(sandbox.ask("registries/title/queries")["queries"])
