"""What a rental enterprise does in the sample world: it pays for tenants, by ticking bills and by a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anju.contracts import queries as contract_queries
from anju.core.actors import Actor
from anju.core.money import plain_yuan
from anju.core.sheets import sheet_file
from anju.custody import actions as custody
from anju.custody import queries as custody_queries
from anju.orders import actions as orders
from anju.orders import queries as order_queries
from anju.orders import reading
from anju.orders.rules import Status
from anju.payments.rules import Channel

if TYPE_CHECKING:
    from anju.contracts.models import Lease
    from anju.custody.models import SettlementAccount
    from anju.orders.models import Order


def office(lease: Lease) -> Actor:
    """Whoever works at the enterprise that has let this home."""
    return Actor(
        f"organisation {lease.enterprise_id}", "enterprise", organisation_id=lease.enterprise_id
    )


def names_its_account(lease: Lease, account_no: str) -> SettlementAccount:
    """It tells where it wants to receive the rent that is released to it, unless it has."""
    by = office(lease)
    for named in custody_queries.accounts_of(by):
        return named
    return custody.propose_account(
        enterprise_id=lease.enterprise_id,
        account_no=account_no,
        bank_name="中国银行北京分行",
        by=by,
    )


def pays_for(*leases: Lease) -> Order:
    """It orders what is due at the start of these leases and asks for the code to transfer to, unless it has."""
    for placed in order_queries.orders_of(leases[0]):
        if placed.status not in (Status.CANCELLED, Status.FAILED):
            return placed
    by = office(leases[0])
    due = {bill.pk for lease in leases for bill in due_at_the_start(lease)}
    order = orders.place_order(bill_ids=due, by=by)
    return orders.start_payment(order_id=order.pk, channel=Channel.BANK_TRANSFER, by=by)


def hands_in_a_file(*leases: Lease) -> None:
    """A file with a bill twice, a wrong amount, a lease that does not exist, and the rest as it should be."""
    by = office(leases[0])
    if order_queries.uploads_seen_by(by).exists():
        return
    rows = [stated(bill) for lease in leases for bill in due_at_the_start(lease)]
    wrong = [rows[0], (*rows[1][:3], "1.00"), ("BA000000000000000000", "押金", "", "3000.00")]
    widths = dict.fromkeys(reading.COLUMNS, 20)
    file = sheet_file(reading.SHEET, widths, [rows[0], *rows[2:], *wrong])
    orders.receive_upload(name="本月代缴.xlsx", content=file, by=by)


def due_at_the_start(lease: Lease) -> list:
    return [bill for bill in contract_queries.bills_of(lease) if bill.due_on == lease.starts_on]


def stated(bill) -> tuple[str, str, str, str]:
    """A bill as a file names it."""
    filing_no, kind, number = reading.named(bill)
    return filing_no, kind, number, plain_yuan(bill.amount_fen)
