"""What a look-up came to, and homes that were added, in words. (OWN-13, OWN-14, OWN-30 to OWN-33)"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.fund import queries
from anju.fund.rules import AdditionStatus, Mode, Prompt, Way
from anju.homes.estate import Sale
from anju.web.districts import district_name

TONES = {
    AdditionStatus.WAITING: "waiting",
    AdditionStatus.ADDED: "good",
    AdditionStatus.REJECTED: "bad",
}


@dataclass(frozen=True)
class Tab:
    url: str
    label: str
    is_here: bool


def tabs(page: str, choices: Any, here: str) -> list[Tab]:
    """The ways to name a home, one of which is chosen: each a page of its own."""
    return [
        Tab(f"{reverse(page)}?by={one.value}", str(one.label), one.value == here) for one in choices
    ]


def chosen(asked: str, choices: Any) -> Any:
    """The way that an address asks for, else the first."""
    return choices(asked) if asked in choices.values else next(iter(choices))


def prompts_shown(account: Any, actor: Actor) -> list[str]:
    """弹窗提示. Who looked another's home up is told so first; who was at the counter is not sent there again.

    (manual 002, 2.5.2)
    """
    prompts = list(queries.prompts_of(account, actor))
    if Prompt.REFUND_DUE in prompts and queries.refunding_among([account]):
        prompts.remove(Prompt.REFUND_DUE)
    told = [str(one.label) for one in prompts]
    return [_("您查询的是他人名下的房屋。"), *told] if Prompt.NOT_OWNER in prompts else told


def way_to_add(mode: Mode, wanted: str) -> str:
    """Where a home can be added that was not found by its number, the number filled in."""
    way = {Mode.CONTRACT: Way.CONTRACT, Mode.CERTIFICATE: Way.CERTIFICATE}[mode]
    return f"{reverse('owner:add')}?{urlencode({'by': way.value, 'wanted': wanted})}"


@dataclass(frozen=True)
class Step:
    at: Any
    what: str
    why: str
    is_done: bool


@dataclass(frozen=True)
class AdditionShown:
    addition: Any
    way: str
    status: str
    tone: str
    title: str
    sentence: str
    url: str
    home_url: str
    facts: list[tuple[str, Any]]
    steps: list[Step]


def addition_shown(addition: Any) -> AdditionShown:
    status = AdditionStatus(addition.status)
    titles = {
        AdditionStatus.WAITING: _("已提交，等待审核"),
        AdditionStatus.ADDED: _("房屋添加成功"),
        AdditionStatus.REJECTED: _("审核未通过"),
    }
    by = addition.review_by
    waits = _("房屋所在区的管理部将在 {day} 前审核，结果会短信通知您，也可以在历史记录中查看。")
    sentences = {
        AdditionStatus.WAITING: waits.format(day=f"{by:%Y-%m-%d}") if by else "",
        AdditionStatus.ADDED: _("现在可以查看房屋、交存维修资金。"),
        AdditionStatus.REJECTED: _("原因见下面的审核意见。补齐材料后可以重新添加。"),
    }
    is_added = status == AdditionStatus.ADDED
    home_url = reverse("owner:one_home", args=[addition.dwelling_id]) if is_added else ""
    return AdditionShown(
        addition,
        str(addition.get_way_display()),
        str(status.label),
        TONES[status],
        titles[status],
        sentences[status],
        reverse("owner:addition", args=[addition.no]),
        home_url,
        facts_of(addition),
        steps_of(addition, status),
    )


def facts_of(addition: Any) -> list[tuple[str, Any]]:
    way = Way(addition.way)
    named = _("房屋地址") if way == Way.DOCUMENTS else str(way.label)
    facts: list[tuple[str, Any]] = [
        (_("申请编号"), addition.no),
        (_("造册方式"), str(way.label)),
        (named, addition.wanted),
        (_("房屋所在区域"), district_name(addition.district)),
        (_("联系电话"), addition.phone),
    ]
    if way == Way.CONTRACT:
        facts.insert(3, (_("房屋类型"), str(Sale(addition.sale).label)))
    return facts


def steps_of(addition: Any, status: AdditionStatus) -> list[Step]:
    """提交 → 审核 → 结果, as far as it has come. (OWN-14)"""
    steps = [Step(addition.made_at, _("提交申请"), "", is_done=True)]
    if status == AdditionStatus.WAITING:
        return [*steps, Step(None, _("管理部审核"), "", is_done=False)]
    words = {
        AdditionStatus.ADDED: _("审核通过，房屋已添加")
        if addition.decided_by
        else _("信息一致，自动添加"),
        AdditionStatus.REJECTED: _("审核未通过"),
    }
    return [*steps, Step(addition.decided_at, words[status], addition.opinion, is_done=True)]
