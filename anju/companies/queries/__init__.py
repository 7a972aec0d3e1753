"""What may be asked about property companies, their keys and areas; split by noun."""

from anju.companies.queries.areas import area_of, communities_of, manages
from anju.companies.queries.companies import (
    Account,
    account,
    actor_of_applicant,
    actor_of_key,
    company,
    company_of,
)

__all__ = [
    "Account",
    "account",
    "actor_of_applicant",
    "actor_of_key",
    "area_of",
    "communities_of",
    "company",
    "company_of",
    "manages",
]
