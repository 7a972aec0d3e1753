"""What an application states, as a form or a test hands it to the actions."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from anju.agencies.rules import (
    REQUIRED,
    REQUIRED_OF_HEAD,
    REQUIRED_OF_RENTAL,
    REQUIRED_OF_SUBLEASE,
    Kind,
    Sector,
)


@dataclass(frozen=True)
class InstitutionTerms:
    """An institution as its application states it. What is not filled in yet is empty; capital in fen."""

    name: str = ""
    uscc: str = ""
    registered_address: str = ""
    operating_address: str = ""
    district: str = ""
    legal_representative: str = ""
    capital_fen: int = 0
    licensed_on: date | None = None
    scope: str = ""
    staff_count: int = 0
    sectors: tuple[str, ...] = ()
    units: int = 0
    supervision_bank: str = ""
    supervision_account: str = ""
    website: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    file_ids: tuple[int, ...] = ()


NAMES = tuple(field.name for field in fields(InstitutionTerms))


@dataclass(frozen=True)
class PractitionerTerms:
    """A practitioner as their institution registers them."""

    name: str
    id_type: str
    id_number: str
    phone: str
    role: str
    qualification_no: str = ""


@dataclass(frozen=True)
class PremisesTerms:
    """A place of an institution; longitude and latitude in millionths of a degree."""

    kind: str
    name: str
    address: str
    district: str
    longitude: int
    latitude: int


def required_of(kind: str, is_branch: bool, sectors: tuple[str, ...]) -> Mapping[str, Any]:
    """Which fields this kind of institution must fill in, and what they are called. (rule C4)"""
    wanted = dict(REQUIRED)
    if not is_branch:
        wanted |= REQUIRED_OF_HEAD
    if kind == Kind.RENTAL:
        wanted |= REQUIRED_OF_RENTAL
    if Sector.SUBLEASE in sectors:
        wanted |= REQUIRED_OF_SUBLEASE
    return wanted
