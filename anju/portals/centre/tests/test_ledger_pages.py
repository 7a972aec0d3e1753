"""The books on the screen, as somebody who may read them sees them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.ledger.actions import seal
from anju.ledger.jobs import prove_the_books
from anju.ledger.queries import day_head, movements
from anju.payments.models import BankEntry
from anju.portals.centre.tests.test_proofs import the_bank_states, told
from anju.tests.pages import Pages
from anju.tests.world import a_bank_account, a_credit, a_paying_order, book
from anju.timelines.jobs import verify_books
from anju.timelines.models import Verification

pytestmark = [pytest.mark.django_db, pytest.mark.covers("LED-04", "LED-05")]

RENEWS_SESSION = re.compile('(RELEASE )?SAVEPOINT|UPDATE "django_session"')


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
    """Load a page, with no more than twelve questions but for those that renew the session now and then."""
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address, asked).status_code == 200
    own = [query["sql"] for query in captured if not RENEWS_SESSION.match(query["sql"])]
    assert len(own) <= 12, "\n".join(sql[:90] for sql in own)


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


def test_a_way_that_somebody_may_not_go_is_not_offered(pages, lease):
    line = movements([f"lease:{lease.filing_no}:deposit"])[0]
    for power, page, way in (
        ("ledger.read", f"/centre/ledger/transfers/{line.id}", "/centre/search/"),
        ("search.all", f"/centre/search/lease/{lease.pk}", "/centre/ledger/"),
    ):
        pages.as_staff(power, username=power.replace(".", "-"))
        assert pages.get(page).status_code == 200
        assert [one for one in pages.page.all("a") if way in (one.get("href") or "")] == []


def test_an_altered_transfer_is_seen_at_once_on_its_page(desk, lease):
    line = movements([f"lease:{lease.filing_no}:deposit"])[0]
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE ledger_transfer SET amount_fen = 1 WHERE id = %s", [line.id])
        cursor.execute("SET LOCAL session_replication_role = origin")
    desk.get(f"/centre/ledger/transfers/{line.id}")
    assert "转账内容与封账时的摘要不一致，请立即报告。" in desk.page.text


@pytest.mark.parametrize(
    "address", ["pots/lease:NOBODY:rent", "pots/x", "pots/x%00y", "transfers/99999999"]
)
def test_what_was_never_booked_is_not_found(desk, address):
    assert desk.get(f"/centre/ledger/{address}").status_code == 404


def test_the_books_are_closed_to_who_may_not_read_them(pages):
    pages.as_staff("bank.read")
    assert pages.get("/centre/ledger/pots/world:ccb").status_code == 403


def as_typed(moment) -> str:
    return (moment + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%S")


def trial(desk) -> dict[str, str]:
    return {row[0]: row[1] for row in rows(desk) if len(row) == 2}


def test_the_trial_balance_of_any_moment_is_what_had_been_booked_by_then(desk, lease):
    seal()
    then = clock.now()
    advance_clock(days=1, by=CLOCK)
    a_credit(amount="77.70", code="", text="用途不详")
    book()
    seal()

    few_queries(desk, "/centre/ledger")
    now = trial(desk)
    few_queries(desk, "/centre/ledger", as_of=as_typed(then))
    before = trial(desk)
    few_queries(desk, "/centre/ledger", as_of=as_typed(then - timedelta(hours=1)))

    assert "试算平衡：全部账户合计为零。" in desk.page.text
    assert set(trial(desk).values()) == {"0.00"}
    for said, outside, aside in ((now, "-28,077.70", "77.70"), (before, "-28,000.00", "0.00")):
        assert (said["外部资金"], said["中国建设银行world:ccb"]) == (outside, outside)
        assert (said["挂账资金"], said["中国建设银行suspense:ccb"]) == (aside, aside)
        assert said["支付宝支付 · 中国建设银行transit:alipay:ccb"] == "0.00"
        assert (said["监管"], said["押金"], said["租金"]) == ("28,000.00", "4,000.00", "24,000.00")
        assert said["合计"] == "0.00"


def test_book_and_statement_stand_side_by_side_as_known_at_any_moment(desk, lease):
    the_bank_states(told(BankEntry.objects.get()))
    day, received = clock.today(), clock.now()
    advance_clock(days=2, by=CLOCK)
    late = a_credit(amount="3.00", code="", booked_at=received)
    book()

    few_queries(desk, "/centre/ledger", day=day.isoformat())
    assert "不一致" in desk.page.text
    assert rows(desk, 1)[-1] == ["期末余额", "28,003.00", "28,000.00", "3.00"]
    few_queries(
        desk, "/centre/ledger", day=day.isoformat(), as_of=as_typed(received + timedelta(hours=1))
    )
    assert "不一致" not in desk.page.text and "一致" in desk.page.text
    assert [row[1:] for row in rows(desk, 1)] == [
        ["0.00", "0.00", "0.00"],
        ["28,000.00", "28,000.00", "0.00"],
        ["0.00", "0.00", "0.00"],
        ["28,000.00", "28,000.00", "0.00"],
    ]
    few_queries(
        desk, "/centre/ledger", day=day.isoformat(), as_of=as_typed(received - timedelta(hours=1))
    )
    assert "对账单未到" in desk.page.text
    assert rows(desk, 1)[-1] == ["期末余额", "0.00", "—", "—"]
    assert late.amount_fen == 300


def test_the_tree_leads_from_a_kind_to_its_pots_and_from_a_part_of_a_code(desk, lease):
    for _ in range(21):
        a_paying_order()
    few_queries(desk, "/centre/ledger")
    few_queries(desk, link_to(desk, "押金"))
    first = rows(desk)
    assert len(first) == 20 and all(row[1] == "押金" for row in first)
    few_queries(desk, link_to(desk, "下一页"))
    assert len(rows(desk)) == 2
    few_queries(desk, "/centre/ledger/pots", begins=f"lease:{lease.filing_no}")
    assert [(row[1], row[3]) for row in rows(desk)] == [
        ("押金", "4,000.00"),
        ("租金", "24,000.00"),
    ]
    desk.get("/centre/ledger/pots", {"kind": "lease_disputed", "begins": "lease:NOBODY"})
    assert "没有这样的账户" in desk.page.text
    desk.get("/centre/ledger/pots", {"begins": "押金'"})
    assert "账户编号由字母、数字、冒号和短横线组成，请核对" in desk.page.text


def test_a_verification_on_demand_finds_nothing_in_sound_books(desk, lease):
    few_queries(desk, "/centre/chain")
    assert "还没有做过夜间校验" in desk.page.text
    desk.post("/centre/chain/verify")
    address = Verification.objects.get()
    few_queries(desk, f"/centre/chain/{address.pk}")
    assert "等待校验" in desk.page.text
    desk.post("/centre/chain/verify")
    assert "已有一次校验正在进行，请等它完成后再发起" in desk.page.text

    verify_books(0)

    few_queries(desk, f"/centre/chain/{address.pk}")
    assert "校验通过" in desk.page.text and "1 / 1 块，2 笔转账" in desk.page.text
    few_queries(desk, "/centre/chain")
    assert "校验通过" in desk.page.text and "还没有公布的摘要" in desk.page.text


def test_a_verification_on_demand_names_the_very_row_that_was_altered(desk, lease):
    prove_the_books(clock.today() - timedelta(days=1))
    line = movements([f"lease:{lease.filing_no}:deposit"])[0]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE ledger_transfer SET cause = 'order:2' WHERE id = %s", [line.id])
        cursor.execute("SET LOCAL session_replication_role = origin")
    desk.post("/centre/chain/verify")
    verify_books(0)

    desk.get(f"/centre/chain/{Verification.objects.get().pk}")
    assert "发现异常" in desk.page.text
    assert f"转账 {line.id} 被改动（流水号「{line.key}」）" in desk.page.text

    few_queries(desk, "/centre/chain")
    assert day_head(clock.today() - timedelta(days=1)) in desk.page.text
    assert "2 笔转账" in desk.page.text
