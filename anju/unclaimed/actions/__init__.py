"""What can be done: keep the register, remind, note attempts to reach an owner, check how tenants are reached."""

from anju.unclaimed.actions.checks import answer_check, ask_for_checks, lapse_checks
from anju.unclaimed.actions.registering import follow, note_attempt, register, remind

__all__ = [
    "answer_check",
    "ask_for_checks",
    "follow",
    "lapse_checks",
    "note_attempt",
    "register",
    "remind",
]
