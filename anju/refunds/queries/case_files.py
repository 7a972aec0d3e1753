"""卷宗: everything that was handed in about a case, gathered for those who have to judge it. (ASC-01, BEY-06)"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from anju.refunds.models import (
    Attachment,
    Case,
    CaseNote,
    DeductionItem,
    FinalPlan,
    NameChange,
    Offer,
    Plan,
    Portion,
)
from anju.refunds.rules import About, PortionSource


@dataclass(frozen=True)
class CaseFile:
    """`plans` are all versions, the newest first; `items` the deductions of the one that stands."""

    plans: list[Plan]
    items: list[DeductionItem]
    offers: list[Offer]
    attachments: list[Attachment]
    final_plans: list[FinalPlan]
    portions: list[Portion]
    notes: list[CaseNote]

    @property
    def decided_by(self) -> str:
        """What has given away all that was still disputed: a final plan, or an order of the authority."""
        sources = (PortionSource.FINAL, PortionSource.ORDER)
        return next((one.source for one in self.portions if one.source in sources), "")

    def evidence_for(self, item: DeductionItem, side: str) -> list[Attachment]:
        """What one side has handed in for one deduction."""
        return [one for one in self.attachments if one.item_id == item.pk and one.side == side]

    def offers_for(self, item: DeductionItem) -> list[Offer]:
        return [one for one in self.offers if one.item_id == item.pk]

    def proof_of(self, final: FinalPlan) -> list[Attachment]:
        return [one for one in self.attachments if one.final_plan_id == final.pk]

    @property
    def about_no_item(self) -> list[Attachment]:
        """Awards, what came with an answer, and what concerns the case as a whole."""
        apart = (About.ITEM, About.PROOF, About.NAME_CHANGE)
        return [one for one in self.attachments if one.about not in apart]


def case_file(case: Case) -> CaseFile:
    """The file of a case that somebody may see; asks seven questions, however thick it is."""
    deductions = Prefetch("items", DeductionItem.objects.order_by("number"))
    plans = list(
        case.plans.filter(withdrawn_at__isnull=True)
        .prefetch_related(deductions, "answers")
        .order_by("-version")
    )
    items = list(plans[0].items.all()) if plans else []
    return CaseFile(
        plans=plans,
        items=items,
        offers=list(Offer.objects.filter(item__in=items).order_by("pk")),
        attachments=list(
            case.attachments.select_related("file").defer("file__content").order_by("pk")
        ),
        final_plans=list(case.final_plans.order_by("-pk")),
        portions=list(case.portions.select_related("payout").order_by("pk")),
        notes=list(case.notes.order_by("-pk")),
    )


def attachments_of_change(change: NameChange) -> list[Attachment]:
    """What proves an application to pay another name."""
    files = Attachment.objects.filter(case=change.portion.case_id, name_change=change)
    return list(files.select_related("file").defer("file__content").order_by("pk"))
