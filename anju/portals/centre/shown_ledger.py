"""How pots, movements and bookings look to the staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.clock import BEIJING
from anju.ledger import queries as ledger
from anju.ledger.rules import KINDS


@dataclass(frozen=True)
class MovementShown:
    """A line of a pot's statement, and where it leads."""

    movement: Any
    happened: str
    recorded: str
    late: bool
    url: str
    other_url: str


def movement_shown(movement: ledger.Movement) -> MovementShown:
    happened, recorded = day_and_time(movement.happened_at), day_and_time(movement.recorded_at)
    return MovementShown(
        movement,
        happened,
        recorded,
        happened[:10] != recorded[:10],
        reverse("centre:transfer", args=[movement.id]),
        pot_url(movement.other),
    )


@dataclass(frozen=True)
class LegShown:
    leg: Any
    source_url: str
    destination_url: str
    is_asked: bool


def leg_shown(leg: ledger.BookedLeg, asked: int) -> LegShown:
    return LegShown(leg, pot_url(leg.source), pot_url(leg.destination), leg.id == asked)


def pot_url(code: str, as_of: str = "") -> str:
    address = reverse("centre:pot", args=[code])
    return f"{address}?as_of={as_of}" if as_of else address


def kind_of(code: str) -> str:
    """What a pot's code says of it: its kind in words."""
    head, *rest = code.split(":")
    if head in ("lease", "home"):
        head = "_".join([head, *rest[1:]])
    return str(KINDS[head].label) if head in KINDS else code


def day_and_time(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def facts_of_pot(pot: ledger.PotNow) -> list[tuple[str, Any]]:
    return [
        (_("账户编号"), pot.code),
        (_("账户种类"), pot.kind.label),
        (_("资金所在"), pot.kind.place.label),
        (_("开立时间"), day_and_time(pot.opened_at)),
    ]


def facts_of_booking(booked: ledger.Booked) -> list[tuple[str, Any]]:
    return [
        (_("事由"), booked.reason_label),
        (_("发生时间"), day_and_time(booked.happened_at)),
        (_("记账时间"), day_and_time(booked.recorded_at)),
    ]
