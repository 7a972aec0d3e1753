"""A lease from filing to refund, as its tenant sees it: what happened, and what will. (TEN-90)

A timeline is made of sources. Each knows one part of the business and tells what happened there, in any order; another
part adds its own to SOURCES.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.contracts import queries as contracts
from anju.contracts.rules import BillStatus
from anju.core import clock
from anju.core.actors import Actor
from anju.notices import queries as notices
from anju.orders import queries
from anju.orders.rules import OrderKind, Status
from anju.refunds import queries as refunds
from anju.web import bills as bill_words
from anju.web.tenant.shown import bill_shown, party_shown, placed_by


@dataclass(frozen=True)
class Happening:
    """One thing that happened or will: on which day, at which moment if that is known, and what it was about."""

    on: date
    what: str
    at: datetime | None = None
    detail: str = ""
    amount_fen: int | None = None
    tone: str = "quiet"
    url: str = ""


@dataclass(frozen=True)
class View:
    """What the sources look at: a lease with its bills (`with_status`), tenants and orders, its end, and who asks."""

    lease: Any
    bills: list[Any]
    tenants: list[Any]
    parts: list[Any]
    actor: Actor
    portal: str
    case: Any = None

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.portal}:{name}", args=args)

    @property
    def own_position(self) -> int:
        """Where the one who asks stands among the tenants."""
        who = (self.actor.organisation_id, self.actor.person_id)
        return next(
            tenant.position
            for tenant in self.tenants
            if (tenant.organisation_id or None, tenant.person_id or None)
            == ((who[0], None) if who[0] is not None else (None, who[1]))
        )


@dataclass(frozen=True)
class Timeline:
    past: list[Happening]
    ahead: list[Happening]


def timeline_of(view: View) -> Timeline:
    """Everything the sources tell, the oldest first, what is still ahead apart."""
    told = sorted(
        (happening for source in SOURCES for happening in source(view)),
        key=lambda one: (one.on, one.at or datetime.min.replace(tzinfo=UTC)),
    )
    today = clock.today()
    return Timeline(
        [one for one in told if one.on <= today], [one for one in told if one.on > today]
    )


def view_of(lease: Any, actor: Actor, portal: str) -> View:
    return View(
        lease,
        list(queries.bills_of(lease)),
        list(contracts.tenants_of(lease)),
        queries.parts_of(lease),
        actor,
        portal,
        refunds.case_of_lease(actor, lease.filing_no),
    )


def tenants_shown(view: View) -> list[str]:
    """The tenants of a lease: oneself by name, other persons masked. (IDN-15)"""
    return tenants_told(view.tenants, view.actor)


def tenants_told(tenants: Iterable[Any], actor: Actor) -> list[str]:
    return [party_shown(each.person, each.organisation, actor) for each in tenants]


# The sources ----------------------------------------------------------------------------------------------


def from_the_lease(view: View) -> Iterator[Happening]:
    lease = view.lease
    yield Happening(lease.filed_on, _("合同备案"), detail=lease.enterprise.name, tone="good")
    yield Happening(lease.starts_on, _("租期开始"))
    said = _(
        "企业应当提出退款方案，由您确认；企业未按时提出的，押金、剩余租金的本金及利息全部退还给您。"
    )
    has_ended = view.case is not None
    yield Happening(lease.ends_on, _("租期届满"), detail="" if has_ended else said, tone="waiting")


def from_bills(view: View) -> Iterator[Happening]:
    for bill in view.bills:
        shown = bill_shown(bill, view.portal)
        to_pay = view.url("bills", view.lease.filing_no) if shown.can_be_chosen else ""
        yield Happening(
            bill.due_on,
            _("{kind}应缴").format(kind=shown.kind),
            detail=shown.status,
            amount_fen=bill.amount_fen,
            tone="quiet" if bill.status == BillStatus.IN_CUSTODY else shown.tone,
            url=shown.order_url or to_pay,
        )


def from_orders(view: View) -> Iterator[Happening]:
    """An enterprise's order is its own affair until its money is in custody."""
    for part in view.parts:
        order = part.order
        if order.kind == OrderKind.ENTERPRISE:
            yield from (_booked(part, step, "") for step in part.steps if _is_booking(step))
            continue
        url = view.url("order", order.no)
        yield Happening(
            clock.day_of(order.placed_at),
            _("生成缴纳订单"),
            order.placed_at,
            placed_by(order, view.actor),
            part.fen,
            "quiet",
            url,
        )
        for step in part.steps:
            if _is_booking(step):
                yield _booked(part, step, url)
            elif step.code in WHAT_ORDERS_DO:
                yield _moved(part, step, url)


def _is_booking(step: Any) -> bool:
    return bool(step.code == Status.IN_CUSTODY)


def _booked(part: Any, step: Any, url: str) -> Happening:
    kinds = "、".join(bill_words.kind_of(bill) for bill in part.bills)
    by_enterprise = part.order.kind == OrderKind.ENTERPRISE
    what = _("企业代缴，资金已监管") if by_enterprise else _("资金已监管")
    return Happening(clock.day_of(step.at), what, step.at, kinds, part.fen, "kept", url)


def _moved(part: Any, step: Any, url: str) -> Happening:
    day = clock.day_of(step.at)
    detail = _(step.because) if step.because else ""
    if step.code == Status.PAID:
        detail = _("资金在途，预计 {day} 到达监管账户").format(day=day + timedelta(days=1))
    what, tone = WHAT_ORDERS_DO[step.code]()
    is_money = step.code == Status.PAID
    return Happening(day, what, step.at, detail, part.fen if is_money else None, tone, url)


WHAT_ORDERS_DO: dict[Status, Callable[[], tuple[str, str]]] = {
    Status.PAYING: lambda: (_("选择缴纳方式"), "quiet"),
    Status.PAID: lambda: (_("支付宝支付成功"), "good"),
    Status.FAILED: lambda: (_("支付失败"), "bad"),
    Status.CANCELLED: lambda: (_("订单取消"), "quiet"),
}


MESSAGES: dict[str, Callable[[], str]] = {
    "lease_filed": lambda: _("短信通知：合同备案和应缴账单"),
    "in_custody": lambda: _("短信通知：资金已监管"),
    "several_in_custody": lambda: _("短信通知：资金已监管"),
    "paid_by_enterprise": lambda: _("短信通知：企业代缴"),
}


def from_messages(view: View) -> Iterator[Happening]:
    """The text messages to the one who asks: what they told is what happened beside them."""
    no, position = view.lease.filing_no, view.own_position
    keys = [f"lease_filed:{no}:{position}"]
    for part in view.parts:
        keys += [f"in_custody:{part.order.no}:{no}:{position}", f"in_custody:{part.order.no}"]
    for notice in notices.notices_with_keys(keys):
        yield Happening(
            clock.day_of(notice.queued_at),
            MESSAGES[notice.kind](),
            notice.queued_at,
            str(notice.get_status_display()),
        )


def from_the_end(view: View) -> Iterator[Happening]:
    """What happened at the end of the lease, and the days that still count. (BEY-01)"""
    case = view.case
    if case is None:
        return
    url = view.url("refund", view.lease.filing_no)
    for step in refunds.progress(case):
        said = " · ".join(filter(None, [step.side, step.detail]))
        yield Happening(clock.day_of(step.at), step.label, step.at, said, url=url)
    countdown = refunds.countdown(case)
    if countdown.by_on is not None and countdown.by_on > clock.today():
        who = str(countdown.who.label) if countdown.who else ""
        what = _("{who}办理的最后一天").format(who=who)
        yield Happening(countdown.by_on, what, None, _(countdown.silence), None, "waiting", url)


SOURCES = (from_the_lease, from_bills, from_orders, from_the_end, from_messages)
