"""All that can be done with property companies, their keys and areas; split by noun."""

from anju.companies.actions.areas import (
    approve_areas,
    attach_paper,
    begin_areas,
    correct_areas,
    end_area,
    receive_papers,
    remove_paper,
    return_areas,
    submit_areas,
    submit_areas_on_paper,
    tell_of_late_reviews,
    withdraw_areas,
)
from anju.companies.actions.keys import enrol_key, issue_key
from anju.companies.actions.registrations import record_old_holder
from anju.companies.actions.units import (
    change_unit,
    check_name,
    claim_name_checks,
    confirm_name,
    deny_name,
    note_silence,
)

__all__ = [
    "approve_areas",
    "attach_paper",
    "begin_areas",
    "change_unit",
    "check_name",
    "claim_name_checks",
    "confirm_name",
    "correct_areas",
    "deny_name",
    "end_area",
    "enrol_key",
    "issue_key",
    "note_silence",
    "receive_papers",
    "record_old_holder",
    "remove_paper",
    "return_areas",
    "submit_areas",
    "submit_areas_on_paper",
    "tell_of_late_reviews",
    "withdraw_areas",
]
