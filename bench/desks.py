"""Dashboards and every list of the offices' desks with a city in the database: 1,000,000 leases, 7,000,000 homes.

The leases are those of `old_city`, the homes those of `fund`; on top of them something of everything that the tests'
walks do, by the product's actions. Then all of it is sealed and counted by the runs that do so every day, and each page
is held against the number of its queries, the rows and blocks it touches, and the plans: none may walk through a table
that grows. The dashboards are asked over HTTP beside a bare view on the same server.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test.utils import setup_test_environment
from django.urls import reverse

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.rules import DISTRICTS
from anju.custody import actions as custody
from anju.fund.tests import city as homes
from anju.ledger import actions as ledger
from anju.people.rules import OF_FUND, POWERS_OF, Office
from anju.portals.centre.page import MENU
from anju.refunds.office_rules import OpenWork
from anju.refunds.tests import endings
from anju.statistics import actions as figures
from anju.statistics import queries
from anju.statistics.rules import Flow
from anju.tests import plans
from anju.tests.pages import Pages
from anju.tests.walks import association, authority, centre, fund_desk
from bench import fund, measure, old_city
from bench.measure import Figure, against
from bench.pages import Asker, Page, product

LEASES, HOMES, SHORT = 1_000_000, 7_000_000, 2_000
MOST_QUERIES, MOST_OF_NO_LIST = 12, 24
MOST_ROWS, MOST_BLOCKS = 30_000, 25_000
NO_LISTS = ("home", "institution")
FIRST_HOME = 100_000_000
"""Behind whatever the leases are numbered by."""

SEQUENCES = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND data_type IN ('bigint', 'integer')
    AND (is_identity = 'YES' OR column_default LIKE 'nextval%%')
"""
IN_ALL_DISTRICTS = """
UPDATE contracts_lease SET district = (%(districts)s::text[])[1 + id %% cardinality(%(districts)s::text[])]
"""


@dataclass(frozen=True)
class DeskPage(Page):
    """A page of a desk: `view` is its whole address."""

    def path(self, asker: Asker) -> str:
        return self.view


def measured(*, short: bool) -> list[Figure]:
    if not hasattr(mail, "outbox"):  # under test the environment is set up
        setup_test_environment(debug=False)
    leases = SHORT if short else int(os.environ.get("BENCH_LEASES", LEASES))
    many_homes = SHORT if short else int(os.environ.get("BENCH_HOMES", HOMES))
    write_city(leases, many_homes)
    counted_in = count()
    found = list(desk_pages())
    costs = {what: cost_of(what, by, address) for what, by, address in found}
    faults = [fault for cost in costs.values() for fault in cost.faults(in_city=not short)]
    assert not faults, "\n".join(faults)
    return [
        *(figure(what, cost) for what, cost in costs.items()),
        counted_in,
        *beside_bare(found, costs, 1 if short else 3, 0.5 if short else 2.0),
    ]


# --- the city -------------------------------------------------------------------------------------


def write_city(leases: int, many_homes: int) -> None:
    old_city.grow(1, leases)
    homes.FIRST = FIRST_HOME
    free_numbers()
    values = homes.found_city()
    fund.grow(values, 1, many_homes)
    free_numbers()
    with connection.cursor() as cursor:
        cursor.execute(IN_ALL_DISTRICTS, {"districts": list(DISTRICTS)})
    with transaction.atomic():
        for part in (
            fund_desk.the_world,
            authority.the_world,
            centre.entries,
            centre.payouts,
            centre.settlements,
            centre.releases,
            centre.authority_orders,
            endings.a_dispute,
            a_return,
        ):
            part()


def a_return() -> None:
    endings.a_return(endings.a_held_lease())


def free_numbers() -> None:
    """What is written by SQL has its own numbers: whatever comes after it is numbered behind them."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        for table, column in cursor.fetchall():
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}"
            )
        cursor.execute("SELECT setval('ledger_transfer_id', max(id)) FROM ledger_transfer")


def count() -> Figure:
    """Seal and count all of it, as the runs do; what is told is the time for a million transfers."""
    began = time.monotonic()
    ledger.seal()
    sealed = time.monotonic()
    custody.count_days(by=CLOCK)
    custody_counted = time.monotonic()
    figures.count_all_money(by=CLOCK)
    counted = sealed + time.monotonic() - custody_counted
    figures.count_work(day=clock.today(), by=CLOCK)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("SELECT sum(count) FROM ledger_seal")
        transfers = int(cursor.fetchone()[0])
    measure.say(
        f"    {transfers:,} transfers sealed in {sealed - began:.0f} s, counted in {counted - sealed:.0f} s"
    )
    return against(
        "counting what is sealed",
        "transfers/s",
        [transfers / (counted - sealed)],
        "sealing it",
        [transfers / (sealed - began)],
        0.1,
    )


# --- the pages ------------------------------------------------------------------------------------


def desk_pages() -> Iterator[tuple[str, Pages, str]]:
    """What each is called, who asks, and the address."""
    officer, of_fund, mediator, authority_officer = Pages(), Pages(), Pages(), Pages()
    officer.as_staff(*POWERS_OF[Office.CENTRE], username="da.jin", name="大金")
    of_fund.as_staff(*OF_FUND, username="da.wei", name="大维")
    mediator.as_staff(*POWERS_OF[Office.ASSOCIATION], username="da.xie", name="大协")
    authority_officer.as_staff(*POWERS_OF[Office.AUTHORITY], username="da.zhu", name="大住")
    for what, address in centre_pages():
        yield f"资金中心 {what}", officer, address
    for portal, by, names in (
        ("fund_desk", of_fund, fund_desk.LISTS),
        ("association", mediator, association.LISTS),
        ("authority", authority_officer, authority.LISTS),
    ):
        for name in names:
            yield f"{portal} {name}", by, reverse(f"{portal}:{name}")


def centre_pages() -> Iterator[tuple[str, str]]:
    """Every entry of the menu, and the dashboards with all that stands behind their figures."""
    for entry in MENU:
        if entry.name != "figures":
            yield entry.name, reverse(f"centre:{entry.name}")
    for name in ("notifications", "failed_payouts", "batches"):
        yield name, reverse(f"centre:{name}")
    yield "figures_work", reverse("centre:figures_work")
    yield "figures_pooled", reverse("centre:figures_pooled")
    for kind in OpenWork:
        yield f"figures_cases {kind}", reverse("centre:figures_cases", args=[kind])
    for business in ("custody", "fund"):
        yield from figure_pages(business)


def figure_pages(business: str) -> Iterator[tuple[str, str]]:
    def to(name: str, *args: Any, ask: str = "") -> str:
        return reverse(f"centre:{name}", args=[business, *args]) + ask

    today, district = clock.today(), "110108"
    most = queries.held_by_most(business).first()
    busiest = busiest_day(business)
    yield f"figures {business}", to("figures_of")
    yield f"figures {business} 90", to("figures_of", ask="?days=90")
    for what, ask in (("", ""), (" district", f"?district={district}"), (" bank", "?bank=ccb")):
        yield f"held {business}{what}", to("figures_held", ask=ask)
    if most is not None:
        yield f"whose {business}", to("figures_whose", most.whose_id)
        yield (
            f"whose {business} district",
            to("figures_whose", most.whose_id, ask=f"?district={district}"),
        )
        ask = f"?whose={most.whose_id}"
        yield f"entries {business} whose", to("figures_entries", "in", busiest, ask=ask)
    for span, day in (("day", busiest), ("month", busiest), ("month", today)):
        yield f"moved {business} {span} {day}", to("figures_moved", "in", span, day)
        ask = f"?district={district}"
        yield (
            f"moved {business} {span} {day} district",
            to("figures_moved", "in", span, day, ask=ask),
        )
    for what, ask in (
        ("", ""),
        (" district", f"?district={district}"),
        (" reason", "?reason=order_paid"),
        (" nothing", "?reason=returned"),
    ):
        yield f"entries {business}{what}", to("figures_entries", "in", busiest, ask=ask)


def busiest_day(business: str) -> Any:
    """The day with the most entries: of the fund that on which seven million homes deposited."""
    days = queries.flow_by_day(
        business, Flow.IN, clock.today() - timedelta(days=1500), clock.today()
    )
    return max(days, key=lambda pair: pair[1])[0] if days else clock.today()


@dataclass(frozen=True)
class Cost:
    """What a page asks of the database, and what is wrong with that."""

    address: str
    queries: int
    most_queries: int
    rows: int
    blocks: int
    milliseconds: float
    walks: list[str]

    def faults(self, *, in_city: bool) -> list[str]:
        found = [self.queries > self.most_queries and f"{self.queries} queries"]
        if in_city:
            found += [
                self.rows > MOST_ROWS and f"{self.rows:,} rows",
                self.blocks > MOST_BLOCKS and f"{self.blocks:,} blocks",
                *self.walks,
            ]
        return [f"{self.address}: {fault}" for fault in found if fault]


def cost_of(what: str, by: Pages, address: str) -> Cost:
    answered = by.get(address)  # what is counted once for everybody is counted now
    assert answered.status_code == 200, (address, answered.status_code)
    began = time.monotonic()
    by.get(address)
    milliseconds = (time.monotonic() - began) * 1000
    asked = plans.questions_of(lambda: by.get(address))
    answers = [plan for sql in asked if (plan := plans.plan_of(sql, analyse=True))]
    is_list = what.split()[-1] not in NO_LISTS
    cost = Cost(
        address,
        len(asked),
        MOST_QUERIES if is_list else MOST_OF_NO_LIST,
        sum(map(plans.rows_read, answers)),
        sum(map(plans.blocks_of, answers)),
        milliseconds,
        [walk for plan in answers for walk in plans.walks(plan, most_rows=MOST_ROWS)],
    )
    measure.say(
        f"    {address:<70} {cost.queries:>3} queries {cost.rows:>8,} rows {cost.blocks:>8,} blocks"
        f" {milliseconds:>6,.0f} ms"
    )
    return cost


def figure(what: str, cost: Cost) -> Figure:
    words = f"{what}: {cost.queries} queries, {cost.rows:,} rows read"
    return against(words, "blocks", [cost.blocks], "bound", [MOST_BLOCKS], 1.0, at_least=False)


def beside_bare(
    found: list[tuple[str, Pages, str]], costs: dict[str, Cost], rounds: int, seconds: float
) -> list[Figure]:
    """The dashboards, the work lists and the lists of money, each and the bare view in turn."""
    wanted = ("figures custody", "figures fund", "figures_work", "home", "entries", "payouts")
    with connection.cursor() as cursor:
        cursor.execute("SELECT filing_no FROM contracts_lease WHERE id = 7")
        [filing_no] = cursor.fetchone()
    with product() as server:
        return [
            server.figure(
                DeskPage(what, address, [asker_of(by, filing_no)]),
                costs[what].queries,
                rounds,
                seconds,
            )
            for what, by, address in found
            if what.removeprefix("资金中心 ") in wanted
        ]


def asker_of(by: Pages, filing_no: str) -> Asker:
    return Asker(by.cookies[settings.SESSION_COOKIE_NAME].value, filing_no, "")
