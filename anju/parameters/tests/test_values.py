"""What the city settles, each from a day on, proposed by one and approved by another."""

from datetime import time, timedelta

import pytest

from anju.core import clock
from anju.core.actors import Actor
from anju.parameters import actions, queries

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-06")]

TI = Actor("ti", "centre", frozenset({"centre_parameter.keep"}))
FU = Actor("fu", "centre", frozenset({"centre_parameter.check"}))


def proposed(code, value, in_days=0, by=TI):
    return actions.propose_value(
        code=code,
        value=value,
        from_on=clock.today() + timedelta(days=in_days),
        because="会议纪要第3号",
        by=by,
    )


def test_while_nobody_has_said_anything_the_defaults_count():
    assert queries.number("refund.plan_workdays") == 3
    assert queries.is_so("closing.blocks_releases")
    assert queries.moment("payout.cutoff") == time(16, 30)
    assert queries.days("refund.overdue_alert_days") == (1, 5, 7)


def test_a_value_counts_from_its_day_on_once_another_has_approved_it():
    today = clock.today()
    value = proposed("refund.plan_workdays", "5", in_days=10)

    assert queries.number("refund.plan_workdays", today + timedelta(days=10)) == 3

    actions.approve_value(value_id=value.pk, by=FU)

    assert queries.number("refund.plan_workdays", today + timedelta(days=9)) == 3
    assert queries.number("refund.plan_workdays", today + timedelta(days=10)) == 5
    assert queries.number("refund.plan_workdays", today + timedelta(days=100)) == 5
