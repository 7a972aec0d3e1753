"""A department, or a developer, enters what the fund is kept by: communities, and homes with their accounts. (B3.1)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.fund.actions.accounts import account_for, open_accounts
from anju.fund.rules import Refusal
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.homes.estate import CustodyMode, Kind
from anju.people import actions as people_actions
from anju.people import queries as people
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.fund.models import Account
    from anju.homes.models import Community, Dwelling


@dataclass(frozen=True)
class SellingUnit:
    """所属单位: who sold public housing to its owner, and deposits for it at the counter. (rule B2.7)"""

    name: str
    uscc: str


@action
def enter_community(
    *, name: str, district: str, address: str, custody_mode: str, developer_uscc: str, by: Actor
) -> Community:
    """A community of a department's district, with its developer where that is known to us by its code.

    Refused for one that is there with this name, and for a developer nobody knows.
    """
    people.check_power(by, Power.FUND_ENTER)
    people.check_department(by, district)
    developer = people.organisation_by_uscc(developer_uscc) if developer_uscc else None
    if developer_uscc and developer is None:
        raise Refused(Refusal.UNKNOWN_DEVELOPER)
    if home_queries.community_named(district, name) is not None:
        raise Refused(Refusal.COMMUNITY_KNOWN, district=DISTRICTS[district], name=name)
    return homes.record_community(
        name=name,
        district=district,
        address=address,
        custody_mode=custody_mode,
        developer_id=developer.pk if developer else None,
        by=by,
    )


@action
def enter_home(
    *,
    district: str,
    community: str,
    building: str,
    storeys: int,
    terms: DwellingTerms,
    owners: Sequence[OwnerTerms],
    selling_unit: SellingUnit | None = None,
    by: Actor,
) -> Dwelling:
    """A home with its owners, and its account; only the home where the owners keep their fund themselves (自管).

    Sold public housing names who sold it. The building is recorded with it where it is new. Refused for a community
    that is unknown or another's, and as `homes.record_building`, `homes.record_dwelling` and `open_account` refuse.
    """
    there = known_community(district, community, by)
    house = homes.record_building(community_id=there.pk, name=building, storeys=storeys, by=by)
    terms = terms if selling_unit is None else _sold_by(selling_unit, terms, by)
    home = homes.record_dwelling(building_id=house.pk, terms=terms, owners=owners, by=by)
    if there.custody_mode != CustodyMode.SELF_MANAGED:
        account_for(dwelling_id=home.pk, by=by)
    return home


@action
def enter_unsold(
    *, district: str, community: str, building: str, storeys: int, terms: DwellingTerms, by: Actor
) -> Dwelling:
    """A home that is nobody's yet (未售), and its account: the developer stands for it until its first sale (B6.5).

    Refused as `enter_home`.
    """
    there = known_community(district, community, by)
    house = homes.record_building(community_id=there.pk, name=building, storeys=storeys, by=by)
    [home] = homes.record_unsold(building_id=house.pk, stated=[terms], by=by)
    if there.custody_mode != CustodyMode.SELF_MANAGED:
        account_for(dwelling_id=home.pk, by=by)
    return home


@action
def enter_building(
    *,
    community_id: int,
    building: str,
    storeys: int,
    stated: Sequence[tuple[DwellingTerms, Sequence[OwnerTerms]]],
    by: Actor,
) -> list[Account]:
    """A new building with all its homes, their owners and accounts: all or none. Refused as `enter_home`."""
    home_queries.check_may_enter(home_queries.community(community_id), by)
    house = homes.record_building(community_id=community_id, name=building, storeys=storeys, by=by)
    there = homes.record_dwellings(building_id=house.pk, stated=stated, by=by)
    return open_accounts(dwelling_ids=[home.pk for home in there], by=by)


def _sold_by(unit: SellingUnit, terms: DwellingTerms, by: Actor) -> DwellingTerms:
    """The terms of sold public housing; a unit nobody knew is known from now on."""
    if not unit.name.strip() or not unit.uscc.strip():
        raise Refused(Refusal.SELLING_UNIT_MISSING)
    known = people.organisation_by_uscc(unit.uscc) or people_actions.record_organisation(
        name=unit.name, uscc=unit.uscc, by=by
    )
    return replace(terms, kind=Kind.SOLD_PUBLIC, selling_unit_id=known.pk)


def known_community(district: str, name: str, by: Actor) -> Community:
    """The community of this name in which this actor may enter homes."""
    there = home_queries.community_named(district, name)
    if there is None:
        raise Refused(Refusal.UNKNOWN_COMMUNITY, district=DISTRICTS[district], name=name)
    home_queries.check_may_enter(there, by)
    return there
