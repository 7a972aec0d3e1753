"""The interface for other systems: the city's rental platform files leases and asks what became of them."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.responses import Status

from anju.contracts import actions as contracts
from anju.contracts import queries as contract_queries
from anju.contracts import reading
from anju.contracts.rules import BillStatus
from anju.core.fields import FieldError
from anju.core.money import plain_yuan
from anju.core.numbers import is_valid_filing_no
from anju.core.refusals import Refused
from anju.orders import queries as orders
from anju.people.rules import Scope
from anju.portals.api.errors import READERS, of_fields, tell_in_json
from anju.portals.api.filings import router as filings
from anju.portals.api.homes import router as homes
from anju.portals.api.keys import Key
from anju.portals.api.lists import router as lists
from anju.portals.api.open_data import router as open_data
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas import ErrorOut, LeaseIn, LeaseOut

if TYPE_CHECKING:
    from anju.contracts.models import Lease

api = NinjaAPI(
    title="Anju",
    version="1",
    description="备案合同报送与查询，房源核验，合同备案申请。Amounts are text in yuan, days are text (YYYY-MM-DD).",
    docs_url=None,
    urls_namespace="api",
)
tell_in_json(api)
api.add_router("/homes", homes)
api.add_router("/filings", filings)
api.add_router("/open-data", open_data)
api.add_router("", lists)


@api.post(
    "/leases",
    auth=Key(Scope.LEASE_FILE),
    operation_id="fileLease",
    summary="报送备案合同",
    response={
        200: LeaseOut,
        201: LeaseOut,
        400: ErrorOut,
        401: ErrorOut,
        403: ErrorOut,
        409: ErrorOut,
        422: ErrorOut,
        429: ErrorOut,
    },
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


READERS["file_lease"] = wrong_in_lease


@api.get(
    "/leases/{filing_no}",
    auth=Key(Scope.LEASE_FILE),
    operation_id="getLease",
    summary="查询备案合同的账单",
    response={200: LeaseOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 429: ErrorOut},
)
def get_lease(request: HttpRequest, filing_no: str) -> Any:
    """The bills of a filed lease with their states: what has to be paid into custody, and what has been."""
    leases = contract_queries.leases_filed_through(request.actor)
    lease = leases.filter(filing_no=filing_no).first() if is_valid_filing_no(filing_no) else None
    if lease is None:
        raise Refused(Refusal.NO_SUCH_LEASE, filing_no=filing_no)
    return described(lease)


def described(lease: "Lease") -> dict[str, Any]:
    bills = orders.with_status(contract_queries.bills_of(lease))
    return {
        "filing_no": lease.filing_no,
        "rent_is_supervised": lease.rent_is_supervised,
        "bills": [
            {
                "no": bill.no,
                "kind": bill.kind,
                "due_on": bill.due_on.isoformat(),
                "amount": plain_yuan(bill.amount_fen),
                "status": bill.status,
                "status_label": str(BillStatus(bill.status).label),
            }
            for bill in bills
        ],
    }
