"""What a cycle's events come to, and what follows when that changes. (rules C5.2, C6.3, C6.4; CRD-04)"""

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.db import lock_many, move
from anju.core.refusals import Broken
from anju.credit.actions.proposing import drop_red, ground_is_gone, propose_black
from anju.credit.models import CreditEvent, CreditTotal, Measure
from anju.credit.rules import (
    THRESHOLDS,
    Action,
    Ground,
    MeasureStatus,
)
from anju.notices import actions as notices
from anju.parameters import queries as parameters

LISTING = max(THRESHOLDS)


def count(event: CreditEvent, by: Actor) -> CreditTotal:
    """Add an event that took effect to its cycle, and begin what follows."""
    total = _locked_total(event)
    _add(total, event, 1)
    if not event.is_demerit:
        return total
    if event.rule.lists_at_once:
        propose_black(event, Ground.SERIOUS_RULE, event.rule.item, CLOCK)
    for threshold, what in THRESHOLDS.items():
        if total.points >= threshold:
            _open_measure(total, threshold, what, by)
    if total.points >= LISTING:
        propose_black(event, Ground.POINTS, str(Ground.POINTS.label), CLOCK)
    if event.points >= parameters.number("credit.serious_points"):
        drop_red(event.organisation_id, f"{event.rule.code}记{event.points}分", by)
    return total


def uncount(event: CreditEvent, by: Actor) -> CreditTotal:
    """Take an event out of its cycle again: measures not carried out lapse where the total fell below them."""
    total = _locked_total(event)
    _add(total, event, -1)
    fallen = Measure.objects.filter(
        organisation=event.organisation_id,
        year=total.year,
        threshold__gt=total.points,
        status=MeasureStatus.OPEN,
    )
    for measure in lock_many(Measure, fallen.values_list("pk", flat=True)):
        move(measure, "lapse", by=by, because=f"{event.rule.code}的记分已撤销或到期")
    return total


def revoke(event: CreditEvent, by: Actor) -> None:
    """An event is annulled: what stood on it is taken back, the place on the black list within three working days."""
    total = uncount(event, by)
    ground_is_gone(event, reaches=total.points >= LISTING, by=by)


def _locked_total(event: CreditEvent) -> CreditTotal:
    if event.year is None:
        raise Broken(f"event {event.pk} counts in no cycle")
    total, _made = CreditTotal.objects.select_for_update(of=("self",)).get_or_create(
        organisation_id=event.organisation_id, year=event.year
    )
    return total


def _add(total: CreditTotal, event: CreditEvent, times: int) -> None:
    if event.is_demerit:
        total.demerits += times * event.points
    else:
        total.merits += times * event.points
    total.save(update_fields=["demerits", "merits"])


def _open_measure(total: CreditTotal, threshold: int, what: Action, by: Actor) -> None:
    measure, is_new = Measure.objects.exclude(status=MeasureStatus.LAPSED).get_or_create(
        organisation_id=total.organisation_id,
        year=total.year,
        threshold=threshold,
        defaults={"action": what, "opened_at": clock.now()},
    )
    if is_new:
        notices.queue(
            key=f"credit_threshold:{measure.pk}",
            kind="credit_threshold",
            facts={"threshold": str(threshold), "action": str(what.label)},
            organisation_id=total.organisation_id,
            by=by,
        )
