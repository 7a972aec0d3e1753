"""Applications, institutions and people as the authority's pages show them."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from anju.agencies import queries
from anju.agencies.rules import FilingStatus
from anju.core.actors import Actor
from anju.desks import shown_agencies as desks
from anju.desks.shown import whom_to_ask
from anju.people.rules import Power
from anju.portals.authority.page import PORTAL

filing_rows = partial(desks.filing_rows, portal=PORTAL)
files_of_version = partial(desks.files_of_version, portal=PORTAL)
institution_row = partial(desks.institution_row, portal=PORTAL)
practitioner_row = partial(desks.practitioner_row, portal=PORTAL)


def advice_on_filing(filing: Any, actor: Actor) -> str:
    """Who reads a waiting application without being offered its review is told which post it needs. (IDN-03)"""
    if filing.status != FilingStatus.SUBMITTED:
        return ""
    own = _("录入或提交申请的人不能审核同一份申请，须由另一人审核。")
    return whom_to_ask(actor, Power.AGENCY_REVIEW, not queries.is_another(filing, actor), own)
