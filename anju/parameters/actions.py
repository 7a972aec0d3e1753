"""A parameter gets another value from a day on: one proposes it, another approves it. (CTR-06)"""

from collections.abc import Sequence
from datetime import date

from anju.core import clock
from anju.core.actions import import_calendar_year
from anju.core.actors import Actor
from anju.core.calendar import add_months
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.files import ATTACHMENT
from anju.core.queries import files_stored_by
from anju.core.reasons import given
from anju.core.refusals import Refused, ensure
from anju.parameters import queries, reading
from anju.parameters.models import Value, ValueDocument
from anju.parameters.rules import (
    CHECK,
    KEEP,
    KEPT_ELSEWHERE,
    MOST_DOCUMENTS,
    YEARS_AHEAD,
    Kind,
    Refusal,
    Status,
)
from anju.people.actions import publish_notice
from anju.people.queries import check_new_notice, check_power, department_of
from anju.people.rules import Power


@action
def propose_value(
    *,
    code: str,
    value: str,
    from_on: date,
    because: str,
    documents: Sequence[int] = (),
    by: Actor,
) -> Value:
    """Propose what a parameter is from a day on, today at the earliest; it counts once another person approves it.

    Twice equals once. Refused without the power, for a value that cannot be read or lies outside its bounds, for a day
    that is over, when nothing would change, and while another value of the same parameter waits.
    """
    parameter = queries.parameter(code)
    _check_may(by, KEEP[parameter.office])
    because, value = given(because), reading.checked(parameter, value)
    one_at_a_time(f"parameters:{code}")
    waiting = Value.objects.filter(code=code, status=Status.PROPOSED).first()
    if waiting is not None:
        if (waiting.value, waiting.from_on, waiting.proposed_by) == (value, from_on, by.name):
            return waiting
        raise Refused(Refusal.WAITING, label=parameter.label)
    _check_it_changes(code, value, from_on)
    proposed = Value.objects.create(
        code=code,
        office=parameter.office,
        value=value,
        from_on=from_on,
        because=because,
        proposed_by=by.name,
        proposed_at=clock.now(),
    )
    _attach(proposed, documents, by)
    return proposed


@action
def approve_value(*, value_id: int, by: Actor) -> Value:
    """Approve what another proposed: from its day on it counts. A calendar is entered at once, 《用户须知》 published.

    Twice equals once. Refused without the power, to who proposed it, and when its day is over or it changes nothing.
    """
    said: Value = lock(Value, pk=value_id)
    ensure(
        queries.parameter(said.code).kind not in (Kind.RATE, Kind.RATES),
        "rates are approved where they are kept",
    )
    return _approve(said, by)


@action
def approve_rate(*, value_id: int, by: Actor) -> Value:
    """The same of a rate, for the package that keeps the table of it: it writes its row in the same transaction."""
    return _approve(lock(Value, pk=value_id), by)


@action
def refuse_value(*, value_id: int, because: str, by: Actor) -> Value:
    """Say no to what another proposed, and why. Refused without the power, and to who proposed it."""
    said: Value = lock(Value, pk=value_id)
    _check_another(said, by)
    because = given(because)
    if said.status == Status.REFUSED:
        return said
    decided = {"decided_by": by.name, "decided_at": clock.now(), "answer": because}
    move(said, "refuse", by=by, because=because, **decided)
    return said


@action
def withdraw_value(*, value_id: int, because: str, by: Actor) -> Value:
    """Take back what oneself proposed, before it is decided."""
    said: Value = lock(Value, pk=value_id)
    _check_may(by, KEEP[queries.parameter(said.code).office])
    if said.proposed_by != by.name:
        raise Refused(Refusal.NOT_YOURS)
    if said.status != Status.WITHDRAWN:
        move(said, "withdraw", by=by, because=given(because))
    return said


def _attach(proposed: Value, documents: Sequence[int], by: Actor) -> None:
    """Papers that the proposer has stored themselves."""
    if len(set(documents)) > MOST_DOCUMENTS:
        raise Refused(Refusal.TOO_MANY_DOCUMENTS, most=MOST_DOCUMENTS)
    ours = files_stored_by(by, list(documents), ATTACHMENT)
    ensure(set(ours) == set(documents), "papers of somebody else")
    ValueDocument.objects.bulk_create(
        ValueDocument(value=proposed, file_id=file_id) for file_id in sorted(ours)
    )


def _approve(said: Value, by: Actor) -> Value:
    parameter = queries.parameter(said.code)
    _check_another(said, by)
    if said.status == Status.IN_FORCE:
        return said
    if said.status == Status.PROPOSED:
        _check_it_changes(said.code, said.value, said.from_on)
    move(said, "approve", by=by, decided_by=by.name, decided_at=clock.now())
    queries.forget_what_was_asked()
    if parameter.kind == Kind.CALENDAR:
        year, official, days = reading.read_calendar(said.value)
        import_calendar_year(year=year, days=days, official=official, source=said.because, by=by)
    if parameter.kind == Kind.USER_NOTICE:
        _publish(said, by)
    return said


def _publish(said: Value, by: Actor) -> None:
    chinese, english = reading.read_notice(said.value)
    publish_notice(
        chinese=chinese,
        english=english,
        from_on=said.from_on,
        because=said.because,
        proposed_by=said.proposed_by,
        by=by,
    )


def _check_may(by: Actor, power: Power) -> None:
    check_power(by, power)
    if department_of(by):
        raise Refused(Refusal.OF_THE_CITY)


def _check_another(said: Value, by: Actor) -> None:
    _check_may(by, CHECK[queries.parameter(said.code).office])
    if said.proposed_by == by.name:
        raise Refused(Refusal.OWN_PROPOSAL)


def _check_it_changes(code: str, value: str, from_on: date) -> None:
    """What is kept elsewhere is checked there, 《用户须知》 here and there; how far ahead anything may lie, here."""
    parameter = queries.parameter(code)
    last_on = add_months(clock.today(), 12 * YEARS_AHEAD)
    if from_on > last_on:
        raise Refused(Refusal.FROM_TOO_FAR, last_on=last_on)
    if parameter.kind == Kind.USER_NOTICE:
        check_new_notice(*reading.read_notice(value), from_on)
    if parameter.kind in KEPT_ELSEWHERE:
        return
    if from_on < clock.today():
        raise Refused(Refusal.FROM_IN_PAST, from_on=from_on)
    if queries.kept_on(code, from_on) == value:
        shown = reading.shown(parameter, value)
        raise Refused(Refusal.NOTHING_CHANGED, from_on=from_on, value=shown)
