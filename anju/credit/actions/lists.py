"""红黑名单: proposed, told, stated on, decided by another, published, removed. (rules C6.3 to C6.5; CRD-03, CRD-04)"""

from collections.abc import Sequence

from anju.core import clock
from anju.core import queries as core
from anju.core.actors import CLOCK, Actor
from anju.core.calendar import add_months, add_workdays
from anju.core.db import action, lock, move
from anju.core.files import ATTACHMENT
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.credit import queries
from anju.credit.actions.proposing import ask_for_removal, drop_red, propose
from anju.credit.models import ListEntry
from anju.credit.rules import (
    ENTRY_LISTED,
    MOST_FILES,
    YEARS,
    EntryStatus,
    Ground,
    ListKind,
    Refusal,
    RemovalGround,
)
from anju.notices import actions as notices
from anju.parameters import queries as parameters
from anju.people import queries as people
from anju.people.rules import Power


@action
def propose_by_court(*, organisation_id: int, reason: str, basis: str, by: Actor) -> ListEntry:
    """Propose a place on the black list for what a court found; `basis` is the judgment's number. (rule C6.4)"""
    people.check_power(by, Power.LIST_KEEP)
    if not basis.strip():
        raise Refused(Refusal.BASIS_MISSING)
    reason, basis = given(reason, 500), given(basis)
    facts = {"reason": reason, "basis": basis}
    entry, is_new = propose(organisation_id, ListKind.BLACK, Ground.COURT, by, **facts)
    return _same_or_refused(entry, is_new, (Ground.COURT, reason, basis))


@action
def propose_red(*, organisation_id: int, reason: str, by: Actor) -> ListEntry:
    """Propose a place on the red list for last year's standing. Refused, saying why, when it was not good. (C6.3)"""
    people.check_power(by, Power.LIST_KEEP)
    reason, year = given(reason, 500), clock.today().year - 1
    why_not = queries.why_not_red(organisation_id, year)
    if why_not:
        raise Refused(Refusal.NOT_IN_GOOD_STANDING, why=why_not)
    entry, is_new = _proposed_red(organisation_id, year, reason, by)
    return _same_or_refused(entry, is_new, (Ground.GOOD_STANDING, reason, entry.basis))


def _proposed_red(
    organisation_id: int, year: int, reason: str, by: Actor
) -> tuple[ListEntry, bool]:
    basis = str(Ground.GOOD_STANDING.label)
    facts = {"reason": reason, "basis": basis, "year": year}
    return propose(organisation_id, ListKind.RED, Ground.GOOD_STANDING, by, **facts)


def _same_or_refused(entry: ListEntry, is_new: bool, wanted: tuple[str, ...]) -> ListEntry:
    if not is_new and (entry.ground, entry.reason, entry.basis) != wanted:
        raise Refused(Refusal.LISTED_ALREADY, list=entry.get_kind_display())
    return entry


@action
def propose_commended(*, organisation_id: int, year: int, by: Actor) -> bool:
    """After a cycle: who was commended in it and meets every condition is proposed for the red list. (CRD-04)"""
    if queries.why_not_red(organisation_id, year):
        return False
    _entry, is_new = _proposed_red(organisation_id, year, f"{year}年度受到表彰", CLOCK)
    return is_new


@action
def notify_entry(*, entry_id: int, by: Actor) -> ListEntry:
    """Tell the institution that it is to be put on the black list: it has five working days to state its side."""
    entry = _kept(entry_id, by)
    if entry.status == EntryStatus.NOTICED:
        return entry
    until = add_workdays(clock.today(), parameters.number("credit.statement_workdays")).on
    move(
        entry,
        "notify",
        by=by,
        noticed_by=by.name,
        noticed_on=clock.today(),
        statement_until=until,
    )
    _tell(entry, "list_noticed", {"reason": entry.reason, "until": str(until)}, by)
    return entry


@action
def state_on_entry(*, entry_id: int, text: str, by: Actor) -> ListEntry:
    """陈述申辩: what the institution says before it is decided. The same again changes nothing."""
    entry: ListEntry = lock(ListEntry, pk=entry_id)
    if not queries.is_of(entry.organisation_id, by):
        raise Refused(Refusal.NOT_YOURS)
    text = given(text, 1000)
    if entry.statement == text:
        return entry
    if entry.statement:
        raise Refused(Refusal.STATED_ALREADY)
    if entry.status != EntryStatus.NOTICED or entry.statement_until is None:
        raise Refused(Refusal.NOT_NOTICED)
    if clock.today() > entry.statement_until:
        raise Refused(Refusal.STATEMENT_OVER, until=entry.statement_until)
    entry.statement, entry.stated_at = text, clock.now()
    entry.save(update_fields=["statement", "stated_at"])
    return entry


@action
def publish_entry(*, entry_id: int, because: str, by: Actor) -> ListEntry:
    """Decide that somebody is listed, from today on. On the black list only after the notice, and when the time for
    a statement is over or one was made. Refused to whoever proposed or notified; twice equals once.
    """
    entry = _kept(entry_id, by)
    if entry.status == EntryStatus.PUBLISHED:
        return entry
    because = given(because)
    _check_is_another(entry, by)
    if entry.is_black:
        _check_was_heard(entry)
    today = clock.today()
    until = add_months(today, 12 * YEARS[Ground(entry.ground)])
    move(
        entry,
        "publish",
        by=by,
        because=because,
        decided_by=by.name,
        published_on=today,
        valid_until=until,
    )
    if entry.is_black:
        drop_red(entry.organisation_id, f"list entry {entry.pk}", by)
    _tell(entry, "list_published", {"until": str(until)}, by)
    return entry


def _check_was_heard(entry: ListEntry) -> None:
    if entry.statement_until is None:
        raise Refused(Refusal.NOT_NOTICED)
    if not queries.was_heard(entry):
        raise Refused(Refusal.STATEMENT_RUNS, until=entry.statement_until)


@action
def reject_entry(*, entry_id: int, because: str, by: Actor) -> ListEntry:
    """Decide that somebody is not listed, and say why. Twice equals once."""
    entry = _kept(entry_id, by)
    if entry.status == EntryStatus.REJECTED:
        return entry
    because = given(because)
    _check_is_another(entry, by)
    move(entry, "reject", by=by, because=because, decided_by=by.name, ended_on=clock.today())
    if entry.noticed_on is not None:
        _tell(entry, "list_rejected", {"because": because}, by)
    return entry


@action
def ask_removal(
    *, entry_id: int, ground: str, because: str, file_ids: Sequence[int] = (), by: Actor
) -> ListEntry:
    """Ask for a place to be removed before its time: an officer, or for a repair the institution itself. (rule C6.5)

    A repair needs six months on the list, what proves it, and nothing new. It stays listed until another agrees.
    """
    entry: ListEntry = lock(ListEntry, pk=entry_id)
    is_own = queries.is_of(entry.organisation_id, by)
    if not is_own:
        people.check_power(by, Power.LIST_KEEP)
    if ground not in RemovalGround.values:
        raise Refused(Refusal.UNKNOWN_CHOICE, value=ground)
    because = given(because, 500)
    if entry.status == EntryStatus.REMOVAL_ASKED and entry.removal_reason == because:
        return entry
    ListEntry.MOVES.check("ask_removal", entry)
    if ground == RemovalGround.REPAIRED:
        _check_repair(entry, file_ids, by)
    elif is_own:
        raise Refused(Refusal.NOT_YOURS)
    ask_for_removal(entry, RemovalGround(ground), because, by, removal_files=list(file_ids))
    return entry


def _check_repair(entry: ListEntry, file_ids: Sequence[int], by: Actor) -> None:
    if not entry.is_black or entry.published_on is None:
        raise Refused(Refusal.NOT_BLACK)
    from_on = queries.repair_from(entry.published_on)
    if clock.today() < from_on:
        raise Refused(Refusal.TOO_EARLY, from_on=from_on)
    if queries.scored_since(entry.organisation_id, entry.published_on):
        raise Refused(Refusal.NEW_EVENT)
    if not file_ids:
        raise Refused(Refusal.EVIDENCE_MISSING)
    if len(file_ids) > MOST_FILES:
        raise Refused(Refusal.TOO_MANY_FILES, most=MOST_FILES)
    if set(core.files_stored_by(by, file_ids, ATTACHMENT)) != set(file_ids):
        raise Refused(Refusal.FILE_UNKNOWN)


@action
def remove_entry(*, entry_id: int, because: str, by: Actor) -> ListEntry:
    """注销: agree that a place is removed, from this moment. Refused to whoever asked for it. Twice equals once."""
    entry = _removal(entry_id, by)
    if entry.status == EntryStatus.REMOVED:
        return entry
    because = given(because)
    move(entry, "remove", by=by, because=because, removed_by=by.name, ended_on=clock.today())
    _tell(entry, "list_ended", {"list": str(entry.get_kind_display())}, by)
    return entry


@action
def keep_entry(*, entry_id: int, because: str, by: Actor) -> ListEntry:
    """Decide that a place is not removed, and say why; it may be asked for again."""
    entry = _removal(entry_id, by)
    because = given(because)
    move(entry, "keep", by=by, because=because)
    return entry


def _removal(entry_id: int, by: Actor) -> ListEntry:
    entry = _kept(entry_id, by)
    if entry.removal_asked_by == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return entry


@action
def expire_entry(*, entry_id: int, by: Actor) -> bool:
    """The last day of a place is over: it leaves the list."""
    entry: ListEntry = lock(ListEntry, pk=entry_id)
    over = entry.valid_until is not None and entry.valid_until < clock.today()
    if entry.status not in ENTRY_LISTED or not over:
        return False
    move(entry, "expire", by=by, ended_on=entry.valid_until)
    _tell(entry, "list_ended", {"list": str(entry.get_kind_display())}, by)
    return True


@action
def heed_hold(*, entry_id: int, by: Actor) -> ListEntry:
    """Whoever may hold releases has taken note that this enterprise is blacklisted. Twice equals once. (rule C6.6)"""
    entry: ListEntry = lock(ListEntry, pk=entry_id)
    if entry.hold_heeded_at is None:
        entry.hold_heeded_at = clock.now()
        entry.save(update_fields=["hold_heeded_at"])
    return entry


def _kept(entry_id: int, by: Actor) -> ListEntry:
    people.check_power(by, Power.LIST_KEEP)
    entry: ListEntry = lock(ListEntry, pk=entry_id)
    return entry


def _check_is_another(entry: ListEntry, by: Actor) -> None:
    if by.name in (entry.proposed_by, entry.noticed_by):
        raise Refused(Refusal.SAME_PERSON)


def _tell(entry: ListEntry, kind: str, facts: dict[str, str], by: Actor) -> None:
    notices.queue(
        key=f"{kind}:{entry.pk}",
        kind=kind,
        facts={"name": entry.name, "list": str(entry.get_kind_display()), **facts},
        organisation_id=entry.organisation_id,
        by=by,
    )
