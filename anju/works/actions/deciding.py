"""The authority decides; approved shares are frozen, and are free again when that is taken back. (WDR-08)"""

from anju.core.actors import Actor
from anju.core.db import action
from anju.works.models import Order


@action
def approve_order(*, order_id: int, opinion: str = "", by: Actor) -> Order:
    """审批通过: every share is frozen in the ledger; from `rules.SECOND_REVIEW_FROM_FEN` on it first goes to 复审.

    Normal use: only when the vote is closed and passes, no objection is open and every share is covered. Emergency:
    what the accounts hold is frozen, the rest is owed. Approved again it is the same.
    Refused: no `works.review`; WRONG_MOMENT, VOTE_OPEN, CONSENT_MISSING, OBJECTION_OPEN, NOT_COVERED.
    """
    raise NotImplementedError


@action
def approve_again(*, order_id: int, opinion: str = "", by: Actor) -> Order:
    """复审通过, by another person. Refused: no `works.approve`; SELF_REVIEW; as `approve_order`."""
    raise NotImplementedError


@action
def return_order(*, order_id: int, because: str, by: Actor) -> Order:
    """审批退回, at the first or second review: the company may make a new order of it. Refused: no `works.review` (or
    `works.approve` at the second); WRONG_MOMENT, OPINION_MISSING.
    """
    raise NotImplementedError


@action
def withdraw_approval(*, order_id: int, because: str, by: Actor) -> Order:
    """撤销批准, before any money has gone: every share is free again, and the order counts as returned.

    Refused: no `works.approve`; WRONG_MOMENT, MONEY_GONE, PAYMENT_UNDER_WAY, OPINION_MISSING.
    """
    raise NotImplementedError


@action
def stop_order(*, order_id: int, because: str, by: Actor) -> Order:
    """停止: consent was overturned by an objection that was upheld, before the final payment; what was not paid is free
    again. Refused: no `works.approve`; WRONG_MOMENT, OBJECTION_UPHELD_MISSING (normal use), PAYMENT_UNDER_WAY,
    OPINION_MISSING.
    """
    raise NotImplementedError
