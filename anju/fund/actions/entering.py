"""A department, or a developer, enters what the fund is kept by: communities, and homes with their accounts. (B3.1)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.fund.actions.accounts import account_for
from anju.fund.models import Account
from anju.fund.rules import Refusal
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.people import queries as people
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.homes.models import Community


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
    by: Actor,
) -> Account:
    """A home with its owners, and its account. The building is recorded with it where it is new.

    Refused for a community that is unknown or another's, and as `homes.record_building`, `homes.record_dwelling` and
    `open_account` refuse.
    """
    there = known_community(district, community, by)
    house = homes.record_building(community_id=there.pk, name=building, storeys=storeys, by=by)
    home = homes.record_dwelling(building_id=house.pk, terms=terms, owners=owners, by=by)
    return account_for(dwelling_id=home.pk, by=by)


def known_community(district: str, name: str, by: Actor) -> Community:
    """The community of this name in which this actor may enter homes."""
    there = home_queries.community_named(district, name)
    if there is None:
        raise Refused(Refusal.UNKNOWN_COMMUNITY, district=DISTRICTS[district], name=name)
    home_queries.check_may_enter(there, by)
    return there
