"""Every bank account beside its statement, as of any past moment. (LED-04)"""

from dataclasses import dataclass
from datetime import date, datetime

from anju.core import clock
from anju.ledger import queries as ledger
from anju.payments.models import BankAccount, Statement


@dataclass(frozen=True)
class BankBook:
    """A bank account's day by our books and by the bank's statement, both as known at a moment."""

    account: BankAccount
    book: ledger.BankDay
    statement: Statement | None

    @property
    def difference_fen(self) -> int | None:
        """Book minus statement at the end of the day; none while there is no statement."""
        return (
            None if self.statement is None else self.book.closing_fen - self.statement.closing_fen
        )

    @property
    def agrees(self) -> bool:
        """Opening, what came in, what went out and closing: each as the bank has it."""
        return self.statement is not None and (
            self.book.opening_fen,
            self.book.in_fen,
            self.book.out_fen,
            self.book.closing_fen,
        ) == (
            self.statement.opening_fen,
            self.statement.credits_fen,
            self.statement.debits_fen,
            self.statement.closing_fen,
        )


def bank_books(day: date, as_of: datetime | None = None) -> list[BankBook]:
    """The day of every bank account, with the statement that we had received by then. (LED-04)"""
    moment = as_of or clock.now()
    received = Statement.objects.filter(day=day, received_at__lte=moment).order_by(
        "received_at", "id"
    )
    statements = {statement.bank_account_id: statement for statement in received}
    accounts = list(BankAccount.objects.order_by("bank"))
    days = ledger.bank_days([account.bank for account in accounts], day, as_of)
    return [
        BankBook(account, book, statements.get(account.pk))
        for account, book in zip(accounts, days, strict=True)
    ]
