"""Money goes to the contractor, at most half at first, entered by one and checked by another. (rules B7.5, B7.8)"""

from anju.core.actors import Actor
from anju.core.db import action
from anju.works.models import Payment

PURPOSE = "works_payment"


@action
def enter_payment(
    *,
    order_id: int,
    stage: str,
    amount_fen: int,
    payee_name: str,
    payee_account: str,
    payee_bank: str,
    by: Actor,
) -> list[Payment]:
    """Enter what is paid to the contractor or the company, out of the frozen shares; nothing moves until somebody else
    has checked it. One payment for each bank that keeps homes of the order. `queries.payable_of` tells how much may go.

    Refused: no `fund.pay`; STAGE_WRONG, PAYMENT_UNDER_WAY, FIRST_TOO_MUCH, PAY_TOO_MUCH, PAYEE_OTHER.
    """
    raise NotImplementedError


@action
def approve_payment(*, payment_id: int, by: Actor) -> Payment:
    """复核通过: the money leaves the frozen pots for the bank. Refused: no `fund.check`; PAYMENT_DECIDED, SAME_PERSON,
    STAGE_WRONG.
    """
    raise NotImplementedError


@action
def reject_payment(*, payment_id: int, because: str, by: Actor) -> Payment:
    """退回: nothing has moved, and it may be entered anew. Refused: as `approve_payment`; OPINION_MISSING."""
    raise NotImplementedError


@action
def end_payment(*, payout_id: int, by: Actor) -> Payment | None:
    """Take note of what the bank did. Not paid, every fen is in its frozen pot again (free, where the order was
    stopped), and a payment to another account may be entered.
    """
    raise NotImplementedError
