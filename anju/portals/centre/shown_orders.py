"""How orders of the district authority look to the staff."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.core.money import yuan
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.centre.shown import moment
from anju.refunds import queries
from anju.refunds.rules import ReviewStatus

TONES = {
    ReviewStatus.PROPOSED: "waiting",
    ReviewStatus.APPROVED: "good",
    ReviewStatus.REJECTED: "quiet",
}


@dataclass(frozen=True)
class OrderShown:
    """An order; what this member of staff may not do with it has no address, and `why_not` says so."""

    order: Any
    status: str
    tone: str
    proposed_by: str
    checked_by: str
    url: str
    approve_url: str = ""
    reject_url: str = ""
    why_not: str = ""


def orders_shown(orders: list[Any], actor: Actor) -> list[OrderShown]:
    names = people.names_of_staff(
        name for one in orders for name in (one.proposed_name, one.checked_name)
    )
    return [order_shown(one, actor, names) for one in orders]


def order_shown(order: Any, actor: Actor, names: dict[str, str]) -> OrderShown:
    def address(name: str) -> str:
        return reverse(f"centre:{name}", args=[order.pk])

    waits = order.status == ReviewStatus.PROPOSED and Power.ORDER_CHECK in actor.may
    is_own = order.proposed_name == actor.name
    return OrderShown(
        order=order,
        status=str(order.get_status_display()),
        tone=TONES[ReviewStatus(order.status)],
        proposed_by=names.get(order.proposed_name, order.proposed_name),
        checked_by=names.get(order.checked_name, order.checked_name),
        url=address("authority_order"),
        approve_url=address("approve_order") if waits and not is_own else "",
        reject_url=address("reject_order") if waits and not is_own else "",
        why_not=_("这份决定由您录入，须由他人复核") if waits and is_own else "",
    )


def facts_of_order(shown: OrderShown) -> list[tuple[str, Any]]:
    """What is to be compared with the paper, and, while it waits, what would be paid today."""
    order = shown.order
    facts = [
        (_("合同备案编号"), order.lease.filing_no),
        (_("住房租赁企业"), order.lease.enterprise.name),
        (_("主管部门"), order.authority),
        (_("文书编号"), order.document_no),
        (_("文书日期"), order.dated_on.isoformat()),
        (_("退款原因"), order.reason),
        (_("争议资金"), _("包括") if order.covers_disputed else _("不包括")),
        (_("录入"), f"{shown.proposed_by} · {moment(order.proposed_at)}"),
    ]
    if order.checked_at:
        facts.append((_("复核"), f"{shown.checked_by} · {moment(order.checked_at)}"))
    if order.status == ReviewStatus.PROPOSED:
        given = queries.covered_by_order(order)
        facts.append((_("退还押金（元）"), yuan(given.deposit_fen)))
        facts.append((_("退还租金（元）"), yuan(given.rent_fen)))
    return facts


def documents_of(order: Any) -> list[tuple[str, str]]:
    """The names and addresses of its papers."""
    return [
        (one.name, reverse("centre:order_document", args=[order.pk, one.pk]))
        for one in order.files.defer("content").order_by("pk")
    ]
