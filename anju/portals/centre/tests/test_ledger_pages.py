"""The books on the screen, as somebody who may read them sees them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.ledger.actions import seal
from anju.ledger.queries import movements
from anju.tests.pages import Pages
from anju.tests.world import a_bank_account, a_credit, a_paying_order, book

pytestmark = [pytest.mark.django_db, pytest.mark.covers("LED-04", "LED-05")]


@pytest.fixture
def desk(pages: Pages) -> Pages:
    """Somebody who watches the city, and has no list of open work in the menu."""
    pages.as_staff("ledger.read", "figures.read", "search.all")
    return pages


@pytest.fixture
def lease():
    order = a_paying_order()
    a_credit(order)
    book()
    return order.lease


def rows(desk, table: int = 0) -> list[list[str]]:
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iter("td")]
        for row in desk.page.all("table")[table].iter("tr")
        if row.find("td") is not None
    ]


def link_to(desk, text: str) -> str:
    return next(
        each.get("href") for each in desk.page.all("a") if "".join(each.itertext()).strip() == text
    )


def few_queries(desk, address: str, **asked: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address, asked).status_code == 200
    assert len(queries) <= 12, [query["sql"] for query in queries]


def test_a_pot_shows_each_movement_and_what_was_left(desk, lease):
    few_queries(desk, f"/centre/ledger/pots/lease:{lease.filing_no}:deposit")
    [[_, reason, came_in, went_out, left]] = rows(desk)
    assert (reason, came_in, went_out, left) == ("缴纳world:ccb", "4,000.00", "—", "4,000.00")
    assert "余额 ¥ 4,000.00" in desk.page.text


def test_a_pot_as_of_a_past_moment_is_what_had_been_recorded_by_then(desk, lease):
    code = f"lease:{lease.filing_no}:rent"
    first = movements([code])[0].recorded_at
    advance_clock(days=1, by=CLOCK)
    address = f"/centre/ledger/pots/{code}"
    desk.get(address, {"as_of": (first + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%S")})
    assert "当时余额 ¥ 24,000.00" in desk.page.text and len(rows(desk)) == 1
    desk.get(address, {"as_of": (first + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M:%S")})
    assert "当时余额 ¥ 0.00" in desk.page.text and "没有资金变动" in desk.page.text


@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [
        ("昨天", "这不是一个时间，请按 2026-01-31 16:30:00 的格式填写"),
        ("2999-01-01T00:00:00", "时间应在2024年1月1日至现在之间"),
    ],
)
def test_a_moment_that_is_none_is_told_at_the_field(desk, lease, as_of, sentence):
    desk.get(f"/centre/ledger/pots/lease:{lease.filing_no}:rent", {"as_of": as_of})
    assert sentence in desk.page.text


def test_a_pooled_pot_is_paged_and_every_line_keeps_its_balance(desk):
    a_bank_account()
    for number in range(25):
        a_credit(amount=f"{number + 1}.00", code="", text="用途不详")
    book()
    few_queries(desk, "/centre/ledger/pots/suspense:ccb")
    assert "余额 ¥ 325.00" in desk.page.text
    first = rows(desk)
    assert len(first) == 20 and first[0][4] == "325.00"
    few_queries(
        desk,
        "/centre/ledger/pots/suspense:ccb"
        + link_to(desk, "下一页").partition("pots/suspense:ccb")[2],
    )
    second = rows(desk)
    assert len(second) == 5 and second[-1][2] == second[-1][4]
    assert link_to(desk, "上一页").endswith("suspense:ccb?")


@pytest.mark.covers("LED-03")
def test_a_booking_shows_all_its_legs_its_cause_and_its_seal(desk, lease):
    line = movements([f"lease:{lease.filing_no}:deposit"])[0]
    few_queries(desk, f"/centre/ledger/transfers/{line.id}")
    assert sorted(row[1:] for row in rows(desk)) == [
        ["world:ccb", f"lease:{lease.filing_no}:deposit", "4,000.00"],
        ["world:ccb", f"lease:{lease.filing_no}:rent", "24,000.00"],
    ]
    assert "尚未封账" in desk.page.text
    seal()
    few_queries(desk, f"/centre/ledger/transfers/{line.id}")
    assert "转账内容与封账时的摘要一致。" in desk.page.text
    digests = re.findall(r"\b[0-9a-f]{64}\b", desk.page.text)
    assert len(digests) == 3 and digests[0] == digests[1]


def test_an_altered_transfer_is_seen_at_once_on_its_page(desk, lease):
    line = movements([f"lease:{lease.filing_no}:deposit"])[0]
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE ledger_transfer SET amount_fen = 1 WHERE id = %s", [line.id])
        cursor.execute("SET LOCAL session_replication_role = origin")
    desk.get(f"/centre/ledger/transfers/{line.id}")
    assert "转账内容与封账时的摘要不一致，请立即报告。" in desk.page.text


@pytest.mark.parametrize("address", ["pots/lease:NOBODY:rent", "pots/x", "transfers/99999999"])
def test_what_was_never_booked_is_not_found(desk, address):
    assert desk.get(f"/centre/ledger/{address}").status_code == 404


def test_the_books_are_closed_to_who_may_not_read_them(pages):
    pages.as_staff("bank.read")
    assert pages.get("/centre/ledger/pots/world:ccb").status_code == 403
