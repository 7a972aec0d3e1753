"""Places on the lists as they are proposed, and as they end because their ground is gone."""

from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.db import lock_many, move
from anju.core.search import pairs_of
from anju.credit.models import CreditEvent, ListEntry
from anju.credit.rules import (
    ENTRY_LISTED,
    ENTRY_OPEN,
    EntryStatus,
    Ground,
    ListKind,
    RemovalGround,
)
from anju.parameters import queries as parameters
from anju.people import queries as people

CURRENT = (*ENTRY_OPEN, *ENTRY_LISTED)


def propose(
    organisation_id: int, kind: ListKind, ground: Ground, by: Actor, **facts: Any
) -> tuple[ListEntry, bool]:
    """A place on a list, and whether it is new: nobody has two on the same list, or one and a proposal."""
    organisation = people.organisation(organisation_id)
    return ListEntry.objects.get_or_create(
        organisation=organisation,
        kind=kind,
        status__in=CURRENT,
        defaults={
            "ground": ground,
            "name": organisation.name,
            "uscc": organisation.uscc,
            "pairs": pairs_of(organisation.name),
            "proposed_by": by.name,
            "proposed_at": clock.now(),
            **facts,
        },
    )


def propose_black(event: CreditEvent, ground: Ground, reason: str, by: Actor) -> None:
    """What an event leads to by itself: a proposal, which people notify of and decide. (rule C6.4)"""
    propose(
        event.organisation_id,
        ListKind.BLACK,
        ground,
        by,
        reason=reason,
        basis=f"{event.rule.code} {event.rule.item}"[:200],
        year=event.year,
        event=event,
    )


def entries_locked(organisation_id: int, kind: ListKind) -> list[ListEntry]:
    """The place on a list, or the proposal of one, that an organisation has now, locked; at most one."""
    current = ListEntry.objects.filter(organisation=organisation_id, kind=kind, status__in=CURRENT)
    return lock_many(ListEntry, current.values_list("pk", flat=True))


def drop_red(organisation_id: int, because: str, by: Actor) -> None:
    """Whoever did something serious is on the red list no longer, from this moment. (rule C6.3)"""
    for entry in entries_locked(organisation_id, ListKind.RED):
        move(entry, "drop_out", by=by, because=because, ended_on=clock.today())


def ground_is_gone(event: CreditEvent, *, reaches: bool, by: Actor) -> None:
    """An event was annulled: a proposal that stood on it falls, a published place is to be removed. (rule C6.5)

    A place by points stays where the rest of the cycle still `reaches` them.
    """
    for entry in entries_locked(event.organisation_id, ListKind.BLACK):
        by_points = entry.ground == Ground.POINTS and entry.year == event.year and not reaches
        by_event = entry.ground == Ground.SERIOUS_RULE and entry.event_id == event.pk
        if not (by_points or by_event):
            continue
        because = f"列入所依据的{event.rule.code}记分已撤销"
        if entry.status in ENTRY_OPEN:
            move(entry, "drop_out", by=by, because=because, ended_on=clock.today())
        elif entry.status == EntryStatus.PUBLISHED:
            ask_for_removal(entry, RemovalGround.REVOKED, because, by)


def ask_for_removal(
    entry: ListEntry, ground: RemovalGround, because: str, by: Actor, **facts: Any
) -> None:
    """A locked place is to be removed, by somebody else, within three working days."""
    move(
        entry,
        "ask_removal",
        by=by,
        because=because[:200],
        removal_ground=ground,
        removal_reason=because,
        removal_asked_by=by.name,
        remove_until=add_workdays(clock.today(), parameters.number("credit.removal_workdays")).on,
        **facts,
    )
