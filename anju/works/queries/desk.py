"""What the authority's desk asks: the next case, a search of all, and what else touches the same homes. (WDR-08)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet, Sum

from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.search import found, words_in
from anju.works.models import Order, Share
from anju.works.queries.orders import orders_seen_by, orders_to_review
from anju.works.rules import BEFORE_APPROVAL, HOLDING, TO_REVIEW, S

if TYPE_CHECKING:
    from collections.abc import Sequence

BY_CLOCK = ("kind", "decide_by", "pk")
"""Emergencies first (the word stands before that for normal use), then the next due."""

OWN, WAITING = "own", "waiting"
"""Two choices of the search besides each status: what waits for whoever looks, and what waits for anybody."""


def orders_at_desk(
    actor: Actor, *, text: str = "", status: str = "", kind: str = "", district: str = ""
) -> QuerySet[Order]:
    """Orders by number, or by words of project, community or company; what waits by its clock, else newest first."""
    rows = own_cases(actor) if status == OWN else orders_seen_by(actor)
    waits = status in (OWN, WAITING)
    if status == WAITING:
        rows = rows.filter(status__in=TO_REVIEW)
    elif status and not waits:
        rows = rows.filter(status=status)
    if kind:
        rows = rows.filter(kind=kind)
    if district:
        rows = rows.filter(community__district=district)
    rows = rows.order_by(*BY_CLOCK) if waits else rows.order_by("-pk")
    if not text.strip():
        return rows
    by_number = rows.filter(no=normalise(text))
    return by_number if by_number.exists() else found(rows, words_in("pairs", text))


def own_cases(actor: Actor) -> QuerySet[Order]:
    """What waits for this member of the authority, but the second review of what they reviewed first."""
    own = {"status": S.SECOND_REVIEW, "reviewed_by": actor.name}
    return orders_to_review(actor).exclude(**own)


@dataclass(frozen=True)
class Elsewhere:
    """Another order that is open and shares over some of the same homes, and what these homes bear of it."""

    order: Order
    homes: int
    share_fen: int


def same_homes_elsewhere(order: Order) -> Sequence[Elsewhere]:
    """Of the orders of a community that are not at their end, those that touch homes of this one."""
    there = Order.objects.filter(
        community=order.community_id, status__in=(*BEFORE_APPROVAL, *HOLDING)
    )
    others = {one.pk: one for one in there.filter(submitted_at__isnull=False).exclude(pk=order.pk)}
    if not others:
        return []
    own = Share.objects.filter(order=order, is_counted=True).values("dwelling")
    shared = Share.objects.filter(order__in=list(others), is_counted=True, dwelling__in=own)
    rows = shared.values_list("order").annotate(homes=Count("pk"), fen=Sum("share_fen"))
    return [Elsewhere(others[pk], homes, fen) for pk, homes, fen in rows.order_by("order")]
