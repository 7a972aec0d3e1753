"""All that can be done with institutions, their people and places; split by noun."""

from anju.agencies.actions.accounts import renew_password
from anju.agencies.actions.filings import (
    apply_for_cancellation,
    apply_for_change,
    correct_filing,
    enter_filing,
    submit_filing,
    withdraw_filing,
)
from anju.agencies.actions.places import close_premises, register_premises
from anju.agencies.actions.practitioners import (
    correct_practitioner,
    register_practitioner,
    remove_practitioner,
    replace_card,
)
from anju.agencies.actions.review import (
    Approval,
    approve_cancellation,
    approve_filing,
    send_back,
)

__all__ = [
    "Approval",
    "apply_for_cancellation",
    "apply_for_change",
    "approve_cancellation",
    "approve_filing",
    "close_premises",
    "correct_filing",
    "correct_practitioner",
    "enter_filing",
    "register_practitioner",
    "register_premises",
    "remove_practitioner",
    "renew_password",
    "replace_card",
    "send_back",
    "submit_filing",
    "withdraw_filing",
]
