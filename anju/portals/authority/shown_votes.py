"""Objections to votes as the authority's pages show them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_name_within
from anju.desks.shown import staff_named
from anju.people.rules import Power
from anju.votes import queries
from anju.votes.rules import ObjectionStatus
from anju.web.history import steps_of
from anju.web.votes import OBJECTION_TONES, count_shown, voice_shown


@dataclass(frozen=True)
class ObjectionRow:
    objection: Any
    owner: str
    status: str
    tone: str
    is_overdue: bool
    url: str


def objection_row(one: Any) -> ObjectionRow:
    return ObjectionRow(
        one,
        mask_name_within(queries.name_of(one.elector)),
        str(one.get_status_display()),
        OBJECTION_TONES[ObjectionStatus(one.status)],
        one.status == ObjectionStatus.OPEN and one.decide_by < clock.today(),
        reverse("authority:vote_objection", args=[one.pk]),
    )


def objections_shown(objections: list[Any]) -> list[ObjectionRow]:
    return [objection_row(one) for one in objections]


def objection_in_full(found: Any, actor: Actor) -> dict[str, Any]:
    """Everything that the page of one objection shows, and whether it can be decided now."""
    voice, is_open = found.voice, found.status == ObjectionStatus.OPEN
    is_own = actor.name in (found.raised_by, voice.entered_by)
    return {
        "row": objection_row(found),
        "facts": facts_of(found),
        "history": [voice_shown(one) for one in queries.history_of(voice.head_id)],
        "paper_url": reverse("authority:vote_paper", args=[found.pk]) if voice.paper_id else "",
        "count": count_shown(queries.count_of(found.vote)),
        "may_decide": is_open and not is_own and Power.VOTE_OBJECT in actor.may,
        "steps": steps_of(found),
    }


def facts_of(found: Any) -> list[tuple[str, Any]]:
    voice = voice_shown(found.voice)
    way = _("短信链接") if found.by_link else _("网上业务平台")
    facts = [
        (_("表决事项"), found.vote.title),
        (_("小区"), found.vote.community.name),
        (_("提出异议的业主"), mask_name_within(queries.name_of(found.elector))),
        (_("提出方式"), way),
        (_("被提出异议的一票"), f"{voice.answer}，{voice.channel}，{voice.who}"),
        (_("处理期限"), found.decide_by.isoformat()),
    ]
    if found.voice.seat:
        facts.insert(2, (_("房屋坐落"), found.voice.seat.dwelling.address))
    if found.grounds:
        facts.append((_("异议理由"), found.grounds))
    if found.opinion:
        facts.append((_("处理人"), staff_named(found.decided_by)(found.decided_by)))
        facts.append((_("处理意见"), found.opinion))
    return facts
