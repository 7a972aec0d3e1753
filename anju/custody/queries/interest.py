"""Which interest holds from when, and how what the bank pays compares with what we owe."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet, Sum

from anju.custody.interest import Piece, Rate, in_fen, pieces
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


@dataclass(frozen=True)
class AskedBank:
    """A bank account whose interest is asked for, and the pots of what is disputed at it."""

    bank_account_id: int
    bank: str
    disputed_pots: Sequence[str] = ()


def interest_position(
    bank_account_id: int, bank: str, first: date, last: date, *, disputed_pots: Sequence[str] = ()
) -> InterestPosition:
    """The bank's interest of some days held against what our lots, and what is disputed, earned in them."""
    asked = AskedBank(bank_account_id, bank, disputed_pots)
    return interest_positions([asked], first, last, list(rate_table()))[0]


def interest_positions(
    asked: Sequence[AskedBank], first: date, last: date, rates_known: Iterable[InterestRate]
) -> list[InterestPosition]:
    """The same of several bank accounts, in as many questions as for one, by the whole `rate_table`."""
    table = sorted(
        (Rate(one.from_on, one.rate_ppm) for one in rates_known), key=lambda one: one.from_on
    )
    period = pieces(max(first, table[0].from_on), last + DAY, table)
    always = pieces(table[0].from_on, last + DAY, table)
    flows = books.flows_of([_pot(one.bank) for one in asked], first, last)
    lots = _amount_times_days([one.bank_account_id for one in asked], period, always, last)
    disputed = books.amount_days_of(
        {one.bank: one.disputed_pots for one in asked},
        [(piece.from_on, piece.to_on) for piece in period],
    )
    pots = [pot for one in asked for pot in (_pot(one.bank), *one.disputed_pots)]
    held, principal = books.balances(pots), _in_lots([one.bank_account_id for one in asked])
    found = []
    for one in asked:
        by_reason = dict(flows.get(_pot(one.bank), {}))
        received, _ = by_reason.pop(Reason.BANK_INTEREST.value, (0, 0))
        earned = sum(
            (lots[one.bank_account_id, False, at] + disputed.get((one.bank, at), 0))
            * piece.rate_ppm
            for at, piece in enumerate(period)
        )
        unpaid = sum(
            lots[one.bank_account_id, True, at] * piece.rate_ppm for at, piece in enumerate(always)
        )
        found.append(
            InterestPosition(
                bank=one.bank,
                first=first,
                last=last,
                received_fen=received,
                earned_fen=in_fen(earned),
                credited_fen=sum(out - came_in for came_in, out in by_reason.values()),
                unpaid_fen=in_fen(unpaid),
                held_fen=held[_pot(one.bank)],
                in_lots_fen=principal.get(one.bank_account_id, 0),
                disputed_fen=sum(held[pot] for pot in set(one.disputed_pots)),
            )
        )
    return found


def _pot(bank: str) -> str:
    return f"interest:{bank}"


def _in_lots(bank_account_ids: Sequence[int]) -> dict[int, int]:
    held = Lot.objects.filter(bank_account__in=bank_account_ids, status=LotStatus.HELD)
    return dict(held.order_by().values_list("bank_account").annotate(fen=Sum("amount_fen")))


# Amount times days, as banks count it (积数法): whole numbers until the very end. What was carried over into another
# lease earns there, from the day on which it first came in.
AMOUNT_TIMES_DAYS = """
    SELECT asked.account, asked.still_held, asked.at, (
        SELECT coalesce(sum(amount_fen * (
            least(coalesce(left_on, asked.upto), asked.upto) - greatest(value_on, asked.since)
        )), 0)
        FROM custody_lot
        WHERE bank_account_id = asked.account AND value_on < asked.upto AND coalesce(left_on > asked.since, true)
            AND status <> 'carried_over'
            AND coalesce(left_on - value_on > %(without)s, true)
            AND (NOT asked.still_held OR coalesce(left_on > %(last)s, true))
    )
    FROM unnest(%(accounts)s::bigint[]) AS account CROSS JOIN LATERAL (
        SELECT account, piece.* FROM unnest(
            %(still_held)s::boolean[], %(at)s::int[], %(since)s::date[], %(upto)s::date[]
        ) AS piece (still_held, at, since, upto)
    ) AS asked
"""


def _amount_times_days(
    accounts: Sequence[int], period: Sequence[Piece], always: Sequence[Piece], last: date
) -> dict[tuple[int, bool, int], int]:
    """Of every account and every piece of a time, by its number: what all lots made in it (False), and what those
    made that are still held after the last day (True).
    """
    rows = [(False, *one) for one in enumerate(period)] + [
        (True, *one) for one in enumerate(always)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            AMOUNT_TIMES_DAYS,
            {
                "accounts": list(accounts),
                "still_held": [still_held for still_held, _at, _piece in rows],
                "at": [at for _still_held, at, _piece in rows],
                "since": [piece.from_on for _still_held, _at, piece in rows],
                "upto": [piece.to_on for _still_held, _at, piece in rows],
                "last": last,
                "without": DAYS_WITHOUT_INTEREST,
            },
        )
        return {(account, held, at): int(made) for account, held, at, made in cursor.fetchall()}
