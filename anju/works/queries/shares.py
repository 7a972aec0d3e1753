"""What each home bears, in the form, on the sheet, and before its owner's eyes. (WDR-02, WDR-06, BEY-04)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from anju.core.actors import Actor
from anju.works.models import Order, Share

if TYPE_CHECKING:
    from anju.fund.models import Account, Deposit
    from anju.homes.models import Building, Dwelling


@dataclass(frozen=True)
class BuildingChosen:
    """A card of 自然幢: how many homes it has, how many of them are chosen, and whether it is ticked."""

    building: Building
    homes: int
    chosen: int
    is_ticked: bool


@dataclass(frozen=True)
class HomeChosen:
    """A card of one home in the grid; `is_chosen` is a yellow one. `place` and `area` as they are read out."""

    dwelling: Dwelling
    is_chosen: bool
    is_unsold: bool


def buildings_of(order: Order) -> list[BuildingChosen]:
    """All buildings of the order's community, in the order of their names; three questions whatever their size."""
    raise NotImplementedError


def grid_of(order: Order, building_id: int) -> list[HomeChosen]:
    """The homes of a building by floor (highest first), unit and room, for 选择房屋; a few questions for any number."""
    raise NotImplementedError


def homes_counted(order: Order) -> tuple[int, int]:
    """How many homes, and hundredths of m², those chosen in ticked buildings come to now."""
    raise NotImplementedError


def standard_of(order: Order) -> str:
    """分摊标准: yuan for each m², four decimals; "" while amount or area are not known. (rules B6.8, B6.9)"""
    raise NotImplementedError


def shares_of(order: Order, after: int = 0, limit: int = 100) -> list[Share]:
    """维修支取分摊明细: the homes that share, in the order of building, unit and room, a page by key: those after the
    share with this id. With home, building and account.
    """
    raise NotImplementedError


def shares_found(order: Order, *, owing: bool = False) -> QuerySet[Share]:
    """The same as a question, to be paged (`web.paging`) by `order_by` building, unit, room, id."""
    raise NotImplementedError


def share_of(order: Order, dwelling_id: int) -> Share | None:
    """What one home bears of an order."""
    raise NotImplementedError


@dataclass(frozen=True)
class ShareShown:
    """The share of one home, as a page recomputes it before its reader: every figure that goes into it. (BEY-04)

    `amount_fen` × `area_hundredths` ÷ `total_area_hundredths` = `whole_fen` and `remainder` / `total_area_hundredths`;
    the fen that are left over go to the homes with the largest remainders, ties by house number: `gets_a_fen` says
    whether this one is among them. Of sold public housing `unit_ppm` is what the selling unit bears, in millionths.
    `before_fen` and `after_fen` are what the account holds before and after, None where it pays in cash.
    """

    order: Order
    account: Account | None
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
    in_cash: bool
    before_fen: int | None
    after_fen: int | None


def share_shown(order: Order, account: Account) -> ShareShown | None:
    """What one home bears of an order, with all that it is computed of; None where it does not share."""
    raise NotImplementedError


def arrears_of(order: Order) -> QuerySet[Share]:
    """欠款: the homes that owe, in the order of building, unit and room."""
    raise NotImplementedError


def demands_of(order: Order) -> dict[int, Deposit]:
    """The 分摊款 deposits asked of its homes that stand, by the home's id."""
    raise NotImplementedError


def orders_of_home(dwelling_id: int) -> list[Share]:
    """The submitted orders that touch a home, newest first, each with its order: for its owner."""
    raise NotImplementedError


def shares_seen_by(actor: Actor) -> QuerySet[Share]:
    """Shares of homes that are this person's or organisation's own, of submitted orders, newest first."""
    raise NotImplementedError
