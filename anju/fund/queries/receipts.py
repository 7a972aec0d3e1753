"""The receipts of deposits. (manual 002, 2.3.2(2); OWN-12)"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from anju.core.refusals import ensure
from anju.fund.models import Deposit
from anju.fund.rules import half_up
from anju.homes import queries as homes
from anju.homes.rules import OwnerIdType
from anju.receipts import queries as receipts
from anju.receipts.terms import Line, Payer

if TYPE_CHECKING:
    from anju.receipts.models import Receipt

PROJECT = ("WX01", "住宅专项维修资金")


def purpose_of(deposit: Deposit) -> str:
    return f"fund.deposit:{deposit.pk}"


def deposits_with_failed_receipt() -> list[int]:
    """The ids of the deposits whose receipt could not be issued."""
    named = (purpose.partition(":") for purpose in receipts.failed_purposes())
    return [int(pk) for of, _, pk in named if of == "fund.deposit"]


def receipt_of(deposit: Deposit) -> Receipt | None:
    """The valid receipt of a deposit; None: 未开票."""
    return receipts.receipt_of(purpose_of(deposit))


def receipts_of(deposits: Iterable[Deposit]) -> dict[int, Receipt]:
    """The valid receipts of a list of deposits, by the deposit's id."""
    purposes = {purpose_of(deposit): deposit.pk for deposit in deposits}
    return {purposes[purpose]: one for purpose, one in receipts.receipts_of(purposes).items()}


def names_owners_now(deposit: Deposit, receipt: Receipt) -> bool:
    """Whether a receipt names who owns the home now, and not who owned it before a sale."""
    since = deposit.owned_since  # type: ignore[attr-defined]
    return since is None or receipt.created_at >= since


def payer_of(deposit: Deposit) -> Payer:
    """交款人 is who owns the home now, whoever paid; who paid is told. Of an unsold home the developer. (rule B9.6)"""
    home = deposit.account.dwelling
    owners = list(homes.owners_now(home))
    who = {"person_id": deposit.person_id, "organisation_id": deposit.organisation_id}
    if not owners:
        developer = home.building.community.developer
        ensure(developer is not None, f"nobody owns the home of {deposit.no}")
        assert developer is not None
        return Payer(developer.name, OwnerIdType.USCC, developer.uscc, **who)
    return Payer(
        "、".join(owner.name for owner in owners),
        owners[0].id_type,
        owners[0].id_number,
        **who,
    )


def line_of(deposit: Deposit, amount_fen: int) -> Line:
    """One project: the home's area and what a m² of it comes to."""
    area = deposit.account.dwelling.area_hundredths
    per_m2_fen = half_up(amount_fen * 100, area)
    return Line(*PROJECT, Decimal(area) / 100, per_m2_fen, amount_fen)
