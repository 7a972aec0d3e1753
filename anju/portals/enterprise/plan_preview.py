"""A refund plan as it would be submitted, shown before it is. (BEY-12)"""

from dataclasses import dataclass
from typing import Any

from anju.core import clock
from anju.core.calendar import add_workdays
from anju.parameters import queries as parameters
from anju.portals.enterprise.ending_shown import case_shown, held_shown
from anju.portals.enterprise.plan_form import PlanForm, name_of
from anju.refunds.rules import DeductionKind, Part
from anju.refunds.split import Parts, Split, split_interest


@dataclass(frozen=True)
class PartPreview:
    """What becomes of one part: principal and, by today's state, the interest that goes with it."""

    label: str
    held_fen: int
    to_tenant_fen: int
    to_tenant_interest_fen: int
    deducted_fen: int
    deducted_interest_fen: int


@dataclass(frozen=True)
class RowPreview:
    kind: str
    part: str
    amount_fen: int
    note: str
    files: list[str]


def preview_of(case: Any, form: PlanForm, holdings: Any, tenants: list[Any]) -> dict[str, Any]:
    terms = form.terms
    interest = Parts(*(one.interest_fen for one in held_shown(holdings)))
    earned = split_interest(Split(terms.to_tenant, terms.deducted), interest)
    periods = parameters.numbers(("refund.answer_workdays", "refund.final_workdays"))
    answer_on = add_workdays(clock.today(), periods["refund.answer_workdays"]).on
    payee = next(one for one in tenants if one.pk == terms.payee_tenant_id)
    return {
        "shown": case_shown(case),
        "form": form,
        "terms": terms,
        "payee": name_of(payee),
        "parts": [
            PartPreview(
                str(part.label),
                terms.held.fen_of(part),
                terms.to_tenant.fen_of(part),
                earned.tenant.fen_of(part),
                terms.deducted.fen_of(part),
                earned.enterprise.fen_of(part),
            )
            for part in Part
        ],
        "rows": [
            RowPreview(
                str(DeductionKind(stated.kind).label),
                str(Part(stated.part).label),
                stated.amount_fen,
                stated.note,
                [one.name for one in row["evidence"].value()],
            )
            for row, stated in zip(form.rows, terms.deductions, strict=True)
        ],
        "to_tenant_fen": terms.to_tenant.total_fen + earned.tenant.total_fen,
        "deducted_fen": terms.deducted.total_fen + earned.enterprise.total_fen,
        "answer_on": answer_on,
        "final_on": add_workdays(answer_on, periods["refund.final_workdays"]).on,
    }
