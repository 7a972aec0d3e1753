"""What the city settles is what the product does, from its day on and for nothing that was told before. (CTR-06)"""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from anju.contracts.queries import bills_of
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.calendar import add_workdays, next_workday
from anju.core.clock import BEIJING
from anju.core.refusals import Refused
from anju.credit.queries import repair_from
from anju.custody.models import Lot
from anju.filings.queries.parameters import review_by
from anju.fund.queries import standard_on
from anju.orders.queries import with_status
from anju.parameters.tests.settling import settle
from anju.payments.queries import sending_window
from anju.refunds import queries as refunds
from anju.refunds.actions import compute_deadlines_again
from anju.refunds.tests.endings import a_held_lease, a_return
from anju.tests.custody_world import t_1
from anju.tests.world import a_lease, a_paying_order, an_order

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-06")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def again(record):
    record.refresh_from_db()
    return record


def test_a_period_is_what_it_is_on_the_day_from_which_it_counts():
    before = a_return(a_held_lease())
    told = before.plan_due_on
    settle("refund.plan_workdays", "7", in_days=1)
    same_day = a_return(a_held_lease())
    assert same_day.plan_due_on == told == add_workdays(before.plan_due_from, 3).on

    settle("refund.plan_workdays", "5")
    after = a_return(a_held_lease())
    assert after.plan_due_on == add_workdays(after.plan_due_from, 5).on


def test_a_deadline_that_was_told_does_not_move_when_it_is_computed_again():
    case = a_return(a_held_lease())
    told = case.plan_due_on
    settle("refund.plan_workdays", "9", in_days=1)
    compute_deadlines_again(case_id=case.pk, by=CLOCK)

    assert again(case).plan_due_on == told


def test_orders_and_codes_wait_as_long_as_settled():
    settle("order.pending_minutes", "15")
    settle("order.provider_minutes", "8")
    order, paying = an_order(), a_paying_order(channel="alipay")

    assert order.expires_at - order.placed_at == timedelta(minutes=15)
    payment = paying.payment
    assert payment.expires_at - payment.requested_at == timedelta(minutes=8)


def test_bills_are_put_before_tenants_as_early_as_settled():
    lease = a_lease()
    due = {bill.due_on for bill in bills_of(lease)}
    settle("bill.visible_days", "90")
    soon = {day for day in due if day <= clock.today() + timedelta(days=90)}

    shown = {b.due_on for b in with_status(bills_of(lease)) if b.status != "not_due"}

    assert shown == soon


def test_how_high_a_deposit_may_be_and_what_is_supervised():
    with pytest.raises(Refused) as refused, transaction.atomic():
        a_lease(deposit="8000.00")
    assert "超过一个月租金4,000.00元" in refused.value.message
    assert a_lease().rent_is_supervised
    settle("custody.deposit_cap_months", "2")
    settle("custody.supervise_above_months", "6")

    lease = a_lease(deposit="8000.00")

    assert (lease.deposit_fen, lease.rent_is_supervised) == (8_000_00, False)


def test_so_many_months_are_released_at_once():
    settle("custody.first_release_months", "1")
    settle("custody.release_within_days", "2")
    lease = t_1()

    rent = Lot.objects.filter(lease=lease, kind="rent").order_by("number")
    at_once = date(2025, 4, 2)
    assert [lot.release_on == at_once for lot in rent] == [True, *[False] * (len(rent) - 1)]


def test_the_cut_off_of_payouts():
    monday = next_workday(clock.today()).on
    at_half_past_three = datetime.combine(monday, datetime.min.time(), BEIJING).replace(
        hour=15, minute=30
    )
    assert sending_window(at_half_past_three).day == monday
    settle("payout.cutoff", "15:00")

    assert sending_window(at_half_past_three).day > monday


def test_a_home_deposits_by_the_standard_of_its_contracts_day():
    yesterday, today = clock.today() - timedelta(days=1), clock.today()
    settle("fund.standard_low_fen", "12000")
    settle("fund.standard_high_fen", "25000", in_days=5)

    assert [(s.low_fen, s.high_fen) for s in (standard_on(yesterday), standard_on(today))] == [
        (10_000, 20_000),
        (12_000, 20_000),
    ]
    assert standard_on(date(2007, 1, 1)).price_percent == 2


def test_when_the_association_is_told_of_overdue_plans():
    settle("refund.overdue_alert_days", "2,4")

    assert [refunds.overdue_alert(days) for days in (1, 2, 3, 9)] == [0, 2, 2, 4]


def test_reviews_and_repairs_of_the_authority():
    today = clock.today()
    settle("filing.review_workdays", "5")
    settle("credit.months_before_repair", "1")

    assert review_by(today) == add_workdays(today, 5).on
    assert review_by(today - timedelta(days=1)) == add_workdays(today - timedelta(days=1), 3).on
    assert repair_from(today) < today + timedelta(days=32)
    assert repair_from(today - timedelta(days=1)) > today + timedelta(days=150)
