"""A home comes from an older system with what it holds. (LED-02)"""

from dataclasses import dataclass
from datetime import date, timedelta

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.refusals import Refused
from anju.fund.actions.accounts import open_account
from anju.fund.actions.deposits import close_all
from anju.fund.models import Account
from anju.fund.queries import movements
from anju.fund.rules import Refusal, Status
from anju.ledger import actions as ledger


@dataclass(frozen=True)
class Held:
    """What a home holds at the end of the day before it is ours, and what was its first deposit."""

    first_fen: int
    balance_fen: int
    unit_fen: int = 0


@action
def take_over(
    *, dwelling_id: int, bank: str, held: Held, day: date, source: str, cause: str, by: Actor
) -> Account:
    """The account of a home that begins on a day with what it held before, out of a pot in which that money is.

    Once for each home. What was asked of it meanwhile is closed. Refused where it has an account at another bank, and
    where money has moved in its account, or is on its way to it.
    """
    opened = open_account(dwelling_id=dwelling_id, bank=bank, by=by)
    account: Account = lock(Account, pk=opened.pk)
    if account.bank_account.bank != bank:
        raise Refused(Refusal.OTHER_BANK, bank=account.bank_account.bank_name)
    has_moved = account.first_fen or movements(account, limit=1)
    if has_moved or account.deposits.filter(status__in=(Status.PAID, Status.DEPOSITED)).exists():
        raise Refused(Refusal.HAS_MOVED)
    close_all(account, because=cause, by=by)
    account.first_fen = held.first_fen
    account.opened_at = clock.start_of(day)
    account.save(update_fields=["first_fen", "opened_at"])
    legs = [(source, account.pot, held.balance_fen), (source, account.unit_pot, held.unit_fen)]
    legs = [leg for leg in legs if leg[2]]
    if legs:
        ledger.transfer(
            key=f"fund_opening:{dwelling_id}",
            reason="fund_opening",
            cause=cause,
            happened_at=account.opened_at - timedelta(seconds=1),
            legs=legs,
        )
    return account
