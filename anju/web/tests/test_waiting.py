"""A desk counts what waits as far as it matters."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import DateField, F, Value

from anju.core import clock
from anju.core.actors import Actor
from anju.core.models import CalendarDay
from anju.tests import plans
from anju.web.waiting import Work, waiting, work_of

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


@pytest.mark.covers("CTR-01")
def test_the_work_of_a_post_is_one_question_and_what_is_due_first_stands_first(
    settings, django_assert_num_queries
):
    settings.MOVABLE_CLOCK = False  # which only the demo has, and asks the database for
    late, soon = (a_person_seen(days) for days in (-3, 4))
    every = (
        Work("fund.pay", "没有", lambda actor: User.objects.none(), "a"),
        Work("fund.pay", "以后", lambda actor: soon, "b", since="created_at", due="until"),
        Work("fund.pay", "不是我的", lambda actor: soon, "c"),
        Work("fund.pay", "逾期", lambda actor: late, "d", since="created_at", due="until"),
    )
    every = (*every[:2], replace(every[2], power="fund.key"), every[3])
    with django_assert_num_queries(1):
        found = work_of(Actor("zhang", "centre", frozenset({"fund.pay"})), every)
    assert [(one.label, one.count.count, one.days_late) for one in found] == [
        ("逾期", 1, 3),
        ("以后", 1, 0),
        ("没有", 0, 0),
    ]
    assert found[0].since_on == clock.today()


def a_person_seen(days):
    """One row, due so many days from today."""
    due = Value(clock.today() + timedelta(days=days), DateField())
    pk = User.objects.create_user(f"user{days}").pk
    return User.objects.filter(pk=pk).annotate(until=due, created_at=F("date_joined"))


def test_how_the_work_of_a_post_is_asked_is_kept_for_a_day_and_what_waits_is_asked_anew(settings):
    settings.MOVABLE_CLOCK = False
    built = []

    def rows(actor):
        built.append(actor.name)
        return User.objects.filter(username__startswith="kept").order_by("pk")

    def of_a_moment(actor):
        built.append("moment")
        return User.objects.filter(date_joined__lt=clock.now())

    def asking(actor):
        built.append("asking")
        return User.objects.filter(pk__in=list(User.objects.values_list("pk", flat=True)))

    zhang = Actor("zhang", "centre", frozenset({"fund.pay"}))
    every = tuple(Work("fund.pay", "甲", one, "a") for one in (rows, of_a_moment, asking))

    def found(actor):
        return sorted(one.count.count for one in work_of(actor, every))

    assert found(zhang) == [0, 0, 0]
    User.objects.create_user("kept1")
    assert found(zhang) == [1, 1, 1]
    assert found(replace(zhang, name="li")) == [1, 1, 1]
    assert sorted(built) == ["asking"] * 3 + ["li"] + ["moment"] * 3 + ["zhang"]
