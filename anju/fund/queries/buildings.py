"""楼幢公示: what all homes of a building hold together, and what moved year by year; nothing of any home. (OWN-91)"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from anju.fund.models import Account
from anju.fund.queries.deposits import all_pots_of
from anju.fund.rules import FEWEST_HOMES_TOLD
from anju.ledger import queries as ledger
from anju.ledger.rules import Reason

if TYPE_CHECKING:
    from anju.homes.models import Building

COLUMNS = (Reason.FUND_DEPOSITED, Reason.FUND_INTEREST, Reason.FUND_REVENUE)


@dataclass(frozen=True)
class YearOfBuilding:
    """`spent_fen` is all that went out, less what came back because a bank could not pay it."""

    year: int
    deposited_fen: int
    interest_fen: int
    revenue_fen: int
    spent_fen: int
    closing_fen: int


@dataclass(frozen=True)
class BuildingBook:
    """`is_told` is false where so few homes have deposited that a sum would tell of one of them."""

    building: Building
    homes: int
    deposited: int
    years: list[YearOfBuilding]
    is_told: bool

    @property
    def balance_fen(self) -> int:
        return self.years[-1].closing_fen if self.years else 0


def accounts_of_building(building: Building) -> QuerySet[Account]:
    return Account.objects.filter(dwelling__building=building).select_related("dwelling")


def building_book(building: Building) -> BuildingBook:
    """For anybody: sums of the whole building, the first year first."""
    accounts = list(accounts_of_building(building))
    deposited = sum(1 for one in accounts if one.first_fen)
    if deposited < FEWEST_HOMES_TOLD:
        return BuildingBook(building, len(accounts), deposited, [], is_told=False)
    codes = [code for one in accounts for code in all_pots_of(one)]
    years = _years(ledger.flows_by_year(codes))
    return BuildingBook(building, len(accounts), deposited, years, is_told=True)


def _years(flows: list[ledger.YearFlow]) -> list[YearOfBuilding]:
    years, held_fen = [], 0
    for year, of_year in groupby(flows, key=attrgetter("year")):
        net = {flow.reason: flow.in_fen - flow.out_fen for flow in of_year}
        held_fen += sum(net.values())
        deposited, interest, revenue = (net.pop(reason, 0) for reason in COLUMNS)
        spent = -sum(net.values())
        years.append(YearOfBuilding(year, deposited, interest, revenue, spent, held_fen))
    return years
