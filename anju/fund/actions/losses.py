"""房屋灭失 as the fund knows it: nothing is asked of the home any more, its balance is its owners'. (rule B9.2)"""

from datetime import date

from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.fund import queries
from anju.fund.actions.deposits import close_all
from anju.fund.models import Account
from anju.homes import actions as homes
from anju.people.rules import Power


@action
def record_loss(*, account_id: int, lost_on: date, basis: str, by: Actor) -> Account:
    """What was asked of it is not asked any more. Refused as `homes.record_loss`, and without `fund.enter`."""
    known = queries.account(account_id)
    queries.check_may_keep(known, by, Power.FUND_ENTER)
    loss = homes.record_loss(dwelling_id=known.dwelling_id, lost_on=lost_on, basis=basis, by=by)
    account: Account = lock(Account, pk=account_id)
    close_all(account, because=loss.basis, by=by)
    return account


@action
def withdraw_loss(*, account_id: int, because: str, by: Actor) -> Account:
    """It was recorded wrongly: the home owes as before. Refused as `homes.withdraw_loss`, and without `fund.enter`."""
    known = queries.account(account_id)
    queries.check_may_keep(known, by, Power.FUND_ENTER)
    homes.withdraw_loss(dwelling_id=known.dwelling_id, because=because, by=by)
    account: Account = lock(Account, pk=account_id)
    return account
