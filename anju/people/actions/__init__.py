"""The only writers of people, organisations, their consents, accounts, powers, and the keys of programs."""

from anju.people.actions.accounts import (
    choose_password,
    close_administrator,
    open_administrator,
    renew_initial_password,
)
from anju.people.actions.identities import (
    accept_notice,
    record_organisation,
    record_person,
    sign_in_organisation,
    sign_in_person,
)
from anju.people.actions.operators import (
    change_operator,
    close_operator,
    open_operator,
    reset_operator_password,
)
from anju.people.actions.posts import (
    approve_post,
    end_post,
    keep_post,
    propose_post,
    refuse_post,
)
from anju.people.actions.programs import (
    issue_api_key,
    record_api_call,
    record_api_key,
    set_callback,
    withdraw_api_key,
)
from anju.people.actions.recovery import (
    ask_recovery,
    claim_recoveries,
    record_recovery_sent,
    recover_password,
)
from anju.people.actions.staff import (
    change_contact,
    close_staff,
    give_power,
    link_authenticator,
    open_administrator_of_office,
    open_staff,
    place_at_department,
    record_sign_in,
    record_staff,
    remove_second_factor,
    reset_password,
    take_power,
    unlock_staff,
)

__all__ = [
    "accept_notice",
    "approve_post",
    "ask_recovery",
    "change_contact",
    "change_operator",
    "choose_password",
    "claim_recoveries",
    "close_administrator",
    "close_operator",
    "close_staff",
    "end_post",
    "give_power",
    "issue_api_key",
    "keep_post",
    "link_authenticator",
    "open_administrator",
    "open_administrator_of_office",
    "open_operator",
    "open_staff",
    "place_at_department",
    "propose_post",
    "record_api_call",
    "record_api_key",
    "record_organisation",
    "record_person",
    "record_recovery_sent",
    "record_sign_in",
    "record_staff",
    "recover_password",
    "refuse_post",
    "remove_second_factor",
    "renew_initial_password",
    "reset_operator_password",
    "reset_password",
    "set_callback",
    "sign_in_organisation",
    "sign_in_person",
    "take_power",
    "unlock_staff",
    "withdraw_api_key",
]
