"""The table of interest rates, to which is only added. (rule A6.3)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.custody.models import InterestRate
from anju.custody.rules import Refusal


@action
def set_interest_rate(*, from_on: date, rate_ppm: int, source: str, by: Actor) -> InterestRate:
    """From a day to come on, a year's interest is so many parts per million: 500 is 0.05 %.

    The same again changes nothing. Refused for a day that has begun and before a rate already entered: interest that
    was counted stays as it was.
    """
    last = InterestRate.objects.order_by("-from_on").first()
    if last is not None and (last.from_on, last.rate_ppm) == (from_on, rate_ppm):
        return last
    if from_on <= clock.today():
        raise Refused(Refusal.RATE_IN_PAST, from_on=from_on)
    if last is not None and from_on <= last.from_on:
        raise Refused(Refusal.RATE_OUT_OF_ORDER, from_on=from_on, last_on=last.from_on)
    return InterestRate.objects.create(
        from_on=from_on,
        rate_ppm=rate_ppm,
        source=source,
        recorded_by=by.name,
        recorded_at=clock.now(),
    )
