"""Withdrawals as the authority's pages show them: checks, the count of the owners, what speaks against an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.companies import queries as companies
from anju.core.actors import Actor
from anju.core.money import yuan
from anju.desks import shown_works as desks
from anju.desks.shown import FileShown, whom_to_ask
from anju.desks.shown_works import moment, percent_of, square_metres
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.authority.page import PORTAL
from anju.votes import queries as votes
from anju.votes.rules import Count
from anju.works import queries
from anju.works.queries.desk import same_homes_elsewhere
from anju.works.rules import EVIDENCE, Emergency, Exclusion, PaperKind, Status

S = Status


def to(name: str, *args: Any) -> str:
    return reverse(f"{PORTAL}:{name}", args=args)


order_rows = partial(desks.order_rows, url_of=lambda pk: to("works_order", pk))


def papers_of(order: Any) -> list[tuple[Any, FileShown]]:
    """Every attachment with how it looks."""
    papers = list(queries.papers_of(order))
    shown = desks.papers_shown(papers, lambda pk: to("works_paper", order.pk, pk))
    return list(zip(papers, shown, strict=True))


@dataclass(frozen=True)
class PapersShown:
    """Attachments of the application and of the settlement; photos of the place before the works and after."""

    applied: list[FileShown]
    settled: list[FileShown]
    before: list[FileShown]
    after: list[FileShown]


def papers_by_time(order: Any) -> PapersShown:
    """What came after the approval belongs to the settlement."""
    every, approved = papers_of(order), order.approved_at
    late = [one for one in every if approved and one[0].added_at > approved]
    early = [one for one in every if one not in late]
    return PapersShown(
        [shown for _paper, shown in early],
        [shown for _paper, shown in late],
        pictures(early),
        pictures(late),
    )


def pictures(papers: Iterable[tuple[Any, FileShown]]) -> list[FileShown]:
    is_picture = {"JPG", "PNG"}
    return [
        shown
        for paper, shown in papers
        if paper.kind == PaperKind.PHOTO and shown.kind in is_picture
    ]


@dataclass(frozen=True)
class ClaimShown:
    """What the law asks of a vote, and what it came to: by heads or by area."""

    what: str
    reached: str
    asked: str
    ok: bool


@dataclass(frozen=True)
class VoteShown:
    vote: Any
    status: str
    count: Count
    claims: list[ClaimShown]
    ends: str


def vote_of(order: Any) -> VoteShown | None:
    """业主表决, counted at this moment; none of an emergency. (WDR-09; rules B4.2, B4.3)"""
    vote = votes.vote_for(order.cause)
    if vote is None:
        return None
    count = votes.count_of(vote)
    ends = _("{day}截止").format(day=vote.closed_on or vote.closes_on)
    return VoteShown(vote, str(vote.get_status_display()), count, claims_of(count), ends)


def claims_of(count: Count) -> list[ClaimShown]:
    quorum, majority = _("不少于三分之二"), _("过半数")
    return [
        claim(_("参加表决的人数"), count.taking_heads, count.heads, quorum, (3, 2, True)),
        claim(_("参加表决的面积"), count.taking_area, count.area, quorum, (3, 2, True), True),
        claim(_("同意的人数"), count.agreeing_heads, count.taking_heads, majority, (2, 1, False)),
        claim(
            _("同意的面积"), count.agreeing_area, count.taking_area, majority, (2, 1, False), True
        ),
    ]


def claim(
    what: str,
    part: int,
    whole: int,
    asked: str,
    limit: tuple[int, int, bool],
    is_area: bool = False,
) -> ClaimShown:
    times, of, is_enough = limit
    reached = part * times >= whole * of if is_enough else part * times > whole * of
    figure = square_metres if is_area else str
    told = f"{figure(part)} / {figure(whole)}（{percent_of(part, whole)}）"
    return ClaimShown(what, told, asked, bool(whole) and reached)


def answers_shown(order: Any) -> list[tuple[str, str, str, bool]]:
    """不得列支核对, item by item: what was asked, the answer, the remark, and whether it is as it must be. (rule B5)"""
    answers = queries.answers_of(order)
    rows = []
    for item in Exclusion:
        applies, remark = answers.get(item.value, (None, ""))
        told = {None: _("没有回答"), True: _("是"), False: _("否")}[applies]
        rows.append((str(item.label), told, remark, applies is False))
    return rows


def facts_of_emergency(order: Any, papers: PapersShown) -> list[tuple[str, Any]]:
    """应急使用: the case, what proves it, and how the owners were told. (rules B8.2, B8.3)"""
    if not order.emergency:
        return []
    wanted = [str(PaperKind(kind).label) for kind in EVIDENCE[Emergency(order.emergency)]]
    there = {one.note for one in papers.applied}
    told = [
        _("{name}（{state}）").format(
            name=name, state=_("已提交") if name in there else _("未提交")
        )
        for name in wanted
    ]
    notices = [f"{moment(one.posted_at)} {one.place}" for one in queries.notices_of(order)]
    return [
        (_("应急情形"), order.get_emergency_display()),
        (_("特别紧急"), _("是，须当场决定") if order.is_urgent else _("否")),
        (_("所需证明材料"), "、".join(told)),
        (_("告知业主的时间和地点"), "；".join(notices) or _("没有登记")),
    ]


def area_told(order: Any) -> tuple[bool, str]:
    """Whether the company serves the community now, and since when. (WDR-08)"""
    area = companies.area_of(order.community_id)
    if area is None or area.company.organisation_id != order.company_id:
        return False, _("该企业现在没有关联这个小区")
    return True, _("{since}起关联").format(since=moment(area.since))


def sheets_shown(order: Any) -> list[tuple[Any, str, str]]:
    """The printed forms, each with its digest in groups of eight, and where it is once it is written."""
    return [
        (one, grouped(bytes(one.digest).hex()), to("works_sheet", order.pk, one.pk))
        for one in queries.sheets_of(order)
        if one.file_id
    ]


def grouped(text: str, size: int = 8) -> str:
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


@dataclass(frozen=True)
class ElsewhereRow:
    order: Any
    told: str
    url: str


def elsewhere_rows(order: Any) -> list[ElsewhereRow]:
    """Orders under way for which the same homes pay, too."""
    told = _("{status}，{homes}户相同，分摊{amount}元")
    return [
        ElsewhereRow(
            one.order,
            told.format(
                status=one.order.get_status_display(), homes=one.homes, amount=yuan(one.share_fen)
            ),
            to("works_order", one.order.pk),
        )
        for one in same_homes_elsewhere(order)
    ]


def power_needed(order: Any) -> Power | None:
    """Which power the next word on an order needs; None while the authority has nothing to say."""
    if order.status in (S.SUBMITTED, S.SETTLING):
        return Power.WORKS_REVIEW
    return Power.WORKS_APPROVE if order.status == S.SECOND_REVIEW else None


def may_decide(order: Any, actor: Actor) -> bool:
    power = power_needed(order)
    return power is not None and power in actor.may and not is_own(order, actor)


def is_own(order: Any, actor: Actor) -> bool:
    return bool(order.status == S.SECOND_REVIEW and order.reviewed_by == actor.name)


def advice_on_order(order: Any, actor: Actor) -> str:
    """Who may say the next word, for somebody who reads what waits and may not. (IDN-03)"""
    power = power_needed(order)
    if power is None:
        return ""
    own = _("初审人不能复审同一任务单，须由另一人复审。")
    return whom_to_ask(actor, power, is_own(order, actor), own)


def second_review_told(order: Any) -> str:
    """That an approval is not the last word, and who has it. (rule B7.4)"""
    if order.status != S.SUBMITTED or not queries.is_second_reviewed(order):
        return ""
    holders = "、".join(people.staff_with(Power.WORKS_APPROVE)) or _("暂无，请联系系统管理员")
    return _("金额达到复审限额，初审通过后须由另一人复审。可以复审的人员：{holders}").format(
        holders=holders
    )
