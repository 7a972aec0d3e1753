"""The limits of a contract (rules C1.13, C2): each looks at what could be read, and says at which field it fails.

A limit whose fields are not all there yet is silent: what is missing has a fault of its own.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from anju.contracts.plan import DAY, check_deposit, check_instalments
from anju.contracts.reading.leases import field_of
from anju.contracts.rules import Refusal as LeaseRefusal
from anju.core.calendar import add_months
from anju.core.refusals import Refused
from anju.parameters import queries as parameters
from anju.signings.rules import (
    LETTABLE,
    MOST_YEARS,
    Refusal,
    RoomUse,
    Way,
)

Fault = tuple[str, Refused]
"""At which field, and why."""


def faults_of(read: Mapping[str, Any], way: str, today: date) -> Iterator[Fault]:
    """All limits that a draft breaks. `read` also has the home's `area`."""
    for check in (_term, _head_lease, _room, _areas, _persons, _money, _tenants):
        yield from check(read)
    yield from _when_signed(read, way, today)


def _has(read: Mapping[str, Any], *names: str) -> bool:
    return all(read.get(name) is not None for name in names)


def _term(read: Mapping[str, Any]) -> Iterator[Fault]:
    if not _has(read, "starts_on", "ends_on"):
        return
    starts_on, ends_on = read["starts_on"], read["ends_on"]
    if ends_on <= starts_on:
        yield (
            "ends_on",
            Refused(LeaseRefusal.ENDS_BEFORE_START, starts_on=starts_on, ends_on=ends_on),
        )
    latest = add_months(starts_on, MOST_YEARS * 12) - DAY
    if ends_on > latest:
        yield "ends_on", Refused(Refusal.TERM_TOO_LONG, years=MOST_YEARS, latest=latest)


def _head_lease(read: Mapping[str, Any]) -> Iterator[Fault]:
    """A sublease ends no later than the lease it rests on. (Civil Code, Art. 717)"""
    if _has(read, "ends_on", "head_lease_ends_on") and read["ends_on"] > read["head_lease_ends_on"]:
        yield (
            "ends_on",
            Refused(
                Refusal.HEAD_LEASE_ENDS,
                ends_on=read["ends_on"],
                head_lease_ends_on=read["head_lease_ends_on"],
            ),
        )


def _room(read: Mapping[str, Any]) -> Iterator[Fault]:
    use = read.get("room_use")
    if use and use not in LETTABLE:
        yield "room_use", Refused(Refusal.ROOM_NOT_LETTABLE, use=RoomUse(use).label)


def _areas(read: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("usable_area", "room_area"):
        if _has(read, name, "area") and read[name] > read["area"]:
            yield name, Refused(Refusal.AREA_TOO_LARGE, area=read[name], whole=read["area"])


def _persons(read: Mapping[str, Any]) -> Iterator[Fault]:
    """At most two in a room, save kin bound to support each other; five square metres each."""
    if not _has(read, "occupants"):
        return
    occupants = read["occupants"]
    limits = parameters.numbers(["signing.persons_a_room", "signing.area_a_person"])
    a_room, area_a_person = limits["signing.persons_a_room"], limits["signing.area_a_person"]
    if _has(read, "rooms") and not read["are_kin"] and occupants > read["rooms"] * a_room:
        yield (
            "occupants",
            Refused(
                Refusal.TOO_MANY_OCCUPANTS,
                rooms=read["rooms"],
                occupants=occupants,
                limit=a_room,
            ),
        )
    area = read["room_area"] if read.get("room_area") is not None else read.get("usable_area")
    if area is not None and area < occupants * area_a_person:
        yield (
            "occupants",
            Refused(Refusal.TOO_LITTLE_AREA, area=area, occupants=occupants, limit=area_a_person),
        )


def _money(read: Mapping[str, Any]) -> Iterator[Fault]:
    rent = read.get("monthly_rent_fen")
    if rent is None:
        return
    if rent <= 0:
        yield "monthly_rent", Refused(LeaseRefusal.RENT_MISSING)
        return
    if _has(read, "deposit_fen"):
        yield from _refused(
            lambda: check_deposit(
                read["deposit_fen"], rent, parameters.number("custody.deposit_cap_months")
            )
        )
    if _has(read, "deposit_due_on", "ends_on") and read["deposit_due_on"] > read["ends_on"]:
        yield (
            "deposit_due_on",
            Refused(Refusal.DUE_LATE, due_on=read["deposit_due_on"], ends_on=read["ends_on"]),
        )
    instalments = read["instalments"] or ()
    unread = any(None in vars(one).values() for one in instalments)
    if unread or not _has(read, "instalments", "starts_on", "ends_on"):
        return
    starts_on, ends_on = read["starts_on"], read["ends_on"]
    if starts_on < ends_on:
        yield from _refused(lambda: check_instalments(instalments, starts_on, ends_on, rent))


def _refused(check: Callable[[], None]) -> Iterator[Fault]:
    try:
        check()
    except Refused as refused:
        yield field_of(refused), refused


def _tenants(read: Mapping[str, Any]) -> Iterator[Fault]:
    if read["tenants"] == ():
        yield "tenants", Refused(LeaseRefusal.NO_TENANT)
    seen = set()
    for position, tenant in enumerate(read["tenants"] or ()):
        number = tenant.uscc or tenant.id_number
        if number and number in seen:
            yield f"tenants[{position}]", Refused(LeaseRefusal.TENANT_TWICE, name=tenant.name)
        seen.add(number)


def _when_signed(read: Mapping[str, Any], way: str, today: date) -> Iterator[Fault]:
    """What is signed today begins today at the earliest; what was signed on paper was signed by today."""
    if way == Way.ONLINE and _has(read, "starts_on") and read["starts_on"] < today:
        yield "starts_on", Refused(Refusal.STARTS_IN_PAST, starts_on=read["starts_on"])
    if _has(read, "paper_signed_on") and read["paper_signed_on"] > today:
        yield (
            "paper_signed_on",
            Refused(Refusal.PAPER_SIGNED_LATER, signed_on=read["paper_signed_on"]),
        )
