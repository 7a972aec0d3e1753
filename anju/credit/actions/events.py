"""Scoring: applied for with evidence, reviewed by another officer, effective, told; it ends with its cycle. (CRD-01)"""

from collections.abc import Sequence
from datetime import date

from anju.core import clock
from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.calendar import add_months, add_workdays
from anju.core.db import action, lock, move
from anju.core.files import ATTACHMENT
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.credit import queries
from anju.credit.actions.counting import count, uncount
from anju.credit.models import CreditEvent, CreditRule, Evidence
from anju.credit.rules import (
    MOST_FILES,
    STEPS,
    EventStatus,
    Refusal,
    RuleStatus,
)
from anju.notices import actions as notices
from anju.parameters import queries as parameters
from anju.people import queries as people
from anju.people.rules import Power


@action
def apply_for_score(
    *,
    key: str,
    organisation_id: int,
    rule_id: int,
    points: int,
    happened_on: date,
    facts: str,
    file_ids: Sequence[int],
    points_because: str = "",
    by: Actor,
) -> CreditEvent:
    """记分申请: that an organisation be scored under a rule in force, with what happened and what proves it.

    Other points than the rule suggests need a reason. The same key again is the same application; refused when it
    says something else.
    """
    people.check_power(by, Power.CREDIT_APPLY)
    rule: CreditRule = lock(CreditRule, pk=rule_id)
    stated = {
        "organisation_id": people.organisation(organisation_id).pk,
        "rule_id": rule.pk,
        "points": points,
        "happened_on": happened_on,
        "facts": given(facts, 500),
        "points_because": points_because.strip(),
        "applied_by": by.name,
    }
    known = CreditEvent.objects.filter(key=key).first()
    if known is None:
        _check(rule, points, happened_on, str(stated["points_because"]))
    event, is_new = CreditEvent.objects.get_or_create(
        key=key, defaults={**stated, "applied_at": clock.now()}
    )
    if is_new:
        if not file_ids:
            raise Refused(Refusal.EVIDENCE_MISSING)
        hand_in(event, file_ids, by)
    elif any(getattr(event, name) != value for name, value in stated.items()):
        raise Refused(Refusal.KEY_REUSED)
    return event


def _check(rule: CreditRule, points: int, happened_on: date, points_because: str) -> None:
    if rule.status != RuleStatus.IN_FORCE:
        raise Refused(Refusal.RULE_NOT_IN_FORCE, rule=rule.code)
    if points not in STEPS:
        raise Refused(Refusal.POINTS_NOT_A_STEP)
    if points != rule.points:
        if not points_because:
            raise Refused(Refusal.POINTS_NEED_REASON, points=rule.points)
        given(points_because)
    if happened_on > clock.today():
        raise Refused(Refusal.HAPPENED_IN_FUTURE)


def hand_in(event: CreditEvent, file_ids: Sequence[int], by: Actor) -> None:
    """Put files with an event: those that the same actor stored."""
    wanted = list(dict.fromkeys(file_ids))
    if len(wanted) > MOST_FILES:
        raise Refused(Refusal.TOO_MANY_FILES, most=MOST_FILES)
    if set(core.files_stored_by(by, wanted, ATTACHMENT)) != set(wanted):
        raise Refused(Refusal.FILE_UNKNOWN)
    Evidence.objects.bulk_create(
        Evidence(
            event=event,
            by_institution=by.organisation_id is not None,
            file_id=file_id,
            handed_in_by=by.name,
            handed_in_at=clock.now(),
        )
        for file_id in wanted
    )


@action
def withdraw_application(*, event_id: int, because: str, by: Actor) -> CreditEvent:
    """Whoever applied takes the application back before it is reviewed. Twice equals once."""
    event: CreditEvent = lock(CreditEvent, pk=event_id)
    if event.applied_by != by.name:
        raise Refused(Refusal.NOT_THE_APPLICANT)
    if event.status != EventStatus.WITHDRAWN:
        move(event, "withdraw", by=by, because=given(because))
    return event


@action
def refuse_score(*, event_id: int, because: str, by: Actor) -> CreditEvent:
    """The review finds that nothing is to be scored, and says why. Twice equals once."""
    event = _to_review(event_id, by)
    because = given(because)
    if event.status != EventStatus.REFUSED:
        now = clock.now()
        move(event, "refuse", by=by, because=because, reviewed_by=by.name, reviewed_at=now)
    return event


@action
def accept_score(*, event_id: int, by: Actor) -> CreditEvent:
    """The review agrees: the event counts from today, and the organisation is told until when it may object.

    What the new total leads to happens with it: measures at the thresholds, a proposal for the black list, the end of
    a place on the red one. Twice equals once; refused to whoever applied.
    """
    event = _to_review(event_id, by)
    if event.status == EventStatus.EFFECTIVE:
        return event
    today = clock.today()
    move(
        event,
        "take_effect",
        by=by,
        year=today.year,
        effective_on=today,
        expires_on=_last_day(event.rule, today),
        object_until=add_workdays(today, parameters.number("credit.objection_workdays")).on,
        reviewed_by=by.name,
        reviewed_at=clock.now(),
    )
    total = count(event, by)
    notices.queue(
        key=f"credit_scored:{event.pk}",
        kind="credit_scored",
        facts={
            "rule": event.rule.code,
            "item": event.rule.item,
            "operation": event.rule.get_operation_display(),
            "points": str(event.points),
            "total": str(total.points),
            "until": str(event.object_until),
        },
        organisation_id=event.organisation_id,
        by=by,
    )
    return event


def _to_review(event_id: int, by: Actor) -> CreditEvent:
    people.check_power(by, Power.CREDIT_REVIEW)
    event: CreditEvent = lock(CreditEvent, pk=event_id)
    if event.applied_by == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return event


def _last_day(rule: CreditRule, today: date) -> date:
    """The last day on which an event of today counts: the cycle's, or an earlier one that its rule sets. (rule C5.5)"""
    end = date(today.year, 12, 31)
    months = rule.validity_months
    return end if months is None else min(end, add_months(today, months))


@action
def expire_event(*, event_id: int, by: Actor) -> bool:
    """The last day of an event is over: it is history. Ended before its cycle, its points are taken out again."""
    event: CreditEvent = lock(CreditEvent, pk=event_id)
    over = event.expires_on is not None and event.expires_on < clock.today()
    if event.status != EventStatus.EFFECTIVE or not over:
        return False
    move(event, "expire", by=by)
    if not queries.ran_to_the_end(event):
        uncount(event, by)
    return True
