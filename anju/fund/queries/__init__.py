"""What can be asked about the maintenance fund; split by noun."""

from anju.fund.queries.additions import (
    addition_documents_seen_by,
    additions_seen_by,
    additions_to_review,
    is_overdue,
)
from anju.fund.queries.deposits import (
    account_of_home,
    accounts_seen_by,
    balance_fen,
    deposits_of,
    deposits_seen_by,
    deposits_without_a_payment,
    due_of,
    dues_of,
    homes_of,
    movements,
    owner_names,
    pots_of,
    prompts_of,
)
from anju.fund.queries.looking import HomeShown, home_shown
from anju.fund.queries.owners import (
    attempt_of,
    balances_of,
    channels_of,
    deposit_by_no,
    deposits_found,
    deposits_reached_by,
    has_homes,
    homes_found,
)
from anju.fund.queries.receipts import purpose_of, receipt_of, receipts_of

__all__ = [
    "HomeShown",
    "account_of_home",
    "accounts_seen_by",
    "addition_documents_seen_by",
    "additions_seen_by",
    "additions_to_review",
    "attempt_of",
    "balance_fen",
    "balances_of",
    "channels_of",
    "deposit_by_no",
    "deposits_found",
    "deposits_of",
    "deposits_reached_by",
    "deposits_seen_by",
    "deposits_without_a_payment",
    "due_of",
    "dues_of",
    "has_homes",
    "home_shown",
    "homes_found",
    "homes_of",
    "is_overdue",
    "movements",
    "owner_names",
    "pots_of",
    "prompts_of",
    "purpose_of",
    "receipt_of",
    "receipts_of",
]
