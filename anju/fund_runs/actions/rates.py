"""The table of the fund's interest rates: proposed by one, approved by another. (rules B3.5, B3.7; CTR-06)"""

from collections.abc import Sequence
from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.fund_runs.models import InterestRate
from anju.fund_runs.rules import Refusal
from anju.parameters import actions as parameters
from anju.parameters import queries as said
from anju.parameters.rules import RATES_OF_FUND


@action
def propose_interest_rates(
    *,
    from_on: date,
    carried_ppm: int,
    current_ppm: int,
    because: str,
    documents: Sequence[int] = (),
    by: Actor,
) -> int:
    """From a day to come on, a year's interest shall be so many parts per million: 11000 is 1.10 %. Returns what waits.

    Refused for a day that has begun and before rates already entered, and as every parameter is.
    """
    _check(from_on)
    proposed = parameters.propose_value(
        code=RATES_OF_FUND,
        value=f"{carried_ppm},{current_ppm}",
        from_on=from_on,
        because=because,
        documents=documents,
        by=by,
    )
    return int(proposed.pk)


@action
def approve_interest_rates(*, value_id: int, by: Actor) -> InterestRate:
    """Approve the rates that another proposed: they stand in the table from now on. Twice equals once."""
    approved = parameters.approve_rate(value_id=value_id, by=by)
    carried_ppm, current_ppm = said.rates_of(approved)
    known = InterestRate.objects.filter(from_on=approved.from_on).first()
    if known is not None and (known.carried_ppm, known.current_ppm) == (carried_ppm, current_ppm):
        return known
    _check(approved.from_on)
    return InterestRate.objects.create(
        from_on=approved.from_on,
        carried_ppm=carried_ppm,
        current_ppm=current_ppm,
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
