"""By when something has to be done. (rules B7.3, B8.4, B8.5)"""

from datetime import datetime, timedelta

from anju.core import clock
from anju.core.calendar import add_workdays, is_workday
from anju.parameters import queries as parameters
from anju.works.models import Order
from anju.works.rules import URGENT_DECIDE, URGENT_PAY_HOURS


def decide_by(order: Order, since: datetime) -> datetime:
    """When the authority has to have decided: on the spot where it is extremely urgent. (rule B8.4)"""
    if order.is_emergency and order.is_urgent:
        return since + URGENT_DECIDE
    return _workdays(
        since, "works.emergency_decide_workdays" if order.is_emergency else "works.decide_workdays"
    )


def pay_by(order: Order, since: datetime) -> datetime:
    """When the centre has to have paid. (rule B8.5)"""
    if order.is_emergency and order.is_urgent:
        return after_working_hours(since, URGENT_PAY_HOURS)
    return _workdays(
        since, "works.emergency_pay_workdays" if order.is_emergency else "works.pay_workdays"
    )


def _workdays(since: datetime, code: str) -> datetime:
    count = parameters.number(code, clock.day_of(since))
    return clock.end_of(add_workdays(clock.day_of(since), count).on)


def after_working_hours(since: datetime, hours: int) -> datetime:
    """So many hours of working days later: those of other days do not count."""
    left, at = timedelta(hours=hours), since
    while True:
        day_ends = clock.end_of(clock.day_of(at))
        if is_workday(clock.day_of(at)):
            if at + left <= day_ends:
                return at + left
            left -= day_ends - at
        at = day_ends
