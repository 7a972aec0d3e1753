"""What may be asked about property companies, their keys and areas; split by noun."""

from anju.companies.paper import application_pdf
from anju.companies.queries.applicants import (
    activation_message,
    applicant,
    applicant_to_activate,
    application_of,
    key_to_enrol,
    must_choose_password,
)
from anju.companies.queries.areas import area_of, communities_of, manages
from anju.companies.queries.companies import (
    Account,
    account,
    actor_of_applicant,
    actor_of_key,
    company,
    company_of,
)
from anju.companies.queries.desk import (
    OF_COMPANIES,
    applications_found,
    applications_seen_by,
    applications_to_review,
    applications_without_key,
    keys_found,
    keys_of,
    keys_seen_by,
    keys_suspended,
)

__all__ = [
    "OF_COMPANIES",
    "Account",
    "account",
    "activation_message",
    "actor_of_applicant",
    "actor_of_key",
    "applicant",
    "applicant_to_activate",
    "application_of",
    "application_pdf",
    "applications_found",
    "applications_seen_by",
    "applications_to_review",
    "applications_without_key",
    "area_of",
    "communities_of",
    "company",
    "company_of",
    "key_to_enrol",
    "keys_found",
    "keys_of",
    "keys_seen_by",
    "keys_suspended",
    "manages",
    "must_choose_password",
]
