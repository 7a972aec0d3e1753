"""What waits on an enterprise's desk, each number with the address of the list behind it. (ENT-01)"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.portals.enterprise.ending_shown import TONES, days_left, tone_of
from anju.portals.enterprise.page import PORTAL
from anju.refunds import queries
from anju.refunds.enterprise_rules import Todo
from anju.refunds.rules import Status

OURS = (Status.AWAITING_PLAN, Status.SENT_BACK)


@dataclass(frozen=True)
class Line:
    """So many of one kind; where time runs, how much is left for the first of them."""

    label: str
    count: int
    url: str
    tone: str = "quiet"
    left: str = ""
    left_tone: str = "quiet"
    first_on: Any = None


@dataclass(frozen=True)
class Desk:
    """`todo` waits for the enterprise, `under_way` for others."""

    todo: list[Line]
    under_way: list[Line]


def desk_of(actor: Actor, *, warnings: int, silent: int) -> Desk:
    """`warnings` wait for a statement; `silent` addresses were paused because no program answered there."""
    waiting = queries.enterprise_desk(actor)
    states = [_line(state) for state in waiting.states]
    cases, failed = reverse(f"{PORTAL}:cases"), reverse(f"{PORTAL}:failed_payouts")
    more = [
        Line(str(Todo.CONFIRM.label), waiting.to_confirm, f"{cases}?todo=confirm", "waiting"),
        Line(str(Todo.CANCEL.label), waiting.to_cancel, f"{cases}?todo=cancel", "waiting"),
        Line(str(Todo.OFFER.label), waiting.offers, f"{cases}?todo=offer", "waiting"),
        Line(_("承租人收款失败"), waiting.tenant_payouts_failed, failed, "bad"),
        Line(_("本企业收款失败"), waiting.own_payouts_failed, failed, "bad"),
        Line(_("风险预警"), warnings, reverse(f"{PORTAL}:warnings"), "waiting"),
        Line(_("事件推送已自动暂停"), silent, reverse(f"{PORTAL}:subscriptions"), "bad"),
    ]
    return Desk(
        [line for status, line in states if status in OURS] + [line for line in more if line.count],
        [line for status, line in states if status not in OURS],
    )


def _line(state: queries.StateCount) -> tuple[Status, Line]:
    is_ours = state.status in OURS
    return state.status, Line(
        str(state.status.label),
        state.count,
        f"{reverse(f'{PORTAL}:cases')}?status={state.status.value}",
        TONES[state.status],
        days_left(state.days_left),
        tone_of(state.days_left, is_ours),
        state.first_on,
    )
