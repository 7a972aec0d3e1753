"""From what a home owes to a payment. (manual 002, 2.4 and 4)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import normalise_name
from anju.core.refusals import Refused
from anju.fund import queries
from anju.fund.models import Account, Attempt, Deposit
from anju.fund.numbers import deposit_no
from anju.fund.rules import OF_NO_STANDARD, OPEN, DepositKind, Refusal, Status, is_by_price
from anju.homes import queries as homes
from anju.homes.estate import Kind
from anju.payments import actions as payments
from anju.payments.rules import UNPAID, Channel, Opening
from anju.people import queries as people
from anju.people.rules import Power


@action
def demand_deposit(*, account_id: int, by: Actor) -> Deposit:
    """The deposit of what this home owes now; whoever asks again gets the same one. Anybody may pay for a home.

    Refused when nothing is owed, when money goes back first, and for sold public housing, whose unit pays.
    """
    queries.check_may_serve(queries.account(account_id), by)
    return _demand(account_id, owner_name="", by=by)


@action
def issue_notice(*, account_id: int, owner_name: str, by: Actor) -> Deposit:
    """A developer's or department's notice of what is owed: found by its number and this owner's name. (QCK-01)

    Refused for who is neither, and as `demand_deposit`.
    """
    account = Account.objects.select_related("dwelling__building__community").get(pk=account_id)
    homes.check_may_enter(account.dwelling.building.community, by)
    return _demand(account_id, owner_name=normalise_name(owner_name), by=by)


def _demand(account_id: int, *, owner_name: str, by: Actor) -> Deposit:
    account: Account = lock(Account, pk=account_id)
    due = queries.due_of(account)
    if due.refund_fen:
        raise Refused(Refusal.REFUND_DUE)
    home = account.dwelling
    if due.kind is None:
        if home.kind == Kind.COMMERCIAL and is_by_price(home.contract_on) and not home.price_fen:
            raise Refused(Refusal.PRICE_MISSING)
        is_units = home.kind == Kind.SOLD_PUBLIC and not account.completes
        raise Refused(Refusal.SOLD_PUBLIC if is_units else Refusal.NOTHING_DUE)
    standing = _owed(account)
    if standing is not None:
        if (standing.kind, standing.amount_fen) == (due.kind, due.amount_fen):
            return standing
        close(standing, because=str(Refusal.NOTHING_DUE.label), by=by)
    return make(account, due.kind, due.amount_fen, owner_name)


def _owed(account: Account) -> Deposit | None:
    """The open deposit of what is owed, locked."""
    found = Deposit.objects.filter(account=account, status__in=OPEN)
    owed = found.exclude(kind__in=OF_NO_STANDARD)
    return owed.select_for_update(of=("self",)).first()


def make(account: Account, kind: str, amount_fen: int, owner_name: str) -> Deposit:
    home, now = account.dwelling, clock.now()
    district = home.building.community.district
    no = deposit_no(district, now)
    while Deposit.objects.filter(no=no).exists():
        no = deposit_no(district, now)
    return Deposit.objects.create(
        no=no,
        account=account,
        kind=kind,
        amount_fen=amount_fen,
        owner_name=owner_name or queries.owner_names(account),
        made_at=now,
    )


@action
def start_payment(
    *,
    deposit_id: int,
    channel: str,
    opening: str = Opening.QR_CODE,
    payer_ip: str | None = None,
    by: Actor,
) -> Deposit:
    """立即付款: a code to scan, or the provider's app. The same payer in the same way goes on with what there is.

    Two may pay the same deposit at the same time: whose money comes first counts, the other's goes back. Refused when
    nothing of its kind is due any more; while some is, what was asked (and printed) may be paid as it stands.
    """
    deposit = locked_deposit(deposit_id)
    queries.check_may_serve(deposit.account, by)
    if channel == Channel.BANK_TRANSFER:
        raise Refused(Refusal.BY_CODE_ONLY)
    if deposit.status not in OPEN:
        raise Refused(Refusal.NOT_OPEN, no=deposit.no, status=deposit.get_status_display())
    _check_still_due(deposit)
    who = people.who(by)
    mine = Attempt.objects.filter(deposit=deposit, payment__status__in=UNPAID, **who)
    for attempt in mine.select_related("payment"):
        is_alive = attempt.payment.expires_at is None or attempt.payment.expires_at > clock.now()
        is_same = (attempt.payment.channel, attempt.payment.opening) == (channel, opening)
        if is_same and is_alive and not attempt.payment.close_wanted:
            return deposit
        payments.want_close(payment_id=attempt.payment_id, by=by)
    payment = payments.request_payment(
        channel=channel,
        opening=opening,
        bank_account_id=deposit.account.bank_account_id,
        amount_fen=deposit.amount_fen,
        subject=f"住宅专项维修资金 {deposit.no}",
        payer_ip=payer_ip,
        by=by,
    )
    Attempt.objects.create(deposit=deposit, payment=payment, **who)
    if deposit.status == Status.AWAITING:
        move(deposit, "start_payment", by=by, payment=payment)
    else:
        deposit.payment = payment
        deposit.save(update_fields=["payment"])
    return deposit


def _check_still_due(deposit: Deposit) -> None:
    if deposit.kind == DepositKind.SHARE:
        return
    due = queries.due_of(deposit.account)
    if due.refund_fen:
        raise Refused(Refusal.REFUND_DUE)
    if deposit.kind not in (DepositKind.VOLUNTARY, due.kind):
        raise Refused(Refusal.NOTHING_DUE)


def locked_deposit(deposit_id: int) -> Deposit:
    """A deposit and its account, the account first."""
    account_id = Deposit.objects.values_list("account_id", flat=True).get(pk=deposit_id)
    lock(Account, pk=account_id)
    deposit: Deposit = lock(Deposit, pk=deposit_id)
    return deposit


@action
def ask_whether_paid(*, deposit_id: int, by: Actor) -> Deposit:
    """【已支付】 has the provider asked; the payer's word proves nothing. (OWN-22)"""
    deposit = locked_deposit(deposit_id)
    queries.check_may_serve(deposit.account, by)
    for payment_id in deposit.attempts.order_by("payment_id").values_list("payment_id", flat=True):
        payments.want_news(payment_id=payment_id, by=by)
    return deposit


@action
def close_deposit(*, deposit_id: int, because: str, by: Actor) -> Deposit:
    """A department withdraws a notice. Twice is once; refused without `fund.enter`."""
    deposit = locked_deposit(deposit_id)
    queries.check_may_keep(deposit.account, by, Power.FUND_ENTER)
    if deposit.status != Status.CLOSED:
        close(deposit, because=because, by=by)
    return deposit


def close_open(account: Account, *, because: str, by: Actor) -> None:
    standing = _owed(account)
    if standing is not None:
        close(standing, because=because, by=by)


def close_all(account: Account, *, because: str, by: Actor) -> None:
    """Also what somebody wanted to deposit of their own will."""
    found = Deposit.objects.filter(account=account, status__in=OPEN).order_by("pk")
    for one in found.select_for_update(of=("self",)):
        close(one, because=because, by=by)


def close(deposit: Deposit, *, because: str, by: Actor) -> None:
    move(deposit, "close", by=by, because=because)
    for payment_id in deposit.attempts.order_by("payment_id").values_list("payment_id", flat=True):
        payments.want_close(payment_id=payment_id, by=by)


@action
def end_payments(*, limit: int, by: Actor) -> int:
    """Deposits none of whose payments can be paid any more wait again (待交款). Returns how many."""
    ended = queries.deposits_without_a_payment(limit)
    for deposit_id in ended:
        deposit = locked_deposit(deposit_id)
        alive = deposit.attempts.filter(payment__status__in=UNPAID).exists()
        if deposit.status == Status.PAYING and not alive:
            move(deposit, "end_payment", by=by)
    return len(ended)
