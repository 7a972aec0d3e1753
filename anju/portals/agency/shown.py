"""How a check of a home, an objection and a file of homes look to the institution whose they are."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anju.core.actors import Actor
from anju.desks.shown import steps_told
from anju.desks.shown_homes import (
    OBJECTION_TONES,
    documents_shown,
    facts_of_check,
    home_row,
    objection_rows,
)
from anju.homes import queries
from anju.homes.rules import FileStatus, ObjectionStatus, Outcome, Status
from anju.portals.agency.page import PORTAL


def check_in_full(found: Any, actor: Actor) -> dict[str, Any]:
    """Everything that the page of one check shows, and what can be done with it now."""
    manages = found.home.manager_id == actor.organisation_id
    return {
        "row": home_row(found, PORTAL),
        "facts": facts_of_check(found),
        "objections": objection_rows(queries.objections_of(found), PORTAL),
        "is_waiting": found.status == Status.REQUESTED,
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
class FileShown:
    upload: Any
    name: str
    url: str
    status: str
    tone: str
    is_working: bool


def file_shown(upload: Any, page: str = "home_file") -> FileShown:
    """A spreadsheet of homes or of contracts; `page` is the one that shows how far it is."""
    return FileShown(
        upload,
        upload.file.name,
        reverse(f"{PORTAL}:{page}", args=[upload.pk]),
        str(upload.get_status_display()),
        "good" if upload.status == FileStatus.DONE else "waiting",
        upload.status != FileStatus.DONE,
    )
