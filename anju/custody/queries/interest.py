"""Which interest holds from when, and how what the bank pays compares with what we owe."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet

from anju.custody.interest import Piece, Rate, in_fen, pieces
from anju.custody.models import InterestRate
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
    ids = [one.bank_account_id for one in asked]
    flows = books.flows_of([_pot(one.bank) for one in asked], first, last)
    lots = _amount_times_days(ids, [*period, *always])
    kept = _kept(ids, last)
    disputed = books.amount_days_of(
        {one.bank: one.disputed_pots for one in asked},
        [(piece.from_on, piece.to_on) for piece in period],
    )
    held = books.balances([pot for one in asked for pot in (_pot(one.bank), *one.disputed_pots)])
    found = []
    for one in asked:
        by_reason = dict(flows.get(_pot(one.bank), {}))
        received, _ = by_reason.pop(Reason.BANK_INTEREST.value, (0, 0))
        earned = sum(
            (lots.get((one.bank_account_id, at), 0) + disputed.get((one.bank, at), 0))
            * piece.rate_ppm
            for at, piece in enumerate(period)
        )
        in_lots_fen, gone_parts = kept.get(one.bank_account_id, (0, 0))
        ever = sum(
            lots.get((one.bank_account_id, at), 0) * piece.rate_ppm
            for at, piece in enumerate(always, len(period))
        )
        found.append(
            InterestPosition(
                bank=one.bank,
                first=first,
                last=last,
                received_fen=received,
                earned_fen=in_fen(earned),
                credited_fen=sum(out - came_in for came_in, out in by_reason.values()),
                unpaid_fen=in_fen(ever - gone_parts),
                held_fen=held[_pot(one.bank)],
                in_lots_fen=in_lots_fen,
                disputed_fen=sum(held[pot] for pot in set(one.disputed_pots)),
            )
        )
    return found


def _pot(bank: str) -> str:
    return f"interest:{bank}"


# Amount times days, as banks count it (积数法): whole numbers until the very end. What was carried over into another
# lease earns there, from the day on which it first came in. A lot that came in and left again stands on two days: it
# made what the one makes up to the end of a time, less what the other makes.
AMOUNT_TIMES_DAYS = """
    SELECT bank_account_id, piece.at, sum((came_fen - left_fen) * (piece.upto - greatest(day, piece.since)))
    FROM custody_lotday JOIN unnest(%(at)s::int[], %(since)s::date[], %(upto)s::date[]) AS piece (at, since, upto)
        ON day < piece.upto
    WHERE bank_account_id = ANY (%(accounts)s) GROUP BY 1, 2
"""

KEPT = """
    SELECT bank_account_id, sum(came_fen - left_fen), coalesce(sum(earned_parts) FILTER (WHERE day <= %(last)s), 0)
    FROM custody_lotday WHERE bank_account_id = ANY (%(accounts)s) GROUP BY 1
"""


def _amount_times_days(
    accounts: Sequence[int], spans: Sequence[Piece]
) -> dict[tuple[int, int], int]:
    """What all lots of every account made in each piece of a time, by its number."""
    with connection.cursor() as cursor:
        cursor.execute(
            AMOUNT_TIMES_DAYS,
            {
                "accounts": list(accounts),
                "at": list(range(len(spans))),
                "since": [piece.from_on for piece in spans],
                "upto": [piece.to_on for piece in spans],
            },
        )
        return {(account, at): int(made) for account, at, made in cursor.fetchall()}


def _kept(accounts: Sequence[int], last: date) -> dict[int, tuple[int, int]]:
    """Of every account what is in lots now, and what those that had left by the end of a day earned in all."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, {"accounts": list(accounts), "last": last})
        return {account: (int(fen), int(parts)) for account, fen, parts in cursor.fetchall()}


DIFFERING = """
    WITH lot AS (
        SELECT bank_account_id, value_on, left_on, sum(amount_fen)::bigint AS fen FROM custody_lot
        WHERE custody_is_counted(status, value_on, left_on) GROUP BY 1, 2, 3
    ), rate AS MATERIALIZED (
        SELECT day, custody_rate_days(day) AS days
        FROM (SELECT value_on FROM lot UNION SELECT left_on FROM lot WHERE left_on IS NOT NULL) AS known (day)
    ), side AS (
        SELECT bank_account_id, value_on AS day, fen AS came, 0::bigint AS gone, 0::numeric AS parts FROM lot
        UNION ALL
        SELECT bank_account_id, left_on, 0, fen, fen::numeric * (
            (SELECT days FROM rate WHERE rate.day = left_on) - (SELECT days FROM rate WHERE rate.day = value_on)
        ) FROM lot WHERE left_on IS NOT NULL
    ), wanted AS (
        SELECT bank_account_id, day, sum(came) AS came, sum(gone) AS gone, sum(parts) AS parts FROM side GROUP BY 1, 2
    ), kept AS (
        SELECT bank_account_id, day, sum(came_fen) AS came, sum(left_fen) AS gone, sum(earned_parts) AS parts
        FROM custody_lotday GROUP BY 1, 2
    )
    SELECT bank_account_id, day FROM wanted FULL JOIN kept USING (bank_account_id, day)
    WHERE coalesce(wanted.came, 0) <> coalesce(kept.came, 0) OR coalesce(wanted.gone, 0) <> coalesce(kept.gone, 0)
        OR coalesce(wanted.parts, 0) <> coalesce(kept.parts, 0)
    ORDER BY 1, 2 LIMIT 100
"""


def days_that_differ() -> list[tuple[int, date]]:
    """Accounts and days of which something else is kept than the lots say. It reads all lots: for a run."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING)
        return list(cursor.fetchall())
