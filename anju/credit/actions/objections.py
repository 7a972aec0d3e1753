"""What an institution says against an event, and who decides it; measures carried out. (rules C5.6, E1.13; CRD-01)"""

from collections.abc import Sequence

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.db import action, lock, move
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.credit import queries
from anju.credit.actions.counting import revoke
from anju.credit.actions.events import hand_in
from anju.credit.models import CreditEvent, Measure, Objection
from anju.credit.rules import (
    COUNTED,
    EventStatus,
    MeasureStatus,
    ObjectionStatus,
    Refusal,
)
from anju.notices import actions as notices
from anju.parameters import queries as parameters
from anju.people import queries as people
from anju.people.rules import Power


@action
def object_to_score(
    *, event_id: int, text: str, file_ids: Sequence[int] = (), by: Actor
) -> Objection:
    """The institution objects, within ten working days after it was told. Meanwhile the points count. (rule C5.6)

    The same again is the same objection.
    """
    event: CreditEvent = lock(CreditEvent, pk=event_id)
    if not queries.is_of(event.organisation_id, by):
        raise Refused(Refusal.NOT_YOURS)
    text = given(text, 1000)
    if event.status != EventStatus.EFFECTIVE or event.object_until is None:
        raise Refused(Refusal.NOT_COUNTED)
    known = Objection.objects.filter(event=event).first()
    if known is not None:
        if known.text != text:
            raise Refused(Refusal.OBJECTED_ALREADY)
        return known
    if clock.today() > event.object_until:
        raise Refused(Refusal.TOO_LATE, until=event.object_until)
    hand_in(event, file_ids, by)
    return Objection.objects.create(
        event=event,
        text=text,
        made_by=by.name,
        made_at=clock.now(),
        decide_until=add_workdays(clock.today(), parameters.number("credit.decision_workdays")).on,
        applied_by=event.applied_by,
        reviewed_by=event.reviewed_by,
    )


@action
def uphold_objection(*, objection_id: int, because: str, by: Actor) -> Objection:
    """The institution is right: the event is annulled, its points are taken out of the cycle. Twice equals once."""
    event, objection = _to_decide(objection_id, by)
    if objection.status == ObjectionStatus.UPHELD:
        return objection
    _decide(objection, "uphold", given(because), by)
    if event.status in COUNTED:
        still_counts = event.status == EventStatus.EFFECTIVE or queries.ran_to_the_end(event)
        move(event, "annul", by=by, because=objection.because)
        if still_counts:
            revoke(event, by)
    return objection


@action
def dismiss_objection(*, objection_id: int, because: str, by: Actor) -> Objection:
    """The event stands, and the institution is told why. Twice equals once."""
    _event, objection = _to_decide(objection_id, by)
    if objection.status != ObjectionStatus.DISMISSED:
        _decide(objection, "dismiss", given(because), by)
    return objection


def _to_decide(objection_id: int, by: Actor) -> tuple[CreditEvent, Objection]:
    people.check_power(by, Power.CREDIT_REVIEW)
    event_id = Objection.objects.values_list("event_id", flat=True).get(pk=objection_id)
    event: CreditEvent = lock(CreditEvent, pk=event_id)
    objection: Objection = lock(Objection, pk=objection_id)
    if by.name in (objection.applied_by, objection.reviewed_by):
        raise Refused(Refusal.SAME_PERSON)
    return event, objection


def _decide(objection: Objection, name: str, because: str, by: Actor) -> None:
    move(objection, name, by=by, because=because, decided_by=by.name, decided_at=clock.now())
    objection.because = because
    objection.save(update_fields=["because"])
    kind = f"credit_objection_{objection.status}"
    notices.queue(
        key=f"{kind}:{objection.pk}",
        kind=kind,
        facts={"rule": objection.event.rule.code, "because": because},
        organisation_id=objection.event.organisation_id,
        by=by,
    )


@action
def carry_out_measure(*, measure_id: int, note: str, by: Actor) -> Measure:
    """What follows a threshold has been done: the talk was held, the inspections are planned. Twice equals once."""
    people.check_power(by, Power.CREDIT_REVIEW)
    measure: Measure = lock(Measure, pk=measure_id)
    note = given(note, 500)
    if measure.status != MeasureStatus.DONE:
        move(measure, "carry_out", by=by, because=note[:200], done_by=by.name, note=note)
    return measure
