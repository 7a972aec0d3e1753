"""The city's rental platform files leases. (CON-01)"""

from typing import Any

from django.http import HttpRequest
from ninja.responses import Status

from anju.contracts import actions as contracts
from anju.contracts import reading
from anju.core.fields import FieldError
from anju.people.rules import Scope
from anju.portals.api.answers import written
from anju.portals.api.errors import READERS, of_fields
from anju.portals.api.keys import Key
from anju.portals.api.leases import described, router
from anju.portals.api.schemas import LeaseIn, LeaseOut


@router.post(
    "/leases",
    auth=Key(Scope.LEASE_FILE),
    operation_id="fileLease",
    summary="报送备案合同",
    response={200: LeaseOut} | written(201, LeaseOut),
)
def file_lease(request: HttpRequest, lease: LeaseIn) -> Any:
    """Take in one filed lease. 201: it is new. 200: it was filed before, with the same content; nothing changed.

    Sending the same lease any number of times is safe, with or without an Idempotency-Key: the filing number is the
    key. 409: another content is filed under this number; a change has to be filed as one. 422: each field that is
    wrong is listed in `errors`.
    """
    terms = reading.read_lease(lease.model_dump(by_alias=True), reading.banks_by_name())
    if isinstance(terms, list):
        return of_fields(terms)
    filing = contracts.take_filing(terms=terms, by=request.actor)
    return Status(201 if filing.is_new else 200, described(filing.lease))


def wrong_in_lease(request: HttpRequest, stated: Any) -> list[FieldError]:
    """A body that is not of the documented shape: the reader says so in words, with all else that is wrong."""
    read = reading.read_lease(stated, reading.banks_by_name())
    return read if isinstance(read, list) else []


READERS["POST list_leases"] = wrong_in_lease


__all__ = ["router"]
