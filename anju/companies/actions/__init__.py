"""All that can be done with property companies, their keys and areas; split by noun."""

from anju.companies.actions.activations import (
    activate_by_code,
    activate_by_link,
    ask_activation,
    claim_activations,
    forget_applicants,
    record_activation_sent,
)
from anju.companies.actions.applicants import (
    Entry,
    choose_password,
    confirm_old_holder,
    enter_by_password,
    register_applicant,
)
from anju.companies.actions.keys import (
    KeyEntry,
    enrol_key,
    enter_by_key,
    issue_key,
    renew_code,
    reset_holder_password,
    revoke_key,
    unlock_holder,
)
from anju.companies.actions.registrations import (
    apply_for_registration,
    approve_application,
    record_old_holder,
    send_back_application,
)

__all__ = [
    "Entry",
    "KeyEntry",
    "activate_by_code",
    "activate_by_link",
    "apply_for_registration",
    "approve_application",
    "ask_activation",
    "choose_password",
    "claim_activations",
    "confirm_old_holder",
    "enrol_key",
    "enter_by_key",
    "enter_by_password",
    "forget_applicants",
    "issue_key",
    "record_activation_sent",
    "record_old_holder",
    "register_applicant",
    "renew_code",
    "reset_holder_password",
    "revoke_key",
    "send_back_application",
    "unlock_holder",
]
