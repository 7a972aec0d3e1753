"""What the clock does: lots are made, what is due goes out, what became of it is heard, the day is reported."""

from datetime import date, timedelta

import pytest

from anju.core import clock
from anju.core.calendar import add_months
from anju.custody import jobs, queries
from anju.custody.models import Lot, Release
from anju.custody.rules import LotStatus, ReleaseStatus
from anju.notices.models import Notice
from anju.payments import actions as payments
from anju.tests.custody_world import an_account, payout_of, t_1
from anju.tests.world import a_credit, a_lease, a_paying_order, an_approved_batch, book

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-03", "CTR-04")]


def test_a_day_of_the_clock_from_the_credit_to_the_released_lot():
    """Booked yesterday, so its first three months are due today."""
    lease = a_lease()
    an_account(lease.enterprise_id)
    a_credit(a_paying_order(lease), booked_at=clock.now() - timedelta(days=1))
    book()

    jobs.take_in(0)
    jobs.release_what_is_due(0)

    release = Release.objects.get()
    assert (release.day, release.principal_fen) == (clock.today(), 12_000_00)
    an_approved_batch(payout_of(release))
    payments.fail_payout(bank="ccb", payout_no=payout_of(release).no, because="AC04", by=jobs.CLOCK)
    jobs.hear_of_releases(0)
    release.refresh_from_db()
    assert release.status == ReleaseStatus.FAILED
    assert Lot.objects.filter(status=LotStatus.HELD).count() == 7


def test_money_of_today_goes_tomorrow():
    lease = a_lease()
    an_account(lease.enterprise_id)
    a_credit(a_paying_order(lease))
    book()
    jobs.take_in(0)

    assert jobs.run_releases(clock.today()) == 0
    assert jobs.run_releases(clock.today() + timedelta(days=1)) == 1
    assert jobs.run_releases(add_months(lease.starts_on, 3)) == 1


def test_the_day_is_reported_and_enterprises_without_account_are_asked():
    lease, day = t_1(), date(2025, 4, 1)

    assert jobs.report_releases(day) == {
        "releases": 0,
        "lots": 0,
        "principal_fen": 0,
        "interest_fen": 0,
        "enterprises_without_account": 1,
        "banks_without_releases": [],
    }
    assert Notice.objects.get(kind="settlement_account_wanted").organisation_id == (
        lease.enterprise_id
    )

    an_account(lease.enterprise_id)
    jobs.run_releases(day)

    assert jobs.report_releases(day) == {
        "releases": 1,
        "lots": 3,
        "principal_fen": 12_000_00,
        "interest_fen": 0,
        "enterprises_without_account": 0,
        "banks_without_releases": [],
    }


def test_the_schedule_says_when_each_lot_goes_and_what_it_has_earned():
    lease = t_1()
    an_account(lease.enterprise_id)
    jobs.run_releases(date(2025, 6, 30))

    *rent, deposit = queries.schedule_of(lease.pk)

    assert [(line.release_on, line.left_on, line.interest_fen) for line in rent[:4]] == [
        (date(2025, 4, 1), date(2025, 6, 30), 51),
    ] * 3 + [(date(2025, 6, 30), date(2025, 6, 30), 51)]
    assert [(line.status, line.left_on) for line in rent[4:]] == [("held", None)] * 2
    assert (deposit.kind, deposit.release_on, deposit.status) == ("deposit", None, "held")
