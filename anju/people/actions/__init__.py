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
from anju.people.actions.programs import (
    issue_api_key,
    record_api_call,
    record_api_key,
    set_callback,
    withdraw_api_key,
)
from anju.people.actions.staff import give_power, link_authenticator, record_staff, take_power

__all__ = [
    "accept_notice",
    "choose_password",
    "close_administrator",
    "give_power",
    "issue_api_key",
    "link_authenticator",
    "open_administrator",
    "record_api_call",
    "record_api_key",
    "record_organisation",
    "record_person",
    "record_staff",
    "renew_initial_password",
    "set_callback",
    "sign_in_organisation",
    "sign_in_person",
    "take_power",
    "withdraw_api_key",
]
