"""Figures by district and month: what is counted, until when, and what is too little to be told. (CRD-05, rule C7)"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from anju.agencies.tests import offices
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.days import JOBS, run_once
from anju.homes.tests.asking import a_verified
from anju.statistics import actions, queries
from anju.statistics.actions import months
from anju.statistics.models import MonthFigures
from anju.tests.custody_world import lots_taken_in
from anju.tests.world import a_credit, a_lease, a_paying_order, book

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
FIRMS = [(f"企业{number}", offices.a_code(9000 + number)) for number in range(3)]


@pytest.fixture(autouse=True)
def november(monkeypatch, db):
    moment = datetime(2026, 11, 2, 2, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)


def leases(count, firms=3, district="110105", **terms):
    return [
        a_lease(enterprise=FIRMS[number % firms], district=district, **terms)
        for number in range(count)
    ]


def counted(as_of=date(2026, 11, 30)):
    actions.compute_month(month=as_of.replace(day=1), as_of=as_of, by=CLOCK)
    return {row.district: row for row in queries.figures_of_month(as_of.replace(day=1))}


@pytest.mark.covers("CRD-05")
def test_ten_leases_of_three_enterprises_give_a_rent_and_nine_do_not():
    leases(10, area=Decimal("50.00"), monthly_rent="4000.00")
    leases(9, district="110108")
    found = counted()
    assert (found["110105"].leases_filed, found["110105"].rent_fen_per_m2) == (10, 80_00)
    assert (found["110108"].leases_filed, found["110108"].rent_fen_per_m2) == (9, None)
    assert (found["110101"].leases_filed, found["110101"].rent_fen_per_m2) == (0, None)


def test_ten_leases_of_two_enterprises_tell_too_much_of_their_prices():
    leases(10, firms=2)
    assert counted()["110105"].rent_fen_per_m2 is None


@pytest.mark.covers("CRD-05")
def test_the_rent_of_the_city_leaves_out_the_districts_that_are_left_out():
    leases(10, area=Decimal("50.00"), monthly_rent="4000.00")
    leases(1, district="110108", area=Decimal("10.00"), monthly_rent="90000.00")
    city = counted()[""]
    assert (city.leases_filed, city.rent_fen_per_m2) == (11, 80_00)


def test_rent_by_area_is_weighed_by_area_and_rounded_to_a_fen():
    rows = [months.FiledLeases(10, 3, 100_00, 30_00), months.FiledLeases(10, 3, 101_00, 30_00)]
    assert months.rent_per_m2(rows) == 3_35
    assert months.rent_per_m2([months.FiledLeases(10, 3, 100_05, 20_00)]) == 5_00
    assert months.rent_per_m2([months.FiledLeases(10, 3, 101_00, 8_00)]) == 12_63


@pytest.mark.covers("CRD-05")
def test_deposits_in_custody_are_those_of_the_end_of_the_day():
    for lease in leases(10):
        a_credit(a_paying_order(lease, kinds="deposit"))
    book()
    lots_taken_in()
    found = counted(clock.today())
    assert found["110105"].deposits_fen == found[""].deposits_fen == 10 * 4000_00
    assert counted(clock.today() - timedelta(days=1))["110105"].deposits_fen is None


def test_leases_count_in_the_month_in_which_they_were_filed():
    leases(1, filed_on=date(2026, 10, 31))
    leases(2, filed_on=NOVEMBER)
    assert counted()["110105"].leases_filed == 2
    assert counted(date(2026, 10, 31))["110105"].leases_filed == 1


def test_institutions_are_those_filed_at_the_end_of_the_day():
    offices.an_institution()
    offices.cancelled()
    assert counted(clock.today())["110105"].institutions == 1
    assert counted(date(2026, 10, 31))["110105"].institutions == 0


def test_a_home_that_passed_counts_once_however_often_it_is_asked(sandbox, monkeypatch):
    monkeypatch.undo()  # the registry looks at its own clock
    first = a_verified(sandbox)
    a_verified(sandbox)
    found = counted(clock.today())
    assert found[first.home.district].homes_verified == found[""].homes_verified == 1


def test_counting_a_month_again_replaces_what_was_counted():
    leases(1)
    counted(clock.today())
    leases(1)
    assert counted()["110105"].leases_filed == 2
    assert MonthFigures.objects.count() == 17


@pytest.mark.covers("CRD-05")
def test_every_night_the_month_and_the_one_before_are_counted_and_at_first_two_years():
    leases(1, filed_on=date(2026, 9, 30))
    job = JOBS["statistics.figures"]
    assert run_once(job, NOVEMBER)
    assert MonthFigures.objects.count() == 24 * 17
    assert [row.month for row in queries.figures_of_city()] == [
        NOVEMBER,
        date(2026, 10, 1),
        date(2026, 9, 1),
    ]
    october, november = queries.figures_of_city()[1], queries.figures_of_city()[0]
    assert (october.as_of, november.as_of) == (date(2026, 10, 31), NOVEMBER)
    assert queries.months_to_compute(date(2026, 12, 1)) == [NOVEMBER, date(2026, 12, 1)]


def test_without_anything_to_count_nothing_is_published():
    counted()
    assert list(queries.figures_of_city()) == []
