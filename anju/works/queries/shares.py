"""What each home bears, in the form, on the sheet, and before its owner's eyes. (WDR-02, WDR-06, BEY-04)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum

from anju.core.actors import Actor
from anju.fund import queries as fund
from anju.fund.rules import Status as DepositStatus
from anju.homes import queries as homes
from anju.works import sharing
from anju.works.models import Order, Share

if TYPE_CHECKING:
    from anju.fund.models import Account, Deposit
    from anju.homes.models import Building, Dwelling

WITH_HOME = ("dwelling__building", "account")


@dataclass(frozen=True)
class BuildingChosen:
    """A card of 自然幢: how many homes it has, how many of them are chosen, and whether it is ticked."""

    building: Building
    homes: int
    chosen: int
    is_ticked: bool


@dataclass(frozen=True)
class HomeChosen:
    """A card of one home in the grid; `is_chosen` is a yellow one."""

    dwelling: Dwelling
    is_chosen: bool
    is_unsold: bool


def buildings_of(order: Order) -> list[BuildingChosen]:
    """All buildings of the order's community, in the order of their names; two questions whatever their size."""
    chosen = order.shares.values_list("dwelling__building")
    counts = chosen.annotate(n=Count("pk"), counted=Count("pk", filter=Q(is_counted=True)))
    found = {pk: (n, counted) for pk, n, counted in counts.order_by()}
    cards = []
    for building, total in homes.buildings_with_homes(order.community_id):
        n, counted = found.get(building.pk, (0, 0))
        cards.append(BuildingChosen(building, total, n, is_ticked=bool(counted)))
    return sorted(cards, key=lambda card: sharing.natural(card.building.name))


def grid_of(order: Order, building_id: int) -> list[HomeChosen]:
    """The homes of a building by floor (highest first), unit and room, for 选择房屋; a few questions for any number."""
    there = list(homes.dwellings_in(order.community_id).filter(building=building_id))
    of_building = order.shares.filter(dwelling__building=building_id)
    chosen = set(of_building.values_list("dwelling", flat=True))
    owned = homes.owned_among(home.pk for home in there)
    cards = [HomeChosen(one, one.pk in chosen, is_unsold=one.pk not in owned) for one in there]
    return sorted(
        cards,
        key=lambda card: (
            -card.dwelling.floor,
            sharing.natural(card.dwelling.unit),
            sharing.natural(card.dwelling.room),
        ),
    )


def homes_counted(order: Order) -> tuple[int, int]:
    """How many homes, and hundredths of m², those chosen in ticked buildings come to now."""
    counted = order.shares.filter(is_counted=True)
    sums = counted.aggregate(n=Count("pk"), area=Sum("dwelling__area_hundredths", default=0))
    return sums["n"], sums["area"]


def standard_of(order: Order) -> str:
    """分摊标准: yuan for each m², four decimals; "" while amount or area are not known. (rules B6.8, B6.9)"""
    return sharing.standard(order.amount_fen or 0, order.shared_area_hundredths)


def shares_of(order: Order, after: int = 0, limit: int = 100) -> list[Share]:
    """维修支取分摊明细: the homes that share, by house number, a page by key: those after this `position`. With home,
    building and account. Of a draft they are those of the last `count_shares`.
    """
    return list(shares_found(order).filter(position__gt=after)[:limit])


def shares_found(order: Order, *, owing: bool = False) -> QuerySet[Share]:
    """The same as a question, to be paged by `position`; `owing`: only homes that owe."""
    found = order.shares.filter(is_counted=True, position__gt=0).select_related(*WITH_HOME)
    return (found.filter(owed_fen__gt=0) if owing else found).order_by("position")


def share_of(order: Order, dwelling_id: int) -> Share | None:
    """What one home bears of an order."""
    found = shares_found(order).filter(dwelling=dwelling_id)
    return found.select_related("order", *WITH_HOME).first()


@dataclass(frozen=True)
class ShareShown:
    """The share of one home, as a page recomputes it before its reader: every figure that goes into it. (BEY-04)

    `amount_fen` × `area_hundredths` ÷ `total_area_hundredths` = `whole_fen` and `remainder` / `total_area_hundredths`;
    the fen that are left over go to the homes with the largest remainders, ties by house number: `gets_a_fen` says
    whether this one is among them. `amount_fen` is what the works cost, once that is settled.
    Of sold public housing `unit_fen` is its share × `unit_paid_in_fen` ÷ (both paid in), of all homes of the unit.
    `before_fen` and `after_fen` are what the account holds before and after: while it is not approved, now and then.
    """

    order: Order
    account: Account
    position: int
    amount_fen: int
    total_area_hundredths: int
    total_homes: int
    area_hundredths: int
    whole_fen: int
    remainder: int
    gets_a_fen: bool
    share_fen: int
    owner_fen: int
    unit_fen: int
    owner_paid_in_fen: int
    unit_paid_in_fen: int
    covered_fen: int
    owed_fen: int
    paid_fen: int
    is_unsold: bool
    in_cash: bool
    before_fen: int
    after_fen: int


def share_shown(order: Order, account: Account) -> ShareShown | None:
    """What one home bears of an order, with all that it is computed of; None where it does not share."""
    share = share_of(order, account.dwelling_id)
    if share is None:
        return None
    amount = order.amount_fen if order.settled_fen is None else order.settled_fen
    whole, remainder = divmod((amount or 0) * share.area_hundredths, order.shared_area_hundredths)
    before = fund.available_fen(account) if share.before_fen is None else share.before_fen
    covered = share.covered_fen + share.unit_covered_fen
    return ShareShown(
        order=order,
        account=account,
        position=share.position,
        amount_fen=amount or 0,
        total_area_hundredths=order.shared_area_hundredths,
        total_homes=order.shared_homes,
        area_hundredths=share.area_hundredths,
        whole_fen=whole,
        remainder=remainder,
        gets_a_fen=share.share_fen > whole,
        share_fen=share.share_fen,
        owner_fen=share.owner_fen,
        unit_fen=share.unit_fen,
        owner_paid_in_fen=share.owners_paid_in_fen,
        unit_paid_in_fen=share.units_paid_in_fen,
        covered_fen=covered,
        owed_fen=share.owed_fen,
        paid_fen=share.paid_fen + share.unit_paid_fen,
        is_unsold=share.is_unsold,
        in_cash=share.in_cash,
        before_fen=before,
        after_fen=before - covered,
    )


def arrears_of(order: Order) -> QuerySet[Share]:
    """欠款: the homes that owe, by house number."""
    return shares_found(order, owing=True)


def demands_of(order: Order) -> dict[int, Deposit]:
    """The newest 分摊款 deposit asked of each home for an order, closed ones left out, by the home's id."""
    asked = fund.shares_demanded(order.cause).exclude(status=DepositStatus.CLOSED)
    return {one.account.dwelling_id: one for one in asked}


def orders_of_home(dwelling_id: int) -> list[Share]:
    """The submitted orders that touch a home, newest first, each with its order: for its owner."""
    return list(_submitted().filter(dwelling=dwelling_id))


def shares_seen_by(actor: Actor) -> QuerySet[Share]:
    """Shares of homes that are this person's or organisation's own, of submitted orders, newest first."""
    return _submitted().filter(dwelling__in=homes.dwellings_of(actor).values("pk"))


def shares_listed_for(actor: Actor) -> QuerySet[Share]:
    """The same as a list, to be paged: an owner's are few, so they are found by their homes first, and never by walking
    back through everybody's.
    """
    own = shares_seen_by(actor).order_by().values_list("pk", flat=True)
    return _submitted().filter(pk__in=list(own))


def _submitted() -> QuerySet[Share]:
    found = Share.objects.filter(is_counted=True, order__submitted_at__isnull=False)
    return found.select_related("order__company", "order__community", *WITH_HOME).order_by("-pk")
