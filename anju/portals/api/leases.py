"""An enterprise's own leases and what is to be paid for them. (OPS-04)"""

from typing import TYPE_CHECKING, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from anju.contracts import queries as contracts
from anju.contracts.rules import BillStatus
from anju.core.money import plain_yuan
from anju.core.numbers import is_valid_filing_no
from anju.core.refusals import Refused
from anju.orders import queries as orders
from anju.people.rules import Scope
from anju.portals.api.answers import read
from anju.portals.api.described import tenant_name
from anju.portals.api.keys import Key
from anju.portals.api.paging import BEFORE, asks, page
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas import LeaseOut
from anju.portals.api.schemas_of_enterprises import BillsOut, LeasesOut
from anju.refunds import queries as refunds

if TYPE_CHECKING:
    from anju.contracts.models import Lease

router = Router(tags=["合同和账单"])
MOST_BILLS = 500


@router.get(
    "/leases",
    auth=Key(Scope.LEASE_READ),
    operation_id="listLeases",
    summary="查询本企业备案合同",
    response=read(LeasesOut, 422),
)
@asks("before")
def list_leases(
    request: HttpRequest,
    before: str | None = Query(None, pattern=BEFORE),  # type: ignore[type-arg]
) -> Any:
    """The leases of the enterprise, the newest filing first, a hundred at a time."""
    leases, following = page(refunds.leases_and_their_end(request.actor), before, "filed_on")
    balances = {one.lease.pk: one for one in orders.balances_of(leases)}
    return {
        "leases": [lease_row(lease, balances[lease.pk]) for lease in leases],
        "next": following,
    }


def lease_row(lease: Any, balance: Any) -> dict[str, Any]:
    tenants = sorted(lease.tenants.all(), key=lambda tenant: tenant.position)
    return {
        "filing_no": lease.filing_no,
        "filed_on": lease.filed_on.isoformat(),
        "address": lease.address,
        "starts_on": lease.starts_on.isoformat(),
        "ends_on": lease.ends_on.isoformat(),
        "monthly_rent": plain_yuan(lease.monthly_rent_fen),
        "deposit": plain_yuan(lease.deposit_fen),
        "rent_is_supervised": lease.rent_is_supervised,
        "bank": lease.bank_account.bank,
        "tenants": [tenant_name(tenant) for tenant in tenants],
        "held": plain_yuan(balance.deposit_fen + balance.rent_fen),
        "case": str(lease.case_id) if lease.case_id else None,
    }


@router.get(
    "/leases/{filing_no}",
    auth=Key(Scope.LEASE_READ, Scope.LEASE_FILE),
    operation_id="getLease",
    summary="查询备案合同的账单",
    response=read(LeaseOut, 404),
)
def get_lease(request: HttpRequest, filing_no: str) -> Any:
    """The bills of a lease with their states: what has to be paid into custody, and what has been."""
    lease = None
    if is_valid_filing_no(filing_no):
        lease = leases_of(request.actor).filter(filing_no=filing_no).first()
    if lease is None:
        raise Refused(Refusal.NO_SUCH_LEASE, filing_no=filing_no)
    return described(lease)


def leases_of(actor: Any) -> Any:
    """An enterprise's own; a platform that files leases may ask about each."""
    is_own = actor.is_enterprise
    return contracts.leases_let_by(actor) if is_own else contracts.leases_filed_through(actor)


def described(lease: "Lease") -> dict[str, Any]:
    bills = orders.with_status(contracts.bills_of(lease))
    return {
        "filing_no": lease.filing_no,
        "rent_is_supervised": lease.rent_is_supervised,
        "bills": [bill_row(bill) for bill in bills],
    }


def bill_row(bill: Any) -> dict[str, str]:
    return {
        "no": bill.no,
        "kind": bill.kind,
        "due_on": bill.due_on.isoformat(),
        "amount": plain_yuan(bill.amount_fen),
        "status": bill.status,
        "status_label": str(BillStatus(bill.status).label),
    }


@router.get(
    "/bills",
    auth=Key(Scope.LEASE_READ),
    operation_id="listBills",
    summary="查询本企业合同的待缴账单",
    response=read(BillsOut, 422),
)
@asks("filing_no", "which")
def list_bills(
    request: HttpRequest,
    filing_no: str | None = Query(None, pattern="^[0-9A-Z-]{8,32}$"),  # type: ignore[type-arg]
    which: Literal["due", "unpaid"] = "due",
) -> Any:
    """What is to be paid now for all leases (`due`), or everything that is not paid yet (`unpaid`)."""
    status = "unpaid" if which == "unpaid" else ""
    found = orders.bills_on_behalf(request.actor, filing_no=filing_no or "", status=status)
    bills = list(found[: MOST_BILLS + 1])
    return {
        "bills": [
            bill_row(bill) | {"filing_no": bill.lease.filing_no} for bill in bills[:MOST_BILLS]
        ],
        "is_all": len(bills) <= MOST_BILLS,
    }
