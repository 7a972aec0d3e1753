"""A home is held for a contract, filed, free again, or an enterprise gives it up. (rules C1.9, C1.12)"""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move_many
from anju.core.refusals import Refused, ensure
from anju.homes.models import Home, Letting, Verification
from anju.homes.queries.asking import overlapping
from anju.homes.queries.verifications import holds, status_now
from anju.homes.rules import ONE_AT_A_TIME, VALID, Refusal, Role, Status


@action
def hold_home(
    *, verification_id: int, contract_no: str, unit: str, from_on: date, to_on: date, by: Actor
) -> Letting:
    """A landlord signs a contract: its home, or a room of it, is taken for the period. The same again changes nothing.

    Refused when the verification no longer holds, and when another contract has it on one of these days.
    """
    home, verification = _locked(verification_id)
    known = Letting.objects.filter(contract_no=contract_no).first()
    if known is not None:
        if _differs(known, home, unit, from_on, to_on):
            raise Refused(Refusal.HELD_DIFFERENTLY, contract_no=contract_no)
        return known
    _check_holds(verification)
    return _take(home, verification, unit, from_on, to_on, contract_no=contract_no)


@action
def release_home(*, contract_no: str, by: Actor) -> None:
    """The contract came to nothing before it was filed: the home is free again. Without one, nothing happens."""
    Letting.objects.filter(contract_no=contract_no, filing_no__isnull=True).delete()


@action
def consume_verification(
    *,
    verification_id: int,
    filing_no: str,
    unit: str,
    from_on: date,
    to_on: date,
    contract_no: str = "",
    by: Actor,
) -> Letting:
    """A contract was filed for a verified home, or for a room of it (`unit`); the same filing again changes nothing.

    What `contract_no` holds is filed as it stands; else the home is taken now. With the whole home every verification
    of it ends, whoever asked; a room leaves them as they are. Refused when the verification no longer holds, save that
    time may run out while the home is held, and when the periods overlap.
    """
    home, verification = _locked(verification_id)
    known = Letting.objects.filter(filing_no=filing_no).first()
    if known is not None:
        if _differs(known, home, unit, from_on, to_on):
            raise Refused(Refusal.FILED_DIFFERENTLY, filing_no=filing_no)
        return known
    held = Letting.objects.filter(contract_no=contract_no).first() if contract_no else None
    if held is None:
        _check_holds(verification)
        letting = _take(home, verification, unit, from_on, to_on, filing_no=filing_no)
    else:
        letting = _file(held, home, verification, unit, from_on, to_on, filing_no)
    if not unit:
        _end_all(Verification.objects.filter(home=home), "consume", filing_no, by)
    return letting


def _locked(verification_id: int) -> tuple[Home, Verification]:
    home_id = Verification.objects.values_list("home_id", flat=True).get(pk=verification_id)
    return lock(Home, pk=home_id), lock(Verification, pk=verification_id)


def _check_holds(verification: Verification) -> None:
    if not holds(verification):
        status = status_now(verification).label
        raise Refused(Refusal.NOT_VALID, no=verification.no, status=status)


def _take(
    home: Home, verification: Verification, unit: str, from_on: date, to_on: date, **nos: str
) -> Letting:
    """The one place where a home is taken: the database refuses a second contract, and says so by its constraint."""
    if to_on < from_on:
        raise Refused(Refusal.LETTING_BACKWARDS)
    organisation_id = verification.organisation_id
    try:
        with transaction.atomic():
            return Letting.objects.create(
                home=home,
                organisation_id=organisation_id,
                unit=unit,
                from_on=from_on,
                to_on=to_on,
                **nos,
            )
    except IntegrityError as error:
        if ONE_AT_A_TIME not in str(error):
            raise
        other = overlapping(home.pk, unit, from_on, to_on)
        if other is None:
            raise
        raise Refused(Refusal.OVERLAPS, from_on=other.from_on, to_on=other.to_on) from None


def _file(
    held: Letting,
    home: Home,
    verification: Verification,
    unit: str,
    from_on: date,
    to_on: date,
    filing_no: str,
) -> Letting:
    """A held home is filed, also when its verification has run out meanwhile; not when a restriction appeared."""
    if held.filing_no is not None or _differs(held, home, unit, from_on, to_on):
        raise Refused(Refusal.HELD_DIFFERENTLY, contract_no=held.contract_no)
    if verification.status not in (*VALID, Status.EXPIRED):
        raise Refused(
            Refusal.NOT_VALID, no=verification.no, status=verification.get_status_display()
        )
    held.filing_no = filing_no
    held.save(update_fields=["filing_no"])
    return held


def _differs(known: Letting, home: Home, unit: str, from_on: date, to_on: date) -> bool:
    return (known.home_id, known.unit, known.from_on, known.to_on) != (
        home.pk,
        unit,
        from_on,
        to_on,
    )


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
def change_letting(*, filing_no: str, to_on: date, by: Actor) -> Letting:
    """A change of a filed contract moves its last day. Refused when another contract has the home by then."""
    letting: Letting = lock(Letting, filing_no=filing_no)
    if to_on < letting.from_on:
        raise Refused(Refusal.LETTING_BACKWARDS)
    was_on, letting.to_on = letting.to_on, to_on
    try:
        with transaction.atomic():
            letting.save(update_fields=["to_on"])
    except IntegrityError as error:
        if ONE_AT_A_TIME not in str(error):
            raise
        other = overlapping(letting.home_id, letting.unit, was_on + timedelta(days=1), to_on)
        if other is None:
            raise
        raise Refused(Refusal.OVERLAPS, from_on=other.from_on, to_on=other.to_on) from None
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
