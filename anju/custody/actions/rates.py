"""The table of interest rates, to which is only added: proposed by one, approved by another. (rule A6.3, CTR-06)"""

from collections.abc import Sequence
from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.custody.models import InterestRate
from anju.custody.rules import Refusal
from anju.parameters import actions as parameters
from anju.parameters import queries as said
from anju.parameters.rules import RATE_OF_CUSTODY


@action
def propose_interest_rate(
    *,
    from_on: date,
    rate_ppm: int,
    because: str,
    documents: Sequence[int] = (),
    by: Actor,
) -> int:
    """From a day to come on, a year's interest shall be so many parts per million: 500 is 0.05 %. Returns what waits.

    Refused for a day that has begun and before a rate already entered, and as every parameter is.
    """
    _check(from_on)
    proposed = parameters.propose_value(
        code=RATE_OF_CUSTODY,
        value=str(rate_ppm),
        from_on=from_on,
        because=because,
        documents=documents,
        by=by,
    )
    return int(proposed.pk)


@action
def approve_interest_rate(*, value_id: int, by: Actor) -> InterestRate:
    """Approve the rate that another proposed: it stands in the table from now on. Twice equals once.

    Refused as it was when it was proposed: interest that was counted stays as it was.
    """
    approved = parameters.approve_rate(value_id=value_id, by=by)
    known = InterestRate.objects.filter(from_on=approved.from_on).first()
    rate_ppm = said.rates_of(approved)[0]
    if known is not None and known.rate_ppm == rate_ppm:
        return known
    _check(approved.from_on)
    return InterestRate.objects.create(
        from_on=approved.from_on,
        rate_ppm=rate_ppm,
        source=approved.because,
        recorded_by=by.name,
        recorded_at=clock.now(),
    )


def _check(from_on: date) -> None:
    last = InterestRate.objects.order_by("-from_on").first()
    if from_on <= clock.today():
        raise Refused(Refusal.RATE_IN_PAST, from_on=from_on)
    if last is not None and from_on <= last.from_on:
        raise Refused(Refusal.RATE_OUT_OF_ORDER, from_on=from_on, last_on=last.from_on)
