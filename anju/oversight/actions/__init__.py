"""What can be done: look at the city once a day, decide on a warning, answer it."""

from anju.oversight.actions.assessing import assess
from anju.oversight.actions.deciding import (
    answer_warning,
    confirm_warning,
    dismiss_warning,
    lift_warning,
    reply_to_answer,
)
from anju.oversight.actions.telling import remind_departments

__all__ = [
    "answer_warning",
    "assess",
    "confirm_warning",
    "dismiss_warning",
    "lift_warning",
    "remind_departments",
    "reply_to_answer",
]
