"""What comes into custody becomes lots, each bill once, without booking having to wait."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from anju.core import clock
from anju.core.actors import CLOCK
from anju.custody import actions, queries
from anju.custody.models import Arrival, Lot
from anju.ledger.queries import balance_fen
from anju.orders import actions as orders
from anju.orders.tests.test_at_the_same_time import together
from anju.orders.tests.test_paying_by_alipay import (
    a_bill,
    paid_by_alipay,
    settle,
    the_bank_credits,
)
from anju.tests.world import PLATFORM, a_credit, a_lease, a_paying_order, book

pytestmark = pytest.mark.django_db


def take_in() -> int:
    return actions.take_in(limit=100, by=CLOCK)


def lots_of(lease):
    lots = Lot.objects.filter(lease=lease).order_by("kind", "bill__number", "number")
    return [(lot.kind, lot.number, lot.amount_fen, lot.value_on, lot.release_on) for lot in lots]


@pytest.mark.covers("ENT-03")
def test_a_paid_order_becomes_a_lot_for_the_deposit_and_six_for_half_a_year():
    lease = a_lease(starts_on=date(2025, 3, 31))
    a_credit(a_paying_order(lease), booked_at=datetime(2025, 3, 31, 2, tzinfo=UTC))
    book()

    assert take_in() == 2

    day = date(2025, 3, 31)
    assert lots_of(lease) == [
        ("deposit", 1, 4_000_00, day, None),
        ("rent", 1, 4_000_00, day, date(2025, 4, 1)),
        ("rent", 2, 4_000_00, day, date(2025, 4, 1)),
        ("rent", 3, 4_000_00, day, date(2025, 4, 1)),
        ("rent", 4, 4_000_00, day, date(2025, 6, 30)),
        ("rent", 5, 4_000_00, day, date(2025, 7, 31)),
        ("rent", 6, 4_000_00, day, date(2025, 8, 31)),
    ]
    held = queries.holdings(lease.pk)
    assert (held.deposit_fen, held.rent_fen) == (4_000_00, 24_000_00)
    assert held.deposit_fen == balance_fen(lease.deposit_pot)
    assert held.rent_fen == balance_fen(lease.rent_pot)
    assert held.is_at_rest


@pytest.mark.covers("ENT-03")
def test_the_day_is_the_one_in_beijing_on_which_the_bank_booked_it():
    """31 March, 17:30 in Greenwich is half past one on 1 April in Beijing. (rule A5.6)"""
    lease = a_lease(starts_on=date(2025, 3, 31))
    a_credit(a_paying_order(lease), booked_at=datetime(2025, 3, 31, 17, 30, tzinfo=UTC))
    book()
    take_in()

    first = Lot.objects.get(lease=lease, kind="rent", number=1)
    assert (first.value_on, first.release_on) == (date(2025, 4, 1), date(2025, 4, 2))


def test_until_the_lots_are_made_the_money_is_said_to_be_arriving():
    lease = a_lease()
    a_credit(a_paying_order(lease))
    book()

    held = queries.holdings(lease.pk)

    assert (held.arriving_fen, held.lots, held.is_at_rest) == (28_000_00, (), False)


def test_taking_in_twice_makes_no_second_lot():
    lease = a_lease()
    order = a_paying_order(lease)
    a_credit(order)
    book()
    take_in()
    was = lots_of(lease)

    actions.note_arrivals(
        rows="SELECT bill_id, now() FROM orders_orderline WHERE order_id = %s",
        parameters=[order.pk],
        by=PLATFORM,
    )
    assert take_in() == 2
    assert take_in() == 0

    assert lots_of(lease) == was


@pytest.mark.django_db(transaction=True)
def test_eight_workers_taking_in_at_the_same_time_make_each_lot_once():
    leases = [a_lease() for _ in range(4)]
    for lease in leases:
        a_credit(a_paying_order(lease))
    book()

    taken = together(*[lambda: actions.take_in(limit=3, by=CLOCK)] * 8)

    assert sum(taken) + take_in() == 8
    assert Lot.objects.count() == 4 * 7
    assert not Arrival.objects.exists()


def test_money_by_alipay_counts_from_the_day_its_bank_has_credited_it():
    lease = a_lease()
    order = paid_by_alipay(lease)
    take_in()
    assert lots_of(lease) == []

    settlement = a_bill([order])
    credit = the_bank_credits(settlement)
    book()
    settle(settlement)
    take_in()

    assert {lot[3] for lot in lots_of(lease)} == {clock.day_of(credit.booked_at)}
    assert sum(lot[2] for lot in lots_of(lease)) == 28_000_00


def test_money_that_a_person_has_matched_has_earned_interest_since_the_bank_booked_it():
    """It stood in suspense meanwhile; what is due of it by now goes out at once. (rule A6.5)"""
    lease = a_lease()
    order = a_paying_order(lease)
    booked_at = clock.now() - timedelta(days=9)
    entry = a_credit(order, code="", booked_at=booked_at)
    book()
    take_in()
    assert lots_of(lease) == []

    orders.match_credit(entry_id=entry.pk, order_no=order.no, by=PLATFORM)
    take_in()

    assert {lot[3] for lot in lots_of(lease)} == {clock.day_of(booked_at)}


def test_what_was_in_custody_before_lots_were_kept_is_noted_as_arrived():
    lease = a_lease()
    entry = a_credit(a_paying_order(lease), booked_at=clock.now() - timedelta(days=40))
    book()
    Arrival.objects.all().delete()
    an_unpaid = a_paying_order(a_lease(filing_no="BA-UNPAID-0001"))

    with connection.cursor() as cursor:
        cursor.execute(
            import_module("anju.orders.migrations.0006_into_custody_before").ARRIVED_BEFORE
        )
    take_in()

    assert len(lots_of(lease)) == 7
    assert {lot[3] for lot in lots_of(lease)} == {clock.day_of(entry.booked_at)}
    assert lots_of(an_unpaid.lease) == []
