"""Checks of homes, objections and tickets as the authority's pages show them."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.desks import shown_homes as desks
from anju.desks.shown import whom_to_ask
from anju.homes import queries
from anju.homes.rules import ObjectionStatus, TroubleStatus
from anju.people.rules import Power
from anju.portals.authority.page import PORTAL

home_row = partial(desks.home_row, portal=PORTAL)
objection_rows = partial(desks.objection_rows, portal=PORTAL)
documents_shown = partial(desks.documents_shown, portal=PORTAL)
home_file_shown = partial(desks.home_file_shown, portal=PORTAL)
TROUBLE_TONES = {
    TroubleStatus.OPEN: "bad",
    TroubleStatus.REPORTED: "waiting",
    TroubleStatus.RESOLVED: "good",
}


def advice_on_objection(objection: Any, actor: Actor) -> str:
    """Why somebody who reads an open objection is not offered its review, and whom to ask. (IDN-03)"""
    if objection.status != ObjectionStatus.OPEN:
        return ""
    own = _("提出核验或者异议的人不能复核，须由另一人复核。")
    return whom_to_ask(actor, Power.HOME_OBJECT, not queries.may_review(objection, actor), own)
