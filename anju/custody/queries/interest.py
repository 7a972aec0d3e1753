"""Which interest holds from when, and how what the bank pays compares with what we owe."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet

from anju.custody.interest import Rate, in_fen, pieces
from anju.custody.models import InterestRate
from anju.custody.rules import DAYS_WITHOUT_INTEREST
from anju.ledger import queries as books
from anju.ledger.rules import Reason

DAY = timedelta(days=1)


def rates() -> list[Rate]:
    """The table of rates, oldest first."""
    rows = InterestRate.objects.order_by("from_on").values_list("from_on", "rate_ppm")
    return [Rate(*row) for row in rows]


def rate_table() -> QuerySet[InterestRate]:
    """The rates with their sources, the present one first."""
    return InterestRate.objects.order_by("-from_on")


@dataclass(frozen=True)
class InterestPosition:
    """One bank account between two days, both included: what the bank paid, what our lots earned. (rule A6.5)

    `unpaid_fen` is what the lots still held on the last day have earned since they came in; `held_fen` is what of the
    bank's interest is in its pot now.
    """

    bank: str
    first: date
    last: date
    received_fen: int
    earned_fen: int
    credited_fen: int
    unpaid_fen: int
    held_fen: int

    @property
    def difference_fen(self) -> int:
        """Positive when the bank paid more than the lots earned."""
        return self.received_fen - self.earned_fen


def interest_position(bank_account_id: int, bank: str, first: date, last: date) -> InterestPosition:
    """The bank's interest of some days held against what our lots earned in them."""
    pot = f"interest:{bank}"
    flows = books.flows(pot, first, last)
    received, _ = flows.pop(Reason.BANK_INTEREST.value, (0, 0))
    return InterestPosition(
        bank=bank,
        first=first,
        last=last,
        received_fen=received,
        earned_fen=_earned(bank_account_id, first, last, still_held=False),
        credited_fen=sum(out_fen - in_fen for in_fen, out_fen in flows.values()),
        unpaid_fen=_earned(bank_account_id, rates()[0].from_on, last, still_held=True),
        held_fen=books.balance_fen(pot),
    )


# Amount times days, as banks count it (积数法): whole numbers until the very end.
AMOUNT_TIMES_DAYS = """
    SELECT coalesce(sum(amount_fen * (least(coalesce(left_on, %(to)s), %(to)s) - greatest(value_on, %(from)s))), 0)
    FROM custody_lot
    WHERE bank_account_id = %(account)s AND value_on < %(to)s AND coalesce(left_on > %(from)s, true)
        AND coalesce(left_on - value_on > %(without)s, true)
        AND (NOT %(still_held)s OR coalesce(left_on > %(last)s, true))
"""


def _earned(bank_account_id: int, first: date, last: date, *, still_held: bool) -> int:
    """What all lots of an account, or those still held after the last day, earned on these days; rounded once."""
    parts, table = 0, rates()
    for piece in pieces(max(first, table[0].from_on), last + DAY, table):
        with connection.cursor() as cursor:
            cursor.execute(
                AMOUNT_TIMES_DAYS,
                {
                    "account": bank_account_id,
                    "from": piece.from_on,
                    "to": piece.to_on,
                    "last": last,
                    "without": DAYS_WITHOUT_INTEREST,
                    "still_held": still_held,
                },
            )
            parts += int(cursor.fetchone()[0]) * piece.rate_ppm
    return in_fen(parts)
