"""Communities, buildings and homes are recorded; a home is measured anew, or sold. (rules B1.4, B2.15, B9.1)"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.identity_numbers import (
    check_identity,
    check_uscc,
    normalise,
    normalise_name,
)
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.core.search import pairs_of
from anju.homes.estate import CustodyMode, Kind, Refusal, Sale, Use
from anju.homes.models import Building, Community, Dwelling, Owner
from anju.homes.queries.estates import check_may_enter, owner_digest
from anju.homes.rules import OwnerIdType
from anju.people import queries as people
from anju.people.rules import Power

AT_ONCE = 1_000


@dataclass(frozen=True)
class OwnerTerms:
    """One owner as the contract or the certificate names it."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    id_type: str = OwnerIdType.RESIDENT_ID


@dataclass(frozen=True)
class DwellingTerms:
    """A home as its contract of sale describes it; area in hundredths of m²."""

    floor: int
    room: str
    area_hundredths: int
    contract_on: date | None
    unit: str = ""
    use: str = Use.RESIDENTIAL
    kind: str = Kind.COMMERCIAL
    selling_unit_id: int | None = None
    sale: str = Sale.NEW
    contract_no: str | None = None
    certificate_no: str | None = None
    price_fen: int | None = None


@action
def record_community(
    *,
    name: str,
    district: str,
    address: str,
    custody_mode: str = CustodyMode.TRUST,
    developer_id: int | None = None,
    by: Actor,
) -> Community:
    """A community (小区), and who builds and sells it; recorded again, the one that is there."""
    people.check_power(by, Power.FUND_ENTER)
    if district not in DISTRICTS:
        raise Refused(Refusal.UNKNOWN_DISTRICT, district=district)
    people.check_department(by, district)
    community, _ = Community.objects.get_or_create(
        district=district,
        name=name.strip(),
        defaults={
            "address": address.strip(),
            "custody_mode": custody_mode,
            "developer_id": developer_id,
        },
    )
    return community


@action
def record_building(*, community_id: int, name: str, storeys: int, by: Actor) -> Building:
    """A building (幢); recorded again with other storeys it is refused, for they decide the standard."""
    check_may_enter(Community.objects.get(pk=community_id), by)
    if storeys <= 0:
        raise Refused(Refusal.STOREYS_MISSING)
    building, _ = Building.objects.get_or_create(
        community_id=community_id, name=name.strip(), defaults={"storeys": storeys}
    )
    if building.storeys != storeys:
        raise Refused(Refusal.STOREYS_DIFFER, building=building.name, storeys=building.storeys)
    return building


@action
def record_dwelling(
    *, building_id: int, terms: DwellingTerms, owners: Sequence[OwnerTerms], by: Actor
) -> Dwelling:
    """A home (户) with its owners. Refused when its place, contract or certificate is known already."""
    [dwelling] = record_dwellings(building_id=building_id, stated=[(terms, owners)], by=by)
    return dwelling


@action
def record_dwellings(
    *, building_id: int, stated: Sequence[tuple[DwellingTerms, Sequence[OwnerTerms]]], by: Actor
) -> list[Dwelling]:
    """Several homes of a building at once, all or none; refused as `record_dwelling`, also for one stated twice."""
    dwellings = record_unsold(building_id=building_id, stated=[terms for terms, _ in stated], by=by)
    both = zip(dwellings, stated, strict=True)
    named = [one for home, (_, owners) in both for one in _owners(home, owners)]
    Owner.objects.bulk_create(named, batch_size=AT_ONCE)
    return dwellings


@action
def record_unsold(
    *, building_id: int, stated: Sequence[DwellingTerms], by: Actor
) -> list[Dwelling]:
    """Homes that are nobody's yet (未售): the developer stands for them until `change_owners`. (rule B6.5)"""
    building: Building = lock(Building, pk=building_id)
    check_may_enter(building.community, by)
    every = [_normalised(terms) for terms in stated]
    _check_unknown(building, every)
    return Dwelling.objects.bulk_create(
        (_dwelling(building, terms) for terms in every), batch_size=AT_ONCE
    )


def _normalised(terms: DwellingTerms) -> DwellingTerms:
    if terms.area_hundredths <= 0:
        raise Refused(Refusal.AREA_MISSING)
    return replace(
        terms,
        contract_no=terms.contract_no and normalise(terms.contract_no),
        certificate_no=terms.certificate_no and normalise(terms.certificate_no),
    )


def _dwelling(building: Building, terms: DwellingTerms) -> Dwelling:
    community = building.community
    unit = f"{terms.unit}单元" if terms.unit else ""
    address = normalise(
        f"{DISTRICTS[community.district]}{community.address}{community.name}{building.name}{unit}{terms.room}室"
    )
    return Dwelling(building=building, address=address, grams=pairs_of(address), **vars(terms))


def _check_unknown(building: Building, every: Sequence[DwellingTerms]) -> None:
    there = Dwelling.objects.filter(building=building, room__in=[one.room for one in every])
    places = set(there.values_list("unit", "room"))
    contracts = [one.contract_no for one in every if one.contract_no is not None]
    with_contract = Dwelling.objects.filter(contract_no__in=contracts)
    numbers = {(no, sale) for no, sale in with_contract.values_list("contract_no", "sale")}
    certificates = [one.certificate_no for one in every if one.certificate_no is not None]
    with_certificate = Dwelling.objects.filter(certificate_no__in=certificates)
    numbers |= {(no, "") for no in with_certificate.values_list("certificate_no", flat=True)}
    for one in every:
        if (one.unit, one.room) in places:
            raise Refused(Refusal.PLACE_KNOWN, room=one.room, building=building.name)
        places.add((one.unit, one.room))
        for no, of in ((one.contract_no, one.sale), (one.certificate_no, "")):
            if no is not None and (no, of) in numbers:
                raise Refused(Refusal.NUMBER_KNOWN, no=no)
            numbers.add((no, of))


def _owners(dwelling: Dwelling, owners: Sequence[OwnerTerms]) -> list[Owner]:
    """Who owns a home from now on, checked."""
    if not owners:
        raise Refused(Refusal.NO_OWNER)
    now, found = clock.now(), {}
    for owner in owners:
        name = normalise_name(owner.name)
        number = (
            check_uscc(owner.id_number)
            if owner.id_type == OwnerIdType.USCC
            else check_identity(owner.id_type, owner.id_number)
        )
        digest = owner_digest(name, number)
        if digest in found:
            raise Refused(Refusal.OWNER_TWICE, name=name)
        found[digest] = Owner(
            dwelling=dwelling,
            name=name,
            id_type=owner.id_type,
            id_number=number,
            digest=digest,
            since=now,
        )
    return list(found.values())


@action
def change_owners(
    *, dwelling_id: int, owners: Sequence[OwnerTerms], by: Actor
) -> tuple[Dwelling, bool]:
    """A home is sold, inherited or given away (更名): the new owners stand, the old ones stay in its history.

    The same owners again change nothing. Returns the home, and whether its owners have changed. Whoever reviews
    additions does so, too.
    """
    dwelling: Dwelling = lock(Dwelling, pk=dwelling_id)
    people.check_power(by, Power.FUND_REVIEW if Power.FUND_REVIEW in by.may else Power.FUND_ENTER)
    people.check_department(by, dwelling.building.community.district)
    present = dwelling.owners.filter(until__isnull=True)
    wanted = {owner_digest(owner.name, owner.id_number) for owner in owners}
    if wanted and wanted == {bytes(digest) for digest in present.values_list("digest", flat=True)}:
        return dwelling, False
    present.update(until=clock.now())
    Owner.objects.bulk_create(_owners(dwelling, owners))
    return dwelling, True


@dataclass(frozen=True)
class ContractTerms:
    """The contract by which a home is sold for the first time."""

    contract_no: str
    contract_on: date
    sale: str = Sale.NEW
    price_fen: int | None = None


@action
def sell_first(
    *, dwelling_id: int, contract: ContractTerms, owners: Sequence[OwnerTerms], by: Actor
) -> Dwelling:
    """首次出售: an unsold home gets its contract and its first owners. (rules B2.2, B6.5)

    Again it is the same. Refused for a home that is somebody's, and for a contract that is another home's.
    """
    dwelling: Dwelling = lock(Dwelling, pk=dwelling_id)
    people.check_power(by, Power.FUND_ENTER)
    people.check_department(by, dwelling.building.community.district)
    no, named = normalise(contract.contract_no), _owners(dwelling, owners)
    present = {bytes(one.digest) for one in dwelling.owners.filter(until__isnull=True)}
    if present == {one.digest for one in named} and dwelling.contract_no == no:
        return dwelling
    if present:
        raise Refused(Refusal.SOLD_BEFORE, address=dwelling.address)
    taken = Dwelling.objects.filter(contract_no=no, sale=contract.sale).exclude(pk=dwelling_id)
    if taken.exists():
        raise Refused(Refusal.NUMBER_KNOWN, no=no)
    dwelling.contract_no, dwelling.contract_on = no, contract.contract_on
    dwelling.sale, dwelling.price_fen = contract.sale, contract.price_fen
    dwelling.save(update_fields=["contract_no", "contract_on", "sale", "price_fen"])
    Owner.objects.bulk_create(named)
    return dwelling


@action
def measure_dwelling(*, dwelling_id: int, area_hundredths: int, by: Actor) -> Dwelling:
    """The area that was measured (实测) takes the place of the one that was sold (预测). (rule B2.15)"""
    dwelling: Dwelling = lock(Dwelling, pk=dwelling_id)
    people.check_power(by, Power.FUND_ENTER)
    people.check_department(by, dwelling.building.community.district)
    if area_hundredths <= 0:
        raise Refused(Refusal.AREA_MISSING)
    dwelling.area_hundredths = area_hundredths
    dwelling.save(update_fields=["area_hundredths"])
    return dwelling
