"""What waits on an institution's desk."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.agencies import queries as agencies
from anju.agencies.rules import FilingStatus
from anju.core.actors import Actor
from anju.credit import queries as credit
from anju.filings import queries as contract_filings
from anju.filings.rules import Status as Filed
from anju.homes import queries as homes
from anju.homes.rules import Status
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import PORTAL
from anju.web.waiting import Waiting, waiting


@dataclass(frozen=True)
class Tile:
    label: str
    count: Waiting
    url: str


def tiles_of(actor: Actor) -> list[Tile]:
    """What waits for the institution first, then what it waits for."""
    checks = homes.verifications_seen_by(actor)
    filings = agencies.filings_seen_by(actor)
    return [
        *tiles_of_contracts(actor),
        tile(_("退回修改的备案申请"), filings.filter(status=FilingStatus.RETURNED), "filings"),
        tile(_("可以提出异议的记分"), credit.events_to_answer(actor), "credit"),
        tile(_("待陈述申辩的名单事项"), credit.entries_to_answer(actor), "credit"),
        tile(_("核验不通过的房源"), checks.filter(status=Status.FAILED), "homes", "status=failed"),
        tile(
            _("核验中的房源"), checks.filter(status=Status.REQUESTED), "homes", "status=requested"
        ),
        tile(_("审核中的备案申请"), filings.filter(status=FilingStatus.SUBMITTED), "filings"),
    ]


def tiles_of_contracts(actor: Actor) -> list[Tile]:
    """退回待修改 of 合同备案, for who handles contracts: nobody else opens that list. (CON-12; IDN-04)"""
    if InstitutionPower.CONTRACTS not in actor.may:
        return []
    returned = contract_filings.filings_seen_by(actor).filter(status=Filed.RETURNED)
    return [tile(_("退回待修改的合同备案"), returned, "contract_filings", "status=returned")]


def tile(label: str, rows: QuerySet[Any], name: str, asked: str = "") -> Tile:
    url = reverse(f"{PORTAL}:{name}") + (f"?{asked}" if asked else "")
    return Tile(label, waiting(rows), url)
