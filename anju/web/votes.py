"""What every portal shows of a vote: the live count, and a voice in words. (BEY-03)"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core.crypto import mask_name_within
from anju.core.money import yuan
from anju.votes import queries
from anju.votes.rules import Channel, Count, ObjectionStatus, VoiceStatus, VoteStatus

TONES = {
    VoteStatus.OPEN: "waiting",
    VoteStatus.CLOSED: "kept",
    VoteStatus.PUBLISHED: "good",
    VoteStatus.WITHDRAWN: "quiet",
}
VOICE_TONES = {
    VoiceStatus.COUNTED: "good",
    VoiceStatus.CORRECTED: "quiet",
    VoiceStatus.STRUCK: "bad",
}
OBJECTION_TONES = {
    ObjectionStatus.OPEN: "waiting",
    ObjectionStatus.UPHELD: "good",
    ObjectionStatus.DISMISSED: "bad",
    ObjectionStatus.TAKEN_BACK: "quiet",
}


@dataclass(frozen=True)
class CountShown:
    """A count as rows of heads and area, and what it comes to in a sentence."""

    rows: list[tuple[Any, ...]]
    sentence: str
    tone: str
    label: str
    open_objections: int


def count_shown(count: Count) -> CountShown:
    heads = (count.heads, count.taking_heads, count.agreeing_heads, count.disagreeing_heads)
    areas = (count.area, count.taking_area, count.agreeing_area, count.disagreeing_area)
    rows: list[tuple[Any, ...]] = [
        (gettext_lazy("人数"), *(str(one) for one in heads)),
        (gettext_lazy("面积（平方米）"), *(yuan(one) for one in areas)),
    ]
    tone, label = (
        ("good", _("已达到法定比例")) if count.passes else ("waiting", _("未达到法定比例"))
    )
    return CountShown(rows, sentence_of(count), tone, label, count.open_objections)


def sentence_of(count: Count) -> str:
    """Which of the two thresholds is met. (Civil Code 278)"""
    if not count.has_quorum:
        return _("参与表决的人数和面积须都达到三分之二，目前还没有达到。")
    if not count.has_majority:
        return _(
            "参与表决的人数和面积已达到三分之二；同意的人数和面积须都超过参与的一半，目前还没有超过。"
        )
    return _("参与表决的人数和面积已达到三分之二，同意的人数和面积都超过参与的一半。")


@dataclass(frozen=True)
class VoiceShown:
    """What was said in the name of a head: how, by whom, when, and whether it counts. Names are masked."""

    voice: Any
    answer: str
    channel: str
    who: str
    status: str
    tone: str


def voice_shown(voice: Any) -> VoiceShown:
    return VoiceShown(
        voice,
        answer_shown(voice.agrees),
        str(Channel(voice.channel).label),
        who_spoke(voice),
        str(voice.get_status_display()),
        VOICE_TONES[VoiceStatus(voice.status)],
    )


def answer_shown(agrees: bool) -> str:
    return _("同意") if agrees else _("不同意")


def who_spoke(voice: Any) -> str:
    if voice.channel == Channel.ONLINE:
        return mask_name_within(queries.name_of(voice.elector))
    if voice.proxy_name:
        return _("代理人{name}签名").format(name=mask_name_within(voice.proxy_name))
    return _("业主签名，由物业服务企业录入")


def owners_shown(head: Any) -> str:
    """The masked names of who is counted as a head."""
    names = [mask_name_within(queries.name_of(one)) for one in head.electors.all()]
    return "、".join(names) or _("开发单位")
