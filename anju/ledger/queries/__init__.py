"""What can be asked of the books; split by noun. Every question about now takes one query."""

from anju.ledger.queries.books import (
    BankDay,
    Head,
    KindTotal,
    bank_book,
    day_head,
    day_heads,
    trial_balance,
)
from anju.ledger.queries.movements import (
    Movement,
    latest_movements,
    movements,
)
from anju.ledger.queries.pots import (
    Pot,
    YearFlow,
    amount_days,
    balance_as_of,
    balance_fen,
    balances,
    balances_known,
    flows,
    flows_by_year,
    legs_of,
    pots_of,
    sums_of,
)

__all__ = [
    "BankDay",
    "Head",
    "KindTotal",
    "Movement",
    "Pot",
    "YearFlow",
    "amount_days",
    "balance_as_of",
    "balance_fen",
    "balances",
    "balances_known",
    "bank_book",
    "day_head",
    "day_heads",
    "flows",
    "flows_by_year",
    "latest_movements",
    "legs_of",
    "movements",
    "pots_of",
    "sums_of",
    "trial_balance",
]
