"""Files handed in for a case: stored before, by the same person, and looked into then; here they are put in place."""

from collections.abc import Sequence
from typing import Any

from anju.core import clock
from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.files import ATTACHMENT
from anju.core.refusals import Refused
from anju.refunds.actions.parties import locked_case, own_side
from anju.refunds.models import Attachment, Case, DeductionItem
from anju.refunds.rules import DISPUTED, MOST_ATTACHMENTS, About, Refusal, Side


def attach(
    case: Case,
    file_ids: Sequence[int],
    about: About,
    by: Actor,
    note: str = "",
    **place: Any,
) -> list[Attachment]:
    """Put files where they belong. Refused when there are too many, or they were not stored here by the same actor."""
    side = own_side(by)
    wanted = list(dict.fromkeys(file_ids))
    known = Attachment.objects.filter(case=case, about=about, side=side, **place)
    there = set(known.values_list("file_id", flat=True))
    count = len(there.union(wanted))
    check_files(wanted, by, count=count)
    now = clock.now()
    return Attachment.objects.bulk_create(
        Attachment(
            case=case,
            about=about,
            side=side,
            file_id=file_id,
            note=note[:200],
            handed_in_by=by.name,
            handed_in_at=now,
            **place,
        )
        for file_id in wanted
        if file_id not in there
    )


def check_files(file_ids: Sequence[int], by: Actor, *, count: int) -> None:
    """Refused when there are too many at one place, or they were not stored here by the same actor."""
    if count > MOST_ATTACHMENTS:
        raise Refused(Refusal.TOO_MANY_ATTACHMENTS, count=count, most=MOST_ATTACHMENTS)
    if set(core.files_stored_by(by, file_ids, ATTACHMENT)) != set(file_ids):
        raise Refused(Refusal.ATTACHMENT_UNKNOWN)


@action
def add_evidence(
    *, case_id: int, file_ids: Sequence[int], item_id: int | None = None, note: str = "", by: Actor
) -> list[Attachment]:
    """Either side hands in evidence: for one deduction, or for the case as a whole. The other side sees it. (BEY-06)"""
    case = locked_case(case_id, by, Side.TENANT, Side.ENTERPRISE, Side.ASSOCIATION)
    if item_id is None:
        return attach(case, file_ids, About.OTHER, by, note)
    item = DeductionItem.objects.filter(pk=item_id, plan__case=case).first()
    if item is None:
        raise Refused(Refusal.NOT_THE_CURRENT_PLAN)
    return attach(case, file_ids, About.ITEM, by, note, item=item)


@action
def hand_in_award(*, case_id: int, file_ids: Sequence[int], by: Actor) -> list[Attachment]:
    """A tenant, or the enterprise, hands the final award or judgment to the association. (rule A8.3)"""
    case = locked_case(case_id, by, Side.TENANT, Side.ENTERPRISE)
    if case.status not in DISPUTED:
        raise Refused(Refusal.NOT_DISPUTED)
    if not file_ids:
        raise Refused(Refusal.FINAL_NEEDS_PROOF)
    handed_in = attach(case, file_ids, About.AWARD, by)
    case.attend_on = clock.today()
    case.save(update_fields=["attend_on"])
    return handed_in
