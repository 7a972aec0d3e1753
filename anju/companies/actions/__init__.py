"""All that can be done with property companies, their keys and areas; split by noun."""

from anju.companies.actions.keys import enrol_key, issue_key
from anju.companies.actions.registrations import record_old_holder

__all__ = ["enrol_key", "issue_key", "record_old_holder"]
