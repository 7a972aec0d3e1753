"""What the bank cannot pay is held again, with all it has earned; interest it has not paid us yet is owed."""

from datetime import date, timedelta

import pytest

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.models import Event
from anju.custody import actions, queries
from anju.custody.models import InterestOwed, SettlementAccount
from anju.custody.rules import AccountStatus, OwedStatus, ReleaseStatus
from anju.ledger.queries import balance_fen, balances, trial_balance
from anju.notices.models import Notice
from anju.payments import actions as payments
from anju.tests.custody_world import (
    an_account,
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
STARTS = date(2025, 3, 31)
FIRST = date(2025, 4, 1)
FOURTH = date(2025, 6, 30)


def pots(lease):
    return [balance_fen(pot) for pot in (lease.deposit_pot, lease.rent_pot, "payout:ccb")]


def books_balance():
    return sum(line.balance_fen for line in trial_balance()) == 0


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
    payments.fail_payout(bank="ccb", payout_no=payout_of(release).no, because="AC04", by=CLOCK)
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


def test_owed_interest_of_many_lots_goes_on_in_the_next_release_of_the_same_day(monkeypatch):
    """Three lots fit into one release: of four, each owed 51 fen, the last one follows at once."""
    monkeypatch.setattr("anju.custody.actions.owed.MOST_LOTS_IN_RELEASE", 3)
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_pays(*released(FOURTH))
    the_bank_paid_interest("5.00")

    assert [release.interest_fen for release in released(FOURTH)] == [3 * 51, 51]
    assert released(FOURTH) == []


def test_interest_that_is_not_enough_for_all_enterprises_goes_to_the_first():
    """Both are released to at once, 16,000 and 2.04 each: the bank has paid 3.00, so the second is owed its 2.04."""
    leases = [t_1(), paid_in(a_lease(starts_on=STARTS, enterprise=OTHER), on=STARTS)]
    for lease, account_no in zip(
        leases, ("11001085900053000123", "11001085900053000124"), strict=True
    ):
        an_account(lease.enterprise_id, account_no)
    the_bank_paid_interest("3.00")

    made = released(FOURTH)

    assert [(release.principal_fen, release.interest_fen) for release in made] == [
        (16_000_00, 4 * 51),
        (16_000_00, 0),
    ]
    the_bank_pays(*made)
    assert queries.owed_fen(leases[0].bank_account_id) == 4 * 51
    assert balance_fen("interest:ccb") == 3_00 - 4 * 51
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
