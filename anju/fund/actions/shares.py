"""分摊款: what a home pays in cash for works, because its account does not cover it. (rules B6.4, B6.5, B6.10)"""

from collections.abc import Mapping

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock_many, move_many
from anju.core.refusals import ensure
from anju.fund.models import Account, Attempt, Deposit
from anju.fund.numbers import deposit_no
from anju.fund.queries.shares import payers_of, with_developer
from anju.fund.rules import OPEN, DepositKind, Status
from anju.payments import actions as payments

AT_ONCE = 1_000


@action
def demand_shares(*, cause: str, amounts: Mapping[int, int], by: Actor) -> list[Deposit]:
    """Ask homes, by the id of their account, for exactly so much; those of the cause not named, or with another
    amount, are asked no more. Asked again the same stands. Of an unsold home the developer is asked.
    """
    standing = _open_of(cause)
    keep = {one.account_id for one in standing if amounts.get(one.account_id) == one.amount_fen}
    _close([one for one in standing if one.account_id not in keep], "应收分摊款已变化", by)
    wanted = {pk: fen for pk, fen in amounts.items() if fen > 0 and pk not in keep}
    lock_many(Account, wanted)
    accounts = list(with_developer(wanted))
    payers, now = payers_of(accounts), clock.now()
    numbers = _numbers(len(accounts), accounts)
    made = [
        Deposit(
            no=no,
            account=account,
            kind=DepositKind.SHARE,
            cause=cause,
            amount_fen=wanted[account.pk],
            owner_name=payers[account.pk],
            made_at=now,
        )
        for no, account in zip(numbers, accounts, strict=True)
    ]
    return Deposit.objects.bulk_create(made, batch_size=AT_ONCE)


def _numbers(count: int, accounts: list[Account]) -> list[str]:
    """So many numbers that nobody has. They are drawn: one in many millions is drawn twice."""
    now = clock.now()
    if not accounts:
        return []
    district = accounts[0].dwelling.building.community.district
    found: set[str] = set()
    while len(found) < count:
        drawn = {deposit_no(district, now) for _ in range(count - len(found))}
        taken = Deposit.objects.filter(no__in=drawn).values_list("no", flat=True)
        found |= drawn - set(taken)
    return sorted(found)


@action
def close_shares(*, cause: str, by: Actor) -> int:
    """What was asked for a cause is asked no more; money that comes all the same goes back. Returns how many."""
    standing = _open_of(cause)
    _close(standing, "任务单已结束", by)
    return len(standing)


@action
def free_shares(*, cause: str, amounts: Mapping[int, int], by: Actor) -> None:
    """The cause is over: of what homes paid for it so much was not needed, by the id of their account, and may go back
    at the counter; the newest deposit of a home first. What is still asked is closed.
    """
    close_shares(cause=cause, by=by)
    paid = Deposit.objects.filter(cause=cause, kind=DepositKind.SHARE, account__in=list(amounts))
    left = dict(amounts)
    changed = []
    for one in paid.filter(status__in=(Status.PAID, Status.DEPOSITED)).order_by("-pk"):
        one.free_fen = min(one.amount_fen, left[one.account_id])
        left[one.account_id] -= one.free_fen
        changed.append(one)
    Deposit.objects.bulk_update(changed, ["free_fen"], batch_size=AT_ONCE)


def _open_of(cause: str) -> list[Deposit]:
    """Locked, the accounts first."""
    ensure(bool(cause), "分摊款 without a cause")
    found = Deposit.objects.filter(cause=cause, kind=DepositKind.SHARE, status__in=OPEN)
    lock_many(Account, found.values_list("account_id", flat=True))
    return list(found.order_by("pk").select_for_update(of=("self",)))


def _close(deposits: list[Deposit], because: str, by: Actor) -> None:
    ids = [one.pk for one in deposits]
    move_many(Deposit, ids, "close", by=by, because=because)
    begun = Attempt.objects.filter(deposit__in=ids).order_by("payment_id")
    for payment_id in begun.values_list("payment_id", flat=True):
        payments.want_close(payment_id=payment_id, by=by)
