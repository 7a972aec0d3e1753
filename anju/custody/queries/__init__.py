"""All that can be asked of money in custody; split by noun."""

from anju.custody.queries.accounts import (
    account_in_use,
    accounts_of,
    accounts_seen_by,
    accounts_to_check,
)
from anju.custody.queries.holds import endings, holds_seen_by, in_force, is_releasable
from anju.custody.queries.interest import InterestPosition, interest_position, rate_table, rates
from anju.custody.queries.lots import (
    HeldLot,
    Holdings,
    ScheduleLine,
    held_fen_of,
    holdings,
    interest_of,
    lots_by_id,
    schedule_of,
)
from anju.custody.queries.releases import (
    ComingRelease,
    Gathered,
    coming_releases,
    gathered,
    owed_fen,
    release_statement,
    released_on,
    releases_found,
    releases_seen_by,
    to_pay_interest,
    to_release,
    without_account,
)

__all__ = [
    "ComingRelease",
    "Gathered",
    "HeldLot",
    "Holdings",
    "InterestPosition",
    "ScheduleLine",
    "account_in_use",
    "accounts_of",
    "accounts_seen_by",
    "accounts_to_check",
    "coming_releases",
    "endings",
    "gathered",
    "held_fen_of",
    "holdings",
    "holds_seen_by",
    "in_force",
    "interest_of",
    "interest_position",
    "is_releasable",
    "lots_by_id",
    "owed_fen",
    "rate_table",
    "rates",
    "release_statement",
    "released_on",
    "releases_found",
    "releases_seen_by",
    "schedule_of",
    "to_pay_interest",
    "to_release",
    "without_account",
]
