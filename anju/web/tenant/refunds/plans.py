"""How refund plans look: amounts, deductions, evidence, offers, and the final plan of a dispute."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.crypto import mask_account
from anju.core.files import readable_size
from anju.refunds import queries
from anju.refunds.rules import Part, Side


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
    note: str

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
        queries.in_words(plan.note),
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
