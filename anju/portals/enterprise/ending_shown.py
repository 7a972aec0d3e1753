"""How the end of a lease looks to the enterprise: whose turn it is, what is held, proposed, answered and paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_account, mask_name
from anju.custody import queries as custody
from anju.portals.enterprise.page import PORTAL
from anju.refunds import queries
from anju.refunds.rules import (
    DISPUTED,
    Act,
    Part,
    PortionStatus,
    ReviewStatus,
    Side,
    Status,
)

TONES = {
    Status.AWAITING_PLAN: "waiting",
    Status.AWAITING_ANSWER: "quiet",
    Status.REMINDED: "quiet",
    Status.SENT_BACK: "bad",
    Status.PAYING: "kept",
    Status.CLOSED: "good",
    Status.CANCELLED: "quiet",
    **dict.fromkeys(DISPUTED, "waiting"),
}
PORTION_TONES = {
    PortionStatus.DUE: "waiting",
    PortionStatus.PAYING: "kept",
    PortionStatus.PAID: "good",
    PortionStatus.ACCOUNT_WANTED: "bad",
    PortionStatus.NAME_REVIEW: "waiting",
}
REVIEW_TONES = {
    ReviewStatus.PROPOSED: "waiting",
    ReviewStatus.APPROVED: "good",
    ReviewStatus.REJECTED: "bad",
}


@dataclass(frozen=True)
class TurnShown:
    """Whose turn it is, until when, and what silence does. (BEY-01)"""

    who: str
    is_ours: bool
    by_on: Any
    final_on: Any
    left: str
    tone: str
    silence: str
    is_provisional: bool


def turn_of(case: Any) -> TurnShown:
    turn = queries.countdown(case)
    is_ours = turn.who == Side.ENTERPRISE
    names = {None: "", Side.ENTERPRISE: _("本企业")}
    return TurnShown(
        who=names[turn.who] if turn.who in names else str(Side(turn.who).label),  # type: ignore[index]
        is_ours=is_ours,
        by_on=turn.by_on,
        final_on=turn.final_on if turn.final_on != turn.by_on else None,
        left=days_left(turn.days_left),
        tone=tone_of(turn.days_left, is_ours),
        silence=turn.silence,
        is_provisional=turn.provisional,
    )


def days_left(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("今天到期")
    if days < 0:
        told = ngettext("已逾期 {count} 天", "已逾期 {count} 天", -days)
        return told.format(count=-days)
    return ngettext("剩余 {count} 天", "剩余 {count} 天", days).format(count=days)


def tone_of(days: int | None, is_ours: bool) -> str:
    if days is None or not is_ours:
        return "quiet"
    return "bad" if days <= 0 else "waiting"


@dataclass(frozen=True)
class CaseShown:
    case: Any
    status: str
    tone: str
    tenants: str
    turn: TurnShown
    url: str


def case_shown(case: Any) -> CaseShown:
    status = Status(case.status)
    return CaseShown(
        case,
        str(status.label),
        TONES[status],
        names_of(case.lease),
        turn_of(case),
        reverse(f"{PORTAL}:case", args=[case.pk]),
    )


def names_of(lease: Any) -> str:
    """Who rents the home, the first tenant first: a person's name masked."""
    tenants = sorted(lease.tenants.all(), key=lambda tenant: tenant.position)
    return "、".join(name_of(tenant) for tenant in tenants)


def name_of(tenant: Any) -> str:
    return mask_name(tenant.person.name) if tenant.person else str(tenant.organisation.name)


@dataclass(frozen=True)
class HeldShown:
    """What is held of one part now, and what interest it has earned up to today."""

    label: str
    part: str
    fen: int
    interest_fen: int


def held_shown(holdings: Any) -> list[HeldShown]:
    today = clock.today()
    return [
        HeldShown(
            str(part.label),
            part.value,
            holdings.of(part),
            custody.interest_of(holdings.lots, part, today),
        )
        for part in Part
    ]


@dataclass(frozen=True)
class LinkShown:
    label: str
    url: str
    is_first: bool = False
    is_quiet: bool = False


VIEWS = {
    Act.PROPOSE: "plan",
    Act.OFFER: "evidence",
    Act.CONFIRM_RETURN: "confirm_return",
    Act.OBJECT: "object_to_return",
    Act.HAND_IN_AWARD: "award",
    Act.WITHDRAW: "withdraw_plan",
    Act.CANCEL: "cancel_case",
}
QUIET = {Act.CANCEL, Act.OBJECT, Act.WITHDRAW}


def links_of(case: Any) -> list[LinkShown]:
    """What can be done now, the first thing first."""
    acts = queries.acts_of_enterprise(case)
    links = [
        LinkShown(
            label_of(act, case),
            reverse(f"{PORTAL}:{view}", args=[case.pk]),
            is_quiet=act in QUIET,
        )
        for act, view in VIEWS.items()
        if act in acts
    ]
    if links and not links[0].is_quiet:
        links[0] = LinkShown(links[0].label, links[0].url, is_first=True)
    return links


def label_of(act: Act, case: Any) -> str:
    if act == Act.PROPOSE:
        return _("修改退款方案") if case.status == Status.SENT_BACK else _("填写退款方案")
    if act == Act.CANCEL and case.cancel_asked_by == Side.TENANT:
        return _("同意撤销登记")
    return str(act.label)


@dataclass(frozen=True)
class FileShown:
    name: str
    url: str
    side: str
    at: Any


def file_shown(attachment: Any) -> FileShown:
    return FileShown(
        attachment.file.name,
        reverse(f"{PORTAL}:attachment", args=[attachment.pk]),
        str(Side(attachment.side).label),
        attachment.handed_in_at,
    )


@dataclass(frozen=True)
class ItemShown:
    item: Any
    kind: str
    part: str
    files: list[FileShown]


def item_shown(item: Any) -> ItemShown:
    files = [file_shown(one) for one in item.attachments.all()]
    return ItemShown(item, str(item.get_kind_display()), str(item.get_part_display()), files)


@dataclass(frozen=True)
class AnswerShown:
    answer: Any
    opinion: str
    files: list[FileShown]
    agreed_fen: int | None


def answer_shown(answer: Any) -> AnswerShown:
    is_dispute = answer.opinion not in ("agree", "send_back")
    return AnswerShown(
        answer,
        str(answer.get_opinion_display()),
        [file_shown(one) for one in answer.attachments.all()],
        answer.agreed_fen if is_dispute else None,
    )


@dataclass(frozen=True)
class PlanShown:
    """One version. `parts` are rows of label, held, to the tenant, deducted."""

    plan: Any
    title: str
    state: str
    tone: str
    parts: list[tuple[str, int, int, int]]
    items: list[ItemShown]
    answers: list[AnswerShown]
    payee: str
    account: str


def plan_shown(plan: Any) -> PlanShown:
    answers = [answer_shown(one) for one in plan.answers.all()]
    state, tone = state_of(plan)
    return PlanShown(
        plan,
        _("第{version}版").format(version=plan.version),
        state,
        tone,
        [
            (
                str(part.label),
                plan.held.fen_of(part),
                plan.to_tenant.fen_of(part),
                plan.deducted.fen_of(part),
            )
            for part in Part
        ],
        [item_shown(one) for one in plan.items.all()],
        answers,
        name_of(plan.payee_tenant),
        mask_account(plan.payee_account) if plan.payee_account else "",
    )


def state_of(plan: Any) -> tuple[str, str]:
    """What became of a version."""
    answers = list(plan.answers.all())
    if plan.withdrawn_at:
        return _("已撤回"), "quiet"
    if answers:
        last = answers[-1]
        return str(last.get_opinion_display()), "good" if last.opinion == "agree" else "bad"
    if plan.made_by == Side.CLOCK:
        return _("系统生成：全额退还"), "quiet"
    if plan.opened_at:
        return _("承租人已打开"), "waiting"
    return _("承租人尚未打开"), "waiting"


@dataclass(frozen=True)
class PlanRow:
    plan: Any
    title: str
    state: str
    tone: str
    url: str


def plan_row(plan: Any) -> PlanRow:
    state, tone = state_of(plan)
    title = _("第{version}版").format(version=plan.version)
    return PlanRow(plan, title, state, tone, reverse(f"{PORTAL}:versions", args=[plan.case_id]))


@dataclass(frozen=True)
class PortionShown:
    portion: Any
    to: str
    source: str
    status: str
    tone: str
    payee: str
    account: str
    url: str
    again_url: str


def portion_shown(portion: Any) -> PortionShown:
    status = PortionStatus(portion.status)
    is_failed = status in (PortionStatus.ACCOUNT_WANTED, PortionStatus.NAME_REVIEW)
    payee_url = reverse(f"{PORTAL}:payee", args=[portion.pk])
    again_url = reverse(f"{PORTAL}:pay_again", args=[portion.pk])
    return PortionShown(
        portion,
        str(portion.get_side_display()),
        str(portion.get_source_display()),
        str(status.label),
        PORTION_TONES[status],
        mask_name(portion.payee_name) if portion.is_tenants else portion.payee_name,
        mask_account(portion.payee_account) if portion.payee_account else "",
        payee_url if is_failed and portion.is_tenants else "",
        again_url if status == PortionStatus.ACCOUNT_WANTED and not portion.is_tenants else "",
    )


@dataclass(frozen=True)
class ChangeShown:
    change: Any
    status: str
    tone: str
    account: str
    files: list[FileShown]


def change_shown(change: Any) -> ChangeShown:
    status = ReviewStatus(change.status)
    return ChangeShown(
        change,
        str(status.label),
        REVIEW_TONES[status],
        mask_account(change.new_account),
        [file_shown(one) for one in change.attachments.all()],
    )


@dataclass(frozen=True)
class RoomShown:
    """One deduction in the evidence room; the forms are there while it can be settled."""

    item: Any
    kind: str
    part: str
    files: list[FileShown]
    ours: Any
    theirs: Any
    history: list[tuple[Any, str, str]]
    is_open: bool
    to_tenant_fen: int
    offer_form: Any = None
    evidence_form: Any = None
    accept_url: str = ""


def room_shown(room: Any, case: Any, offer_form: Any, evidence_form: Any) -> RoomShown:
    item, theirs = room.item, room.standing(Side.TENANT)
    is_open = case.status in DISPUTED and item.disputed_fen > 0
    accept = reverse(f"{PORTAL}:accept", args=[case.pk])
    settled_fen = item.settled_fen or 0
    return RoomShown(
        item,
        str(item.get_kind_display()),
        str(item.get_part_display()),
        [file_shown(one) for one in room.files],
        room.standing(Side.ENTERPRISE),
        theirs,
        [(one, str(one.get_side_display()), fate_of(one)) for one in room.offers],
        is_open,
        item.amount_fen - item.agreed_fen - settled_fen,
        offer_form if is_open else None,
        evidence_form,
        f"{accept}?offer={theirs.pk}" if theirs and is_open else "",
    )


def fate_of(offer: Any) -> str:
    if offer.accepted_at:
        return _("已接受")
    return _("已更新或撤回") if offer.replaced_at else _("等待对方回应")


@dataclass(frozen=True)
class CaseInFull:
    """A case with everything that its page shows."""

    shown: CaseShown
    held: list[HeldShown]
    links: list[LinkShown]
    plan: PlanShown | None
    version_count: int
    portions: list[PortionShown]
    disputed_fen: int
    files: list[FileShown]
    steps: list[Any] = field(default_factory=list)


def case_in_full(case: Any, actor: Actor) -> CaseInFull:
    versions = queries.versions_of(case, actor)
    standing = [one for one in versions if one.withdrawn_at is None]
    others = queries.attachments_seen_by(actor).filter(case=case, item__isnull=True)
    return CaseInFull(
        case_shown(case),
        held_shown(custody.holdings(case.lease_id)),
        links_of(case),
        plan_shown(standing[-1]) if standing else None,
        len(versions),
        [portion_shown(one) for one in queries.portions_seen_by(actor).filter(case=case)],
        queries.disputed_now(case).total_fen,
        [file_shown(one) for one in others],
        queries.progress(case)[::-1],
    )
