"""销户结息: the last interest of one home, before all that it holds goes back. (rules B3.8, B9.4)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, one_at_a_time
from anju.core.refusals import Refused
from anju.fund import actions as fund_actions
from anju.fund import queries as fund
from anju.fund.rules import CLOSING, Payee
from anju.fund_runs import queries
from anju.fund_runs.models import Run
from anju.fund_runs.numbers import run_no
from anju.fund_runs.rules import Kind, Refusal, Status
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.fund.models import CounterRefund


@action
def close_interest(*, account_id: int, by: Actor) -> Run | None:
    """What one home has earned since the last settlement, at the demand rate, up to the day on which it is given up or
    lost: to be approved and booked as any run, before all that it holds goes back. (rule B3.8)

    Twice a day is once; None when nothing can have been earned. Refused while the yearly run is open.
    """
    account = fund.account(account_id)
    fund.check_may_keep(account, by, Power.FUND_PAY)
    one_at_a_time(f"fund_runs:{account.bank_account.bank}")
    yearly = queries.last_settlement(account)
    if yearly is not None and yearly.status != Status.DONE:
        raise Refused(Refusal.RUN_OPEN, no=yearly.no)
    before = queries.closing_of(account)
    if before is not None and before.to_on == clock.today():
        return before
    from_on = queries.earns_since(account)
    if from_on >= clock.today():
        return None
    return Run.objects.create(
        no=run_no(Kind.CLOSING, clock.now()),
        kind=Kind.CLOSING,
        bank_account=account.bank_account,
        account=account,
        from_on=from_on,
        to_on=clock.today(),
        made_by=by.name,
        made_at=clock.now(),
    )


@action
def enter_refund(
    *,
    account_id: int,
    reason: str,
    deposit_id: int | None,
    amount_fen: int,
    payee: str = Payee.OWNER,
    payee_name: str,
    payee_account: str,
    payee_bank: str,
    by: Actor,
) -> CounterRefund:
    """A refund at the counter; of all that a home holds only when its interest up to then was booked.

    Refused as `fund.actions.enter_refund` besides.
    """
    account = fund.account(account_id)
    fund.check_may_keep(account, by, Power.FUND_PAY)
    if reason in CLOSING and queries.closing_is_missing(account):
        raise Refused(Refusal.CLOSING_MISSING)
    return fund_actions.enter_refund(
        account_id=account_id,
        reason=reason,
        deposit_id=deposit_id,
        amount_fen=amount_fen,
        payee=payee,
        payee_name=payee_name,
        payee_account=payee_account,
        payee_bank=payee_bank,
        by=by,
    )
