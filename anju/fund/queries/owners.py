"""What the pages of owners ask: their homes, their deposits, and the payment that they have begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from anju.core.actors import Actor
from anju.core.search import one_by_one, words_in
from anju.fund.models import Account, Attempt, Deposit
from anju.fund.queries.deposits import (
    all_pots_of,
    deposits_seen_by,
    frozen_pots_of,
    homes_of,
    with_home,
)
from anju.fund.rules import OPEN, DepositKind
from anju.homes import queries as homes
from anju.ledger import queries as ledger
from anju.payments import queries as payments
from anju.payments.rules import GIVEN_BACK
from anju.people import queries as people

if TYPE_CHECKING:
    from anju.payments.models import Payment


def has_homes(actor: Actor) -> bool:
    return homes.dwellings_of(actor).exists()


def homes_found(actor: Actor, *, address: str = "") -> QuerySet[Account]:
    """我的房屋: the actor's own, those whose address holds every word of it. (OWN-10)

    They are few, of a city in which a hundred thousand homes may have the word: so each of them is looked at.
    """
    found = homes_of(actor)
    return found.filter(one_by_one(words_in("dwelling__grams", address))) if address else found


@dataclass(frozen=True)
class Holding:
    """What an account holds, and what of it is frozen for repairs."""

    balance_fen: int
    frozen_fen: int

    @property
    def available_fen(self) -> int:
        return self.balance_fen - self.frozen_fen


def holdings_of(accounts: Iterable[Account]) -> dict[int, Holding]:
    """What several accounts hold, as a list shows it."""
    listed = list(accounts)
    held = ledger.balances_known(code for account in listed for code in all_pots_of(account))
    return {
        one.pk: Holding(
            sum(held[code] for code in all_pots_of(one)),
            sum(held[code] for code in frozen_pots_of(one)),
        )
        for one in listed
    }


def shares_asked(actor: Actor) -> QuerySet[Deposit]:
    """分摊款 that the homes of this actor are asked for, and that can be paid now; the first asked first."""
    own = Account.objects.filter(dwelling__in=homes.dwellings_of(actor).values("pk"))
    asked = Deposit.objects.filter(account__in=own.values("pk"), status__in=OPEN)
    return with_home(asked.filter(kind=DepositKind.SHARE)).order_by("pk")


def channels_of(account: Account) -> list[str]:
    """By which providers one can deposit: those that know the account at the bank."""
    return payments.channels_of(account.bank_account_id)


def deposits_reached_by(actor: Actor) -> QuerySet[Deposit]:
    """What this actor sees, and what it has begun to pay for somebody else."""
    mine = Attempt.objects.filter(deposit=OuterRef("pk"), **people.who(actor))
    seen = deposits_seen_by(actor).order_by().values("pk")
    reached = Deposit.objects.filter(Q(pk__in=seen) | Exists(mine))
    return with_home(reached)


def has_begun(deposit: Deposit, actor: Actor) -> bool:
    """Whether this voluntary deposit is this actor's own: who began to pay it made it."""
    is_voluntary = deposit.kind == DepositKind.VOLUNTARY
    return is_voluntary and deposit.attempts.filter(**people.who(actor)).exists()


def deposit_by_no(no: str) -> Deposit:
    return with_home(Deposit.objects.filter(no=no)).get()


def given_back_to(deposit: Deposit, actor: Actor) -> list[Payment]:
    """What this actor paid for a deposit and does not serve: on its way back to its source, or there. (CHN-03)"""
    mine = deposit.attempts.filter(payment__status__in=GIVEN_BACK, **people.who(actor))
    return [attempt.payment for attempt in mine.select_related("payment").order_by("pk")]


def has_paid(deposit: Deposit, actor: Actor) -> bool:
    """Whether it was this actor's money that paid a deposit."""
    paid = deposit.paid_at is not None
    mine = deposit.attempts.filter(payment=deposit.payment_id, **people.who(actor))
    return paid and mine.exists()


def attempt_of(deposit: Deposit, actor: Actor) -> Attempt | None:
    """The last payment that this actor has begun for a deposit."""
    mine = deposit.attempts.filter(**people.who(actor)).order_by("-pk")
    return mine.select_related("payment").first()
