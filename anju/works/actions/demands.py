"""Cash shares and arrears (分摊款) are asked of homes, and counted when they are paid. (rules B6.4, B6.5, B6.10)"""

from anju.core.actors import Actor
from anju.core.db import action
from anju.works.models import Order


@action
def demand_shares(*, order_id: int, by: Actor) -> Order:
    """催缴: every home that owes is asked for exactly that by a deposit of its own (分摊款), paid as any other; of an
    unsold home the developer. Asked again, only what has changed is asked anew. By the company, or `works.review`.
    Refused: WRONG_MOMENT, NOTHING_OWED.
    """
    raise NotImplementedError


@action
def recount_shares(*, order_id: int, by: Actor) -> Order:
    """Count anew what is covered: before the approval by what the accounts hold now; after it, what has come in for
    those that owe is frozen as well (emergency use).
    """
    raise NotImplementedError
