"""What can be done about votes of owners."""

from anju.votes.actions.closing import close_vote, publish_result, withdraw_vote
from anju.votes.actions.objecting import (
    dismiss_objection,
    object_by_link,
    object_to,
    take_back_objection,
    uphold_objection,
)
from anju.votes.actions.opening import open_vote
from anju.votes.actions.speaking import Paper, enter_paper, speak_online
from anju.votes.actions.telling import tell_of_vote

__all__ = [
    "Paper",
    "close_vote",
    "dismiss_objection",
    "enter_paper",
    "object_by_link",
    "object_to",
    "open_vote",
    "publish_result",
    "speak_online",
    "take_back_objection",
    "tell_of_vote",
    "uphold_objection",
    "withdraw_vote",
]
