"""Checks of homes, objections and tickets as the authority's pages show them."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.desks import shown_homes as desks
from anju.desks.shown import staff_named, whom_to_ask
from anju.homes import queries
from anju.homes.rules import ObjectionStatus, Outcome, Status, TroubleStatus
from anju.people.rules import Power
from anju.portals.authority.page import PORTAL
from anju.web.history import steps_of

MOST_ROWS = 20

home_row = partial(desks.home_row, portal=PORTAL)
objection_rows = partial(desks.objection_rows, portal=PORTAL)
documents_shown = partial(desks.documents_shown, portal=PORTAL)
TROUBLE_TONES = {
    TroubleStatus.OPEN: "bad",
    TroubleStatus.REPORTED: "waiting",
    TroubleStatus.RESOLVED: "good",
}


def check_in_full(found: Any, actor: Actor) -> dict[str, Any]:
    """Everything that the page of one check shows, and what can be done with it now."""
    may_verify = Power.HOME_VERIFY in actor.may
    askings = list(queries.askings_of(found)[:MOST_ROWS])
    named = staff_named(*(one.asked_by for one in askings))
    is_issued = queries.notice_of(found) is not None
    return {
        "row": home_row(found),
        "facts": desks.facts_of_check(found),
        "askings": [(one.asked_at, named(one.asked_by)) for one in askings],
        "lettings": queries.lettings_of(found)[:MOST_ROWS],
        "objections": objection_rows(queries.objections_of(found)),
        "is_issued": is_issued,
        "may_issue": may_verify and queries.has_notice(found) and not is_issued,
        "may_object": may_verify and found.client_id is None and found.status == Status.FAILED,
        "steps": steps_of(found, dict(Outcome.choices)),
    }


def advice_on_objection(objection: Any, actor: Actor) -> str:
    """Why somebody who reads an open objection is not offered its review, and whom to ask. (IDN-03)"""
    if objection.status != ObjectionStatus.OPEN:
        return ""
    own = _("提出核验或者异议的人不能复核，须由另一人复核。")
    return whom_to_ask(actor, Power.HOME_OBJECT, not queries.may_review(objection, actor), own)
