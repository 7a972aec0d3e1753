"""What the pages of owners ask: their homes, their deposits, and the payment that they have begun."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from anju.core.actors import Actor
from anju.core.search import one_by_one, words_in
from anju.fund.models import Account, Attempt, Deposit
from anju.fund.queries.deposits import WITH_DEPOSIT, deposits_seen_by, homes_of, pots_of
from anju.homes import queries as homes
from anju.ledger import queries as ledger
from anju.payments import queries as payments
from anju.people import queries as people


def has_homes(actor: Actor) -> bool:
    return homes.dwellings_of(actor).exists()


def homes_found(actor: Actor, *, address: str = "") -> QuerySet[Account]:
    """我的房屋: the actor's own, those whose address holds every word of it. (OWN-10)

    They are few, of a city in which a hundred thousand homes may have the word: so each of them is looked at.
    """
    found = homes_of(actor)
    return found.filter(one_by_one(words_in("dwelling__grams", address))) if address else found


def balances_of(accounts: Iterable[Account]) -> dict[int, int]:
    """What several accounts hold, as a list shows it."""
    listed = list(accounts)
    held = ledger.balances(code for account in listed for code in pots_of(account))
    return {one.pk: sum(held[code] for code in pots_of(one)) for one in listed}


def channels_of(account: Account) -> list[str]:
    """By which providers one can deposit: those that know the account at the bank."""
    return payments.channels_of(account.bank_account_id)


def deposits_reached_by(actor: Actor) -> QuerySet[Deposit]:
    """What this actor sees, and what it has begun to pay for somebody else."""
    mine = Attempt.objects.filter(deposit=OuterRef("pk"), **people.who(actor))
    seen = deposits_seen_by(actor).order_by().values("pk")
    reached = Deposit.objects.filter(Q(pk__in=seen) | Exists(mine))
    return reached.select_related(*WITH_DEPOSIT)


def deposit_by_no(no: str) -> Deposit:
    return Deposit.objects.select_related(*WITH_DEPOSIT).get(no=no)


def attempt_of(deposit: Deposit, actor: Actor) -> Attempt | None:
    """The last payment that this actor has begun for a deposit."""
    mine = deposit.attempts.filter(**people.who(actor)).order_by("-pk")
    return mine.select_related("payment").first()
