"""A bank's statement of a day, in as many versions as the bank sends; and what in it may not be believed at once."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, one_at_a_time
from anju.core.refusals import Refused
from anju.payments.actions.facts import record_entries
from anju.payments.models import (
    BankAccount,
    BankEntry,
    Statement,
    StatementLine,
    StatementRequest,
)
from anju.payments.queries.comparing import as_terms, terms_of
from anju.payments.rules import Direction, EntrySource, KeptBack, Refusal, StatementAnswer
from anju.payments.terms import EntryTerms

Said = tuple[str, int]


@action
def record_statement(
    *,
    bank: str,
    account_no: str,
    day: date,
    statement_ref: str,
    opening_fen: int,
    closing_fen: int,
    entries: Sequence[EntryTerms],
    made_at: datetime | None = None,
    by: Actor,
) -> Statement:
    """Write down a bank's statement of one day, and with it the entries that no message had told us.

    Said again, it changes nothing. With other content it is the next version, which stands if the bank made it later.
    A line that repeats a reference, tells a known entry otherwise or says the same as another is kept back: it is on
    the statement, but nothing is booked on its word. Returns the version that stands; refused for another account.
    """
    account = BankAccount.objects.filter(bank=bank).first()
    if account is None:
        raise Refused(Refusal.UNKNOWN_BANK, bank=bank)
    if account.account_no != account_no:
        raise Refused(Refusal.WRONG_ACCOUNT, account=account_no)
    one_at_a_time(f"statement:{bank}:{day}")
    statement = Statement(
        bank_account=account,
        day=day,
        statement_ref=statement_ref,
        received_at=clock.now(),
        made_at=made_at or clock.now(),
        opening_fen=opening_fen,
        credits_fen=_sum(entries, Direction.CREDIT),
        debits_fen=_sum(entries, Direction.DEBIT),
        closing_fen=closing_fen,
        entry_count=len(entries),
        digest=_digest(opening_fen, closing_fen, entries),
    )
    stands = _place(statement)
    if stands is not None:
        return stands
    kept_back = {at: (why, twin) for at, why, twin in _kept_back(account, day, entries)}
    if statement.stands:
        taken_in = [one for at, one in enumerate(entries) if at not in kept_back]
        record_entries(bank=bank, entries=taken_in, source=EntrySource.STATEMENT, by=by)
    _write_lines(statement, entries, kept_back)
    if statement.stands:
        return statement
    return Statement.objects.get(bank_account=account, day=day, stands=True)


def _sum(entries: Sequence[EntryTerms], direction: str) -> int:
    return sum(entry.amount_fen for entry in entries if entry.direction == direction)


def _digest(opening_fen: int, closing_fen: int, entries: Sequence[EntryTerms]) -> bytes:
    """Of what a statement says, in whatever order."""
    lines = sorted((one.bank_ref, one.direction, one.amount_fen) for one in entries)
    return hashlib.sha256(json.dumps([opening_fen, closing_fen, lines]).encode()).digest()


def _place(statement: Statement) -> Statement | None:
    """Put a statement among the versions of its day; where it says nothing new, the one that stands instead."""
    about = {"bank_account": statement.bank_account, "day": statement.day}
    known = list(Statement.objects.filter(**about).order_by("version"))
    if not known:
        statement.save()
        return None
    standing = next(one for one in known if one.stands)
    says_the_same = [one for one in known if _says_the_same(one, statement)]
    before, now = _made_at(standing), _made_at(statement)
    if standing in says_the_same or (says_the_same and now <= before):
        return standing
    is_later = now >= before
    statement.version = known[-1].version + 1
    statement.stands = is_later
    if is_later:
        standing.stands = False
        standing.save(update_fields=["stands"])
    statement.save()
    return None


def _made_at(statement: Statement) -> datetime:
    """When the bank made it; of those that were received before we asked for that, when we had it."""
    return statement.made_at or statement.received_at


def _says_the_same(known: Statement, statement: Statement) -> bool:
    if known.digest is not None:
        return bytes(known.digest) == statement.digest
    names = ("opening_fen", "credits_fen", "debits_fen", "closing_fen", "entry_count")
    return all(getattr(known, name) == getattr(statement, name) for name in names)


def _kept_back(
    account: BankAccount, day: date, entries: Sequence[EntryTerms]
) -> Iterator[tuple[int, KeptBack, str]]:
    """The lines that are not taken in as facts: each with its place, the reason, and what it repeats or contradicts."""
    known = _known(account, {one.bank_ref for one in entries})
    first: dict[str, int] = {}
    for at, one in enumerate(entries):
        said = known.get(one.bank_ref)
        if one.bank_ref in first:
            yield at, KeptBack.REPEATED, one.bank_ref
        elif said is not None and said != (one.direction, one.amount_fen):
            yield at, KeptBack.CHANGED, one.bank_ref
        first.setdefault(one.bank_ref, at)
    untold = {ref: at for ref, at in first.items() if ref not in known}
    if untold:
        yield from _doubles(account, day, entries, untold)


def _known(account: BankAccount, references: set[str]) -> dict[str, Said]:
    found = BankEntry.objects.filter(bank_account=account, bank_ref__in=references)
    rows = found.values_list("bank_ref", "direction", "amount_fen")
    return {ref: (direction, fen) for ref, direction, fen in rows}


def _doubles(
    account: BankAccount, day: date, entries: Sequence[EntryTerms], untold: dict[str, int]
) -> Iterator[tuple[int, KeptBack, str]]:
    """Lines that nobody has told us of, and that say all that another says, under another reference."""
    seen: dict[tuple[str, ...], str] = {}
    amounts = {entries[at].amount_fen for at in untold.values()}
    told = BankEntry.objects.filter(
        bank_account=account,
        booked_at__gte=clock.start_of(day),
        booked_at__lt=clock.end_of(day),
        amount_fen__in=amounts,
    )
    for one in told.order_by("id"):
        seen.setdefault(_content(one.bank_ref, one), one.bank_ref)
    for ref, at in untold.items():
        content = _content(ref, entries[at])
        twin = seen.setdefault(content, ref)
        if twin != ref:
            yield at, KeptBack.DOUBLE, twin


def _content(ref: str, said: Any) -> tuple[str, ...]:
    """All that is said of a movement but its reference and its time.

    What says nothing of who or what is like no other.
    """
    names = ("counterparty_account", "collection_code", "end_to_end_id")
    told = [str(getattr(said, name)) for name in names]
    if not any(told):
        return (ref,)
    rest = ("direction", "amount_fen", "counterparty_name", "text", "transaction_code")
    return (*told, *(str(getattr(said, name)) for name in rest))


def _write_lines(
    statement: Statement, entries: Sequence[EntryTerms], kept_back: dict[int, tuple[KeptBack, str]]
) -> None:
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            number=at + 1,
            bank_ref=one.bank_ref,
            direction=one.direction,
            amount_fen=one.amount_fen,
            kept_back=kept_back[at][0] if at in kept_back else "",
            terms=as_terms(one, kept_back[at][1]) if at in kept_back else None,
        )
        for at, one in enumerate(entries)
    )


@action
def admit_line(*, line_id: int, by: Actor) -> None:
    """A person has found that a line which says the same as another is a movement of its own: a fact like any other.

    Refused unless it was kept back as such a double.
    """
    line = lock(StatementLine, pk=line_id)
    if line.kept_back != KeptBack.DOUBLE:
        raise Refused(Refusal.NOT_KEPT_BACK)
    bank = line.statement.bank_account.bank
    record_entries(bank=bank, entries=[terms_of(line)], source=EntrySource.STATEMENT, by=by)
    line.kept_back = ""
    line.save(update_fields=["kept_back"])


@action
def ask_for_statement(*, bank: str, day: date, by: Actor) -> StatementRequest:
    """Have the bank asked once more for the statement of a day. While it is being asked, asking changes nothing."""
    account = BankAccount.objects.get(bank=bank)
    one_at_a_time(f"statement:{bank}:{day}")
    under_way = StatementRequest.objects.filter(
        bank_account=account, day=day, answered_at__isnull=True
    ).first()
    return under_way or StatementRequest.objects.create(
        bank_account=account, day=day, asked_by=by.name, asked_at=clock.now()
    )


@action
def note_answer(*, request_id: int, answer: StatementAnswer, by: Actor) -> None:
    """What the bank said when it was asked once more."""
    request = lock(StatementRequest, pk=request_id)
    if request.answered_at is None:
        request.answered_at, request.answer = clock.now(), answer
        request.save(update_fields=["answered_at", "answer"])
