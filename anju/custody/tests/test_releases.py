"""Releases: to the day and the fen, once, and every fen back where it was when the bank cannot pay."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.models import Event
from anju.core.refusals import Refused
from anju.custody import actions, queries
from anju.custody.models import InterestOwed, Lot, Release, SettlementAccount
from anju.custody.rules import AccountStatus, LotStatus, OwedStatus, Refusal, ReleaseStatus
from anju.ledger.queries import balance_fen, balances, trial_balance
from anju.notices.models import Notice
from anju.payments import actions as payments
from anju.tests.custody_world import (
    ACCOUNT_NO,
    an_account,
    heard,
    paid_in,
    payout_of,
    released,
    t_1,
    the_bank_gives_back,
    the_bank_paid_interest,
    the_bank_pays,
    the_bank_refuses,
)
from anju.tests.together import together
from anju.tests.world import a_lease, an_approved_batch

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
    monkeypatch.setattr("anju.custody.actions.releases.MOST_LOTS_IN_RELEASE", 2)
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


# When the bank cannot pay


def test_a_failed_release_leaves_its_lots_held_and_is_tried_again_on_the_next_bank_day():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    the_bank_paid_interest("1.00")
    (release,) = released(FOURTH)
    the_bank_refuses(release)

    account.refresh_from_db()
    assert (release.status, release.because != "") == (ReleaseStatus.FAILED, True)
    assert pots(lease) == [4_000_00, 24_000_00, 0]
    assert balance_fen("interest:ccb") == 1_00
    assert queries.holdings(lease.pk).rent_fen == 24_000_00
    assert account.failures == 1 and account.not_before > clock.today()
    assert released(clock.today()) == []
    again = released(account.not_before)
    assert [release.principal_fen for release in again] == [24_000_00]


def test_three_bank_days_of_failures_make_the_account_doubtful_and_ask_the_enterprise():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    for failures in (1, 2, 3):
        SettlementAccount.objects.filter(pk=account.pk).update(not_before=None)
        (release,) = released(FIRST)
        the_bank_refuses(release)
        account.refresh_from_db()
        assert account.failures == failures

    assert account.status == AccountStatus.DOUBTFUL
    assert released(clock.today() + timedelta(days=30)) == []
    notice = Notice.objects.get(kind="settlement_account_doubtful")
    assert notice.organisation_id == lease.enterprise_id

    actions.confirm_account(account_id=account.pk, by=CLOCK)

    assert [release.principal_fen for release in released(FIRST)] == [12_000_00]


def test_several_releases_failing_on_one_day_count_as_one_failure(monkeypatch):
    monkeypatch.setattr("anju.custody.actions.releases.MOST_LOTS_IN_RELEASE", 1)
    lease = t_1()
    account = an_account(lease.enterprise_id)
    the_bank_refuses(*released(FIRST))

    account.refresh_from_db()
    assert (account.failures, account.status) == (1, AccountStatus.ACTIVE)
    assert pots(lease) == [4_000_00, 24_000_00, 0]


def test_a_success_forgets_the_failures_before_it():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    the_bank_refuses(*released(FIRST))
    account.refresh_from_db()
    the_bank_pays(*released(account.not_before))

    account.refresh_from_db()
    assert (account.failures, account.not_before) == (0, None)


def test_a_release_that_the_bank_gives_back_is_held_again_with_all_its_interest():
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_paid_interest("1.00")
    (release,) = released(FOURTH)
    the_bank_pays(release)
    assert pots(lease) == [4_000_00, 8_000_00, 0]
    the_bank_gives_back(release)

    assert release.status == ReleaseStatus.RETURNED
    assert pots(lease) == [4_000_00, 24_000_00, 0]
    assert balance_fen("interest:ccb") == 1_00
    held = queries.holdings(lease.pk)
    assert [lot.came_back for lot in held.lots if lot.kind == "rent"] == [True] * 4 + [False] * 2
    # 153 days by 31 August: 85 fen for each of the six
    assert queries.interest_of(held.lots, "rent", date(2025, 8, 31)) == 6 * 85
    assert books_balance()


def test_hearing_of_a_release_twice_changes_nothing():
    lease = t_1()
    an_account(lease.enterprise_id)
    (release,) = released(FIRST)
    the_bank_pays(release)
    events = Event.objects.count()

    assert actions.end_release(payout_id=payout_of(release).pk, by=CLOCK) is None
    assert Event.objects.count() == events
    assert balances([lease.rent_pot]) == {lease.rent_pot: 12_000_00}


@pytest.mark.django_db(transaction=True)
def test_hearing_of_a_release_at_the_same_time_counts_once():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    (release,) = released(FIRST)
    an_approved_batch(payout_of(release))
    payments.fail_payout(bank="ccb", no=payout_of(release).no, because="AC04", by=CLOCK)
    heard_of = together(
        *[lambda: actions.end_release(payout_id=payout_of(release).pk, by=CLOCK)] * 4
    )

    assert [each is None for each in heard_of].count(False) == 1
    account.refresh_from_db()
    assert account.failures == 1
    assert pots(lease) == [4_000_00, 24_000_00, 0]


# Interest that the bank has not paid yet


def test_where_the_bank_has_not_paid_enough_interest_the_rent_goes_and_the_interest_is_owed():
    lease = t_1()
    an_account(lease.enterprise_id)
    (first,) = released(FIRST)
    the_bank_pays(first)
    the_bank_paid_interest("0.50")
    (release,) = released(FOURTH)
    the_bank_pays(release)

    assert (release.principal_fen, release.interest_fen) == (4_000_00, 0)
    assert queries.owed_fen(lease.bank_account_id) == 51
    assert released(FOURTH) == []  # 0.50 is not enough for 0.51

    the_bank_paid_interest("0.01")
    (later,) = released(FOURTH)
    the_bank_pays(later)

    assert (later.kind, later.principal_fen, later.interest_fen) == ("interest", 0, 51)
    assert InterestOwed.objects.get().status == OwedStatus.PAID
    assert queries.owed_fen(lease.bank_account_id) == 0
    assert balance_fen("interest:ccb") == 0
    assert released(FOURTH) == []
    assert books_balance()


def test_owed_interest_that_fails_is_owed_again():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    the_bank_pays(*released(FOURTH))
    the_bank_paid_interest("5.00")
    the_bank_refuses(*released(FOURTH))

    # four lots have stayed 91 days
    assert queries.owed_fen(lease.bank_account_id) == 4 * 51
    assert balance_fen("interest:ccb") == 5_00
    account.refresh_from_db()
    (again,) = [r for r in released(account.not_before) if r.kind == "interest"]
    assert again.interest_fen == 4 * 51


def test_owed_interest_is_not_paid_beside_that_of_lots_that_came_back():
    """The interest is counted anew when they go again: 51 fen up to the first time are in the 85 of the second."""
    lease = t_1()
    account = an_account(lease.enterprise_id)
    (release,) = released(FOURTH)
    the_bank_pays(release)
    the_bank_gives_back(release)
    the_bank_paid_interest("50.00")
    SettlementAccount.objects.filter(pk=account.pk).update(not_before=None)

    (again,) = released(date(2025, 8, 31))

    assert (again.principal_fen, again.interest_fen) == (24_000_00, 6 * 85)
    assert set(InterestOwed.objects.values_list("status", flat=True)) == {OwedStatus.DROPPED}
    assert queries.owed_fen(lease.bank_account_id) == 0


def test_interest_paid_before_the_principal_came_back_is_not_paid_again():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    (release,) = released(FOURTH)
    the_bank_pays(release)
    the_bank_paid_interest("50.00")
    (interest,) = released(FOURTH)
    the_bank_pays(interest)
    the_bank_gives_back(release)
    SettlementAccount.objects.filter(pk=account.pk).update(not_before=None)

    held = queries.holdings(lease.pk)
    assert queries.interest_of(held.lots, "rent", date(2025, 8, 31)) == 6 * 85 - 4 * 51
    (again,) = released(date(2025, 8, 31))

    assert again.interest_fen == 6 * 85 - 4 * 51
    the_bank_pays(again)
    assert balance_fen("interest:ccb") == 50_00 - 6 * 85


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


# The end of a lease


def test_what_ends_a_lease_takes_the_lots_it_pays_out_and_no_others():
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_pays(*released(FIRST))
    actions.begin_ending(lease_id=lease.pk, because="到期", by=CLOCK)
    held = queries.holdings(lease.pk)

    ended = actions.end_lots(lease_id=lease.pk, lot_ids=held.lot_ids, because="退款", by=CLOCK)

    assert sum(lot.amount_fen for lot in ended) == 16_000_00
    assert queries.holdings(lease.pk).lots == ()
    assert {lot.left_on for lot in Lot.objects.filter(status=LotStatus.ENDED)} == {clock.today()}
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.end_lots(lease_id=lease.pk, lot_ids=held.lot_ids, because="退款", by=CLOCK)
    assert refused.value.code == Refusal.NOT_HELD


def test_a_lease_does_not_end_while_some_of_its_rent_is_on_its_way():
    lease = t_1()
    an_account(lease.enterprise_id)
    (release,) = released(FIRST)
    actions.begin_ending(lease_id=lease.pk, because="解约", by=CLOCK)
    held = queries.holdings(lease.pk)

    assert not held.is_at_rest
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.end_lots(lease_id=lease.pk, lot_ids=held.lot_ids, because="退款", by=CLOCK)
    assert refused.value.code == Refusal.RELEASE_UNDER_WAY
    assert Lot.objects.filter(status=LotStatus.ENDED).count() == 0

    the_bank_pays(release)
    assert queries.holdings(lease.pk).is_at_rest


def test_a_release_given_back_after_its_lease_was_settled_goes_to_the_enterprise_again():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    (release,) = released(FIRST)
    the_bank_pays(release)
    actions.begin_ending(lease_id=lease.pk, because="到期", by=CLOCK)
    lot_ids = queries.holdings(lease.pk).lot_ids
    with transaction.atomic():
        actions.end_lots(lease_id=lease.pk, lot_ids=lot_ids, because="退款", by=CLOCK)
        actions.lift_ending(lease_id=lease.pk, because="已结清", by=CLOCK)
    the_bank_gives_back(release)
    SettlementAccount.objects.filter(pk=account.pk).update(not_before=None)

    assert [made.principal_fen for made in released(FIRST)] == [12_000_00]
