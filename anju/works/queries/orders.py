"""Who sees which order, and what the form of a draft says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.homes import queries as homes
from anju.people import queries as people
from anju.people.rules import Power
from anju.works import reading
from anju.works.models import Order, OwnersNotice, Paper, Share
from anju.works.rules import GONE_BACK, S, Status, Tab

if TYPE_CHECKING:
    from anju.core.fields import FieldError

WITH_PLACE = ("company", "community")
OF_AUTHORITY = frozenset({Power.WORKS_REVIEW, Power.WORKS_APPROVE, Power.VOTE_OBJECT})
OF_CENTRE = frozenset({Power.FUND_READ, Power.FUND_PAY, Power.FUND_CHECK})


def orders_of(actor: Actor, tab: str = Tab.APPLIED) -> QuerySet[Order]:
    """The company's own, newest first: 已申请任务单信息 (drafts, too), or 审批退回及撤销任务单信息."""
    if not actor.organisation_id or actor.portal != "property":
        return Order.objects.none()
    own = Order.objects.filter(company=actor.organisation_id).select_related(*WITH_PLACE)
    own = (
        own.filter(status__in=GONE_BACK)
        if tab == Tab.GONE_BACK
        else own.exclude(status__in=GONE_BACK)
    )
    return own.order_by("-pk")


def orders_seen_by(actor: Actor) -> QuerySet[Order]:
    """A company sees its own; the authority, and the fund centre's department in its district, all but drafts; an
    owner those that touch a home of theirs; newest first.
    """
    every = Order.objects.select_related(*WITH_PLACE).order_by("-pk")
    if actor.staff_id is not None:
        if not (OF_AUTHORITY | OF_CENTRE) & actor.may:
            return every.none()
        district = people.department_of(actor)
        submitted = every.filter(submitted_at__isnull=False)
        return submitted.filter(community__district=district) if district else submitted
    if actor.portal == "property":
        return every.filter(company=actor.organisation_id or 0)
    own = homes.dwellings_of(actor).values("pk")
    shares = Share.objects.filter(dwelling__in=own, is_counted=True)
    return every.filter(pk__in=shares.values("order"), submitted_at__isnull=False)


def order_seen_by(actor: Actor, order_id: int) -> Order | None:
    return orders_seen_by(actor).filter(pk=order_id).first()


def order_of(no: str) -> Order | None:
    """By its number, for a vote's cause or a payout's."""
    return Order.objects.filter(no=normalise(no)).select_related(*WITH_PLACE).first()


def orders_to_review(actor: Actor) -> QuerySet[Order]:
    """What waits for this member of the authority (first review, second review, settlement), the next due first."""
    wanted: list[Status] = []
    if Power.WORKS_REVIEW in actor.may:
        wanted += [S.SUBMITTED, S.SETTLING]
    if Power.WORKS_APPROVE in actor.may:
        wanted += [S.SECOND_REVIEW]
    if not wanted:
        return Order.objects.none()
    return orders_seen_by(actor).filter(status__in=wanted).order_by("decide_by", "pk")


def orders_found(
    actor: Actor, *, no: str = "", status: str = "", community_id: int | None = None
) -> QuerySet[Order]:
    """Of those that somebody sees, by number, status and community."""
    found = orders_seen_by(actor)
    if no.strip():
        found = found.filter(no=normalise(no))
    if status:
        found = found.filter(status=status)
    return found.filter(community=community_id) if community_id else found


def typed_of(order: Order) -> dict[str, str]:
    """What was typed into the form, by field: what the form shows again."""
    return dict(json.loads(order.typed or "{}"))


def faults_of(order: Order) -> dict[str, FieldError]:
    """What is wrong or missing in the form, by field; empty when it can go to 任务单确认."""
    return reading.read_order(typed_of(order))[1]


def answers_of(order: Order) -> dict[str, tuple[bool, str]]:
    """不得列支核对: answer and remark by item, of those answered."""
    return {one.item: (one.applies, one.remark) for one in order.answers.all()}


def papers_of(order: Order) -> QuerySet[Paper]:
    return order.papers.select_related("file").defer("file__content").order_by("pk")


def papers_seen_by(actor: Actor) -> QuerySet[Paper]:
    """Attachments of orders that somebody sees; owners only what is public (photos, invoices, the settlement)."""
    seen = Paper.objects.filter(order__in=orders_seen_by(actor).order_by().values("pk"))
    seen = seen.select_related("file", "order")
    return seen if actor.staff_id or actor.portal == "property" else seen.filter(is_public=True)


def notices_of(order: Order) -> QuerySet[OwnersNotice]:
    """应急告知, oldest first."""
    return order.notices.order_by("pk")
