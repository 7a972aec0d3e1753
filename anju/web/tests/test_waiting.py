"""A desk counts what waits as far as it matters."""

import pytest

from anju.core.models import CalendarDay
from anju.tests import plans
from anju.web.waiting import waiting

pytestmark = pytest.mark.django_db


def test_what_waits_is_counted_up_to_a_hundred_and_no_further():
    days = CalendarDay.objects.order_by("day")
    first = list(days.values_list("day", flat=True)[:99])
    assert (str(waiting(days.none())), bool(waiting(days.none()))) == ("0", False)
    assert str(waiting(days.filter(day__in=first[:3]))) == "3"
    assert str(waiting(days.filter(day__in=first))) == "99"
    assert days.count() > 200 and str(waiting(days)) == "99+" and waiting(days)
    [sql] = plans.questions_of(lambda: waiting(days))
    assert plans.rows_read(plans.plan_of(sql, analyse=True)) == 100
