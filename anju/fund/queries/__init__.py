"""What can be asked about the maintenance fund; split by noun."""

from anju.fund.queries.additions import (
    addition_documents_seen_by,
    additions_seen_by,
    additions_to_review,
    is_overdue,
)
from anju.fund.queries.business import Business, BusinessKind, business_seen_by
from anju.fund.queries.deposits import (
    account_after,
    account_of_home,
    accounts_seen_by,
    areas_of_community,
    balance_fen,
    check_may_enter,
    deposits_of,
    deposits_seen_by,
    deposits_without_a_payment,
    due_of,
    dues_of,
    first_opened_on,
    homes_of,
    is_under_way,
    movements,
    owner_names,
    pots_of,
    prompts_of,
)
from anju.fund.queries.looking import HomeShown, home_shown
from anju.fund.queries.receipts import purpose_of, receipt_of, receipts_of
from anju.fund.queries.refunds import refunded_fen, refunds_seen_by, refunds_to_check

__all__ = [
    "Business",
    "BusinessKind",
    "HomeShown",
    "account_after",
    "account_of_home",
    "accounts_seen_by",
    "addition_documents_seen_by",
    "additions_seen_by",
    "additions_to_review",
    "areas_of_community",
    "balance_fen",
    "business_seen_by",
    "check_may_enter",
    "deposits_of",
    "deposits_seen_by",
    "deposits_without_a_payment",
    "due_of",
    "dues_of",
    "first_opened_on",
    "home_shown",
    "homes_of",
    "is_overdue",
    "is_under_way",
    "movements",
    "owner_names",
    "pots_of",
    "prompts_of",
    "purpose_of",
    "receipt_of",
    "receipts_of",
    "refunded_fen",
    "refunds_seen_by",
    "refunds_to_check",
]
