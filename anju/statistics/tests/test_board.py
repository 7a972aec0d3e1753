"""The service board: how long refunds took, exactly, and whether the site answered. (BEY-07)"""

from datetime import date, timedelta

import pytest

from anju.core import clock
from anju.core.actors import CLOCK
from anju.refunds.tests.endings import Days
from anju.statistics import actions, queries
from anju.statistics.board_rules import TimeSpan
from anju.statistics.models import RefundTime, RefundTimes
from anju.statistics.tests.refunding import a_refund

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def days(monkeypatch) -> Days:
    days = Days(monkeypatch)
    days.be("2026-11-20")
    return days


def count() -> int:
    actions.count_refunds(day=clock.today(), by=CLOCK)
    return actions.count_year_of_refunds(day=clock.today(), by=CLOCK)


@pytest.mark.covers("BEY-07")
def test_a_refund_takes_the_days_from_the_return_of_the_home_to_the_day_the_tenant_is_paid(days):
    case = a_refund(days, took=5)

    assert count() == 1
    kept = RefundTime.objects.get(case=case)
    assert (kept.returned_on, kept.paid_on) == (date(2026, 11, 15), date(2026, 11, 20))
    assert (kept.days, kept.month, kept.enterprise_id) == (5, NOVEMBER, case.lease.enterprise_id)
    assert not kept.is_disputed and not kept.was_late


def times_of(*values: int) -> RefundTimes:
    """The figures of refunds that took so many days; all but the days are those of one real case."""
    model = RefundTime.objects.get()
    cases = iter(range(1_000, 1_000 + len(values)))
    RefundTime.objects.all().delete()
    rows = [
        RefundTime(
            case_id=next(cases),
            enterprise_id=model.enterprise_id,
            district=model.district,
            returned_on=model.paid_on - timedelta(days=took),
            paid_on=model.paid_on,
            month=model.month,
            days=took,
            is_disputed=False,
            was_late=False,
        )
        for took in values
    ]
    RefundTime.objects.bulk_create(rows)
    actions.compute_refund_times(month=NOVEMBER, span=TimeSpan.MONTH, by=CLOCK)
    found = queries.refund_times_of_city()[NOVEMBER]
    RefundTime.objects.all().delete()
    return found


@pytest.mark.covers("BEY-07")
def test_median_and_95th_percentile_are_exact_and_times_that_happened(days):
    a_refund(days, took=1)
    count()

    found = times_of(*range(1, 101))
    assert (found.count, found.median_days, found.p95_days, found.longest_days) == (
        100,
        50,
        95,
        100,
    )


@pytest.mark.covers("BEY-07")
def test_counted_twice_or_paid_again_later_a_refund_is_one(days):
    case = a_refund(days, took=3)

    assert count() == count() == 1
    days.be("2026-11-25")
    type(case).objects.update(closed_at=clock.now())  # as when late interest was paid
    count()

    assert RefundTime.objects.get().days == 3
    assert queries.refund_times_of_city()[NOVEMBER].count == 1


@pytest.mark.covers("BEY-07")
def test_a_plan_that_never_came_counts_as_overdue_of_its_enterprise(days):
    from anju.refunds.tests.endings import a_held_lease, a_return, bank_pays

    lease = a_held_lease(starts_on=date(2026, 10, 1))
    a_return(lease)
    days.pass_to("2026-11-27")
    bank_pays()
    account = lease.tenants.get(position=1)
    assert account is not None
    count()

    found = list(queries.times_by_enterprise(NOVEMBER))
    assert [(one.enterprise_id, one.late) for one in found] in (
        [(lease.enterprise_id, 1)],
        [],  # nobody has said to which account: not paid, so not over
    )


@pytest.mark.covers("BEY-07")
def test_times_of_few_refunds_are_not_published(days):
    a_refund(days, took=2)
    count()

    assert not queries.times_are_shown(queries.refund_times_of_city()[NOVEMBER])
    many = RefundTimes(count=10, enterprises=3)
    assert queries.times_are_shown(many)
    assert not queries.times_are_shown(RefundTimes(count=10, enterprises=2))
    assert queries.times_are_shown(RefundTimes(count=10, enterprises=1, enterprise_id=1))


@pytest.mark.covers("BEY-07")
def test_every_minute_counts_once_and_the_share_is_never_rounded_up(days):
    start = clock.now()
    for minute in range(3):
        at = start + timedelta(minutes=minute)
        for _ in range(2):
            actions.note_minute(minute=at, answered=minute != 1, by=CLOCK)

    (uptime,) = queries.uptime_by_month(NOVEMBER)
    assert (uptime.measured, uptime.answered, uptime.basis_points) == (3, 2, 6666)
    assert queries.share_text(uptime) == "66.66%"


@pytest.mark.covers("BEY-07")
def test_the_site_says_that_it_is_well(client):
    response = client.get("/health")
    assert (response.status_code, response.content) == (200, b"ok")
