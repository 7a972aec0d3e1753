"""What can be done with verifications of homes."""

from anju.homes.actions.answering import fail_question, take_answer
from anju.homes.actions.asking import claim_questions, request_by_program, request_verification
from anju.homes.actions.callbacks import (
    callback_again,
    callback_delivered,
    callback_failed,
    claim_callbacks,
)
from anju.homes.actions.estates import (
    ContractTerms,
    DwellingTerms,
    OwnerTerms,
    change_owners,
    measure_dwelling,
    record_building,
    record_community,
    record_dwelling,
    record_dwellings,
    record_unsold,
    sell_first,
)
from anju.homes.actions.files import (
    finish_file,
    receive_file,
    start_file,
    take_in_row,
)
from anju.homes.actions.letting import (
    change_letting,
    consume_verification,
    end_letting,
    give_up_home,
    hold_home,
    release_home,
)
from anju.homes.actions.losses import record_loss, withdraw_loss
from anju.homes.actions.objections import (
    dismiss_objection,
    raise_objection,
    uphold_objection,
)
from anju.homes.actions.papers import issue_notice
from anju.homes.actions.passing import (
    claim_rechecks,
    expire_verifications,
    fail_recheck,
    take_recheck,
)
from anju.homes.actions.troubles import report_trouble, resolve_trouble, resolve_what_is_over

__all__ = [
    "ContractTerms",
    "DwellingTerms",
    "OwnerTerms",
    "callback_again",
    "callback_delivered",
    "callback_failed",
    "change_letting",
    "change_owners",
    "claim_callbacks",
    "claim_questions",
    "claim_rechecks",
    "consume_verification",
    "dismiss_objection",
    "end_letting",
    "expire_verifications",
    "fail_question",
    "fail_recheck",
    "finish_file",
    "give_up_home",
    "hold_home",
    "issue_notice",
    "measure_dwelling",
    "raise_objection",
    "receive_file",
    "record_building",
    "record_community",
    "record_dwelling",
    "record_dwellings",
    "record_loss",
    "record_unsold",
    "release_home",
    "report_trouble",
    "request_by_program",
    "request_verification",
    "resolve_trouble",
    "resolve_what_is_over",
    "sell_first",
    "start_file",
    "take_answer",
    "take_in_row",
    "take_recheck",
    "uphold_objection",
    "withdraw_loss",
]
