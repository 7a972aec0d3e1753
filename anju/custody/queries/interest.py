"""Which interest holds from when, and how what the bank pays compares with what we owe."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet, Sum

from anju.custody.interest import Rate, in_fen, pieces
from anju.custody.models import InterestRate, Lot
from anju.custody.rules import DAYS_WITHOUT_INTEREST, LotStatus
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
    bank's interest is in its pot now. What has left the lots without leaving the bank, because it is disputed, goes on
    earning: it is in `earned_fen`. `in_lots_fen` and `disputed_fen` are the principal that the bank holds now.
    """

    bank: str
    first: date
    last: date
    received_fen: int
    earned_fen: int
    credited_fen: int
    unpaid_fen: int
    held_fen: int
    in_lots_fen: int
    disputed_fen: int

    @property
    def principal_fen(self) -> int:
        return self.in_lots_fen + self.disputed_fen

    @property
    def difference_fen(self) -> int:
        """Positive when the bank paid more than the lots earned."""
        return self.received_fen - self.earned_fen


def interest_position(
    bank_account_id: int, bank: str, first: date, last: date, *, disputed_pots: Sequence[str] = ()
) -> InterestPosition:
    """The bank's interest of some days held against what our lots, and what is disputed, earned in them."""
    pot = f"interest:{bank}"
    flows = books.flows(pot, first, last)
    received, _ = flows.pop(Reason.BANK_INTEREST.value, (0, 0))
    return InterestPosition(
        bank=bank,
        first=first,
        last=last,
        received_fen=received,
        earned_fen=_earned(bank_account_id, first, last, disputed_pots, still_held=False),
        credited_fen=sum(out_fen - in_fen for in_fen, out_fen in flows.values()),
        unpaid_fen=_earned(bank_account_id, rates()[0].from_on, last, (), still_held=True),
        held_fen=books.balance_fen(pot),
        in_lots_fen=_in_lots(bank_account_id),
        disputed_fen=sum(books.balances(disputed_pots).values()),
    )


def _in_lots(bank_account_id: int) -> int:
    held = Lot.objects.filter(bank_account=bank_account_id, status=LotStatus.HELD)
    return held.aggregate(fen=Sum("amount_fen", default=0))["fen"]


# Amount times days, as banks count it (积数法): whole numbers until the very end. What was carried over into another
# lease earns there, from the day on which it first came in.
AMOUNT_TIMES_DAYS = """
    SELECT coalesce(sum(amount_fen * (least(coalesce(left_on, %(to)s), %(to)s) - greatest(value_on, %(from)s))), 0)
    FROM custody_lot
    WHERE bank_account_id = %(account)s AND value_on < %(to)s AND coalesce(left_on > %(from)s, true)
        AND status <> 'carried_over'
        AND coalesce(left_on - value_on > %(without)s, true)
        AND (NOT %(still_held)s OR coalesce(left_on > %(last)s, true))
"""


def _earned(
    bank_account_id: int, first: date, last: date, pots: Sequence[str], *, still_held: bool
) -> int:
    """What all lots of an account, or those still held after the last day, and what is in some pots earned on these
    days; rounded once.
    """
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
            days = int(cursor.fetchone()[0]) + books.amount_days(pots, piece.from_on, piece.to_on)
            parts += days * piece.rate_ppm
    return in_fen(parts)
