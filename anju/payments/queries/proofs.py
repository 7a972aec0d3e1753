"""The day's proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from anju.core import clock
from anju.ledger import queries as ledger
from anju.payments.models import BankAccount, BankEntry, Statement, StatementLine
from anju.payments.queries.comparing import BOOKED
from anju.payments.rules import Direction, FactStatus


@dataclass(frozen=True)
class ToldOtherwise:
    """A line whose entry we have with another amount (or the other way round), or that repeats another line: then
    `our_fen` is None.
    """

    statement_id: int
    bank_ref: str
    direction: str
    bank_fen: int
    our_fen: int | None


@dataclass(frozen=True)
class DayProof:
    """One bank account on one day: what our book says, what the bank's statement says, and what explains a gap.

    All amounts in fen, as the bank sees them: what we hold is positive.
    """

    account: BankAccount
    day: date
    book_opening_fen: int
    book_in_fen: int
    book_out_fen: int
    book_closing_fen: int
    statement: Statement | None
    unexplained: list[StatementLine]
    untold: list[BankEntry]
    otherwise: list[ToldOtherwise]

    @property
    def difference_fen(self) -> int | None:
        """Book minus statement at the end of the day; none while there is no statement."""
        return (
            None if self.statement is None else self.book_closing_fen - self.statement.closing_fen
        )

    @property
    def agrees(self) -> bool:
        return (
            self.statement is not None
            and self.difference_fen == 0
            and self.book_opening_fen == self.statement.opening_fen
            and not self.unexplained
            and not self.untold
            and not self.otherwise
        )


def day_proof(bank: str, day: date) -> DayProof:
    """Hold a day's book against the bank's statement, line by line. (LED-04)"""
    return day_proofs(day, [BankAccount.objects.get(bank=bank)])[0]


def day_proofs(day: date, accounts: Iterable[BankAccount]) -> list[DayProof]:
    """The same of several bank accounts, in as many questions as for one."""
    of_day = {account.pk: account for account in accounts}
    books = ledger.bank_days([account.bank for account in of_day.values()], day)
    standing = Statement.objects.filter(bank_account__in=of_day, day=day, stands=True)
    statements = {one.bank_account_id: one for one in standing}
    unexplained: dict[int, list[StatementLine]] = {}
    untold: dict[int, list[BankEntry]] = {}
    otherwise: dict[int, list[ToldOtherwise]] = {}
    if statements:
        for told in _otherwise(list(statements.values())):
            otherwise.setdefault(told.statement_id, []).append(told)
        for line in _unexplained(list(statements.values())):
            unexplained.setdefault(line.statement_id, []).append(line)
        for entry in _untold(list(statements.values()), day):
            untold.setdefault(entry.bank_account_id, []).append(entry)
    return [
        DayProof(
            account,
            day,
            book.opening_fen,
            book.in_fen,
            book.out_fen,
            book.closing_fen,
            (statement := statements.get(account.pk)),
            unexplained.get(statement.pk, []) if statement else [],
            untold.get(account.pk, []),
            otherwise.get(statement.pk, []) if statement else [],
        )
        for account, book in zip(of_day.values(), books, strict=True)
    ]


def _unexplained(statements: list[Statement]) -> QuerySet[StatementLine]:
    """The lines of statements of which no entry was taken in."""
    booked = BankEntry.objects.filter(
        bank_account=OuterRef("statement__bank_account"), bank_ref=OuterRef("bank_ref")
    ).exclude(status=FactStatus.NEW)
    booked = booked.exclude(direction=Direction.DEBIT, status=FactStatus.SET_ASIDE)
    lines = StatementLine.objects.filter(~Exists(booked), statement__in=statements)
    return lines.order_by("statement", "number")


def _otherwise(statements: list[Statement]) -> list[ToldOtherwise]:
    """The lines of statements that say something else than the entry that was taken in, or say it once more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT statement_id, bank_ref, direction, amount_fen, CASE WHEN nth = 1 THEN our_fen END FROM (
                SELECT line.statement_id, line.number, line.bank_ref, line.direction, line.amount_fen,
                    entry.amount_fen AS our_fen,
                    (entry.amount_fen, entry.direction) = (line.amount_fen, line.direction) AS is_same,
                    row_number() OVER (
                        PARTITION BY line.statement_id, line.bank_ref ORDER BY
                            (entry.amount_fen, entry.direction) = (line.amount_fen, line.direction) DESC, line.number
                    ) AS nth
                FROM payments_statementline AS line
                JOIN payments_statement AS statement ON statement.id = line.statement_id
                JOIN payments_bankentry AS entry
                    ON entry.bank_account_id = statement.bank_account_id AND entry.bank_ref = line.bank_ref
                WHERE line.statement_id = ANY(%s) AND {BOOKED}
            ) AS told WHERE nth > 1 OR NOT is_same ORDER BY statement_id, number
            """,  # noqa: S608 - all of it is text of this program
            [[one.pk for one in statements]],
        )
        return [ToldOtherwise(*row) for row in cursor.fetchall()]


def _untold(statements: list[Statement], day: date) -> QuerySet[BankEntry]:
    """The entries of a day that do not stand on the statement of their account."""
    told = StatementLine.objects.filter(
        statement__in=statements,
        statement__bank_account=OuterRef("bank_account"),
        bank_ref=OuterRef("bank_ref"),
    )
    of_day = BankEntry.objects.filter(
        ~Exists(told),
        bank_account__in=[one.bank_account_id for one in statements],
        booked_at__gte=clock.start_of(day),
        booked_at__lt=clock.end_of(day),
    )
    return of_day.order_by("bank_account", "id")
