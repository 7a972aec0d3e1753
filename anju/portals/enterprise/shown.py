"""How leases, bills, orders and files look to the enterprise that let the home."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anju.contracts.rules import BillKind, BillStatus
from anju.core.crypto import mask_name
from anju.orders import queries
from anju.orders.queries import Due, LeaseBalance
from anju.orders.rules import OrderKind, RowOutcome, Status, UploadStatus
from anju.portals.enterprise.page import PORTAL
from anju.web import bills
from anju.web.paging import page_of
from anju.web.tenant import shown as web


@dataclass(frozen=True)
class LeaseShown:
    lease: Any
    tenants: str
    balance: LeaseBalance
    due_fen: int
    due_badges: list[tuple[str, str]]


def leases_shown(leases: list[Any]) -> list[LeaseShown]:
    dues = queries.dues_of(leases)
    return [
        LeaseShown(
            balance.lease,
            tenants_of(balance.lease),
            balance,
            due.fen if due else 0,
            badges_of(due) if due else [],
        )
        for balance in queries.balances_of(leases)
        for due in [dues.get(balance.lease.pk)]
    ]


def badges_of(due: Due) -> list[tuple[str, str]]:
    """How many bills are overdue, and how many are to be paid and not overdue yet."""
    overdue, payable = due.overdue_count, due.count - due.overdue_count
    badges = []
    if overdue:
        label = ngettext("逾期 {count} 笔", "逾期 {count} 笔", overdue)
        badges.append((label.format(count=overdue), bills.TONES[BillStatus.OVERDUE]))
    if payable:
        label = ngettext("待缴 {count} 笔", "待缴 {count} 笔", payable)
        badges.append((label.format(count=payable), bills.TONES[BillStatus.PAYABLE]))
    return badges


def tenants_of(lease: Any) -> str:
    """Who rents the home: a person's name masked, an organisation's in full."""
    return "、".join(
        mask_name(tenant.person.name) if tenant.person else tenant.organisation.name
        for tenant in lease.tenants.all()
    )


@dataclass(frozen=True)
class BillShown:
    bill: Any
    kind: str
    period: str
    status: str
    tone: str


def bill_shown(bill: Any) -> BillShown:
    """`bill` has the `status` of `orders.queries.bills_of`."""
    status = BillStatus(bill.status)
    return BillShown(
        bill, bills.kind_of(bill), bills.period_of(bill), str(status.label), bills.TONES[status]
    )


@dataclass(frozen=True)
class MovementShown:
    movement: Any
    kind: str


def movement_shown(movement: Any) -> MovementShown:
    return MovementShown(movement, bills.kind_of_pot(movement.pot))


@dataclass(frozen=True)
class BillToPayShown:
    """A bill on 企业代缴. It `can_be_chosen` unless an order holds it: ours has an address, a tenant's has none."""

    bill: Any
    kind: str
    period: str
    status: str
    tone: str
    in_order: str
    order_url: str
    can_be_chosen: bool
    is_ticked: bool


def bill_to_pay_shown(bill: Any, ticked: set[str]) -> BillToPayShown:
    """`bill` has what `orders.queries.with_status` adds."""
    status, is_ours = BillStatus(bill.status), bill.order_kind == OrderKind.ENTERPRISE
    by_whom = _("本企业代缴订单") if is_ours else _("承租人自行缴纳")
    return BillToPayShown(
        bill=bill,
        kind=bills.kind_of(bill),
        period=bills.period_of(bill),
        status=str(status.label),
        tone=bills.TONES[status],
        in_order=by_whom if bill.order_no else "",
        order_url=reverse(f"{PORTAL}:order", args=[bill.order_no]) if is_ours else "",
        can_be_chosen=not bill.order_no,
        is_ticked=str(bill.pk) in ticked,
    )


@dataclass(frozen=True)
class OrderOnBehalfShown:
    """An order, and how it looks in every portal."""

    order: Any
    shown: Any


def orders_shown(orders: list[Any], at: datetime, portal: str) -> list[OrderOnBehalfShown]:
    return [OrderOnBehalfShown(order, web.order_shown(order, at, portal)) for order in orders]


def order_shown(order: Any, at: datetime, portal: str) -> OrderOnBehalfShown:
    [shown] = orders_shown([order], at, portal)
    return shown


@dataclass(frozen=True)
class LinesOfLease:
    """The lines of an order for one lease, those of this page."""

    lease: Any
    lines: list[Any]

    @property
    def fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


def lines_shown(lines: list[Any]) -> list[LinesOfLease]:
    """`lines` stand lease by lease."""
    groups: dict[int, LinesOfLease] = {}
    for line in lines:
        lease = line.bill.lease
        group = groups.setdefault(lease.pk, LinesOfLease(lease, []))
        group.lines.append(web.order_line_shown(line))
    return list(groups.values())


@dataclass(frozen=True)
class FaceShown:
    """A payment page: how every portal sees it, and what became of it in the enterprise's words."""

    payment: Any
    sentences: list[str]


def face_of(order: Any, at: datetime) -> FaceShown:
    payment = web.payment_shown(order, at, PORTAL)
    if payment.state == Status.IN_CUSTODY:
        told = [_("资金已确认入账，按合同和款项分户监管。已短信告知各位承租人。")]
    else:
        told = payment.result.sentences if payment.result else []
    return FaceShown(payment, told)


OUTCOME_TONES = {
    RowOutcome.PAYABLE: "good",
    RowOutcome.IN_ORDER: "waiting",
    RowOutcome.PAID: "kept",
    RowOutcome.TWICE: "quiet",
}
UPLOAD_TONES = {UploadStatus.DONE: "good"}
ALL = gettext_lazy("全部")


@dataclass(frozen=True)
class UploadShown:
    """`upload` has the counts of `orders.queries.uploads_seen_by`."""

    upload: Any
    name: str
    status: str
    tone: str
    url: str
    is_working: bool

    @property
    def not_payable(self) -> int:
        return int(self.upload.done - self.upload.payable)


def upload_shown(upload: Any) -> UploadShown:
    status = UploadStatus(upload.status)
    return UploadShown(
        upload,
        upload.file.name,
        str(status.label),
        UPLOAD_TONES.get(status, "waiting"),
        reverse(f"{PORTAL}:upload", args=[upload.pk]),
        status != UploadStatus.DONE,
    )


@dataclass(frozen=True)
class RowShown:
    row: Any
    bill: str
    outcome: str
    tone: str
    sentence: str
    order_url: str


def row_shown(row: Any) -> RowShown:
    outcome = RowOutcome(row.outcome)
    is_rent = row.kind == BillKind.RENT
    named = BillKind(row.kind).label if row.kind else ""
    ordered = _("已生成订单") if row.order_id else str(outcome.label)
    return RowShown(
        row,
        _("租金（第{number}期）").format(number=row.instalment) if is_rent else str(named),
        ordered,
        "kept" if row.order_id else OUTCOME_TONES.get(outcome, "bad"),
        row.sentence,
        reverse(f"{PORTAL}:order", args=[row.order.no]) if row.order_id else "",
    )


def upload_in_full(request: HttpRequest, upload: Any, form: Any) -> dict[str, Any]:
    """A file with its progress, how many rows have which outcome, its rows, and what can be ordered at which bank."""
    shown, counts = upload_shown(upload), queries.counts_of_upload(upload.pk)
    outcome = request.GET.get("outcome", "")
    page = page_of(queries.rows_of_upload(upload.pk, outcome), request, size=50)
    banks = [] if shown.is_working else queries.payable_by_bank(upload.pk)
    return {
        "shown": shown,
        "form": form,
        "page": page,
        "rows": [row_shown(row) for row in page.rows],
        "outcome": outcome,
        "outcomes": [("", ALL, upload.done)]
        + [(one.value, one.label, counts[one]) for one in RowOutcome if counts.get(one)],
        "banks": banks,
    }
