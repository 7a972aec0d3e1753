"""A day of a bank account for tests: what the bank told, what its statement says, who closes it."""

from dataclasses import replace
from datetime import date, timedelta

from anju.closings import jobs
from anju.closings.models import Closing, Difference
from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import OUTSIDE, Actor
from anju.core.files import ATTACHMENT
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.models import BankEntry, Statement
from anju.payments.terms import EntryTerms
from anju.people.rules import Power
from anju.refunds.tests.endings import PNG
from anju.tests.custody_world import at_noon
from anju.tests.world import BANKS, a_credit, a_paying_order, book

CLOSER = Actor(
    "ren.zhong", "centre", frozenset({Power.PROOF_READ, Power.PROOF_CLOSE, Power.ENTRY_MAKE})
)
CHECKER = Actor("ji.zhang", "centre", frozenset({Power.ENTRY_CHECK, Power.LEDGER_READ}))
READER = Actor("luo.ping", "centre", frozenset({Power.PROOF_READ}))


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


def a_day(*amounts: str) -> list[BankEntry]:
    """Credits that the bank told yesterday: one paid an order (28,000 yuan), the others stand in suspense."""
    noon = at_noon(yesterday())
    entries = [a_credit(a_paying_order(), booked_at=noon)]
    entries += [a_credit(amount=one, code="", booked_at=noon) for one in amounts]
    book()
    return entries


def told(entry: BankEntry, **changes: object) -> EntryTerms:
    names = EntryTerms.__dataclass_fields__
    return replace(EntryTerms(**{name: getattr(entry, name) for name in names}), **changes)  # type: ignore[arg-type]


def states(
    *lines: EntryTerms,
    day: date | None = None,
    opening_fen: int = 0,
    closing_fen: int | None = None,
    bank: str = "ccb",
) -> Statement:
    """The bank's statement of a day (yesterday), made now; a later one is another version."""
    turnover = sum(
        one.amount_fen if one.direction == "credit" else -one.amount_fen for one in lines
    )
    return payments.record_statement(
        bank=bank,
        account_no=BANKS[bank][1],
        day=day or yesterday(),
        statement_ref="S1",
        opening_fen=opening_fen,
        closing_fen=opening_fen + turnover if closing_fen is None else closing_fen,
        entries=lines,
        by=OUTSIDE,
    )


def compared(day: date | None = None, bank: str = "ccb") -> Closing:
    """The day of a bank as the clock leaves it."""
    book()
    jobs.keep_days(0)
    account = payment_queries.account_of(bank)
    return Closing.objects.get(bank_account=account, day=day or yesterday())


def named(closing: Closing) -> list[tuple[str, int | None, int | None, int, str]]:
    """What differs on a day: kind, our side, the bank's, by how much the book exceeds, and its status."""
    found = Difference.objects.filter(closing=closing).order_by("pk")
    return [(one.kind, one.our_fen, one.bank_fen, one.effect_fen, one.status) for one in found]


def a_document(by: Actor = CLOSER) -> int:
    return store_file(name="银行回单.png", content=PNG, allowed=ATTACHMENT, by=by)
