"""What somebody could do now with an event or a place on a list, by the names of the actions: what a page offers."""

from anju.core import clock
from anju.core.actors import Actor
from anju.credit.models import CreditEvent, ListEntry, Objection
from anju.credit.queries.events import is_of, scored_since
from anju.credit.queries.lists import repair_from
from anju.credit.rules import (
    ENTRY_OPEN,
    EntryStatus,
    EventStatus,
    ListKind,
    ObjectionStatus,
)
from anju.people.rules import Power


def acts_on_event(event: CreditEvent, actor: Actor) -> frozenset[str]:
    acts: set[str] = set()
    reviews = Power.CREDIT_REVIEW in actor.may
    objection = Objection.objects.filter(event=event).first()
    if event.status == EventStatus.APPLIED:
        if event.applied_by == actor.name:
            acts.add("withdraw_application")
        elif reviews:
            acts |= {"accept_score", "refuse_score"}
    in_time = event.object_until is not None and clock.today() <= event.object_until
    may_object = event.status == EventStatus.EFFECTIVE and in_time and objection is None
    if may_object and is_of(event.organisation_id, actor):
        acts.add("object_to_score")
    is_open = objection is not None and objection.status == ObjectionStatus.OPEN
    if is_open and reviews and actor.name not in (event.applied_by, event.reviewed_by):
        acts |= {"uphold_objection", "dismiss_objection"}
    return frozenset(acts)


def acts_on_entry(entry: ListEntry, actor: Actor) -> frozenset[str]:
    acts: set[str] = set()
    if Power.LIST_KEEP in actor.may:
        acts |= _acts_of_keeper(entry, actor)
    if is_of(entry.organisation_id, actor):
        in_time = entry.statement_until is not None and clock.today() <= entry.statement_until
        if entry.status == EntryStatus.NOTICED and in_time and not entry.statement:
            acts.add("state_on_entry")
        if _may_be_repaired(entry):
            acts.add("ask_removal")
    return frozenset(acts)


def _acts_of_keeper(entry: ListEntry, actor: Actor) -> set[str]:
    acts: set[str] = set()
    is_black = entry.kind == ListKind.BLACK
    if is_black and entry.status == EntryStatus.PROPOSED:
        acts.add("notify_entry")
    if entry.status in ENTRY_OPEN and actor.name not in (entry.proposed_by, entry.noticed_by):
        acts.add("reject_entry")
        if not is_black or was_heard(entry):
            acts.add("publish_entry")
    if entry.status == EntryStatus.PUBLISHED:
        acts.add("ask_removal")
    if entry.status == EntryStatus.REMOVAL_ASKED and entry.removal_asked_by != actor.name:
        acts |= {"remove_entry", "keep_entry"}
    return acts


def was_heard(entry: ListEntry) -> bool:
    """Whether an institution has made its statement, or the time for it is over. (rule C6.4)"""
    if entry.statement_until is None:
        return False
    return bool(entry.statement) or clock.today() > entry.statement_until


def _may_be_repaired(entry: ListEntry) -> bool:
    if entry.kind != ListKind.BLACK or entry.status != EntryStatus.PUBLISHED:
        return False
    published_on = entry.published_on
    if published_on is None or clock.today() < repair_from(published_on):
        return False
    return not scored_since(entry.organisation_id, published_on)
