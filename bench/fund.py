"""The pages of the maintenance fund among 7,000,000 homes, and among a half and a quarter of them.

At each size: every page of the fund's desk and of an owner, every list and search of it, by the number of its queries,
of the rows read and of the blocks touched; none may walk through a table that grows. At the full size the owner's pages
are asked over HTTP beside a bare view on the same server.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.core import mail
from django.db import connection
from django.test.utils import setup_test_environment
from django.urls import reverse

from anju.fund.tests import city
from anju.people.rules import Capacity
from anju.tests import plans
from bench import measure, old_city, pages
from bench.measure import Figure, against
from bench.pages import Asker, Page, product

HOMES, SHORT, CHUNK = 7_000_000, 8_000, 20_000
MOST_ROWS, MOST_BLOCKS = 30_000, 25_000
"""What a search by words may cost, and why no less, is said in the README."""
OWNER = {
    "home": "业主首页",
    "homes": "我的房屋",
    "one_home": "房屋详情",
    "movements": "资金明细",
    "interest": "历次结息",
    "records": "我的交存记录",
    "business": "维修资金管理",
}
OF_ONE_HOME = ("one_home", "movements", "interest")


@dataclass(frozen=True)
class OwnersPage(Page):
    """A page of an owner's; of one home the first of theirs."""

    def path(self, asker: Asker) -> str:
        own = [city.FIRST + city.OF_WANG[0]] if self.view in OF_ONE_HOME else []
        return reverse(f"owner:{self.view}", args=own)


def measured(*, short: bool) -> list[Figure]:
    if not hasattr(mail, "outbox"):  # under test the environment is set up
        setup_test_environment(debug=False)
    most = SHORT if short else int(os.environ.get("BENCH_HOMES", HOMES))
    values, costs, before = city.found_city(), [], 0
    for size in (most // 4, most // 2, most):
        grow(values, before + 1, size)
        costs.append(weighed(values, size, in_large_city=not short))
        before = size
    figures = [
        against(
            f"{size:,} homes: all {len(cost)} pages together",
            "blocks",
            [sum(cost.values())],
            f"{most // 4:,} homes",
            [sum(costs[0].values())],
            1.1,
            at_least=False,
        )
        for size, cost in ((most // 2, costs[1]), (most, costs[2]))
    ]
    return [*beside_bare(values, 1 if short else 3, 0.5 if short else 2.0), *figures]


def grow(values: dict[str, Any], first: int, last: int) -> None:
    began = time.monotonic()
    starts = range(first, last + 1, CHUNK)
    with ThreadPoolExecutor(2) as threads:
        for _ in threads.map(
            lambda start: write(values, start, min(start + CHUNK - 1, last)), starts
        ):
            pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    measure.say(f"    {last:,} homes stand after {time.monotonic() - began:.0f} s")


def write(values: dict[str, Any], first: int, last: int) -> None:
    city.write_homes(values, first, last)
    connection.close()


def weighed(values: dict[str, Any], homes: int, *, in_large_city: bool) -> dict[str, int]:
    """How many blocks each page touches; too many queries, rows or blocks, or a walk, stop the measurement."""
    blocks, faults = {}, []
    for one in city.questions(values, homes):
        one.ask()
        began = time.monotonic()
        one.ask()
        milliseconds = (time.monotonic() - began) * 1000
        asked = plans.questions_of(one.ask)
        answers = [plan for sql in asked if (plan := plans.plan_of(sql, analyse=True))]
        rows, touched = sum(map(plans.rows_read, answers)), sum(map(plans.blocks_of, answers))
        blocks[one.what] = touched
        walks = [walk for plan in answers for walk in plans.walks(plan, most_rows=MOST_ROWS)]
        measure.say(
            f"    {one.what:<42} {len(asked):>3} queries {rows:>7,} rows {touched:>7,} blocks {milliseconds:>6,.0f} ms"
        )
        if len(asked) > one.most_queries or rows > MOST_ROWS or touched > MOST_BLOCKS or walks:
            faults.append(
                f"{one.what}: {len(asked)} queries, {rows} rows, {touched} blocks {walks}"
            )
    assert not (in_large_city and faults), "\n".join(faults)
    return blocks


def beside_bare(values: dict[str, Any], rounds: int, seconds: float) -> list[Figure]:
    """The owner's pages and the bare view in turn, asked by the same session."""
    [session] = old_city.sessions([{"person_id": values["person"]}], Capacity.TENANT)
    own = [Asker(session, f"home/{city.FIRST + city.OF_WANG[0]}", "")]
    with product() as server:
        return [
            server.figure(one, pages.checked(one, in_large_city=False), rounds, seconds)
            for one in (OwnersPage(words, name, own) for name, words in OWNER.items())
        ]
