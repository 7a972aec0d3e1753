"""One case as the association reads it. Who mediates knows the parties by name and phone; numbers stay masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core.actors import Actor
from anju.core.crypto import mask_account, mask_id_number, mask_phone
from anju.core.money import yuan
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.association.rows import CASE_TONES, REVIEW_TONES, days_since
from anju.refunds import queries
from anju.refunds.rules import (
    DISPUTED,
    Part,
    PortionSource,
    PortionStatus,
    ReviewStatus,
    Side,
    Status,
)

PORTION_TONES = {
    PortionStatus.DUE: "waiting",
    PortionStatus.PAYING: "waiting",
    PortionStatus.PAID: "good",
    PortionStatus.ACCOUNT_WANTED: "bad",
    PortionStatus.NAME_REVIEW: "waiting",
}


@dataclass(frozen=True)
class CaseShown:
    """What stands at the top of every page about a case."""

    case: Any
    status: str
    tone: str
    days: int | None
    url: str


def case_shown(case: Any) -> CaseShown:
    return CaseShown(
        case,
        str(case.get_status_display()),
        CASE_TONES.get(Status(case.status), "quiet"),
        days_since(case.disputed_at) if case.status in DISPUTED else None,
        reverse("association:dispute", args=[case.pk]),
    )


def account_shown(account: str) -> str:
    return mask_account(account) if account else "—"


def facts_of(case: Any) -> list[tuple[str, Any]]:
    lease, outside_fen = case.lease, queries.owed_outside(case)
    home = _("{district}，{area}平方米").format(district=lease.address, area=lease.area)
    facts = [
        (_("合同备案编号"), lease.filing_no),
        (_("房屋"), home),
        (_("租赁期"), _("{a}至{b}").format(a=lease.starts_on, b=lease.ends_on)),
        (_("结束原因"), case.get_reason_display()),
        (_("合同结束日期"), case.ended_on.isoformat()),
        (_("交还住房日期"), case.returned_on.isoformat()),
        (_("交还住房登记"), _registration(case)),
    ]
    if outside_fen:
        told = _("{amount}元，已划转给企业的未住期间租金，不在监管资金中，由双方自行结清")
        facts.append((_("账户外应退"), told.format(amount=yuan(outside_fen))))
    return facts


def _registration(case: Any) -> str:
    words = [_("由{side}登记").format(side=case.get_registered_by_display())]
    if case.confirmed_at:
        words.append(_("对方已确认"))
    if case.objected_at:
        words.append(_("对方有异议：{text}").format(text=case.objection))
    return "，".join(words)


@dataclass(frozen=True)
class PartyShown:
    role: str
    name: str
    facts: list[tuple[str, str]]


def parties_of(case: Any, actor: Actor) -> list[PartyShown]:
    """Tenants, the payee first among them, and the enterprise."""
    may_call = Power.DISPUTE_MEDIATE in actor.may
    shown = []
    for tenant in queries.tenants_of(case):
        party: Any = tenant.person or tenant.organisation
        is_payee = tenant.pk == case.payee_tenant_id
        facts = [(_("电话"), party.phone if may_call else mask_phone(party.phone))]
        if tenant.person_id:
            facts.append((_("证件号码"), mask_id_number(party.id_number)))
        role = _("承租人（收款人）") if is_payee else _("承租人")
        shown.append(PartyShown(role, party.name, facts))
    lessor = case.lease.enterprise
    shown.append(PartyShown(_("住房租赁企业"), lessor.name, [(_("统一社会信用代码"), lessor.uscc)]))
    return shown


@dataclass(frozen=True)
class FileShown:
    name: str
    kind: str
    note: str
    by: str
    at: Any
    about: str
    url: str
    is_picture: bool


def file_shown(attachment: Any) -> FileShown:
    return FileShown(
        name=attachment.file.name,
        kind=attachment.file.kind.upper(),
        note=attachment.note,
        by=str(attachment.get_side_display()),
        at=attachment.handed_in_at,
        about=str(attachment.get_about_display()),
        url=reverse("association:evidence", args=[attachment.pk]),
        is_picture=attachment.file.kind in ("jpg", "png"),
    )


def files_shown(attachments: list[Any]) -> list[FileShown]:
    return [file_shown(one) for one in attachments]


@dataclass(frozen=True)
class OfferShown:
    side: str
    to_enterprise_fen: int
    note: str
    at: Any
    state: str
    tone: str


def offer_shown(offer: Any) -> OfferShown:
    state, tone = _("等待对方回应"), "waiting"
    if offer.accepted_at:
        state, tone = _("对方已接受"), "good"
    elif offer.replaced_at:
        state, tone = _("不再有效"), "quiet"
    side = str(offer.get_side_display())
    return OfferShown(side, offer.to_enterprise_fen, offer.note, offer.made_at, state, tone)


@dataclass(frozen=True)
class ItemShown:
    """A deduction with what each side has handed in for it, side by side, and offered. (BEY-06)"""

    item: Any
    kind: str
    part: str
    state: str
    tone: str
    sides: list[tuple[str, list[FileShown]]]
    offers: list[OfferShown]


DECIDED = {
    PortionSource.FINAL.value: gettext_lazy("最终退款方案已决定"),
    PortionSource.ORDER.value: gettext_lazy("主管部门决定退还承租人"),
}


def state_of(item: Any, decided_by: str) -> tuple[str, str]:
    if item.settled_at:
        return _("双方已达成一致"), "good"
    if not item.disputed_fen:
        return _("承租人同意"), "quiet"
    return (str(DECIDED[decided_by]), "good") if decided_by else (_("争议中"), "waiting")


def item_shown(item: Any, gathered: queries.CaseFile) -> ItemShown:
    state, tone = state_of(item, gathered.decided_by)
    return ItemShown(
        item=item,
        kind=str(item.get_kind_display()),
        part=str(item.get_part_display()),
        state=state,
        tone=tone,
        sides=[
            (str(side.label), files_shown(gathered.evidence_for(item, side)))
            for side in (Side.ENTERPRISE, Side.TENANT)
        ],
        offers=[offer_shown(offer) for offer in gathered.offers_for(item)],
    )


@dataclass(frozen=True)
class PlanShown:
    """A version of the refund plan, and what the tenant said of it."""

    plan: Any
    made_by: str
    items: list[tuple[str, str, int, str]]
    answers: list[Any]


def plan_shown(plan: Any) -> PlanShown:
    return PlanShown(
        plan=plan,
        made_by=str(plan.get_made_by_display()),
        items=[
            (str(i.get_kind_display()), str(i.get_part_display()), i.amount_fen, i.note)
            for i in plan.items.all()
        ],
        answers=sorted(plan.answers.all(), key=lambda answer: answer.pk),
    )


@dataclass(frozen=True)
class FinalShown:
    """A final plan: who proposed and who checked it, by name."""

    final: Any
    basis: str
    status: str
    tone: str
    proposed_by: str
    checked_by: str
    parts: list[tuple[str, int, int]]
    proof: list[FileShown]
    url: str


def final_shown(final: Any, proof: list[Any], names: dict[str, str]) -> FinalShown:
    rows = [
        (str(part.label), final.to_tenant.fen_of(part), final.to_enterprise.fen_of(part))
        for part in Part
    ]
    return FinalShown(
        final=final,
        basis=str(final.get_basis_display()),
        status=str(final.get_status_display()),
        tone=REVIEW_TONES[ReviewStatus(final.status)],
        proposed_by=names.get(final.proposed_name, final.proposed_name),
        checked_by=names.get(final.checked_name, final.checked_name),
        parts=[row for row in rows if row[1] or row[2]],
        proof=files_shown(proof),
        url=reverse("association:final_plan", args=[final.pk]),
    )


def facts_of_final(shown: FinalShown) -> list[tuple[str, Any]]:
    final = shown.final
    facts = [(_("依据"), shown.basis), (_("提出人"), shown.proposed_by)]
    if final.document_no:
        facts.append((_("文书编号"), final.document_no))
    if final.court:
        facts.append((_("作出机构"), final.court))
    if final.effective_on:
        facts.append((_("生效日期"), final.effective_on.isoformat()))
    if shown.checked_by:
        facts.append((_("复核人"), shown.checked_by))
    if final.because:
        facts.append((_("未通过的原因"), final.because))
    if final.note:
        facts.append((_("说明"), final.note))
    return facts


@dataclass(frozen=True)
class LineShown:
    """A line of the payment list; the account masked."""

    line: Any
    side: str
    account: str


def lines_shown(payment_list: queries.PaymentList) -> list[LineShown]:
    return [
        LineShown(line, str(line.side.label), account_shown(line.payee_account))
        for line in payment_list.lines
    ]


@dataclass(frozen=True)
class PortionShown:
    portion: Any
    side: str
    source: str
    status: str
    tone: str
    because: str


def portion_shown(portion: Any) -> PortionShown:
    return PortionShown(
        portion,
        str(portion.get_side_display()),
        str(portion.get_source_display()),
        str(portion.get_status_display()),
        PORTION_TONES[PortionStatus(portion.status)],
        queries.in_words(portion.because),
    )


@dataclass(frozen=True)
class NoteShown:
    note: Any
    by: str


@dataclass(frozen=True)
class TurnShown:
    """Whose turn it is, until when, and what silence does: as both sides read it. (BEY-01)"""

    who: str
    by_on: Any
    days_left: int | None
    silence: str


def turn_shown(case: Any) -> TurnShown:
    turn = queries.countdown(case)
    who = str(turn.who.label) if turn.who else ""
    return TurnShown(who, turn.by_on, turn.days_left, turn.silence)


def buttons_of(case: Any, can: frozenset[str]) -> list[tuple[str, str]]:
    """What this member of staff may do about a case: label and address, the first the most likely."""
    buttons = []
    if "approve_final" in can:
        pending = case.final_plans.filter(status=ReviewStatus.PROPOSED).get()
        url = reverse("association:final_plan", args=[pending.pk])
        buttons.append((_("复核最终退款方案"), url))
    if "propose_final" in can:
        buttons.append((_("录入最终退款方案"), reverse("association:propose", args=[case.pk])))
    if "take_up" in can:
        buttons.append((_("介入调解"), reverse("association:take_up", args=[case.pk])))
    if can & {"turn_to_arbitration", "turn_to_litigation"}:
        buttons.append((_("转为仲裁或诉讼"), reverse("association:turn", args=[case.pk])))
    return [*buttons, (_("补充材料"), reverse("association:materials", args=[case.pk]))]


def case_page(case: Any, actor: Actor) -> dict[str, Any]:
    """All that the page of a case shows."""
    gathered = queries.case_file(case)
    disputed, interest = queries.disputed_now(case), queries.interest_on_dispute(case)
    staff = {note.written_by for note in gathered.notes}
    for final in gathered.final_plans:
        staff |= {final.proposed_name, final.checked_name}
    names = people.names_of_staff(staff)
    finals = [final_shown(one, gathered.proof_of(one), names) for one in gathered.final_plans]
    return {
        "shown": case_shown(case),
        "turn": turn_shown(case),
        "pending": next((one for one in finals if one.final.status == ReviewStatus.PROPOSED), None),
        "buttons": buttons_of(case, queries.what_to_do(case, actor)),
        "disputed": [
            (str(part.label), disputed.fen_of(part), interest.fen_of(part))
            for part in Part
            if disputed.fen_of(part)
        ],
        "disputed_total_fen": disputed.total_fen + interest.total_fen,
        "facts": facts_of(case),
        "parties": parties_of(case, actor),
        "items": [item_shown(item, gathered) for item in gathered.items],
        "files": files_shown(gathered.about_no_item),
        "plans": [plan_shown(plan) for plan in gathered.plans],
        "finals": finals,
        "portions": [portion_shown(one) for one in gathered.portions],
        "notes": [
            NoteShown(note, names.get(note.written_by, note.written_by)) for note in gathered.notes
        ],
        "steps": queries.progress(case),
    }
