"""All that can be done with money in custody; split by noun."""

from anju.custody.actions.accounts import (
    approve_account,
    ask_for_accounts,
    confirm_account,
    propose_account,
    reject_account,
    withdraw_account,
)
from anju.custody.actions.carrying_over import (
    cancel_carry_overs,
    carry_over_deposit,
    consent_to_carry_over,
    lock_with_renewals,
    propose_carry_over,
)
from anju.custody.actions.days import count_days, fold_days
from anju.custody.actions.holds import begin_ending, hold_releases, lift_ending, lift_hold
from anju.custody.actions.lots import end_lots, note_arrivals, take_in
from anju.custody.actions.outcomes import end_release
from anju.custody.actions.owed import pay_owed_interest
from anju.custody.actions.rates import approve_interest_rate, propose_interest_rate
from anju.custody.actions.releases import release_due

__all__ = [
    "approve_account",
    "approve_interest_rate",
    "ask_for_accounts",
    "begin_ending",
    "cancel_carry_overs",
    "carry_over_deposit",
    "confirm_account",
    "consent_to_carry_over",
    "count_days",
    "end_lots",
    "end_release",
    "fold_days",
    "hold_releases",
    "lift_ending",
    "lift_hold",
    "lock_with_renewals",
    "note_arrivals",
    "pay_owed_interest",
    "propose_account",
    "propose_carry_over",
    "propose_interest_rate",
    "reject_account",
    "release_due",
    "take_in",
    "withdraw_account",
]
