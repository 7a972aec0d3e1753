"""How the end of a lease looks to its tenants: words, tones and addresses. Templates only lay out what stands here.

`portal` is the namespace in which addresses lie: `tenant_web` or `tenant_mobile`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anju.core.actors import Actor
from anju.core.crypto import mask_account, mask_name
from anju.core.files import readable_size
from anju.refunds import queries
from anju.refunds.queries import Countdown, PaymentLine, PaymentList
from anju.refunds.rules import DISPUTED, Deed, Part, PortionStatus, Side, Silence, Status
from anju.web.tenant.shown import party_shown

TONES = {
    Status.AWAITING_PLAN: "waiting",
    Status.AWAITING_ANSWER: "waiting",
    Status.REMINDED: "bad",
    Status.SENT_BACK: "waiting",
    Status.MEDIATION: "waiting",
    Status.ARBITRATION: "waiting",
    Status.LITIGATION: "waiting",
    Status.PAYING: "good",
    Status.CLOSED: "kept",
    Status.CANCELLED: "quiet",
}
PORTION_TONES = {
    PortionStatus.DUE: "waiting",
    PortionStatus.PAYING: "waiting",
    PortionStatus.PAID: "good",
    PortionStatus.ACCOUNT_WANTED: "bad",
    PortionStatus.NAME_REVIEW: "waiting",
}
PAGES = (
    "refund",
    "refund_plan",
    "refund_answer",
    "refund_versions",
    "refund_evidence",
    "refund_award",
    "refund_turn",
    "refund_confirm_return",
    "refund_object",
    "refund_cancel",
)


def addresses_of(filing_no: str, portal: str) -> dict[str, str]:
    """Where the pages of a case lie."""
    return {name: reverse(f"{portal}:{name}", args=[filing_no]) for name in PAGES}


# Whose turn it is -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CountdownShown:
    """Who must act, by when, what silence does: the same for both sides. (BEY-01)"""

    who: str
    is_mine: bool
    by_on: date | None
    final_on: date | None
    left: str
    silence: str
    provisional: bool
    tone: str


def countdown_shown(countdown: Countdown, is_payee: bool, payee: str) -> CountdownShown:
    is_tenants = countdown.who == Side.TENANT
    is_mine = is_tenants and is_payee
    days = countdown.days_left
    left, tone = "", "waiting" if is_mine else "quiet"
    if days is not None:
        left, urgent = days_told(days)
        tone = "bad" if urgent and is_mine else tone
    return CountdownShown(
        who=_("您") if is_mine else who_acts(countdown.who, payee),
        is_mine=is_mine,
        by_on=countdown.by_on,
        final_on=countdown.final_on if countdown.final_on != countdown.by_on else None,
        left=left,
        silence=_(countdown.silence),
        provisional=countdown.provisional,
        tone=tone,
    )


def who_acts(side: Side | None, payee: str) -> str:
    if side is None:
        return ""
    return _("收款承租人 {name}").format(name=payee) if side == Side.TENANT else str(side.label)


def days_told(days: int) -> tuple[str, bool]:
    """In words, and whether it is urgent: the last day, or past it."""
    if days < 0:
        return _("已经到期，系统即将自动办理"), True
    if days == 0:
        return _("今天是最后一天，24点前有效"), True
    return ngettext("还有 {days} 天", "还有 {days} 天", days).format(days=days), False


# A case -----------------------------------------------------------------------------------------------------


class CaseShown:
    """The end of a lease as one of its tenants sees it."""

    def __init__(self, case: Any, actor: Actor, portal: str) -> None:
        self.case, self.actor, self.portal = case, actor, portal
        self.lease = case.lease

    @cached_property
    def is_payee(self) -> bool:
        """The row was read with its payee: no question is asked."""
        who = self.case.payee_tenant
        if self.actor.organisation_id is not None:
            return bool(who.organisation_id == self.actor.organisation_id)
        return bool(who.person_id == self.actor.person_id)

    @cached_property
    def payee(self) -> str:
        """The name of who answers and is paid; another person's is masked. (IDN-15)"""
        who = self.case.payee_tenant
        return party_shown(who.person, who.organisation, self.actor)

    @cached_property
    def payee_name(self) -> str:
        """收款人户名, in full to the payee."""
        party = self.case.payee_tenant.organisation or self.case.payee_tenant.person
        is_told = self.is_payee or self.case.payee_tenant.organisation is not None
        return party.name if is_told else mask_name(party.name)

    @property
    def status(self) -> str:
        return str(self.case.get_status_display())

    @property
    def tone(self) -> str:
        return TONES[Status(self.case.status)]

    @cached_property
    def to(self) -> dict[str, str]:
        return addresses_of(self.lease.filing_no, self.portal)

    @cached_property
    def countdown(self) -> CountdownShown:
        return countdown_shown(queries.countdown(self.case), self.is_payee, self.payee)

    @cached_property
    def deeds(self) -> frozenset[Deed]:
        return queries.deeds_of(self.case, self.actor)

    @property
    def offers(self) -> dict[str, bool]:
        """What this page offers, by name, for templates."""
        return {deed.value: deed in self.deeds for deed in Deed}

    @cached_property
    def plan(self) -> Any:
        """The newest plan; the payee sees none before having opened it, as long as it can be taken back."""
        return queries.current_plan(self.case)

    @cached_property
    def is_sealed(self) -> bool:
        """A plan lies before the payee that they have not opened yet."""
        before = self.case.status in (Status.AWAITING_ANSWER, Status.REMINDED)
        return bool(self.is_payee and before and self.plan and self.plan.opened_at is None)

    @property
    def is_mine(self) -> bool:
        return self.countdown.is_mine

    @property
    def next_url(self) -> str:
        """Where whose turn it is goes on."""
        is_answering = self.is_mine and Deed.ANSWER in self.deeds
        return self.to["refund_plan"] if is_answering else self.to["refund"]

    @property
    def registered_by(self) -> str:
        return str(Side(self.case.registered_by).label)

    @property
    def is_cancelled(self) -> bool:
        return self.case.status == Status.CANCELLED

    @property
    def is_disputed(self) -> bool:
        return self.case.status in DISPUTED

    @property
    def is_in_court(self) -> bool:
        return self.case.status in (Status.ARBITRATION, Status.LITIGATION)

    @property
    def can_turn(self) -> bool:
        return bool(self.deeds & {Deed.TURN_TO_ARBITRATION, Deed.TURN_TO_LITIGATION})

    @property
    def cancel_asked(self) -> str:
        """Who has asked to undo the registration, and waits for the other side."""
        asked = self.case.cancel_asked_by
        if not asked or self.case.status == Status.CANCELLED:
            return ""
        return _("{side}已申请，等待另一方同意").format(side=Side(asked).label)


def case_shown(case: Any, actor: Actor, portal: str) -> CaseShown:
    return CaseShown(case, actor, portal)


# A plan -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileShown:
    name: str
    size: str
    url: str
    is_picture: bool
    side: str
    note: str
    by: str
    at: Any


@dataclass(frozen=True)
class ItemShown:
    """One deduction: what, from which part, how much, its evidence, and how far both sides have come."""

    item: Any
    kind: str
    part: str
    url: str
    files: list[FileShown]
    theirs: Any = None
    mine: Any = None
    portal: str = ""

    def _address(self, name: str, pk: int) -> str:
        return reverse(f"{self.portal}:{name}", args=[pk])

    @property
    def offer_url(self) -> str:
        return self._address("refund_offer", self.item.pk)

    @property
    def accept_url(self) -> str:
        return self._address("refund_accept", self.theirs.pk) if self.theirs else ""

    @property
    def withdraw_url(self) -> str:
        return self._address("refund_withdraw", self.mine.pk) if self.mine else ""

    @property
    def is_settled(self) -> bool:
        return self.item.settled_at is not None

    @property
    def settled_to_tenant_fen(self) -> int:
        return int(self.item.amount_fen - self.item.agreed_fen - (self.item.settled_fen or 0))


@dataclass(frozen=True)
class PlanShown:
    """The amounts of a plan, deposit and rent apart."""

    plan: Any
    rows: list[tuple[str, int, int, int]]
    items: list[ItemShown]
    account: str
    made_by: str
    status: str

    @property
    def totals(self) -> tuple[int, int, int]:
        plan = self.plan
        return plan.held.total_fen, plan.to_tenant.total_fen, plan.deducted.total_fen


def plan_shown(
    plan: Any, attachments: Sequence[Any], portal: str, offers: Sequence[Any] = ()
) -> PlanShown:
    rows = [
        (
            str(part.label),
            plan.held.fen_of(part),
            plan.to_tenant.fen_of(part),
            plan.deducted.fen_of(part),
        )
        for part in Part
        if plan.held.fen_of(part)
    ]
    return PlanShown(
        plan,
        rows,
        [item_shown(item, attachments, portal, offers) for item in plan.items.all()],
        mask_account(plan.payee_account) if plan.payee_account else "",
        str(Side(plan.made_by).label),
        answer_of(plan),
    )


def answer_of(plan: Any) -> str:
    """What became of a plan, in the words of the one who answered."""
    answers = sorted(plan.answers.all(), key=lambda answer: answer.pk)
    if answers:
        return str(answers[-1].get_opinion_display())
    return _("已撤回") if plan.withdrawn_at else ""


def item_shown(
    item: Any, attachments: Sequence[Any], portal: str, offers: Sequence[Any] = ()
) -> ItemShown:
    """`offers` are the standing ones, of both sides."""
    standing = {offer.side: offer for offer in offers if offer.item_id == item.pk}
    return ItemShown(
        item,
        str(item.get_kind_display()),
        str(Part(item.part).label),
        reverse(f"{portal}:refund_item", args=[item.pk]),
        [file_shown(one, portal) for one in attachments if one.item_id == item.pk],
        standing.get(Side.ENTERPRISE),
        standing.get(Side.TENANT),
        portal,
    )


def file_shown(attachment: Any, portal: str) -> FileShown:
    file = attachment.file
    return FileShown(
        file.name,
        readable_size(file.size),
        reverse(f"{portal}:refund_file", args=[attachment.pk]),
        file.kind in ("jpg", "png"),
        str(Side(attachment.side).label),
        attachment.note,
        attachment.handed_in_by,
        attachment.handed_in_at,
    )


# Money ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LineShown:
    """One payee of a payment list."""

    side: str
    name: str
    account: str
    bank: str
    principal_fen: int
    interest_fen: int
    total_fen: int


@dataclass(frozen=True)
class PaymentListShown:
    lines: list[LineShown]
    disputed_fen: int
    interest_fen: int


def payment_list_shown(listed: PaymentList) -> PaymentListShown:
    return PaymentListShown(
        [line_shown(line) for line in listed.lines],
        listed.disputed.total_fen,
        listed.disputed_interest.total_fen,
    )


def line_shown(line: PaymentLine) -> LineShown:
    is_tenants = line.side == Side.TENANT
    account = line.payee_account if is_tenants else mask_account(line.payee_account)
    return LineShown(
        str(line.side.label),
        line.payee_name,
        account if line.payee_account else "",
        line.payee_bank,
        line.principal.total_fen,
        line.interest.total_fen,
        line.total_fen,
    )


@dataclass(frozen=True)
class PortionShown:
    """An amount that somebody is paid, and what has become of it."""

    portion: Any
    side: str
    source: str
    status: str
    tone: str
    account: str
    because: str
    url: str


def portion_shown(portion: Any, is_payee: bool, portal: str) -> PortionShown:
    is_wanted = portion.is_tenants and portion.status == PortionStatus.ACCOUNT_WANTED
    return PortionShown(
        portion,
        str(Side(portion.side).label),
        str(portion.get_source_display()),
        str(portion.get_status_display()),
        PORTION_TONES[PortionStatus(portion.status)],
        mask_account(portion.payee_account) if portion.payee_account else "",
        queries.in_words(portion.because),
        reverse(f"{portal}:refund_account", args=[portion.pk]) if is_wanted and is_payee else "",
    )


@dataclass(frozen=True)
class FinalShown:
    """The final plan by which a dispute ended, with its proof."""

    final: Any
    basis: str
    document: str
    files: list[FileShown]


def final_shown(final: Any, attachments: Sequence[Any], portal: str) -> FinalShown:
    document = " · ".join(filter(None, [final.document_no, final.court]))
    proof = [one for one in attachments if one.final_plan_id == final.pk]
    return FinalShown(
        final, str(final.get_basis_display()), document, [file_shown(one, portal) for one in proof]
    )


def account_told(portion: Any, actor: Actor, portal: str) -> dict[str, Any]:
    """A card 收款账号确认: what could not be paid, and why. (REF-12)"""
    shown = case_shown(portion.case, actor, portal)
    return {
        "case": shown,
        "portion": portion_shown(portion, shown.is_payee, portal),
        "url": reverse(f"{portal}:refund_account", args=[portion.pk]),
        "silence": str(Silence.NO_ACCOUNT.label),
    }
