"""The tenant's and the enterprise's pages in a city some years old, beside a bare view on the same server.

Everybody who asks is signed in, and many ask in turn. Each page is first held against the number of its queries, and
each of its questions against the plan by which it was answered: none may walk through a table that grows.
"""

import contextlib
import itertools
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from anju.people.rules import Capacity
from anju.tests import plans
from bench import load, measure, old_city
from bench.measure import Figure, against, in_turn
from scripts.demo import wait_until_it_answers, web_command
from scripts.processes import Child, free_port

BARE = "bare view, one indexed query"
SIZES, SHORT_SIZES = (250_000, 500_000, 1_000_000), (2_000, 4_000)
ASKERS, CONNECTIONS = 200, 8
MOST_QUERIES = 12
# What one page may read from tables: some leases' records for most, those of 500 or 1,000 leases for sums over all.
MOST_ROWS = 2_000
MOST_ROWS_OF_ORGANISATION, MOST_ROWS_OF_ENTERPRISE = 20_000, 30_000
TENANT = {
    "home": "首页",
    "leases": "我要缴款",
    "bills": "待缴账单",
    "balances": "租押金余额查询",
    "movements": "资金详情",
    "all_bills": "账单查询",
    "orders": "缴纳订单查询",
    "order": "缴纳订单详情",
}
ON_THE_WEB = {"my_leases": "我的合同", "lease": "合同详情"}
LISTS = ("home", "leases", "balances", "all_bills", "orders")
OF_ORGANISATION = {"my_leases": "我的合同", "many": "批量缴款"}
FILES = {"leases_file": "合同列表.xlsx", "bills_file": "账单.xlsx", "orders_file": "订单.xlsx"}
ENTERPRISE = {
    "home": "住房租赁企业首页",
    "leases": "备案合同",
    "lease": "备案合同详情",
    "bills": "企业账单",
}


@dataclass(frozen=True)
class Asker:
    """A session, and one lease and one order of its tenant's (of its enterprise's)."""

    session: str
    filing_no: str
    order_no: str


@dataclass(frozen=True)
class Page:
    what: str
    view: str
    askers: list[Asker]
    most_rows: int = MOST_ROWS

    def path(self, asker: Asker) -> str:
        if self.view == BARE:
            return f"/bare/{asker.filing_no}"
        portal, _, name = self.view.partition(":")
        if name in ("movements", "lease") or (name == "bills" and portal != "enterprise"):
            return reverse(self.view, args=[asker.filing_no])
        return reverse(self.view, args=[asker.order_no] if name == "order" else [])

    def requests(self) -> list[bytes]:
        """As a browser asks that has been here before."""
        token = "a" * 32
        return [
            f"GET {self.path(asker)} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: zh-CN\r\n"
            f"Cookie: {settings.SESSION_COOKIE_NAME}={asker.session}; csrftoken={token}\r\n\r\n".encode()
            for asker in self.askers
        ]


def measured(*, short: bool) -> list[Figure]:
    sizes, rounds, seconds = (SHORT_SIZES, 1, 0.5) if short else (SIZES, 3, 0.7)
    figures = [] if old_city.stands() else grown(sizes, rounds, seconds)
    city, queries = pages(sizes[-1]), {}
    for page in city:
        queries[page.what] = checked(page, in_large_city=not short)
    organisation = askers("tenant.organisation_id", "tenant.organisation_id IS NOT NULL")[:1]
    for name, words in FILES.items():
        checked(of_organisation(name, words, organisation), in_large_city=not short)
    with product() as server:
        return [server.figure(page, queries[page.what], rounds, seconds) for page in city] + figures


def grown(sizes: Sequence[int], rounds: int, seconds: float) -> list[Figure]:
    """The city is written; on the way: what a page costs among so many leases, beside the bare view."""
    costs = []
    for before, size in itertools.pairwise((0, *sizes)):
        old_city.grow(before + 1, size - before)
        with product() as server:
            costs.append(server.cost_beside_bare(pages(size), rounds, seconds))
    old_city.mark()
    return [
        against(
            f"{size:,} leases: time for a page",
            "× bare",
            [cost],
            f"{sizes[0]:,} leases",
            costs[:1],
            1.1,
            at_least=False,
        )
        for size, cost in zip(sizes[1:], costs[1:], strict=True)
    ]


# --- who asks for what ----------------------------------------------------------------------------


def pages(size: int) -> list[Page]:
    """The pages of many tenants, of one with a long history, of an organisation with 500 homes, of many enterprises."""
    here_and_there = f"""position = 1 AND lease.id IN (
        SELECT 3 + n * {size // ASKERS} + n % 50 FROM generate_series(0, {ASKERS - 1}) AS n)"""
    many = askers("tenant.person_id", here_and_there)
    long = askers("tenant.person_id", f"tenant.person_id = {old_city.LONG_HISTORY}")[:1]
    organisation = askers("tenant.organisation_id", "tenant.organisation_id IS NOT NULL")[:1]
    letting = askers("lease.enterprise_id", here_and_there)
    found = [
        Page(words, f"tenant_web:{name}", many) for name, words in (TENANT | ON_THE_WEB).items()
    ]
    found += [
        Page(f"{words}, phone", f"tenant_mobile:{name}", many) for name, words in TENANT.items()
    ]
    found += [Page(f"{TENANT[name]}, 400 orders", f"tenant_web:{name}", long) for name in LISTS]
    lists = {name: TENANT[name] for name in LISTS} | OF_ORGANISATION
    found += [of_organisation(name, words, organisation) for name, words in lists.items()]
    return found + [
        Page(words, f"enterprise:{name}", letting, MOST_ROWS_OF_ENTERPRISE)
        for name, words in ENTERPRISE.items()
    ]


def of_organisation(name: str, words: str, organisation: list[Asker]) -> Page:
    return Page(
        f"{words}, 500 leases", f"tenant_web:{name}", organisation, MOST_ROWS_OF_ORGANISATION
    )


def askers(column: str, condition: str) -> list[Asker]:
    """Sessions of those whom `column` of a lease's tenants, or of the lease, names."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT DISTINCT ON ({column}) {column}, filing_no, placed.no
            FROM contracts_lease AS lease JOIN contracts_leasetenant AS tenant ON tenant.lease_id = lease.id
            JOIN orders_order AS placed ON placed.lease_id = lease.id
            WHERE {column} IS NOT NULL AND {condition} ORDER BY {column}"""
        )
        rows = cursor.fetchall()
    whose = "person_id" if column == "tenant.person_id" else "organisation_id"
    capacity = Capacity.ENTERPRISE if column == "lease.enterprise_id" else Capacity.TENANT
    keys = old_city.sessions([{whose: number} for number, *_ in rows], capacity)
    return [Asker(key, *numbers) for key, (_, *numbers) in zip(keys, rows, strict=True)]


# --- what a page asks the database ----------------------------------------------------------------


def checked(page: Page, *, in_large_city: bool) -> int:
    """How many queries the page costs. It fails the measurement if they are too many, or one is badly answered.

    In a small city it is right to walk through the tables.
    """
    client, asker = Client(SERVER_NAME="127.0.0.1"), page.askers[0]
    client.cookies[settings.SESSION_COOKIE_NAME] = asker.session
    assert client.get(page.path(asker)).status_code == 200
    began = time.monotonic()
    client.get(page.path(asker))
    milliseconds = (time.monotonic() - began) * 1000
    asked = plans.questions_of(lambda: client.get(page.path(asker)))
    answers = [plans.plan_of(sql, analyse=True) for sql in asked]
    faults = [fault for plan in answers if plan for fault in plans.walks(plan)]
    read = sum(plans.rows_read(plan) for plan in answers if plan)
    measure.say(
        f"    {page.what:<28} {len(asked):>2} queries, {read:>6,} rows read, {milliseconds:,.0f} ms alone"
    )
    if in_large_city:
        assert not faults, f"{page.what}: {faults}"
        assert read <= page.most_rows, f"{page.what}: {read:,} rows read"
    assert len(asked) <= MOST_QUERIES, f"{page.what}: {len(asked)} queries"
    return len(asked)


# --- the server -----------------------------------------------------------------------------------


@contextmanager
def product() -> Iterator["Server"]:
    """The web server as in the demo, with the bare view beside the product's pages."""
    port = free_port()
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.bare_settings"}
    web = Child("web", web_command(port), measure.WORK / "web.log", env=environ)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/", [web])
        yield Server(port, web.pid)
    finally:
        web.stop()


@dataclass
class Server:
    port: int
    pid: int

    def rate(self, page: Page, seconds: float) -> float:
        """Pages a second, over eight connections. Every answer must be 200."""
        requests = page.requests()
        requests *= int(seconds * 3_000 / len(requests)) + 1
        sent = load.knock(requests, self.port, seconds)
        assert not sent.refused, f"{page.what}: {sent.refused} of {sent} were not answered by 200"
        return sent.accepted / (sent.ended - sent.began)

    def figure(self, page: Page, queries: int, rounds: int, seconds: float) -> Figure:
        """The page and the bare view in turn, asked by the same sessions; and what the page costs, in CPU time."""
        self.rate(page, seconds / 4)  # plans, templates and connections are there from now on
        found = in_turn(
            {
                page.what: lambda: self.rate(page, seconds),
                BARE: lambda: self.rate(bare(page.askers), seconds),
            },
            rounds,
        )
        before = self.cpu_seconds()
        pages = self.rate(page, seconds) * seconds
        each = (self.cpu_seconds() - before) / pages * 1000
        what = f"{page.what}: {queries} queries, {each:.1f} ms CPU"
        return against(what, "pages/s", found[page.what], BARE, found[BARE], 0.4)

    def cost_beside_bare(self, city: list[Page], rounds: int, seconds: float) -> float:
        """How many bare views one page of ordinary tenants costs, all kinds of them taken together."""
        usual = [page for page in city if page.askers is city[0].askers]
        ratios = []
        for _ in range(rounds):
            each = sum(1 / self.rate(page, seconds / 2) for page in usual) / len(usual)
            ratios.append(each * self.rate(bare(city[0].askers), seconds))
        return statistics.median(ratios)

    def cpu_seconds(self) -> float:
        """What the web server's processes and the database's have spent so far."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [backend] = cursor.fetchone()
        postmaster = stat(backend)[PARENT]
        ticks = 0
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                fields = stat(int(entry.name))
                if fields[SESSION] == self.pid or postmaster in (fields[PARENT], int(entry.name)):
                    ticks += sum(fields[UTIME : UTIME + 2])
        return ticks / os.sysconf("SC_CLK_TCK")


def bare(askers: list[Asker]) -> Page:
    return Page(BARE, BARE, askers)


PARENT, SESSION, UTIME = 0, 2, 10  # of what stands behind the state in /proc/<pid>/stat


def stat(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    return [int(field) for field in text.split()[1:]]
