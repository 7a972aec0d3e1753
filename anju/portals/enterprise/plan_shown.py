"""How a refund plan looks to the enterprise that made it, with evidence, answers and offers."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.crypto import mask_account, mask_name
from anju.portals.enterprise.page import PORTAL
from anju.refunds.rules import BEFORE_TENANT, DISPUTED, Part, Side


def name_of(tenant: Any) -> str:
    return mask_name(tenant.person.name) if tenant.person else str(tenant.organisation.name)


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
    if plan.case.status not in BEFORE_TENANT:
        return _("承租人未答复"), "quiet"
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
    return _("不再有效") if offer.replaced_at else _("等待对方回应")
