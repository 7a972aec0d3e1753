"""待我表决: an owner, person or organisation, reads what is asked, answers with a code, and objects; in two portals.

A portal keeps the doors and says how a page is laid out and what a vote is about. (WDR-09, BEY-02, OWN-90)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core import clock
from anju.core.actors import Actor
from anju.core.money import yuan
from anju.votes import actions, queries
from anju.votes.rules import CODE_DIGITS, Refusal, VoteStatus
from anju.web.forms import Form
from anju.web.paging import page_of
from anju.web.votes import (
    OBJECTION_TONES,
    TONES,
    VoiceShown,
    answer_shown,
    count_shown,
    owners_shown,
    voice_shown,
)

ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Desk:
    """Whose pages they are: the portal, how it lays one out, and what it knows of the cause of a vote."""

    portal: str
    show: Callable[..., HttpResponse]
    cause: Callable[[Any, Actor], dict[str, Any]]

    def to(self, name: str, *args: Any) -> str:
        return reverse(f"{self.portal}:{name}", args=args)


class AnswerForm(Form):
    """As whom somebody answers, and what."""

    head = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[(one, one) for one in ANSWERS], widget=forms.HiddenInput)

    @property
    def said(self) -> dict[str, Any]:
        stated = self.cleaned_data
        return {"head_id": stated["head"], "agrees": ANSWERS[stated["answer"]]}


class CodeForm(AnswerForm):
    """The code on the phone, for exactly this answer."""

    code = forms.CharField(
        label=gettext_lazy("短信验证码"),
        max_length=CODE_DIGITS + 4,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "10"}
        ),
        error_messages={"required": gettext_lazy("请填写短信验证码")},
    )
    at_fields = {Refusal.CODE_WRONG.value: "code", Refusal.CODE_OVER.value: "code"}


@dataclass(frozen=True)
class HeadShown:
    """As whom somebody is counted: for which homes, with whom, what counts now, what was objected to."""

    head: Any
    homes: list[str]
    area: str
    owners: str
    is_shared: bool
    voice: VoiceShown | None
    objections: list[tuple[Any, str]]
    may_object: bool


@dataclass(frozen=True)
class VoteShown:
    vote: Any
    status: str
    tone: str
    url: str


def vote_shown(desk: Desk, vote: Any) -> VoteShown:
    url, tone = desk.to("vote", vote.pk), TONES[VoteStatus(vote.status)]
    return VoteShown(vote, str(vote.get_status_display()), tone, url)


def all_votes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits for an answer first; then all votes where one is counted, page by key."""
    waiting = queries.heads_to_speak(request.actor)
    to_answer = list({one.vote_id: vote_shown(desk, one.vote) for one in waiting[:20]}.values())
    page = page_of(queries.votes_of_owner(request.actor), request)
    rows = [vote_shown(desk, one) for one in page.rows]
    return desk.show(request, "web/votes/mine", "votes", to_answer=to_answer, rows=rows, page=page)


def vote_of(request: HttpRequest, vote_id: int) -> Any:
    found = queries.vote_seen_by_owner(vote_id, request.actor)
    if found is None:
        raise Http404
    return found


def one_vote(request: HttpRequest, desk: Desk, vote_id: int) -> HttpResponse:
    found = vote_of(request, vote_id)
    is_open = found.status == VoteStatus.OPEN and clock.today() <= found.closes_on
    until = queries.objections_until(found)
    return desk.show(
        request,
        "web/votes/one",
        "votes",
        row=vote_shown(desk, found),
        facts=facts_of(found, until),
        is_open=is_open,
        heads=heads_shown(request, found, clock.today() <= until),
        count=count_shown(queries.count_of(found)),
        to={name: desk.to(f"vote_{name}", found.pk) for name in ("code", "object", "take_back")},
        back=desk.to("votes"),
        **desk.cause(found, request.actor),
    )


def facts_of(vote: Any, until: Any) -> list[tuple[str, str]]:
    facts = [
        (_("小区"), vote.community.name),
        (_("发起单位"), vote.organisation.name),
        (_("通知日期"), vote.noticed_on.isoformat()),
        (_("截止日期"), vote.closes_on.isoformat()),
        (_("提出异议截止"), until.isoformat()),
    ]
    if vote.published_on:
        facts.append((_("结果公布日期"), vote.published_on.isoformat()))
    return facts


def heads_shown(request: HttpRequest, vote: Any, in_term: bool) -> list[HeadShown]:
    heads = list(queries.heads_of(request.actor).filter(vote=vote))
    objections: dict[int, list[Any]] = {}
    found = queries.objections_of_heads([head.pk for head in heads])
    for one in sorted(found, key=lambda one: one.pk, reverse=True):
        objections.setdefault(one.voice.head_id, []).append(one)
    return [head_shown(head, objections.get(head.pk, []), in_term) for head in heads]


def head_shown(head: Any, objections: list[Any], in_term: bool) -> HeadShown:
    voice = head.counted[0] if head.counted else None
    is_disputed = any(one.status == "open" for one in objections)
    return HeadShown(
        head,
        [seat.dwelling.address for seat in head.seats.all()],
        yuan(head.area_hundredths),
        owners_shown(head),
        len(head.electors.all()) > 1,
        voice_shown(voice) if voice else None,
        [(one, OBJECTION_TONES[one.status]) for one in objections],
        voice is not None and in_term and not is_disputed,
    )


def send_code(request: HttpRequest, desk: Desk, vote_id: int) -> HttpResponse:
    """【同意】 or 【不同意】 was pressed: a code goes to the phone on record."""
    found, form = vote_of(request, vote_id), AnswerForm(request.POST)
    if not form.is_valid() or not is_own(request, found, form.said["head_id"]):
        raise Http404
    said, stated = form.said, form.cleaned_data
    is_sent = form.attempt(actions.send_code, by=request.actor, **said)
    if not is_sent:
        messages.error(request, form.why_not)
    if is_sent or queries.code_is_awaited(said["head_id"], request.actor):
        asked = urlencode({"head": stated["head"], "answer": stated["answer"]})
        return redirect(f"{desk.to('vote_confirm', found.pk)}?{asked}")
    return redirect(desk.to("vote", found.pk))


def is_own(request: HttpRequest, vote: Any, head_id: int) -> bool:
    return queries.heads_of(request.actor).filter(vote=vote, pk=head_id).exists()


def confirm(request: HttpRequest, desk: Desk, vote_id: int) -> HttpResponse:
    """The answer once more, and the code."""
    found, asked = vote_of(request, vote_id), AnswerForm(request.POST or request.GET)
    if not asked.is_valid():  # the address was typed, or kept
        return redirect(desk.to("vote", found.pk))
    if not is_own(request, found, asked.said["head_id"]):
        raise Http404
    form = CodeForm(request.POST or None, initial=asked.cleaned_data)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if form.attempt(actions.speak_online, code=code, by=request.actor, **form.said):
            messages.success(request, _("您的表决已计入"))
            return redirect(desk.to("vote", found.pk))
    every = heads_shown(request, found, False)
    [head] = [one for one in every if one.head.pk == asked.said["head_id"]]
    return desk.show(
        request,
        "web/votes/confirm",
        "votes",
        form=form,
        row=vote_shown(desk, found),
        head=head,
        answer=answer_shown(asked.said["agrees"]),
        asked=asked,
        to_code=desk.to("vote_code", found.pk),
    )


def object_to(request: HttpRequest, desk: Desk, vote_id: int) -> HttpResponse:
    """【不是我签的】, one tap."""
    found, form = vote_of(request, vote_id), Form(request.POST)
    heads = queries.heads_of(request.actor).filter(vote=found)
    wanted = request.POST.get("voice", "")
    own = {str(voice.pk): voice.pk for head in heads for voice in head.counted}
    if wanted not in own:
        messages.error(request, str(Refusal.NOT_COUNTED.label))
    elif form.is_valid() and form.attempt(
        actions.object_to, voice_id=own[wanted], by=request.actor
    ):
        messages.success(
            request, _("异议已提交，主管部门将在{day}前处理").format(day=form.done.decide_by)
        )
    else:
        messages.error(request, form.why_not)
    return redirect(desk.to("vote", found.pk))


def take_back(request: HttpRequest, desk: Desk, vote_id: int) -> HttpResponse:
    """【收回异议】: it was a slip."""
    found, form = vote_of(request, vote_id), Form(request.POST)
    heads = queries.heads_of(request.actor).filter(vote=found)
    own = {str(one.pk): one.pk for one in queries.objections_of_heads([head.pk for head in heads])}
    wanted = request.POST.get("objection", "")
    if wanted not in own:
        raise Http404
    if form.is_valid() and form.attempt(
        actions.take_back_objection, objection_id=own[wanted], by=request.actor
    ):
        messages.success(request, _("异议已收回"))
    else:
        messages.error(request, form.why_not)
    return redirect(desk.to("vote", found.pk))
