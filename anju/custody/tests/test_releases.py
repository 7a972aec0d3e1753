"""Releases: to the day and the fen, once, and every fen back where it was when the bank cannot pay."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.utils import InternalError

from anju.core.actors import CLOCK
from anju.custody import actions, queries
from anju.custody.models import Lot, Release
from anju.custody.rules import LotStatus, ReleaseStatus
from anju.ledger.queries import balance_fen, trial_balance
from anju.notices.models import Notice
from anju.tests.custody_world import (
    ACCOUNT_NO,
    an_account,
    heard,
    paid_in,
    payout_of,
    released,
    t_1,
    the_bank_paid_interest,
    the_bank_pays,
)
from anju.tests.together import together
from anju.tests.world import a_lease

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-03", "CTR-04")]

OTHER = ("北辰公寓有限公司", "91110108MA01ABCD5T")
FIRST = date(2025, 4, 1)
FOURTH = date(2025, 6, 30)


def pots(lease):
    return [balance_fen(pot) for pot in (lease.deposit_pot, lease.rent_pot, "payout:ccb")]


def books_balance():
    return sum(line.balance_fen for line in trial_balance()) == 0


def paid_out(day):
    """Day, principal and interest of the releases made on a day."""
    return [(release.day, release.principal_fen, release.interest_fen) for release in released(day)]


def test_schedule_t_1_is_released_to_the_day_and_the_fen():
    """12,000 on 1 April 2025, then month by month with 0.51, 0.68 and 0.85 yuan; nothing on any other day. (A15)"""
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_paid_interest("100.00")

    made, day = [], date(2025, 3, 31)
    while day < date(2025, 9, 29):
        made += paid_out(day)
        day += timedelta(days=1)

    assert made == [
        (date(2025, 4, 1), 12_000_00, 0),
        (date(2025, 6, 30), 4_000_00, 51),
        (date(2025, 7, 31), 4_000_00, 68),
        (date(2025, 8, 31), 4_000_00, 85),
    ]
    assert pots(lease) == [4_000_00, 0, 24_002_04]
    assert balance_fen("interest:ccb") == 100_00 - 2_04
    assert balance_fen(f"lease:{lease.filing_no}:interest") == 0


def test_the_second_instalment_of_t_1_and_its_early_end():
    """Three months on the National Day; the home is given back on 20 November: months 10 to 12 stay, with interest."""
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_paid_interest("100.00")
    for release in released(date(2025, 8, 31)):
        the_bank_pays(release)
    paid_in(lease, "second", on=date(2025, 9, 30))

    assert paid_out(date(2025, 9, 30)) == []
    assert paid_out(date(2025, 10, 1)) == [(date(2025, 10, 1), 12_000_00, 0)]
    actions.begin_ending(lease_id=lease.pk, because="承租人11月20日返还住房", by=CLOCK)
    assert paid_out(date(2026, 3, 1)) == []

    heard()
    held = queries.holdings(lease.pk)
    assert (held.deposit_fen, held.rent_fen) == (4_000_00, 12_000_00)
    assert [lot.from_on for lot in held.lots if lot.kind == "rent"] == [
        date(2025, 12, 31),
        date(2026, 1, 31),
        date(2026, 2, 28),
    ]
    until = date(2025, 12, 3)
    assert queries.interest_of(held.lots, "rent", until) == 108
    assert queries.interest_of(held.lots, "deposit", until) == 137


def test_a_release_takes_the_money_at_once_and_its_lots_have_gone_when_the_bank_has_paid():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    (release,) = released(FIRST)

    payout = payout_of(release)
    assert (payout.amount_fen, payout.creditor_name, payout.creditor_account) == (
        12_000_00,
        "安居租赁有限公司",
        ACCOUNT_NO,
    )
    assert pots(lease) == [4_000_00, 12_000_00, 12_000_00]
    assert queries.holdings(lease.pk).releasing_fen == 12_000_00

    the_bank_pays(release)

    assert release.status == ReleaseStatus.DONE and release.account == account
    assert pots(lease) == [4_000_00, 12_000_00, 0]
    assert list(Lot.objects.filter(status=LotStatus.RELEASED).values_list("number", "left_on")) == [
        (1, FIRST),
        (2, FIRST),
        (3, FIRST),
    ]
    assert books_balance()


def test_running_a_day_twice_releases_nothing_twice():
    lease = t_1()
    an_account(lease.enterprise_id)

    assert len(released(FIRST)) == 1
    assert released(FIRST) == []
    assert pots(lease) == [4_000_00, 12_000_00, 12_000_00]


def test_a_run_that_was_missed_is_made_up_for_with_the_interest_of_all_its_days():
    """Nothing ran until 2 May: all three months have then earned 32 days, 17.78 fen each."""
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_paid_interest("1.00")

    assert paid_out(date(2025, 5, 2)) == [(date(2025, 5, 2), 12_000_00, 54)]


@pytest.mark.django_db(transaction=True)
def test_four_workers_running_the_same_day_at_the_same_time_release_each_lot_once():
    leases = [t_1() for _ in range(3)]
    an_account(leases[0].enterprise_id)
    the_bank_paid_interest("100.00")

    together(*[lambda: released(FOURTH)] * 4)

    assert sum(release.principal_fen for release in Release.objects.all()) == 3 * 16_000_00
    assert [pots(lease)[:2] for lease in leases] == [[4_000_00, 8_000_00]] * 3
    assert books_balance()


def test_many_lots_go_out_in_several_releases(monkeypatch):
    monkeypatch.setattr("anju.custody.actions.releases.MOST_LOTS_IN_RELEASE", 2)
    lease = t_1()
    an_account(lease.enterprise_id)

    made = released(FIRST)

    assert [(release.lot_count, release.principal_fen) for release in made] == [
        (2, 8_000_00),
        (1, 4_000_00),
    ]
    assert pots(lease) == [4_000_00, 12_000_00, 12_000_00]


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_between_two_releases_is_simply_run_again(monkeypatch):
    """The database refuses the second release; the first stands, and running again does what was left."""
    monkeypatch.setattr("anju.custody.actions.releases.MOST_LOTS_AT_ONCE", 2)
    lease = t_1()
    an_account(lease.enterprise_id)
    refuse_the_release_after(Release.objects.count() + 1)
    with pytest.raises(InternalError, match="killed"):
        released(FIRST)
    refuse_the_release_after(None)

    assert Release.objects.count() == 1
    assert pots(lease) == [4_000_00, 16_000_00, 8_000_00]
    assert len(released(FIRST)) == 1
    assert pots(lease) == [4_000_00, 12_000_00, 12_000_00]
    assert Lot.objects.filter(status=LotStatus.RELEASING).count() == 3


def refuse_the_release_after(count):
    """Have the database break off any transaction that makes one more release, after all its rows are written."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS killed ON payments_payout")
        if count is not None:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION killed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF (SELECT count(*) FROM custody_release) > {count} THEN RAISE EXCEPTION 'killed' "
                "USING ERRCODE = 'internal_error'; END IF; RETURN NULL; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER killed AFTER INSERT ON payments_payout FOR EACH ROW EXECUTE FUNCTION killed()"
            )


# Accounts


def test_without_an_account_rent_waits_and_the_enterprise_is_asked_once_a_week():
    lease = t_1()

    assert released(FIRST) == []
    assert queries.without_account(FIRST) == [lease.enterprise_id]
    waits = queries.gathered(FIRST, [lease.enterprise_id])[lease.enterprise_id]
    assert (waits.lot_count, waits.amount_fen, waits.since) == (3, 12_000_00, FIRST)
    for _ in range(2):
        actions.ask_for_accounts(enterprise_ids=[lease.enterprise_id], by=CLOCK)
    assert Notice.objects.filter(kind="settlement_account_wanted").count() == 1

    an_account(lease.enterprise_id)

    assert queries.without_account(FIRST) == []
    assert [release.principal_fen for release in released(FIRST)] == [12_000_00]


def test_enterprises_are_released_to_apart():
    first = t_1()
    second = paid_in(
        a_lease(starts_on=date(2025, 3, 31), enterprise=OTHER),
        on=date(2025, 3, 31),
    )
    an_account(first.enterprise_id)
    an_account(second.enterprise_id, "11001085900053000124")

    made = released(FIRST)

    assert {release.enterprise_id for release in made} == {
        first.enterprise_id,
        second.enterprise_id,
    }
    assert [release.principal_fen for release in made] == [12_000_00, 12_000_00]


def test_one_enterprise_that_cannot_be_paid_stops_no_other(caplog):
    """A name too long for any message to a bank is refused and logged; the other enterprise gets its rent."""
    odd = paid_in(
        a_lease(starts_on=date(2025, 3, 31), enterprise=("很长的公司名称" * 21, OTHER[1])),
        on=date(2025, 3, 31),
    )
    good = t_1()
    an_account(odd.enterprise_id, "11001085900053000124")
    an_account(good.enterprise_id)

    made = released(FIRST)

    assert [release.enterprise_id for release in made] == [good.enterprise_id]
    assert pots(good)[1] == 12_000_00
    assert pots(odd)[1] == 24_000_00
    assert f"nothing released to enterprise {odd.enterprise_id}" in caplog.text
