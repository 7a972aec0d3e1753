"""房屋灭失: a home is no more, by expropriation, demolition or disaster; recorded, and taken back. (rule B9.2)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.refusals import Refused
from anju.homes.estate import LONGEST_BASIS, Refusal
from anju.homes.models import Dwelling, Loss
from anju.people import queries as people
from anju.people.rules import Power


@action
def record_loss(*, dwelling_id: int, lost_on: date, basis: str, by: Actor) -> Loss:
    """From its day on nothing is owed for a home; what it holds is its owners'. The same again is the same.

    `basis` is by what that is known: the number of a decision or certificate. Whoever checks refunds records it, too.
    """
    dwelling: Dwelling = lock(Dwelling, pk=dwelling_id)
    _check(dwelling, by, Power.FUND_CHECK if Power.FUND_CHECK in by.may else Power.FUND_ENTER)
    basis = basis.strip()[:LONGEST_BASIS]
    if not basis:
        raise Refused(Refusal.BASIS_MISSING)
    if lost_on > clock.today():
        raise Refused(Refusal.LOST_IN_FUTURE)
    known = dwelling.losses.filter(withdrawn_at__isnull=True).first()
    if known is not None and (known.lost_on, known.basis) == (lost_on, basis):
        return known
    if known is not None:
        raise Refused(Refusal.LOST_BEFORE, day=known.lost_on)
    dwelling.lost_on = lost_on
    dwelling.save(update_fields=["lost_on"])
    return dwelling.losses.create(
        lost_on=lost_on, basis=basis, noted_by=by.name, noted_at=clock.now()
    )


@action
def withdraw_loss(*, dwelling_id: int, because: str, by: Actor) -> Dwelling:
    """It was recorded wrongly: the home stands. Why stays with the record; again changes nothing."""
    dwelling: Dwelling = lock(Dwelling, pk=dwelling_id)
    _check(dwelling, by, Power.FUND_ENTER)
    because = because.strip()[:LONGEST_BASIS]
    if not because:
        raise Refused(Refusal.BASIS_MISSING)
    dwelling.losses.filter(withdrawn_at__isnull=True).update(
        withdrawn_by=by.name, withdrawn_at=clock.now(), because=because
    )
    dwelling.lost_on = None
    dwelling.save(update_fields=["lost_on"])
    return dwelling


def _check(dwelling: Dwelling, by: Actor, power: Power) -> None:
    people.check_power(by, power)
    people.check_department(by, dwelling.building.community.district)
