"""自愿交存: more than is owed, as much as the payer wants; before it is paid the payer may withdraw it. (OWN-20)"""

from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.fund import queries
from anju.fund.actions.deposits import close, locked_deposit, make, start_payment
from anju.fund.models import Account, Attempt, Deposit
from anju.fund.rules import MOST_VOLUNTARY_FEN, OPEN, DepositKind, Refusal, Status
from anju.homes.estate import Kind
from anju.payments.rules import Opening
from anju.people import queries as people


@action
def deposit_voluntarily(*, account_id: int, amount_fen: int, by: Actor) -> Deposit:
    """Not while money goes back, nor for sold public housing. Who has an unpaid one of this amount goes on with it."""
    account: Account = lock(Account, pk=account_id)
    queries.check_may_serve(account, by)
    if amount_fen <= 0:
        raise Refused(Refusal.AMOUNT_MISSING)
    if amount_fen > MOST_VOLUNTARY_FEN:
        raise Refused(Refusal.AMOUNT_TOO_LARGE, most=yuan(MOST_VOLUNTARY_FEN))
    if account.dwelling.lost_on is not None:
        raise Refused(Refusal.HOME_LOST, day=account.dwelling.lost_on)
    if account.dwelling.kind == Kind.SOLD_PUBLIC:
        raise Refused(Refusal.SOLD_PUBLIC)
    if queries.due_of(account).refund_fen:
        raise Refused(Refusal.REFUND_DUE)
    begun = Attempt.objects.filter(**people.who(by)).values("deposit")
    unpaid = account.deposits.filter(pk__in=begun, status__in=OPEN, amount_fen=amount_fen)
    standing: Deposit | None = unpaid.filter(kind=DepositKind.VOLUNTARY).first()
    return standing or make(account, DepositKind.VOLUNTARY, amount_fen, "")


@action
def pay_voluntarily(
    *,
    account_id: int,
    amount_fen: int,
    channel: str,
    opening: str = Opening.QR_CODE,
    payer_ip: str | None = None,
    by: Actor,
) -> Deposit:
    """立即付款 of a voluntary deposit: made and begun to be paid in one, so pressing it twice is once."""
    deposit = deposit_voluntarily(account_id=account_id, amount_fen=amount_fen, by=by)
    return start_payment(
        deposit_id=deposit.pk, channel=channel, opening=opening, payer_ip=payer_ip, by=by
    )


@action
def withdraw_deposit(*, deposit_id: int, by: Actor) -> Deposit:
    """撤回: who began a voluntary deposit will not pay it. Money that comes all the same goes back. Twice is once."""
    deposit = locked_deposit(deposit_id)
    if not queries.has_begun(deposit, by):
        raise Refused(Refusal.NOT_YOURS)
    if deposit.status == Status.CLOSED:
        return deposit
    if deposit.status not in OPEN:
        status = deposit.get_status_display()
        raise Refused(Refusal.NOT_WITHDRAWN, no=deposit.no, status=status)
    close(deposit, because="已撤回", by=by)
    return deposit
