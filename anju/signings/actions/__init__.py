"""What can be done with contracts of housing rental."""

from anju.signings.actions.confirming import (
    confirm_contract,
    decline_contract,
    send_code,
    take_confirmation,
    try_code,
)
from anju.signings.actions.drafts import (
    begin_contract,
    cancel_contract,
    keep_documents,
    keep_typed,
)
from anju.signings.actions.filing import mark_ended, mark_filed
from anju.signings.actions.revoking import (
    agree_revocation,
    propose_revocation,
    refuse_revocation,
)
from anju.signings.actions.signing import (
    correct_entry,
    enter_contract,
    lapse_contract,
    sign_contract,
    take_back,
)

__all__ = [
    "agree_revocation",
    "begin_contract",
    "cancel_contract",
    "confirm_contract",
    "correct_entry",
    "decline_contract",
    "enter_contract",
    "keep_documents",
    "keep_typed",
    "lapse_contract",
    "mark_ended",
    "mark_filed",
    "propose_revocation",
    "refuse_revocation",
    "send_code",
    "sign_contract",
    "take_back",
    "take_confirmation",
    "try_code",
]
