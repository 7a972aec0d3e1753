"""What can be done with applications to file contracts."""

from anju.filings.actions.amending import (
    consent_to_filing,
    preview_change,
    submit_change,
    submit_end,
    submit_renewal,
)
from anju.filings.actions.applying import (
    correct_contract,
    resubmit_filing,
    submit_filing,
    withdraw_filing,
)
from anju.filings.actions.callbacks import (
    callback_again,
    callback_delivered,
    callback_failed,
    claim_callbacks,
)
from anju.filings.actions.deadlines import compute_deadlines_again, remind_of_late_reviews
from anju.filings.actions.entering import enter_and_submit
from anju.filings.actions.files import finish_file, receive_file, start_file, take_in_row
from anju.filings.actions.programs import file_by_program
from anju.filings.actions.reviewing import approve_filing, send_back

__all__ = [
    "approve_filing",
    "callback_again",
    "callback_delivered",
    "callback_failed",
    "claim_callbacks",
    "compute_deadlines_again",
    "consent_to_filing",
    "correct_contract",
    "enter_and_submit",
    "file_by_program",
    "finish_file",
    "preview_change",
    "receive_file",
    "remind_of_late_reviews",
    "resubmit_filing",
    "send_back",
    "start_file",
    "submit_change",
    "submit_end",
    "submit_filing",
    "submit_renewal",
    "take_in_row",
    "withdraw_filing",
]
