"""Figures of money: every transfer of the ledger once, in every way of summing up, and the way back. (CTR-01)"""

from typing import Any

import pytest
from django.db import connection

from anju.agencies.tests import offices
from anju.core import clock
from anju.core.actors import CLOCK
from anju.fund.tests import world as fund_world
from anju.ledger import actions as ledger
from anju.ledger import queries as books
from anju.statistics import actions, jobs, queries
from anju.statistics.actions import money
from anju.statistics.models import CountedEntries, MoneyMoved
from anju.statistics.rules import Business, Flow, Span
from anju.tests import plans
from anju.tests.world import a_bank_account, a_credit, a_lease_in_custody, a_payout, book

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-01")]
CUSTODY = Business.CUSTODY
OTHER = ("别家租赁有限公司", offices.a_code(9001))


def counted():
    ledger.seal()
    return actions.count_all_money(by=CLOCK)


def all_entries(*asked, size=50, **of):
    rows, after = [], (0, 0)
    while True:
        page = queries.entries(*asked, after=after, size=size, **of)
        rows += page.rows
        if not page.next_place:
            return rows
        after = tuple(int(part) for part in page.next_place.split("-"))


def test_what_is_sealed_is_counted_once_whoever_counts_again():
    a_lease_in_custody()
    assert counted() == 1
    assert counted() == 0
    today = clock.today()
    assert queries.held(CUSTODY) == 28_000_00
    assert queries.moved(CUSTODY, Span.DAY, today, today) == queries.Totals(28_000_00, 0, 2, 0)
    assert queries.counted_at() is not None
    assert queries.differences_with_the_ledger() == []


def test_every_way_of_summing_up_says_the_same_and_what_the_ledger_says():
    lease = a_lease_in_custody()
    a_lease_in_custody(filing_no="BA-OTHER-1", district="110108", enterprise=OTHER)
    a_credit(code="nobody", amount="12.34")
    book()
    counted()
    a_payout(lease)
    counted()
    assert queries.differences_with_the_ledger() == []
    assert [one.fen for one in queries.held_by(CUSTODY, "district")] == [28_000_00, 24_000_00]
    assert [one.by for one in queries.held_by(CUSTODY, "kind")] == ["lease_rent", "lease_deposit"]
    assert [row.held_fen for row in queries.held_by_most(CUSTODY)] == [28_000_00, 24_000_00]
    assert [row.held_fen for row in queries.held_by_most(CUSTODY, "110108")] == [28_000_00]
    today = clock.today()
    assert queries.moved(CUSTODY, Span.MONTH, today.replace(day=1), today).out_fen == 4_000_00
    [day] = queries.days_of_money(CUSTODY, today, today, queries.held(CUSTODY))
    assert (day.in_fen, day.out_fen, day.held_fen) == (56_000_00, 4_000_00, 52_000_00)


def test_a_figure_leads_to_the_pots_that_hold_it_and_they_add_up():
    lease = a_lease_in_custody()
    a_lease_in_custody(filing_no="BA-OTHER-1", enterprise=OTHER)
    a_payout(lease)
    counted()
    for row in queries.held_by_most(CUSTODY):
        pots = list(queries.pots_holding(CUSTODY, row.whose_id))
        assert sum(pot.held_fen for pot in pots) == row.held_fen
        held = books.balances([pot.pot.code for pot in pots])
        assert [held[pot.pot.code] for pot in pots] == [pot.held_fen for pot in pots]


def test_a_figure_leads_page_by_page_to_the_entries_that_make_it_up():
    for number in range(3):
        a_lease_in_custody(filing_no=f"BA-SOME-000{number}", district=f"11010{5 + number}")
        counted()
    a_lease_in_custody(filing_no="BA-OTHER-1", enterprise=OTHER)
    counted()
    today = clock.today()
    total = queries.moved(CUSTODY, Span.DAY, today, today)
    found = all_entries(CUSTODY, today, Flow.IN, size=3)
    assert len({row.id for row in found}) == len(found) == total.in_count == 8
    assert sum(row.amount_fen for row in found) == total.in_fen
    for row in MoneyMoved.objects.filter(flow=Flow.IN, span=Span.DAY).exclude(business="pooled"):
        of = {name: getattr(row, name) for name in ("kind", "reason", "bank", "district")}
        found = all_entries(CUSTODY, today, Flow.IN, size=1, whose_id=row.whose_id, **of)
        assert sum(entry.amount_fen for entry in found) == row.amount_fen, row.cut
        assert len(found) == row.count


def test_many_transfers_counted_together_are_one_row_of_entries():
    leases = [a_lease_in_custody(filing_no=f"BA-SOME-000{number}") for number in range(4)]
    counted()
    rows = CountedEntries.objects.filter(business=CUSTODY, kind="lease_rent")
    assert [(row.count, len(row.transfer_ids)) for row in rows] == [(4, 4)]
    found = all_entries(CUSTODY, clock.today(), Flow.IN, size=3, kind="lease_rent")
    assert [row.destination for row in found] == [lease.rent_pot for lease in leases]


def test_a_day_on_which_a_whole_city_moved_is_read_no_further_than_a_page():
    a_lease_in_custody()
    counted()
    a_transfer = CountedEntries.objects.values_list("transfer_ids", flat=True)[0][0]
    now, day = clock.now(), clock.today()
    of: dict[str, Any] = {"business": Business.FUND, "kind": "home", "flow": Flow.IN}
    of |= {
        "reason": "interest_credited",
        "bank": "ccb",
        "district": "110108",
        "last_recorded_at": now,
    }
    CountedEntries.objects.bulk_create(
        CountedEntries(
            **of,
            batch=1,
            day=day,
            whose_id=number,
            amount_fen=1,
            count=1_000,
            transfer_ids=[a_transfer] * 1_000,
        )
        for number in range(1, 200)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_incremental_sort = off"
        )  # as the planner guesses in a city
    asked = plans.questions_of(lambda: queries.entries(Business.FUND, day, Flow.IN, size=50))
    [first] = [plan for sql in asked if (plan := plans.plan_of(sql, analyse=True))]
    assert plans.rows_read(first) < 2_000


def test_a_city_that_is_there_already_is_counted_batch_by_batch(monkeypatch):
    monkeypatch.setattr(money, "SEALS_IN_BATCH", 1)
    for number in range(3):
        a_lease_in_custody(filing_no=f"BA-SOME-000{number}")
        ledger.seal()
    assert actions.count_money(by=CLOCK) == 1  # and here it was killed
    assert actions.count_all_money(by=CLOCK) == 2
    assert queries.held(CUSTODY) == 84_000_00
    assert queries.differences_with_the_ledger() == []


def test_a_lease_that_moves_to_another_district_stays_where_it_was_counted():
    lease = a_lease_in_custody()
    counted()
    lease.district = "110108"
    lease.save()
    a_payout(lease)
    counted()
    assert [one.by for one in queries.held_by(CUSTODY, "district")] == ["110105"]
    assert queries.differences_with_the_ledger() == []


def test_what_does_not_agree_is_named():
    a_lease_in_custody()
    counted()
    MoneyMoved.objects.filter(cut="whose", span="month").update(amount_fen=1)
    assert [one.what for one in queries.differences_with_the_ledger()] == ["months whose custody"]


@pytest.mark.covers("LED-04")
def test_what_the_books_of_a_bank_hold_is_in_its_account_and_what_stands_at_the_wrong_bank_is_named():
    lease = a_lease_in_custody()
    a_bank_account("icbc")
    a_credit(code="nobody", amount="12.34")
    book()
    counted()
    [ccb] = queries.banks_held()
    assert (ccb.bank, ccb.account_fen, ccb.provider_fen) == ("ccb", 28_012_34, 0)
    kept = {"lease_deposit": 4_000_00, "lease_rent": 24_000_00, "suspense": 12_34}
    assert {kind: fen for kind, fen in ccb.books.items() if fen} == kept
    assert jobs.check_figures(clock.today()) == {"differing": []}
    ledger.transfer(
        key="astray",
        reason="manual_entry",
        cause="astray",
        happened_at=clock.now(),
        legs=[(lease.rent_pot, "suspense:icbc", 1_00)],
    )
    ledger.seal()
    differing = jobs.check_figures(clock.today())["differing"]
    assert differing == ["books ccb: 2801134 / 2801234", "books icbc: 100 / 0"]


def test_the_money_of_homes_is_counted_by_community_and_frozen_money_neither_comes_nor_goes():
    account = fund_world.an_account()
    fund_world.receive(account, 100_000)
    fund_world.freeze(account, 30_000)
    counted()
    today = clock.today()
    assert queries.moved(Business.FUND, Span.DAY, today, today) == queries.Totals(100_000, 0, 1, 0)
    [row] = queries.held_by_most(Business.FUND)
    community = account.dwelling.building.community
    assert (row.whose_id, row.held_fen) == (community.pk, 100_000)
    assert [one.fen for one in queries.held_by(Business.FUND, "kind")] == [70_000, 30_000]
    assert [one.by for one in queries.held_by(Business.FUND, "district")] == [community.district]
    assert queries.differences_with_the_ledger() == []
