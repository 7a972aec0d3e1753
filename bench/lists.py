"""Every list of rental regulation in a city with a million rows in each table: its first page, its others, each search.

Held against bounds, not against the clock: so many queries, no walk through a table that grows, so many rows and blocks
of the database touched. What is asked is found on the pages: every field of a list's search, every choice of it.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core import mail
from django.db import transaction
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from anju.core import clock
from anju.people.rules import POWERS_OF, InstitutionPower, Office, Power
from anju.tests import plans
from anju.tests.pages import Pages
from anju.tests.walks import agency, authority, public
from bench import big_city, measure
from bench.big_world import World, the_world
from bench.measure import Figure, against

MANY, FEW = 1_000_000, 200
MOST_QUERIES = 12
# Desks and what is known of one institution are no lists: they say of each list how much of it waits, or begin it.
NO_LISTS = ("home", "own", "institution")
MOST_OF_NO_LIST = 24
# What these bounds allow a search by words, and why no less, is said in the README.
MOST_ROWS, MOST_BLOCKS = 30_000, 25_000
# They stay small in a city; here they have a million rows like every other.
SMALL = plans.SMALL - {"auth_user", "homes_trouble"} | {
    "credit_creditmode",
    "filings_signingparameter",
}
COMMON = "安家"  # in one name or address of two hundred: dear by either way
AUDIT = ("audit", "audit_refused", "audit_sign_ins", "audit_looks")


@dataclass(frozen=True)
class List:
    """One list, as one who may see it opens it."""

    what: str
    address: str
    by: Client

    @property
    def most_queries(self) -> int:
        return MOST_OF_NO_LIST if self.what.split()[1] in NO_LISTS else MOST_QUERIES


@dataclass
class Cost:
    """The most that any page of a list cost, and what is wrong with one."""

    pages: int = 0
    queries: int = 0
    rows: int = 0
    blocks: int = 0
    faults: list[str] = dataclasses.field(default_factory=list)


def measured(*, short: bool) -> list[Figure]:
    if not hasattr(mail, "outbox"):  # under test the environment is set up
        setup_test_environment(debug=False)
    with transaction.atomic():
        world = the_world()
    many = FEW if short else MANY
    big_city.fill(many, world.largest)
    costs = {one.what: cost_of(one, world, many) for one in lists(world)}
    faults = [fault for cost in costs.values() for fault in cost.faults]
    assert not faults, "\n".join(faults)
    return [figure(what, cost) for what, cost in costs.items()]


def figure(what: str, cost: Cost) -> Figure:
    words = f"{what}: {cost.pages} pages, {cost.queries} queries, {cost.rows:,} rows read"
    return against(words, "blocks", [cost.blocks], "bound", [MOST_BLOCKS], 1.0, at_least=False)


# --- which lists, and what is asked of them -------------------------------------------------------


def lists(world: World) -> Iterator[List]:
    officer, everybody, own, operator = Pages(), Pages(), Pages(), Pages()
    officer.as_staff(*POWERS_OF[Office.AUTHORITY], username="da.ting", name="大厅")
    own.as_administrator(world.institution)
    institution = world.largest.institution_id
    for name in authority.LISTS:
        yield List(f"主管部门 {name}", reverse(f"authority:{name}"), officer)
    for name in ("institution", "credit_history"):
        address = reverse(f"authority:{name}", args=[institution])
        yield List(f"主管部门 {name}", address, officer)
    for name in agency.LISTS:
        yield List(f"机构 {name}", reverse(f"agency:{name}"), own)
    operator.as_operator(world.institution, *set(InstitutionPower) - {InstitutionPower.USERS})
    for name in [one for one in agency.LISTS if one != "users"]:
        yield List(f"机构经办 {name}", reverse(f"agency:{name}"), operator)
    for name in public.LISTS:
        yield List(f"公示 {name}", reverse(f"public:{name}"), everybody)
    yield from lists_of_administrators()


def lists_of_administrators() -> Iterator[List]:
    names = {
        Power.USER_KEEP: ("users", "posts"),
        Power.SECURITY_KEEP: ("approvals",),
        Power.AUDIT_READ: AUDIT,
    }
    for power, theirs in names.items():
        by = Pages()
        by.as_staff(power, office=Office.AUTHORITY, username=f"da.{power.value}", name="管理")
        for name in theirs:
            yield List(f"系统管理 {name}", reverse(f"administration:{name}"), by)


def cost_of(one: List, world: World, many: int) -> Cost:
    cost = Cost()
    one.by.get(one.address)  # the session is renewed, what is counted once for everybody is counted
    for query in ("", *searches_of(one, many)):
        weigh(one, query, cost, in_big_city=many == MANY)
    measure.say(
        f"    {one.what:<32} {cost.pages:>3} pages {cost.queries:>3} queries"
        f" {cost.rows:>8,} rows {cost.blocks:>8,} blocks"
    )
    return cost


def searches_of(one: List, many: int) -> Iterator[str]:
    """The pages further on, and the list by each of its fields: every choice, words, numbers, days."""
    shown = one.by.get(one.address).context
    if older := getattr(shown.get("page"), "older_url", ""):
        yield older.partition("?")[2]
        rows = shown["page"].rows
        if isinstance(rows[0].pk, int):
            yield f"after={big_city.FIRST + many // 2}"
    search = shown.get("search")
    fields = search.fields if search is not None else {}
    choices = [f"{name}={one}" for name, field in fields.items() for one in choices_of(field, many)]
    yield from choices
    for name, field in fields.items():
        if not isinstance(field, forms.ChoiceField):
            typed = examples_of(name, field, many)
            yield from (f"{name}={text}" for text in typed)
            combined = [text for text in typed if text in (typed[0], COMMON)]
            yield from (f"{name}={text}&{choice}" for text in combined for choice in choices)


def choices_of(field: forms.Field, many: int) -> list[str]:
    """Of twenty choices the first five, or among few rows the first: one is like the other."""
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    return [str(value) for value, _label in choices if value][: 5 if many == MANY else 1]


def examples_of(name: str, field: forms.Field, many: int) -> list[str]:
    if isinstance(field, forms.DateField):
        return [f"{clock.today() - timedelta(days=ago)}" for ago in (0, 300)]
    row = many // 2 + 1
    number = f"{row:07}"
    known = {
        "uscc": [f"9111{row:014}"],
        "id_number": ["110101199003078013"],
        "name": ["张三"],
        "who": ["fuhe", "nobody"],
        "year": [str(clock.today().year)],
        "record": [str(big_city.FIRST + row)],
        "rule": ["R05"],
    }
    words = ["租赁", "朝阳", "领先", COMMON, "勤勉 领先", "北京市朝阳区", "住房租赁有限公司"]
    words += [f"京(2021)安不动产权第{number}号", number]
    return known.get(name, words)


# --- what a page asks the database ----------------------------------------------------------------


def weigh(one: List, query: str, cost: Cost, *, in_big_city: bool) -> None:
    """Ask for a page and see how the database answered each of its questions."""
    answered: list[Any] = []
    address = f"{one.address}?{query}"
    asked = plans.questions_of(lambda: answered.append(one.by.get(address)))
    assert answered[0].status_code == 200, address
    answers = [plan for sql in asked if (plan := plans.plan_of(sql, analyse=True))]
    rows, blocks = sum(map(plans.rows_read, answers)), sum(map(plans.blocks_of, answers))
    walks = (
        [walk for plan in answers for walk in plans.walks(plan, SMALL, most_rows=MOST_ROWS)]
        if in_big_city
        else []
    )
    too_many = [
        f"{number:,} {unit}"
        for number, most, unit in (
            (len(asked), one.most_queries, "queries"),
            (rows, MOST_ROWS, "rows"),
            (blocks, MOST_BLOCKS, "blocks"),
        )
        if number > most
    ]
    cost.pages += 1
    cost.queries = max(cost.queries, len(asked))
    cost.rows, cost.blocks = max(cost.rows, rows), max(cost.blocks, blocks)
    cost.faults += [f"{address}: {fault}" for fault in (*walks, *too_many)]
