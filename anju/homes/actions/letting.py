"""A contract is filed, ends early, or an enterprise gives a home up. (rules C1.9, C1.12)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move_many
from anju.core.refusals import Refused, ensure
from anju.homes.models import Home, Letting, Verification
from anju.homes.queries.asking import overlapping
from anju.homes.rules import VALID, Refusal, Role


@action
def consume_verification(
    *, verification_id: int, filing_no: str, unit: str, from_on: date, to_on: date, by: Actor
) -> Letting:
    """A contract was filed for a verified home, or for a room of it (`unit`); the same filing again changes nothing.

    With the whole home every verification of it ends, whoever asked; a room leaves them as they are. Refused when the
    verification no longer holds, and when the periods overlap.
    """
    if to_on < from_on:
        raise Refused(Refusal.LETTING_BACKWARDS)
    home_id = Verification.objects.values_list("home_id", flat=True).get(pk=verification_id)
    home = lock(Home, pk=home_id)
    verification: Verification = lock(Verification, pk=verification_id)
    known = Letting.objects.filter(filing_no=filing_no).first()
    if known is not None:
        return _same(known, home, unit, from_on, to_on)
    is_over = verification.valid_until is None or verification.valid_until < clock.today()
    if verification.status not in VALID or is_over:
        status = verification.get_status_display()
        raise Refused(Refusal.NOT_VALID, no=verification.no, status=status)
    other = overlapping(home.pk, unit, from_on, to_on)
    if other is not None:
        raise Refused(Refusal.OVERLAPS, from_on=other.from_on, to_on=other.to_on)
    if not unit:
        _end_all(Verification.objects.filter(home=home), "consume", filing_no, by)
    return Letting.objects.create(
        home=home,
        organisation_id=verification.organisation_id,
        filing_no=filing_no,
        unit=unit,
        from_on=from_on,
        to_on=to_on,
    )


def _same(known: Letting, home: Home, unit: str, from_on: date, to_on: date) -> Letting:
    stated = (home.pk, unit, from_on, to_on)
    if (known.home_id, known.unit, known.from_on, known.to_on) != stated:
        raise Refused(Refusal.FILED_DIFFERENTLY, filing_no=known.filing_no)
    return known


def _end_all(verifications: object, name: str, because: str, by: Actor) -> None:
    holding = verifications.filter(status__in=VALID)  # type: ignore[attr-defined]
    ended = lock_many(Verification, holding.values_list("pk", flat=True))
    move_many(Verification, [one.pk for one in ended], name, by=by, because=because)


@action
def end_letting(*, filing_no: str, ended_on: date, by: Actor) -> Letting:
    """A filed contract ends on this day instead of later; never later than it was to."""
    letting: Letting = lock(Letting, filing_no=filing_no)
    if ended_on < letting.to_on:
        letting.to_on = max(ended_on, letting.from_on)
        letting.save(update_fields=["to_on"])
    return letting


@action
def give_up_home(*, home_id: int, by: Actor) -> Home:
    """An enterprise no longer manages a home: its verifications end, and the owner or another may ask again."""
    home: Home = lock(Home, pk=home_id)
    if home.manager_id is None:
        return home
    ensure(home.manager_id == by.organisation_id, f"{by.name} does not manage home {home_id}")
    ours = Verification.objects.filter(
        home=home, role=Role.ENTERPRISE, organisation=by.organisation_id
    )
    _end_all(ours, "give_up", "", by)
    home.manager_id = None
    home.save(update_fields=["manager"])
    return home
