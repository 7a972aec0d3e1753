"""What can be done about votes of owners."""

from anju.votes.actions.closing import close_vote, publish_result, withdraw_vote
from anju.votes.actions.objecting import (
    dismiss_objection,
    object_by_link,
    object_to,
    take_back_objection,
    uphold_objection,
)
from anju.votes.actions.online import send_code, speak_online, take_voice, try_code
from anju.votes.actions.opening import open_vote
from anju.votes.actions.papers import (
    ask_for_sheet,
    finish_file,
    keep_sheet,
    receive_file,
    start_file,
    take_in_row,
)
from anju.votes.actions.speaking import Paper, enter_paper
from anju.votes.actions.telling import tell_of_vote

__all__ = [
    "Paper",
    "ask_for_sheet",
    "close_vote",
    "dismiss_objection",
    "enter_paper",
    "finish_file",
    "keep_sheet",
    "object_by_link",
    "object_to",
    "open_vote",
    "publish_result",
    "receive_file",
    "send_code",
    "speak_online",
    "start_file",
    "take_back_objection",
    "take_in_row",
    "take_voice",
    "tell_of_vote",
    "try_code",
    "uphold_objection",
    "withdraw_vote",
]
