"""The day's proof."""

from dataclasses import dataclass
from datetime import date

from anju.core import clock
from anju.ledger import queries as ledger
from anju.payments.models import BankAccount, BankEntry, Statement, StatementLine
from anju.payments.rules import Direction, FactStatus


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
        )


def day_proof(bank: str, day: date) -> DayProof:
    """Hold a day's book against the bank's statement, line by line. (LED-04)"""
    account = BankAccount.objects.get(bank=bank)
    book = ledger.bank_book(bank, day)
    statement = Statement.objects.filter(bank_account=account, day=day, stands=True).first()
    of_day = BankEntry.objects.filter(
        bank_account=account, booked_at__gte=clock.start_of(day), booked_at__lt=clock.end_of(day)
    )
    unexplained: list[StatementLine] = []
    untold: list[BankEntry] = []
    if statement is not None:
        booked = BankEntry.objects.filter(bank_account=account).exclude(status=FactStatus.NEW)
        booked = booked.exclude(direction=Direction.DEBIT, status=FactStatus.SET_ASIDE)
        unexplained = list(
            statement.lines.exclude(bank_ref__in=booked.values("bank_ref")).order_by("number")
        )
        untold = list(
            of_day.exclude(bank_ref__in=statement.lines.values("bank_ref")).order_by("id")
        )
    return DayProof(
        account,
        day,
        book.opening_fen,
        book.in_fen,
        book.out_fen,
        book.closing_fen,
        statement,
        unexplained,
        untold,
    )
