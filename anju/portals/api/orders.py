"""企业代缴 by a program: bills become one order, paid by one bank transfer. (ENT-02, OPS-04)"""

import re
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from anju.contracts import queries as contracts
from anju.contracts.rules import BillKind
from anju.core import clock
from anju.core.fields import FieldError
from anju.core.money import plain_yuan
from anju.core.numbers import is_valid_filing_no
from anju.core.refusals import Refused
from anju.orders import actions, queries
from anju.orders.rules import Status
from anju.payments.rules import Channel, PaymentStatus
from anju.people.rules import Scope
from anju.portals.api.answers import read, written
from anju.portals.api.described import moment
from anju.portals.api.errors import of_fields
from anju.portals.api.keys import Key
from anju.portals.api.once import IdempotencyKey, done_once
from anju.portals.api.paging import BEFORE, asks, page
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas_of_enterprises import OrderIn, OrderOut, OrdersOut

router = Router(tags=["代缴订单"])
BILL_NO = r"(?P<filing_no>.{8,32})-(?P<kind>[DR])(?P<number>[0-9]{2,4})"
KINDS = {"D": BillKind.DEPOSIT, "R": BillKind.RENT}


@router.post(
    "/orders",
    auth=Key(Scope.BILL_PAY),
    operation_id="placeOrder",
    summary="生成代缴订单",
    response=written(201, OrderOut),
)
@done_once(201, OrderOut)
def place_order(request: HttpRequest, order: OrderIn, idempotency_key: IdempotencyKey) -> Any:
    """Put bills of one receiving bank into an order and begin to pay it by bank transfer.

    `pay_to` is null until the bank has answered; then one transfer of exactly the amount to the collection code pays
    all of them. Rent is paid in its order: an earlier unpaid bill of a lease has to come along.
    """
    ids = bill_ids(request.actor, order.bills)
    if isinstance(ids, list):
        return of_fields(ids)
    placed = actions.place_order(bill_ids=ids, by=request.actor)
    actions.start_payment(order_id=placed.pk, channel=Channel.BANK_TRANSFER, by=request.actor)
    return described(request.actor, placed.no)


def bill_ids(actor: Any, nos: list[str]) -> set[int] | list[FieldError]:
    """The bills of these numbers, in two questions however many they are; or each that is not there."""
    wanted = {no: re.fullmatch(BILL_NO, no, re.ASCII) for no in nos}
    filing_nos = {found["filing_no"] for found in wanted.values() if found}
    bills = contracts.bills_let_by(actor).filter(
        lease__filing_no__in=[no for no in filing_nos if is_valid_filing_no(no)]
    )
    known = {bill.no: bill.pk for bill in bills}
    refused = [
        (number, Refused(Refusal.NO_SUCH_BILL, no=no))
        for number, no in enumerate(nos)
        if no not in known
    ]
    if refused:
        return [
            FieldError(f"bills[{number}]", f"第{number + 1}笔账单", str(no.code.value), no.message)
            for number, no in refused
        ]
    return {known[no] for no in nos}


@router.get(
    "/orders",
    auth=Key(Scope.BILL_PAY),
    operation_id="listOrders",
    summary="查询代缴订单",
    response=read(OrdersOut, 422),
)
@asks("before")
def list_orders(
    request: HttpRequest,
    before: str | None = Query(None, pattern=BEFORE),  # type: ignore[type-arg]
) -> Any:
    """The orders of the enterprise, newest first, a hundred at a time."""
    found, following = page(queries.orders_placed_by(request.actor), before)
    return {
        "orders": [
            shown(order) | {"bill_count": order.bill_count, "lease_count": order.lease_count}
            for order in found
        ],
        "next": following,
    }


@router.get(
    "/orders/{no}",
    auth=Key(Scope.BILL_PAY),
    operation_id="getOrder",
    summary="查询一个代缴订单",
    response=read(OrderOut, 404),
)
def get_order(request: HttpRequest, no: str) -> Any:
    """How an order stands, and where to pay it. Another's is not there."""
    return described(request.actor, no)


@router.post(
    "/orders/{no}/cancel",
    auth=Key(Scope.BILL_PAY),
    operation_id="cancelOrder",
    summary="取消代缴订单",
    response=written(200, OrderOut, 404),
)
@done_once(200, OrderOut)
def cancel_order(request: HttpRequest, no: str, idempotency_key: IdempotencyKey) -> Any:
    """Give an order up; its bills can be paid otherwise at once. A transfer that comes all the same goes back."""
    actions.cancel_order(order_id=own_order(request.actor, no).pk, by=request.actor)
    return described(request.actor, no)


def own_order(actor: Any, no: str) -> Any:
    found = None
    if re.fullmatch("[0-9A-Za-z-]{1,32}", no, re.ASCII):
        found = queries.orders_placed_by(actor).filter(no=no).first()
    if found is None:
        raise Refused(Refusal.NO_SUCH_ORDER, no=no[:40])
    return found


def shown(order: Any) -> dict[str, Any]:
    is_over = queries.is_over(order, clock.now())
    status = Status.CANCELLED if is_over else Status(order.status)
    return {
        "no": order.no,
        "status": status.value,
        "status_label": str(status.label),
        "amount": plain_yuan(order.amount_fen),
        "placed_at": moment(order.placed_at),
    }


def described(actor: Any, no: str) -> dict[str, Any]:
    order = own_order(actor, no)
    return shown(order) | {
        "pay_to": pay_to(order),
        "lines": [
            {
                "bill": line.bill.no,
                "filing_no": line.bill.lease.filing_no,
                "amount": plain_yuan(line.amount_fen),
            }
            for line in queries.lines_of(order)
        ],
    }


def pay_to(order: Any) -> dict[str, str] | None:
    """Only once the bank knows the collection code, and as long as a transfer to it would be used."""
    payment = order.payment
    if order.status != Status.PAYING or payment.status == PaymentStatus.REQUESTED:
        return None
    account = order.bank_account
    return {
        "collection_code": payment.collection_code,
        "account_name": account.account_name,
        "bank_name": account.branch_name,
    }
