"""What may be asked about money that waits: the register, one's own, and what a stranger may be told."""

from anju.unclaimed.queries.checks import (
    CONTACT_CHECK,
    check_days,
    check_of_money,
    checks_asked,
    checks_seen_by,
    checks_to_answer,
)
from anju.unclaimed.queries.register import (
    AgeClass,
    after_days,
    age_classes,
    money_found,
    money_of,
    money_seen_by,
    notes_of,
    payer_digest,
    reminders_of,
    still_waiting,
)
from anju.unclaimed.queries.searching import Told, class_of, for_owner, for_payer

__all__ = [
    "CONTACT_CHECK",
    "AgeClass",
    "Told",
    "after_days",
    "age_classes",
    "check_days",
    "check_of_money",
    "checks_asked",
    "checks_seen_by",
    "checks_to_answer",
    "class_of",
    "for_owner",
    "for_payer",
    "money_found",
    "money_of",
    "money_seen_by",
    "notes_of",
    "payer_digest",
    "reminders_of",
    "still_waiting",
]
