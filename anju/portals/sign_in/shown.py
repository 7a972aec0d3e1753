"""The way in, in words: who would come in by a hand-over, and the two capacities of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anju.core.actors import NOBODY, Actor
from anju.hand_overs import queries as hand_overs
from anju.hand_overs.rules import Face, Sender
from anju.people import queries as people
from anju.people.rules import Capacity
from anju.web.session import is_page_of

if TYPE_CHECKING:
    from anju.hand_overs.models import HandOver


@dataclass(frozen=True)
class ComingShown:
    """`other` is who is signed in here already, when that is somebody else."""

    sender: str
    name: str
    facts: list[tuple[str, str]]
    other: str
    is_on_phone: bool


def coming_shown(hand_over: HandOver, present: Actor) -> ComingShown:
    """Under whose name a ticket would let in, and what for: whoever was sent it by somebody else sees that here."""
    coming, sender = hand_overs.coming(hand_over), str(Sender(hand_over.sender).label)
    name = people.masked_name(coming)
    label = _("个人姓名") if coming.organisation_id is None else _("单位名称")
    what_for = [(_("办理内容"), _("缴纳押金、租金，查询名下全部合同"))]
    if (lease := hand_over.lease) is not None:
        what_for = [
            (_("办理内容"), _("缴纳以下合同的押金、租金")),
            (_("合同备案编号"), lease.filing_no),
        ]
    is_other = present != NOBODY and who(present) != who(coming)
    return ComingShown(
        sender,
        name,
        [(label, name), *what_for, (_("来自"), sender)],
        people.masked_name(present) if is_other else "",
        hand_over.face == Face.MOBILE,
    )


def who(actor: Actor) -> tuple[int | None, int | None, int | None]:
    return actor.person_id, actor.organisation_id, actor.staff_id


@dataclass(frozen=True)
class CapacityShown:
    value: str
    label: str
    lead: str
    verbs: list[str]
    button: str
    is_present: bool


def capacity_shown(capacity: Capacity, present: Capacity | None) -> CapacityShown:
    leads = {
        Capacity.TENANT: _("贵单位租房，向资金中心缴纳押金和租金。"),
        Capacity.ENTERPRISE: _("贵单位出租住房，承租人缴纳的押金和租金由资金中心监管。"),
    }
    verbs = {
        Capacity.TENANT: [
            _("缴纳押金和租金"),
            _("查询租押金余额和资金详情"),
            _("查询账单和缴纳订单"),
        ],
        Capacity.ENTERPRISE: [
            _("查询本企业的备案合同"),
            _("为承租人代缴押金和租金"),
            _("查看承租人应缴、逾期的账单"),
            _("查询监管押金余额、监管租金余额和资金明细"),
        ],
    }
    buttons = {
        Capacity.TENANT: _("以承租方身份办理"),
        Capacity.ENTERPRISE: _("以住房租赁企业身份办理"),
    }
    return CapacityShown(
        str(capacity.value),
        str(capacity.label),
        leads[capacity],
        verbs[capacity],
        buttons[capacity],
        capacity == present,
    )


def why_here(present: Capacity | None, offered: list[Capacity], next_path: str) -> str:
    """Why a page of the other capacity did not open; nothing for whom has just signed in."""
    wanted = next((one for one in Capacity if is_page_of(one, next_path)), None)
    if present is None or wanted is None or wanted == present:
        return ""
    if wanted in offered:
        return _(
            "您正以「{present}」身份办理业务，要打开的页面属于「{wanted}」。切换身份后即可打开，无需重新登录。"
        ).format(present=present.label, wanted=wanted.label)
    return _("要打开的页面属于「{wanted}」，贵单位名下没有以该身份备案的合同。").format(
        wanted=wanted.label
    )
