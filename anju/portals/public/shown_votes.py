"""What the link of a message shows of a voice: masked, for whoever holds it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.crypto import mask_name_within
from anju.votes import queries
from anju.votes.rules import VoiceStatus, VoteStatus
from anju.web.votes import voice_shown


@dataclass(frozen=True)
class LinkedShown:
    facts: list[tuple[str, Any]]
    is_open: bool
    may_object: bool


def linked_shown(voice: Any, elector: Any) -> LinkedShown:
    vote, shown = voice.head.vote, voice_shown(voice)
    objections = queries.objections_of_heads([voice.head_id])
    is_open = any(one.voice_id == voice.pk and one.status == "open" for one in objections)
    until = queries.objections_until(vote)
    counts = voice.status == VoiceStatus.COUNTED and vote.status != VoteStatus.WITHDRAWN
    facts = [
        (_("表决事项"), vote.title),
        (_("小区"), vote.community.name),
        (_("业主"), mask_name_within(queries.name_of(elector))),
        (_("意见"), shown.answer),
        (_("方式"), f"{shown.channel}，{shown.who}"),
        (_("日期"), voice.signed_on.isoformat()),
        (_("目前状态"), shown.status),
        (_("提出异议截止"), until.isoformat()),
    ]
    return LinkedShown(facts, is_open, counts and not is_open and clock.today() <= until)
