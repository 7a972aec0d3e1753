"""The works are done: what they cost is settled, and what is left is free again. (rule B7.5)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anju.core.actors import Actor
from anju.core.db import action
from anju.works.models import Order, Settlement


@dataclass(frozen=True)
class InvoiceTerms:
    """One invoice as it is printed."""

    invoice_no: str
    seller: str
    issued_on: date
    amount_fen: int


@action
def enter_settlement(
    *,
    order_id: int,
    amount_fen: int,
    ended_on: date,
    invoices: Sequence[InvoiceTerms],
    remark: str = "",
    by: Actor,
) -> Settlement:
    """提交决算, by the company, with invoices and papers (`rules.PAPERS_OF_SETTLEMENT`, attached before; above
    `rules.UNAUDITED_UP_TO_FEN` the acceptance record, too).

    Refused: WRONG_MOMENT, PAYMENT_UNDER_WAY, OVER_APPROVED, BELOW_PAID, INVOICES_MISSING, INVOICES_DIFFER,
    INVOICE_TWICE, PAPERS_MISSING.
    """
    raise NotImplementedError


@action
def approve_settlement(*, settlement_id: int, opinion: str = "", by: Actor) -> Settlement:
    """决算通过: the shares are counted anew for what the works cost, and what is less is free again, to the fen.
    Refused: no `works.review`; WRONG_MOMENT.
    """
    raise NotImplementedError


@action
def return_settlement(*, settlement_id: int, because: str, by: Actor) -> Settlement:
    """决算退回: the company may hand in another. Refused: no `works.review`; WRONG_MOMENT, OPINION_MISSING."""
    raise NotImplementedError


@action
def finish_order(*, order_id: int, because: str, by: Actor) -> Order:
    """完结 of a settled order that was paid all there is, though some homes still owe: the company collects what is
    left. All others finish by themselves. Refused: no `fund.pay`; WRONG_MOMENT, ARREARS_LEFT, PAYMENT_UNDER_WAY.
    """
    raise NotImplementedError
