"""All that can be done with filed leases; split by noun."""

from anju.contracts.actions.changes import (
    Change,
    bill_deposit,
    change_lease,
    withdraw_bills,
)
from anju.contracts.actions.imports import (
    finish_import,
    receive_import,
    start_import,
    take_in_row,
)
from anju.contracts.actions.leases import Filing, file_lease, lock_leases, take_filing
from anju.contracts.terms import LeaseTerms, TenantTerms

__all__ = [
    "Change",
    "Filing",
    "LeaseTerms",
    "TenantTerms",
    "bill_deposit",
    "change_lease",
    "file_lease",
    "finish_import",
    "lock_leases",
    "receive_import",
    "start_import",
    "take_filing",
    "take_in_row",
    "withdraw_bills",
]
