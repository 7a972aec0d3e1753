from collections.abc import Sequence
from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.payments.actions.facts import EntryTerms, record_entries
from anju.payments.models import BankAccount, Statement, StatementLine
from anju.payments.rules import Direction, EntrySource, Refusal


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
    by: Actor,
) -> Statement:
    """Write down a bank's statement of one day, and with it the entries that no message had told us.

    Refused when it is for another account, does not add up, or was received before with other content.
    """
    account = BankAccount.objects.filter(bank=bank).first()
    if account is None:
        raise Refused(Refusal.UNKNOWN_BANK, bank=bank)
    if account.account_no != account_no:
        raise Refused(Refusal.WRONG_ACCOUNT, account=account_no)
    credits_fen = sum(e.amount_fen for e in entries if e.direction == Direction.CREDIT)
    debits_fen = sum(e.amount_fen for e in entries if e.direction == Direction.DEBIT)
    if opening_fen + credits_fen - debits_fen != closing_fen:
        raise Refused(
            Refusal.STATEMENT_DIFFERS,
            day=day,
            opening=yuan(opening_fen),
            turnover=yuan(credits_fen - debits_fen),
            closing=yuan(closing_fen),
        )
    figures = {
        "opening_fen": opening_fen,
        "credits_fen": credits_fen,
        "debits_fen": debits_fen,
        "closing_fen": closing_fen,
        "entry_count": len(entries),
    }
    statement, is_new = Statement.objects.get_or_create(
        bank_account=account,
        day=day,
        defaults={"statement_ref": statement_ref, "received_at": clock.now(), **figures},
    )
    if not is_new:
        if any(getattr(statement, name) != value for name, value in figures.items()):
            raise Refused(Refusal.STATEMENT_CHANGED, day=day)
        return statement
    record_entries(bank=bank, entries=entries, source=EntrySource.STATEMENT, by=by)
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            number=number,
            bank_ref=entry.bank_ref,
            direction=entry.direction,
            amount_fen=entry.amount_fen,
        )
        for number, entry in enumerate(entries, 1)
    )
    return statement
