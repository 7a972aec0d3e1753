"""All that can be done about credit; split by noun."""

from anju.credit.actions.deadlines import compute_deadlines_again
from anju.credit.actions.events import (
    accept_score,
    apply_for_score,
    expire_event,
    refuse_score,
    withdraw_application,
)
from anju.credit.actions.lists import (
    ask_removal,
    expire_entry,
    heed_hold,
    keep_entry,
    notify_entry,
    propose_by_court,
    propose_commended,
    propose_red,
    publish_entry,
    reject_entry,
    remove_entry,
    state_on_entry,
)
from anju.credit.actions.objections import (
    carry_out_measure,
    dismiss_objection,
    object_to_score,
    uphold_objection,
)
from anju.credit.actions.standard import add_rule, retire_rule, revise_rule, set_mode

__all__ = [
    "accept_score",
    "add_rule",
    "apply_for_score",
    "ask_removal",
    "carry_out_measure",
    "compute_deadlines_again",
    "dismiss_objection",
    "expire_entry",
    "expire_event",
    "heed_hold",
    "keep_entry",
    "notify_entry",
    "object_to_score",
    "propose_by_court",
    "propose_commended",
    "propose_red",
    "publish_entry",
    "refuse_score",
    "reject_entry",
    "remove_entry",
    "retire_rule",
    "revise_rule",
    "set_mode",
    "state_on_entry",
    "uphold_objection",
    "withdraw_application",
]
