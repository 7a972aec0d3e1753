"""How a check of a home, an objection and a file of homes look to the institution whose they are."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.desks.shown import SheetShown, sheet_shown, steps_told
from anju.desks.shown_homes import (
    OBJECTION_TONES,
    documents_shown,
    facts_of_check,
    home_row,
    objection_rows,
)
from anju.homes import queries
from anju.homes.rules import ObjectionStatus, Outcome, Status
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import PORTAL


def check_in_full(found: Any, actor: Actor) -> dict[str, Any]:
    """Everything that the page of one check shows, and what can be done with it now."""
    manages = found.home.manager_id == actor.organisation_id
    return {
        "row": home_row(found, PORTAL),
        "facts": facts_of_check(found),
        "objections": objection_rows(queries.objections_of(found), PORTAL),
        "has_notice": queries.has_notice(found),
        "holds": queries.holds(found),
        "may_object": found.client_id is None and found.status == Status.FAILED,
        "may_give_up": manages and queries.holds(found),
        "steps": steps_told(found, dict(Outcome.choices)),
    }


def objection_in_full(found: Any) -> dict[str, Any]:
    [row] = objection_rows([found], PORTAL)
    return {
        "row": row,
        "tone": OBJECTION_TONES[ObjectionStatus(found.status)],
        "check": home_row(found.verification, PORTAL),
        "files": documents_shown(found, PORTAL),
        "steps": steps_told(found),
    }


@dataclass(frozen=True)
class OperatorRow:
    operator: Any
    name: str
    username: str
    powers: str
    status: str
    tone: str
    is_open: bool
    url: str


def operator_row(operator: Any) -> OperatorRow:
    is_open = operator.closed_at is None
    return OperatorRow(
        operator,
        operator.user.last_name,
        operator.user.username,
        "、".join(str(InstitutionPower(one).label) for one in operator.powers),
        _("使用中") if is_open else _("已停用"),
        "good" if is_open else "quiet",
        is_open,
        reverse(f"{PORTAL}:user", args=[operator.pk]),
    )


def filing_file_shown(upload: Any) -> SheetShown:
    return sheet_shown(
        upload,
        reverse(f"{PORTAL}:filing_file_progress", args=[upload.pk]),
        reverse(f"{PORTAL}:filing_file_result", args=[upload.pk]),
    )
