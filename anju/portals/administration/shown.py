"""Users, posts and the rows of the audit, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.core import queries as core
from anju.core.actors import CLOCK, Actor
from anju.core.crypto import mask_phone, masked
from anju.core.rules import DISTRICTS
from anju.people import queries as people
from anju.people.rules import Duty, PostingStatus, Power, StaffStatus

TONES = {
    StaffStatus.OPEN: "good",
    StaffStatus.LOCKED: "waiting",
    StaffStatus.CLOSED: "quiet",
    PostingStatus.PROPOSED: "waiting",
    PostingStatus.IN_FORCE: "good",
    PostingStatus.REFUSED: "bad",
    PostingStatus.ENDED: "quiet",
}


def mask_mail(address: str) -> str:
    """zhang.san@example.cn → z********@example.cn."""
    name, at, place = address.partition("@")
    return masked(name, 1, 0) + at + place


@dataclass(frozen=True)
class UserShown:
    member: Any
    name: str
    duty: str
    department: str
    status: str
    tone: str
    posts: str
    url: str


def user_rows(members: Iterable[Any]) -> list[UserShown]:
    members = list(members)
    posts = people.posts_in_force(one.pk for one in members)
    return [
        UserShown(
            one,
            one.user.last_name or one.user.username,
            str(Duty(one.duty).label),
            department_of(one),
            str(StaffStatus(one.status).label),
            TONES[StaffStatus(one.status)],
            "、".join(posts.get(one.pk, [])) or "—",
            reverse("administration:user", args=[one.pk]),
        )
        for one in members
    ]


def opener_of(member: Any) -> str:
    """Who opened an account; the first administrators' the system itself."""
    return _("系统") if member.opened_by == CLOCK.name else str(member.opened_by)


def department_of(member: Any) -> str:
    return (
        _("{district}管理部").format(district=DISTRICTS[member.district]) if member.district else ""
    )


def facts_of(member: Any) -> list[tuple[str, Any]]:
    """Where codes go stands masked: nobody has to read it to keep an account."""
    return [
        (_("用户名"), member.user.username),
        (_("职责"), Duty(member.duty).label),
        *([(_("管理部"), department_of(member))] if member.district else []),
        (_("手机号码"), mask_phone(member.phone) or "—"),
        (_("电子邮箱"), mask_mail(member.mail) or "—"),
        (_("开通"), f"{member.opened_at.astimezone(clock.BEIJING):%Y-%m-%d} {opener_of(member)}"),
        (_("首次登录改密"), _("待修改") if member.must_choose_password else _("已修改")),
        (_("权限"), "、".join(labels_of(people.powers_of(member.pk))) or _("尚无生效的岗位")),
    ]


def labels_of(powers: Iterable[str]) -> list[str]:
    return [str(power.label) for power in Power if power in set(powers)]


@dataclass(frozen=True)
class PostingShown:
    posting: Any
    user: str
    powers: str
    status: str
    tone: str
    proposed: str
    decided: str
    is_standing: bool


def posting_rows(postings: Iterable[Any]) -> list[PostingShown]:
    return [
        PostingShown(
            one,
            one.member.user.last_name,
            "、".join(labels_of(one.post.powers)),
            str(PostingStatus(one.status).label),
            TONES[PostingStatus(one.status)],
            one.proposer.user.last_name,
            one.decider.user.last_name if one.decider else "—",
            one.MOVES.allows("end", one.status),
        )
        for one in postings
    ]


@dataclass(frozen=True)
class StepShown:
    at: datetime
    what: str
    who: str
    why: str


def steps_of(record: Any) -> list[StepShown]:
    """What was done with an account, oldest first."""
    events = list(core.history_of(record))
    names = people.names_of_staff(event.actor for event in events)
    return [
        StepShown(
            event.at,
            str(record.MOVES[event.move].label),
            names.get(event.actor, _("系统")),
            event.because,
        )
        for event in events
    ]


def may(actor: Actor, power: Power, member: Any) -> bool:
    """Whether somebody can act on an account: with the power, and not on their own."""
    return power in actor.may and member.pk != actor.staff_id
