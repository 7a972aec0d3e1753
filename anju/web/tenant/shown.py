"""How records look to a tenant: words, tones and addresses. Templates only lay out what stands here.

`portal` is the namespace in which addresses lie: `tenant_web` or `tenant_mobile`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anju.contracts.rules import BillKind, BillStatus
from anju.core.actors import Actor
from anju.core.crypto import mask_account, mask_name
from anju.orders import queries
from anju.orders.rules import CHANNELS, Offer, OrderKind, Status
from anju.parameters import queries as parameters
from anju.payments.rules import Channel, Opening, PaymentStatus
from anju.web import bills
from anju.web.paying import ResultShown, pay_link, qr_svg
from anju.web.tenant.results import OVER, result_of

PHONE = "tenant_mobile"
ELSEWHERE = "alipay_elsewhere"
"""Being paid on the other face: by a code that stands on the web, or in the app of a phone."""
TONES = {
    Status.AWAITING: "waiting",
    Status.PAYING: "waiting",
    Status.PAID: "good",
    Status.FAILED: "bad",
    Status.CANCELLED: "quiet",
    Status.IN_CUSTODY: "kept",
}


@dataclass(frozen=True)
class OrderShown:
    """An order with what it shows and the addresses of what it offers ("" for what it doesn't)."""

    order: Any
    status: str
    tone: str
    method: str
    url: str
    pay_url: str
    continue_url: str
    transfer_url: str
    cancel_url: str
    bills_url: str
    home: str
    enterprise: str
    placed_by: str
    seconds_left: int


def order_shown(order: Any, at: datetime, portal: str, actor: Actor | None = None) -> OrderShown:
    """`order` comes from `orders_seen_by`; `placed_by` is told to the `actor`, if there is one."""

    def address(name: str) -> str:
        return reverse(f"{portal}:{name}", args=[order.no])

    offers, is_over = queries.offers_of(order, at), queries.is_over(order, at)
    is_chosen = order.payment is not None and order.status != Status.AWAITING
    return OrderShown(
        order=order,
        status=_("正在取消") if is_over else str(order.get_status_display()),
        tone="quiet" if is_over else TONES[Status(order.status)],
        method=str(order.payment.get_channel_display()) if is_chosen else "",
        url=address("order"),
        pay_url=address("choose") if Offer.PAY in offers else "",
        continue_url=address("payment") if Offer.CONTINUE in offers else "",
        transfer_url=address("payment") if is_being_transferred(order) else "",
        cancel_url=address("cancel") if Offer.CANCEL in offers else "",
        bills_url=bills_url(order, portal),
        home=order.lease.address if order.lease else leases_counted(order.lease_count),
        enterprise=order.lease.enterprise.name if order.lease else "",
        placed_by=placed_by(order, actor) if actor else "",
        seconds_left=queries.seconds_left(order, at),
    )


def leases_counted(count: int) -> str:
    return ngettext("{count} 份合同", "{count} 份合同", count).format(count=count)


def placed_by(order: Any, actor: Actor) -> str:
    """Who placed an order, as a tenant may know it: oneself, or a co-tenant by a masked name. (IDN-15)"""
    return party_shown(order.person, order.organisation, actor)


def party_shown(person: Any, organisation: Any, actor: Actor) -> str:
    """A tenant of one's own lease: oneself by name, an organisation by its name, another person masked."""
    if organisation is not None:
        is_own = organisation.pk == actor.organisation_id
        return _("{name}（本单位）").format(name=organisation.name) if is_own else organisation.name
    if person.pk == actor.person_id and actor.organisation_id is None:
        return _("{name}（本人）").format(name=person.name)
    return mask_name(person.name)


def bills_url(order: Any, portal: str) -> str:
    """Where the bills of an order can be paid anew: those of its lease, or of all leases if it has several."""
    if order.lease is None:
        return reverse(f"{portal}:leases")
    return reverse(f"{portal}:bills", args=[order.lease.filing_no])


def is_being_transferred(order: Any) -> bool:
    return order.status == Status.PAYING and order.payment.channel == Channel.BANK_TRANSFER


@dataclass(frozen=True)
class BillShown:
    """A bill; `can_be_chosen` unless an order holds it, then `order_url` leads there."""

    bill: Any
    kind: str
    period: str
    status: str
    tone: str
    order_url: str
    way: str
    can_be_chosen: bool
    is_ticked: bool


def bill_shown(
    bill: Any, portal: str, ticked: frozenset[str] | set[str] = frozenset()
) -> BillShown:
    """`bill` has the `status`, `order_no` and `order_kind` of `orders.queries.with_status`.

    An enterprise's order is not the tenant's to look at: no address leads there.
    """
    is_ours = bill.order_kind == OrderKind.TENANT
    return BillShown(
        bill=bill,
        kind=bills.kind_of(bill),
        period=bills.period_of(bill),
        status=str(BillStatus(bill.status).label),
        tone=bills.TONES[BillStatus(bill.status)],
        order_url=reverse(f"{portal}:order", args=[bill.order_no]) if is_ours else "",
        way=way_of(bill),
        can_be_chosen=not bill.order_no,
        is_ticked=str(bill.pk) in ticked,
    )


def way_of(bill: Any) -> str:
    """Who pays, or has paid, a bill that is in an order: the tenant, or the enterprise for them. (PAY-09)"""
    ways = {OrderKind.TENANT: _("承租人缴纳"), OrderKind.ENTERPRISE: _("企业代缴")}
    return ways[OrderKind(bill.order_kind)] if bill.order_kind else ""


@dataclass(frozen=True)
class LineShown:
    """A bill as it stands in an order."""

    no: str
    kind: str
    period: str
    due_on: Any
    amount_fen: int
    lease: Any


def order_line_shown(line: Any) -> LineShown:
    bill = line.bill
    return LineShown(
        bill.no,
        bills.kind_of(bill),
        bills.period_of(bill),
        bill.due_on,
        line.amount_fen,
        bill.lease,
    )


@dataclass(frozen=True)
class LeaseToPayShown:
    """A card 待缴合同信息: how its next due date stands to today, in words."""

    lease: Any
    due: str
    tone: str
    url: str


def lease_to_pay_shown(lease: Any, today: date, portal: str) -> LeaseToPayShown:
    days = (lease.next_due_on - today).days
    if days < 0:
        due, tone = ngettext("已逾期 {days} 天", "已逾期 {days} 天", -days), "bad"
    elif days == 0:
        due, tone = _("今天应缴"), "waiting"
    elif lease.to_pay_fen:
        due, tone = ngettext("{days} 天后应缴", "{days} 天后应缴", days), "waiting"
    else:
        due, tone = _("未到应缴时间"), "quiet"
    return LeaseToPayShown(
        lease,
        due.format(days=abs(days)),
        tone,
        reverse(f"{portal}:bills", args=[lease.filing_no]),
    )


def pots_of(lease: Any, kind: str) -> list[str]:
    """The pots of one kind, or all of them: at a lease's end there are two more."""
    pots = {BillKind.DEPOSIT: lease.deposit_pot, BillKind.RENT: lease.rent_pot}
    if kind:
        return [pots[BillKind(kind)]]
    return [*pots.values(), *(f"lease:{lease.filing_no}:{end}" for end in ("disputed", "interest"))]


@dataclass(frozen=True)
class MovementShown:
    """A line of a lease's book, with the order behind it, or the refund."""

    movement: Any
    kind: str
    order_no: str
    order_url: str
    refund_url: str


def movements_shown(movements: Sequence[Any], actor: Actor, portal: str) -> list[MovementShown]:
    """The order behind a movement is named; an address leads there where it is the actor's own."""
    nos = [movement.cause.removeprefix("order:") for movement in movements]
    own = queries.order_nos_seen_by(actor, nos)
    return [movement_shown(movement, own, portal) for movement in movements]


def movement_shown(movement: Any, own: set[str], portal: str) -> MovementShown:
    cause, _colon, no = movement.cause.partition(":")
    order_no = no if cause == "order" else ""
    refund_url = ""
    if cause in ("case", "portion"):
        refund_url = reverse(f"{portal}:refund", args=[movement.pot.split(":")[1]])
    return MovementShown(
        movement,
        bills.kind_of_pot(movement.pot),
        order_no,
        reverse(f"{portal}:order", args=[order_no]) if order_no in own else "",
        refund_url,
    )


@dataclass(frozen=True)
class MethodShown:
    value: str
    label: str
    explanation: str
    is_ticked: bool


def methods_shown(chosen: Any, portal: str) -> list[MethodShown]:
    """支付宝支付 or 银行汇款, and what each means for the payer."""
    minutes = parameters.number("order.provider_minutes")
    by_code = _("用手机支付宝扫码，{minutes}分钟内付款；资金次日到达监管账户")
    by_app = _("打开支付宝，{minutes}分钟内付款；资金次日到达监管账户")
    explanations = {
        Channel.ALIPAY: (by_app if portal == PHONE else by_code).format(minutes=minutes),
        Channel.BANK_TRANSFER: _("用网上银行、手机银行或到收款银行柜台汇款；到账即监管"),
    }
    return [
        MethodShown(str(way.value), str(way.label), explanations[way], way.value == chosen)
        for way in CHANNELS[OrderKind.TENANT]
    ]


def opening_at(portal: str) -> Opening:
    """How Alipay is opened from here: its app on the phone, a code to scan on the web."""
    return Opening.APP if portal == PHONE else Opening.QR_CODE


@dataclass(frozen=True)
class PaymentShown:
    """The face of a payment page. `state` changes with it: a page that has seen this state has nothing new to load."""

    portal: str
    state: str
    refreshed_every: int
    title: str
    seconds_left: int = 0
    order: Any = None

    @cached_property
    def qr(self) -> SafeString | str:
        return qr_svg(self.order.payment.qr_code) if self.order.payment.qr_code else ""

    @cached_property
    def pay_link(self) -> str:
        """Where this device can pay: Alipay's page, which leads back here, or what the code says if it is a link."""
        back = reverse(f"{self.portal}:payment", args=[self.order.no])
        return pay_link(self.order.payment, back)

    @property
    def result(self) -> ResultShown | None:
        return result_of(self.state)

    @property
    def template(self) -> str:
        return f"{self.portal}/payment/{'result' if self.result else self.state}.html"


def payment_shown(order: Any, at: datetime, portal: str) -> PaymentShown:
    """Asked every second while something is about to happen, less often while a bank transfer is on its way."""
    by_bank = order.payment is not None and order.payment.channel == Channel.BANK_TRANSFER
    title = _("银行汇款缴纳支付") if by_bank else _("缴纳支付")
    if queries.is_over(order, at):
        return PaymentShown(portal, OVER, 1, title)
    if order.status != Status.PAYING:
        return PaymentShown(portal, order.status, 0, title)
    payment = order.payment
    seconds_left = queries.seconds_left(order, at)
    if not by_bank and payment.opening != opening_at(portal):
        return PaymentShown(portal, ELSEWHERE, 1, title, seconds_left)
    if payment.status == PaymentStatus.REQUESTED:
        return PaymentShown(portal, f"{payment.channel}_requested", 1, title, seconds_left)
    if by_bank:
        return PaymentShown(portal, payment.channel, 3, title)
    return PaymentShown(portal, payment.channel, 1, title, seconds_left, order)


def payee_of(order: Any) -> list[tuple[str, str]]:
    """What a transfer needs; only once the bank knows the collection code, which is the account number. (PAY-06)"""
    payment = order.payment
    is_chosen = payment is not None and order.status != Status.AWAITING
    if (
        not is_chosen
        or payment.channel != Channel.BANK_TRANSFER
        or payment.status == PaymentStatus.REQUESTED
    ):
        return []
    account = payment.bank_account
    return [
        (_("收款识别码（收款账号）"), order.payment.collection_code),
        (_("收款账户名称"), account.account_name),
        (_("开户银行"), account.branch_name),
    ]


def payer_of(order: Any) -> list[tuple[str, str]]:
    entry = queries.payer_entry(order)
    if entry is None:
        return []
    return [
        (_("付款账户名称"), entry.counterparty_name),
        (_("付款账号"), mask_account(entry.counterparty_account)),
    ]


@dataclass(frozen=True)
class StepShown:
    at: Any
    what: str
    status: str
    who: str
    why: str


def steps_of(order: Any) -> list[StepShown]:
    """An order's history, from its making on."""
    maker = who("enterprise" if order.kind == OrderKind.ENTERPRISE else "tenant_web")
    made = StepShown(order.placed_at, _("生成订单"), str(Status.AWAITING.label), maker, "")
    return [made] + [
        StepShown(
            step.at,
            step.move,
            step.status,
            who(step.portal),
            _(step.because) if step.because else "",
        )
        for step in queries.steps_of(order)
    ]


def who(portal: str) -> str:
    if portal.startswith("tenant"):
        return _("承租人")
    others = {"enterprise": _("住房租赁企业"), "centre": _("资金中心")}
    return others.get(portal) or _("系统")
