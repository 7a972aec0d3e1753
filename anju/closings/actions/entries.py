"""记账凭证: money moved by hand, by two people, between pooled pots of one bank account. (CTR-03)"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from anju.closings import queries
from anju.closings.actions.comparing import compare_day, reopen, settle
from anju.closings.actions.differences import check_files, require, says_something
from anju.closings.models import Closing, Difference, ManualEntry
from anju.closings.rules import (
    ABOUT,
    LEGS,
    LEGS_OF_DENIED,
    DifferenceStatus,
    EntryKind,
    EntryStatus,
    Kind,
    Refusal,
    Way,
)
from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.ledger.rules import Reason
from anju.payments import actions as payments_actions
from anju.payments import queries as payments
from anju.people.rules import Power


@action
def make_entry(
    *,
    bank: str,
    kind: EntryKind,
    amount_fen: int,
    happened_on: date,
    reason: str,
    file_ids: Sequence[int],
    by: Actor,
) -> ManualEntry:
    """Make an entry that settles no difference; nothing moves before another has checked it.

    The same once more, word for word, is refused: it was sent twice, or has to say what is different about it.
    Refused: NO_AMOUNT, NO_REASON, NO_DOCUMENT, IN_THE_FUTURE, DAY_CLOSED, MADE_ALREADY.
    """
    require(Power.ENTRY_MAKE, by)
    if not file_ids:
        raise Refused(Refusal.NO_DOCUMENT)
    account = payments.account_of(bank)
    if account is None or kind not in LEGS:
        raise Refused(Refusal.NOT_A_KIND)
    one_at_a_time(f"manual:{bank}")
    terms = (amount_fen, happened_on, _as_kept(reason))
    same = queries.entry_like(account.pk, kind, *terms)
    if same is not None:
        raise Refused(Refusal.MADE_ALREADY, no=same.no, status=same.get_status_display())
    source, destination = (pot.format(bank=bank) for pot in LEGS[kind])
    return _propose(
        account, kind, (source, destination), amount_fen, happened_on, reason, file_ids, by
    )


@action
def settle_by_entry(
    *,
    difference_id: int,
    kind: EntryKind,
    amount_fen: int,
    reason: str,
    file_ids: Sequence[int] = (),
    by: Actor,
) -> ManualEntry:
    """Our entry was wrong, or the bank has found ours right and its own day cannot be changed: an entry of exactly the
    difference, the other way. When another has checked it, the difference is settled.

    It belongs to the day of the difference, or where that is closed to the first one that is open. Refused also:
    NOT_A_WAY, WRONG_AMOUNT, IN_HAND, WRONG_STATUS.
    """
    require(Power.ENTRY_MAKE, by)
    lock(Closing, differences__pk=difference_id)
    difference: Difference = lock(Difference, pk=difference_id)
    if Way.ENTRY not in ABOUT[Kind(difference.kind)].ways or kind not in LEGS:
        raise Refused(Refusal.NOT_A_WAY, kind=difference.get_kind_display())
    if queries.stands_in_suspense(difference):
        raise Refused(Refusal.DENY_IT)
    if queries.was_withdrawn(difference):
        raise Refused(Refusal.REVERSE_IT)
    Difference.MOVES.check("resolve", difference)
    in_hand = queries.entry_in_hand(difference)
    if in_hand is not None:
        raise Refused(Refusal.IN_HAND, no=in_hand.no)
    account = difference.closing.bank_account
    source, destination = (pot.format(bank=account.bank) for pot in LEGS[kind])
    raised_fen = amount_fen if source.startswith("world:") else -amount_fen
    if raised_fen != -difference.effect_fen:
        raise Refused(
            Refusal.WRONG_AMOUNT,
            direction="增加" if difference.effect_fen < 0 else "减少",
            amount=yuan(abs(difference.effect_fen)),
        )
    day = queries.day_to_book_on(difference.closing)
    legs = (source, destination)
    return _propose(account, kind, legs, amount_fen, day, reason, file_ids, by, difference)


@action
def deny_credit(
    *, difference_id: int, reason: str, file_ids: Sequence[int], by: Actor
) -> ManualEntry:
    """【银行确认没有这一笔】: a credit that the bank told us of stands in suspense, and its statement has not got it.

    From now on nobody claims it and it does not go back; when another has checked the bank's document, all of it leaves
    suspense. Refused: NO_DOCUMENT, NOT_A_WAY, IN_HAND, WRONG_STATUS, and where the credit no longer stands in suspense.
    """
    require(Power.ENTRY_MAKE, by)
    if not file_ids:
        raise Refused(Refusal.NO_DOCUMENT)
    lock(Closing, differences__pk=difference_id)
    difference: Difference = lock(Difference, pk=difference_id)
    credit = difference.entry
    if credit is None or not queries.may_be_denied(difference):
        raise Refused(Refusal.NOT_A_WAY, kind=difference.get_kind_display())
    in_hand = queries.entry_in_hand(difference)
    if in_hand is not None:
        raise Refused(Refusal.IN_HAND, no=in_hand.no)
    Difference.MOVES.check("resolve", difference)
    account = difference.closing.bank_account
    source, destination = (pot.format(bank=account.bank) for pot in LEGS_OF_DENIED)
    day = queries.day_to_book_on(difference.closing)
    entry = _propose(
        account,
        EntryKind.DENIED,
        (source, destination),
        credit.amount_fen,
        day,
        reason,
        file_ids,
        by,
        difference,
        credit_id=credit.pk,
    )
    payments_actions.doubt_credit(entry_id=credit.pk, because=entry.no, by=by)
    return entry


@action
def reverse_entry(
    *, entry_id: int, reason: str, file_ids: Sequence[int] = (), by: Actor
) -> ManualEntry:
    """An earlier entry was wrong: the same amount goes back, by another entry that is checked like any other.

    What was withdrawn because the bank denied it stands in suspense again by it, and its difference is open again.
    Refused: NOT_BOOKED, REVERSED, REINSTATED.
    """
    require(Power.ENTRY_MAKE, by)
    wrong: ManualEntry = lock(ManualEntry, pk=entry_id)
    if wrong.status != EntryStatus.BOOKED:
        raise Refused(Refusal.NOT_BOOKED)
    if queries.reversal_of(wrong) is not None:
        raise Refused(Refusal.REVERSED, no=wrong.no)
    if wrong.kind == EntryKind.REVERSAL and wrong.credit_id is not None:
        raise Refused(Refusal.REINSTATED)
    day = queries.first_open_day(wrong.bank_account_id)
    legs = (wrong.destination, wrong.source)
    return _propose(
        wrong.bank_account,
        EntryKind.REVERSAL,
        legs,
        wrong.amount_fen,
        day,
        reason,
        file_ids,
        by,
        reverses=wrong,
        credit_id=wrong.credit_id,
    )


def _propose(
    account: Any,
    kind: EntryKind,
    legs: tuple[str, str],
    amount_fen: int,
    happened_on: date,
    reason: str,
    file_ids: Sequence[int],
    by: Actor,
    difference: Difference | None = None,
    reverses: ManualEntry | None = None,
    credit_id: int | None = None,
) -> ManualEntry:
    if amount_fen <= 0:
        raise Refused(Refusal.NO_AMOUNT)
    if not says_something(reason):
        raise Refused(Refusal.NO_REASON)
    if happened_on > clock.today():
        raise Refused(Refusal.IN_THE_FUTURE)
    _check_open(account.pk, happened_on)
    check_files(file_ids, by)
    entry = ManualEntry.objects.create(
        no=f"T{numbers.refund_no(clock.now())[1:]}",
        bank_account=account,
        kind=kind,
        source=legs[0],
        destination=legs[1],
        amount_fen=amount_fen,
        happened_on=happened_on,
        reason=_as_kept(reason),
        difference=difference,
        reverses=reverses,
        credit_id=credit_id,
        made_by=by.name,
        made_at=clock.now(),
    )
    entry.files.set(file_ids)
    return entry


def _as_kept(reason: str) -> str:
    return reason.strip()[:500]


def _check_open(bank_account_id: int, day: date) -> None:
    """No entry goes into a day that is closed, nor before one: it would stand in the books of all closed days after."""
    if queries.last_closing(bank_account_id) is None:
        return
    first = queries.first_open_day(bank_account_id)
    if day < first:
        raise Refused(Refusal.DAY_CLOSED, day=first)


@action
def book_entry(*, entry_id: int, by: Actor) -> ManualEntry:
    """【复核入账】: another finds it right, and the money moves, once. The difference that it was made for is settled.

    Refused: SAME_PERSON, DAY_CLOSED, NOT_KEPT, LISTED_AFTER_ALL, WRONG_STATUS, and what the ledger refuses.
    """
    known = ManualEntry.objects.select_related("bank_account").get(pk=entry_id)
    one_at_a_time(f"manual:{known.bank_account.bank}")
    closing = _lock_days_of(known)
    entry = _to_check(entry_id, by)
    if entry.status == EntryStatus.BOOKED:
        return entry
    ManualEntry.MOVES.check("book", entry)
    _check_open(entry.bank_account_id, entry.happened_on)
    if entry.credit_id is None and entry.source.startswith("suspense:"):
        kept_fen = queries.kept_by_hand_fen(entry.bank_account_id)
        if entry.amount_fen > kept_fen:
            raise Refused(Refusal.NOT_KEPT, kept=yuan(kept_fen))
    move(entry, "book", by=by, checked_by=by.name, checked_at=clock.now())
    if entry.credit_id is not None:
        _move_credit(entry, by)
    else:
        ledger.transfer(
            key=entry.key,
            reason=Reason.MANUAL_ENTRY,
            cause=entry.key,
            happened_at=_moment_of(entry.happened_on),
            legs=[(entry.source, entry.destination, entry.amount_fen)],
        )
    if entry.difference_id is not None:
        difference = lock(Difference, pk=entry.difference_id)
        if difference.status != DifferenceStatus.RESOLVED:
            how = Way.DENIED if entry.kind == EntryKind.DENIED else Way.ENTRY
            settle(difference, "resolve", how, because=entry.no, by=by)
    if closing is not None:
        compare_day(closing_id=closing.pk, by=by)
    return entry


def _move_credit(entry: ManualEntry, by: Actor) -> None:
    """The credit that an entry is about leaves suspense, or comes back into it; then its difference is open again."""
    terms: dict[str, Any] = {
        "entry_id": entry.credit_id,
        "key": entry.key,
        "happened_at": _moment_of(entry.happened_on),
        "because": entry.no,
        "by": by,
    }
    if entry.kind == EntryKind.DENIED:
        difference = lock(Difference, pk=entry.difference_id)
        if difference.status == DifferenceStatus.RESOLVED:
            raise Refused(Refusal.LISTED_AFTER_ALL, how=difference.get_how_display())
        payments_actions.withdraw_credit(**terms)
        return
    payments_actions.reinstate_credit(**terms)
    denied: Any = entry.reverses
    reopen(lock(Difference, pk=denied.difference_id), because=entry.no, by=by)


def _lock_days_of(entry: ManualEntry) -> Closing | None:
    """The day of its difference and the one it is booked on are locked first, in the order of days."""
    days = {entry.happened_on}
    for one in (entry, entry.reverses):
        if one is not None and one.difference is not None:
            days.add(one.difference.closing.day)
    rows = Closing.objects.select_for_update().filter(
        bank_account=entry.bank_account_id, day__in=days
    )
    locked = {one.day: one for one in rows.order_by("day")}
    return locked.get(entry.happened_on)


def _moment_of(day: date) -> Any:
    """An entry of a day that is over stands at its end."""
    return clock.now() if day == clock.today() else clock.end_of(day) - timedelta(seconds=1)


@action
def reject_entry(*, entry_id: int, because: str, by: Actor) -> ManualEntry:
    """【退回】 with a reason; nothing has moved, and its maker may make another."""
    if not says_something(because):
        raise Refused(Refusal.NO_REASON)
    entry = _to_check(entry_id, by)
    _let_credit_go(entry, "reject", by)
    return move(
        entry,
        "reject",
        by=by,
        because=because.strip()[:200],
        checked_by=by.name,
        checked_at=clock.now(),
    )


def _to_check(entry_id: int, by: Actor) -> ManualEntry:
    require(Power.ENTRY_CHECK, by)
    entry: ManualEntry = lock(ManualEntry, pk=entry_id)
    if entry.made_by == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return entry


@action
def withdraw_entry(*, entry_id: int, by: Actor) -> ManualEntry:
    """Its maker takes an entry back before it is checked. Again changes nothing."""
    require(Power.ENTRY_MAKE, by)
    entry: ManualEntry = lock(ManualEntry, pk=entry_id)
    if entry.made_by != by.name:
        raise Refused(Refusal.NOT_YOURS)
    if entry.status == EntryStatus.WITHDRAWN:
        return entry
    _let_credit_go(entry, "withdraw", by)
    return move(entry, "withdraw", by=by)


def _let_credit_go(entry: ManualEntry, name: str, by: Actor) -> None:
    """A credit that is not denied after all stands in suspense as before."""
    ManualEntry.MOVES.check(name, entry)
    if entry.kind == EntryKind.DENIED and entry.credit_id is not None:
        payments_actions.trust_credit(entry_id=entry.credit_id, because=entry.no, by=by)
