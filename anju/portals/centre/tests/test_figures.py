"""统计看板: every figure is a link, and what it leads to adds up to it. (CTR-01)"""

import re

import pytest
from django.urls import reverse

from anju.agencies.tests import offices
from anju.core import clock
from anju.core.actors import CLOCK
from anju.fund.tests import world as fund_world
from anju.ledger import actions as ledger
from anju.people.rules import Power
from anju.refunds.tests.endings import a_dispute, a_held_lease, a_return
from anju.statistics import actions, queries
from anju.tests import plans
from anju.tests.world import a_credit, a_lease_in_custody, a_payout, book

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-01")]
AMOUNT = re.compile(r"¥\s?([0-9,]+\.[0-9]{2})")


def count():
    ledger.seal()
    actions.count_all_money(by=CLOCK)
    actions.count_work(day=clock.today(), by=CLOCK)


@pytest.fixture
def city():
    lease = a_lease_in_custody()
    for number in range(3):
        a_lease_in_custody(
            filing_no=f"BA-SOME-000{number}",
            district="110108",
            enterprise=(f"企业{number}租赁有限公司", offices.a_code(9000 + number)),
        )
    a_credit(code="nobody", amount="12.34")
    book()
    a_payout(lease)
    fund_world.receive(fund_world.an_account(), 100_000)
    count()


def fen(text):
    found = AMOUNT.search(text)
    assert found, text
    return int(found[1].replace(",", "").replace(".", ""))


def said(element):
    return " ".join("".join(element.itertext()).split())


def of_class(desk, tag, name):
    return [one for one in desk.page.all(tag) if name in (one.get("class") or "").split()]


def figures_on(desk, table):
    """What the rows of a table with bars say, and where each leads."""
    return [
        (fen(said(cell)), next(link.get("href") for link in cell.iter("a")))
        for cell in table.iter("td")
    ]


def clicked(desk, address):
    response = desk.get(address, follow=True)
    assert response.status_code == 200, address
    return response.request["PATH_INFO"]


def total(desk):
    [line] = of_class(desk, "p", "total-line")
    return fen(said(line))


def rows_of_list(desk):
    [table] = of_class(desk, "table", "list")[-1:]
    return [fen(said(row)) for row in table.iter("tr") if row.find("td") is not None]


def follow(desk, address, figure, seen):
    """Click a figure, and every figure behind it, down to bookings and pots; each step adds up to the figure."""
    if (address, figure) in seen:
        return
    seen.add((address, figure))
    here = clicked(desk, address)
    if "/balance/" in here:
        follow_balance(desk, address, figure, seen)
        return
    if "/held/" in here or "/entries/" in here:
        assert sum(rows_of_list(desk)) == figure, address
        return
    assert total(desk) == figure, address
    tables = [figures_on(desk, table) for table in of_class(desk, "table", "bars")]
    assert tables, address
    entries = [one.get("href") for one in of_class(desk, "a", "btn-primary")]
    for table in tables:
        assert sum(value for value, _address in table) == figure, address
    for value, further in [pair for table in tables for pair in table]:
        follow(desk, further, value, seen)
    for further in entries:
        follow(desk, further, figure, seen)


def follow_balance(desk, address, figure, seen):
    """What was held at the end of a day: all that came less all that went, each a way to its entries."""
    assert total(desk) == figure, address
    ways = [
        (fen(said(link)), link.get("href"))
        for table in of_class(desk, "table", "list")
        for link in table.iter("a")
    ]
    assert sum(value if "/in/" in way else -value for value, way in ways) == figure, address
    for value, way in ways:
        follow(desk, way, value, seen)


@pytest.mark.parametrize("business", ["custody", "fund"])
def test_every_figure_leads_down_to_the_entries_that_make_it_up(desk, city, business):
    clicked(desk, reverse("centre:figures_of", args=[business]))
    cards = [
        (fen(said(card)), next(card.iter("a")).get("href"))
        for card in of_class(desk, "li", "card-figure")
        if AMOUNT.search(said(card))
    ]
    tables = [figures_on(desk, table) for table in of_class(desk, "table", "bars")]
    days = [
        (fen(said(link)), link.get("href"))
        for table in of_class(desk, "table", "list")
        for link in table.iter("a")
    ]
    assert len(cards) == 6
    held = cards[0][0]
    assert held == (108_000_00 if business == "custody" else 1_000_00)
    assert all(sum(value for value, _address in table) == held for table in tables)
    seen: set[tuple[str, int]] = set()
    for figure, address in [*cards, *days, *[pair for table in tables for pair in table]]:
        if figure and "pooled" not in address:
            follow(desk, address, figure, seen)
    assert any("/balance/" in address for _figure, address in days)
    assert len(seen) > 15


def test_money_set_aside_leads_to_its_pots(desk, city):
    clicked(desk, reverse("centre:figures_pooled"))
    assert sum(rows_of_list(desk)) == total(desk) == 12_34 + 4_000_00
    assert "suspense:ccb" in desk.page.text
    clicked(desk, reverse("centre:figures_of", args=["custody"]))
    [card] = [one for one in of_class(desk, "li", "card-figure") if "挂账" in said(one)]
    assert fen(said(card)) == 12_34
    clicked(desk, next(card.iter("a")).get("href"))
    assert sum(rows_of_list(desk)) == total(desk) == 12_34


def test_open_work_leads_to_its_cases(desk):
    case = a_return(a_held_lease())
    a_dispute()
    count()
    clicked(desk, reverse("centre:figures_work"))
    cards = {
        said(card.find("h2")): next(card.iter("a")) for card in of_class(desk, "li", "card-figure")
    }
    assert {label: said(link).split()[0] for label, link in cards.items()} == {
        "退款方案逾期未提交": "0",
        "等待企业提交方案": "1",
        "等待承租人确认方案": "0",
        "争议处理中": "1",
        "等待确认收款账户": "0",
        "付款失败待处理": "0",
    }
    clicked(desk, cards["等待企业提交方案"].get("href"))
    assert case.lease.filing_no in desk.page.text
    clicked(desk, reverse("centre:figures_lease", args=[case.lease.filing_no]))
    assert sum(rows_of_list(desk)) == total(desk) == 28_000_00


def test_every_table_is_taken_along_as_spreadsheet_csv_and_paper(desk, city):
    today = clock.today()
    whose = queries.held_by_most("custody").first().whose_id
    for name, args in (
        ("figures_of", ["custody"]),
        ("figures_held", ["fund"]),
        ("figures_whose", ["custody", whose]),
        ("figures_moved", ["custody", "in", "month", today]),
        ("figures_entries", ["custody", "in", today]),
        ("figures_cases", ["disputes"]),
    ):
        address = reverse(f"centre:{name}", args=args)
        for kind, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF")):
            response = desk.get(f"{address}?file={kind}")
            content = b"".join(response.streaming_content) if kind == "csv" else response.content
            assert content.startswith(begins), (name, kind)
            if (name, kind) == ("figures_entries", "csv"):
                assert content.decode().count("\n") == 1 + 8


def test_without_the_power_there_are_no_figures(pages):
    pages.as_staff(Power.BANK_READ)
    assert pages.get(reverse("centre:figures_of", args=["custody"])).status_code == 403
    assert "统计看板" not in pages.get(reverse("centre:home")).content.decode()


@pytest.mark.parametrize(
    "asked", ["?district=1", "?whose=x", "?place=1", "?bank=<>", "?kind=a%00b"]
)
def test_what_is_typed_into_an_address_breaks_nothing(desk, city, asked):
    today = clock.today()
    for name, args in (
        ("figures_held", ["custody"]),
        ("figures_moved", ["custody", "in", "day", today]),
        ("figures_entries", ["custody", "in", today]),
        ("figures_cases", ["disputes"]),
    ):
        clicked(desk, reverse(f"centre:{name}", args=args) + asked)
    assert desk.get(reverse("centre:figures_cases", args=["nothing"])).status_code == 404
    for page in ("custody/in/entries/{day}", "custody/out/month/{day}", "leases/{day}%00"):
        for day in ("0001-01-01", "9999-12-31", "2026-02-30"):
            assert desk.get(f"/centre/figures/{page.format(day=day)}").status_code == 404


PAGES = [
    ("figures_of", ["custody"], ""),
    ("figures_of", ["fund"], ""),
    ("figures_work", [], ""),
    ("figures_held", ["custody"], ""),
    ("figures_moved", ["custody", "in", "day", "today"], ""),
    ("figures_moved", ["custody", "in", "month", "today"], ""),
    ("figures_entries", ["custody", "in", "today"], ""),
    ("figures_cases", ["disputes"], ""),
]


@pytest.mark.parametrize(("name", "args", "asked"), PAGES)
def test_a_page_of_figures_asks_few_questions(desk, city, settings, name, args, asked):
    wanted = [clock.today() if one == "today" else one for one in args]
    settings.MOVABLE_CLOCK = False  # which only the demo has, and asks the database for
    address = reverse(f"centre:{name}", args=wanted) + asked
    desk.get(address)
    assert len(plans.questions_of(lambda: desk.get(address))) <= 12


def test_a_dashboard_is_laid_out_once_for_every_change_of_its_figures(city, desk):
    address = reverse("centre:figures_of", args=["custody"])
    desk.get(address)
    first = desk.page.text
    questions = plans.questions_of(lambda: desk.get(address))
    assert desk.page.text == first
    assert not any("statistics_money" in sql for sql in questions), "nothing is added up again"

    a_lease_in_custody(filing_no="BA-SOME-0009", district="110108")
    desk.get(address)
    assert desk.page.text == first, "not counted yet"
    count()
    desk.get(address)
    assert desk.page.text != first

    work = reverse("centre:figures_work")
    desk.get(work)
    before = desk.page.text
    a_dispute(a_held_lease())
    count()
    desk.get(work)
    assert desk.page.text != before
