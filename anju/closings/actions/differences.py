"""A difference is settled: in words, by waiting for the bank, or by taking a line in after all."""

from collections.abc import Sequence

from anju.closings import queries
from anju.closings.actions.comparing import reopen, settle
from anju.closings.models import Closing, Difference
from anju.closings.rules import (
    ABOUT,
    APPEARS_WITHIN_WORKDAYS,
    MOST_ATTACHMENTS,
    DifferenceStatus,
    Kind,
    Refusal,
    Status,
    Way,
)
from anju.core import calendar, clock
from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.files import ATTACHMENT
from anju.core.refusals import Refused
from anju.payments import actions as payments_actions
from anju.payments import queries as payments
from anju.people.rules import Power


@action
def ask_the_bank(*, closing_id: int, by: Actor) -> None:
    """【再次索取对账单】: the bank is asked once more; what it answers becomes the next version. Old ones stay."""
    require(Power.PROOF_CLOSE, by)
    closing = Closing.objects.select_related("bank_account").get(pk=closing_id)
    payments_actions.ask_for_statement(bank=closing.bank_account.bank, day=closing.day, by=by)


@action
def explain(
    *, difference_id: int, because: str, file_ids: Sequence[int] = (), by: Actor
) -> Difference:
    """Explain in words, with documents, a difference in which no money is missing. The same again changes nothing.

    Refused: NO_REASON, NOT_A_WAY, MONEY_DIFFERS.
    """
    difference = _to_settle(difference_id, Way.WORDS, because, by)
    if difference.status == DifferenceStatus.EXPLAINED:
        return difference
    if not queries.words_suffice(difference):
        raise Refused(Refusal.MONEY_DIFFERS)
    check_files(file_ids, by)
    settle(difference, "explain", Way.WORDS, because=because.strip(), by=by)
    difference.files.set(file_ids)
    _see_whether_ready(difference, by)
    return difference


@action
def mark_in_transit(
    *, difference_id: int, because: str, file_ids: Sequence[int] = (), by: Actor
) -> Difference:
    """The bank will book on one of the next days what it has left out: it has three working days. (在途)"""
    difference = _to_settle(difference_id, Way.TIMING, because, by)
    if difference.status == DifferenceStatus.EXPLAINED:
        return difference
    check_files(file_ids, by)
    due = calendar.add_workdays(clock.today(), APPEARS_WITHIN_WORKDAYS)
    settle(difference, "explain", Way.TIMING, because=because.strip(), by=by, due_on=due.on)
    difference.files.set(file_ids)
    _see_whether_ready(difference, by)
    return difference


@action
def admit_line(
    *, difference_id: int, because: str, file_ids: Sequence[int] = (), by: Actor
) -> Difference:
    """A line that says the same as another is a payment of its own, a person has found: it is booked like any other."""
    difference = _to_settle(difference_id, Way.ADMIT, because, by)
    if difference.how == Way.ADMIT:
        return difference
    if difference.line_id is None:
        raise Refused(Refusal.NOT_A_WAY, kind=difference.get_kind_display())
    check_files(file_ids, by)
    payments_actions.admit_line(line_id=difference.line_id, by=by)
    settle(difference, "resolve", Way.ADMIT, because=because.strip(), by=by)
    difference.files.set(file_ids)
    return difference


@action
def hear_of_transit(*, by: Actor) -> int:
    """What the bank was to book later has appeared on a statement, or its time is over and it is open again.

    Returns how many differences have been settled or opened by it.
    """
    settled = 0
    for known in queries.to_appear():
        day = known.closing
        statement = payments.on_later_statements(day.bank_account_id, known.bank_ref, day.day)
        is_over = known.due_on is not None and known.due_on < clock.today()
        if statement is None and not is_over:
            continue
        closing = lock(Closing, pk=known.closing_id)
        difference = lock(Difference, pk=known.pk)
        if difference.status != known.status:
            continue
        if statement is not None:
            how = Way.BANK if statement.day == closing.day else Way.APPEARED
            settle(difference, "resolve", how, because=statement.day.isoformat(), by=by)
        else:
            reopen(difference, because=str(difference.due_on), by=by)
            _see_whether_ready(difference, by)
        settled += 1
    return settled


def _to_settle(difference_id: int, way: Way, because: str, by: Actor) -> Difference:
    """A difference, locked after its day, that may be settled in this way."""
    require(Power.PROOF_CLOSE, by)
    if not says_something(because):
        raise Refused(Refusal.NO_REASON)
    lock(Closing, differences__pk=difference_id)
    difference: Difference = lock(Difference, pk=difference_id)
    if way not in ABOUT[Kind(difference.kind)].ways:
        raise Refused(Refusal.NOT_A_WAY, kind=difference.get_kind_display())
    under_way = queries.entry_in_hand(difference)
    if under_way is not None:
        raise Refused(Refusal.IN_HAND, no=under_way.no)
    if difference.how != way:
        name = "resolve" if way == Way.ADMIT else "explain"
        Difference.MOVES.check(name, difference)
    return difference


def _see_whether_ready(difference: Difference, by: Actor) -> None:
    """The day is ready to be closed when nothing waits on it any more, and no longer when something does."""
    closing = lock(Closing, pk=difference.closing_id)
    left = closing.differences.filter(status=DifferenceStatus.FOUND).exists()
    if closing.status == Status.DIFFERS and not left:
        move(closing, "agree", by=by)
    elif closing.status == Status.READY and left:
        move(closing, "differ", by=by)


def require(power: Power, by: Actor) -> None:
    if power not in by.may:
        raise Refused(Refusal.NOT_YOURS)


def says_something(text: str) -> bool:
    """Whether a reason has a letter or a figure in it: blanks, of any width and of none, and dashes say nothing."""
    return any(character.isalnum() for character in text)


def check_files(file_ids: Sequence[int], by: Actor) -> None:
    """Refused when there are too many, or they were not stored by the same person."""
    if len(file_ids) > MOST_ATTACHMENTS:
        raise Refused(Refusal.TOO_MANY_FILES, most=MOST_ATTACHMENTS)
    if set(core.files_stored_by(by, file_ids, ATTACHMENT)) != set(file_ids):
        raise Refused(Refusal.FILE_UNKNOWN)
