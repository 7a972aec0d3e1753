"""The day's book held against the bank's statement: each difference is named, and those that are gone are settled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anju.closings import queries
from anju.closings.actions.telling import tell_bank
from anju.closings.models import Closing, Difference
from anju.closings.rules import DifferenceStatus, Kind, Status, Way
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.ledger import queries as ledger
from anju.payments import queries as payments
from anju.payments.rules import Mismatch
from anju.webhooks.rules import Event


@dataclass(frozen=True)
class Found:
    """A difference as a comparison finds it; by kind, reference and number it is known again."""

    kind: Kind
    effect_fen: int
    our_fen: int | None = None
    bank_fen: int | None = None
    bank_ref: str = ""
    number: int = 0
    direction: str = ""
    happened_at: datetime | None = None
    entry_id: int | None = None
    line_id: int | None = None

    @property
    def identity(self) -> tuple[str, str, int]:
        return (self.kind.value, self.bank_ref, self.number)


@action
def compare_day(*, closing_id: int, by: Actor) -> Closing:
    """Compare an open day anew: with the statement that stands, and the book as it is now. (rule A11.9)

    Nothing is lost by it: what was explained stays so, unless its amount has changed. A closed day is left alone.
    """
    closing = lock(Closing, pk=closing_id)
    if closing.status == Status.CLOSED:
        return closing
    bank = closing.bank_account.bank
    previous = queries.closing_of(closing.bank_account_id, closing.day - timedelta(days=1))
    book = ledger.bank_book(bank, closing.day)
    closing.statement = payments.statement_of(bank, closing.day)
    closing.book_opening_fen, closing.book_in_fen = book.opening_fen, book.in_fen
    closing.book_out_fen = book.out_fen
    closing.by_hand_fen = queries.by_hand_fen(closing.bank_account_id, closing.day)
    closing.seen, closing.compared_at = queries.marks_of(closing), clock.now()
    found = [] if closing.statement is None else _found(closing, previous)
    closing.save()
    if closing.statement is None:
        return closing
    _keep(closing, found, by)
    left = found_of(closing).exists()
    if left and closing.status != Status.DIFFERS:
        move(closing, "differ", by=by)
        tell_bank(closing, Event.BANK_DAY_DIFFERS, by=by, differences=found_of(closing).count())
    elif not left and closing.status != Status.READY:
        move(closing, "agree", by=by)
    return closing


def found_of(closing: Closing) -> Any:
    """Its differences that nobody has explained yet."""
    return closing.differences.filter(status=DifferenceStatus.FOUND)


def _found(closing: Closing, previous: Closing | None) -> list[Found]:
    """All that differs; together with what the day before left over it makes the whole difference, to the fen."""
    statement: Any = closing.statement
    found = list(_at_the_beginning(closing, previous))
    if statement.out_by_fen:
        sum_fen = statement.closing_fen - statement.out_by_fen
        found.append(
            Found(Kind.NOT_ADDING_UP, -statement.out_by_fen, sum_fen, statement.closing_fen)
        )
    compared = payments.compare(statement)
    closing.line_count, closing.matched_count = compared.line_count, compared.matched_count
    closing.untold_count = compared.untold_count
    of_other_days = [one for one in compared.unlike if one.kind == Mismatch.OTHER_DAY]
    found += [_as_found(one) for one in compared.unlike if one.kind != Mismatch.OTHER_DAY]
    for settlement, count in payments.lines_that_differ(
        closing.bank_account_id, closing.day
    ).items():
        found.append(Found(Kind.SETTLEMENT, 0, bank_ref=settlement, number=count))
    explained_fen = sum(one.effect_fen for one in found)
    explained_fen += sum(one.effect_fen for one in of_other_days)
    rest_fen = (closing.difference_fen or 0) - closing.carried_fen
    rest_fen -= closing.by_hand_fen + explained_fen
    if rest_fen:
        our_fen = statement.closing_fen + rest_fen
        found.append(Found(Kind.REMAINDER, rest_fen, our_fen, statement.closing_fen))
    return found


def _at_the_beginning(closing: Closing, previous: Closing | None) -> list[Found]:
    """What the day begins with. `carried_fen` is noted: what the day before left over, all of it explained there."""
    statement: Any = closing.statement
    before = payments.statement_of(closing.bank_account.bank, closing.day - timedelta(days=1))
    if previous is None or before is None:
        beyond_fen = closing.book_opening_fen - statement.opening_fen
        closing.carried_fen = 0 if previous is None else beyond_fen
        if previous is not None or not beyond_fen:
            return []
        return [Found(Kind.OPENING, beyond_fen, closing.book_opening_fen, statement.opening_fen)]
    found = []
    closing.carried_fen = closing.book_opening_fen - before.closing_fen
    if previous.status == Status.CLOSED and previous.statement is not None:
        closing.carried_fen = previous.difference_fen or 0
        book_fen = closing.book_opening_fen - previous.book_closing_fen
        bank_fen = before.closing_fen - previous.statement.closing_fen
        if book_fen or bank_fen:
            found.append(Found(Kind.AFTER_CLOSING, book_fen - bank_fen, book_fen, bank_fen))
    jump_fen = statement.opening_fen - before.closing_fen
    if jump_fen:
        found.append(Found(Kind.OPENING, -jump_fen, before.closing_fen, statement.opening_fen))
    return found


def _as_found(one: payments.Unlike) -> Found:
    # A missing line has no number; of lines with one reference each has its own.
    number = one.number if one.kind == Mismatch.DOUBLE else 0
    return Found(
        Kind(one.kind.value),
        one.effect_fen,
        one.our_fen,
        one.bank_fen,
        one.bank_ref,
        number,
        one.direction,
        one.happened_at,
        one.entry_id,
        one.line_id,
    )


def _keep(closing: Closing, found: list[Found], by: Actor) -> None:
    """Write down what is new, know again what was there, and settle what is gone."""
    version = closing.statement.version if closing.statement else 1
    known = {
        (one.kind, one.bank_ref, one.number): one
        for one in closing.differences.select_for_update().order_by("pk")
    }
    for each in found:
        facts = {
            name: getattr(each, name)
            for name in ("direction", "our_fen", "bank_fen", "effect_fen", "happened_at")
        } | {"entry_id": each.entry_id, "line_id": each.line_id}
        one = known.pop(each.identity, None)
        if one is None:
            Difference.objects.create(
                closing=closing,
                kind=each.kind,
                bank_ref=each.bank_ref,
                number=each.number,
                found_at=clock.now(),
                found_in_version=version,
                **facts,
            )
            continue
        has_changed = one.effect_fen != each.effect_fen
        for name, value in facts.items():
            setattr(one, name, value)
        one.save(update_fields=list(facts))
        if has_changed or one.how in (Way.BANK, Way.CLEARED):
            reopen(one, by=by)
    for gone in known.values():
        if gone.status != DifferenceStatus.RESOLVED:
            is_corrected = version > gone.found_in_version
            settle(gone, "resolve", Way.BANK if is_corrected else Way.CLEARED, by=by)


def settle(
    difference: Difference, name: str, how: Way, *, because: str = "", by: Actor, **changes: Any
) -> None:
    """A difference is explained or resolved in a way, by somebody, now."""
    changes = {"how": how, "words": because[:200], "settled_by": by.name, **changes}
    move(
        difference,
        name,
        by=by,
        because=because or str(how.label),
        settled_at=clock.now(),
        **changes,
    )


def reopen(difference: Difference, *, because: str = "", by: Actor) -> None:
    """What was settled is not settled after all."""
    if difference.status != DifferenceStatus.FOUND:
        forgotten = {"how": "", "words": "", "settled_by": "", "settled_at": None, "due_on": None}
        version = difference.closing.statement.version if difference.closing.statement else 1
        move(difference, "reopen", by=by, because=because, found_in_version=version, **forgotten)
