"""What a home owes, what moved in its account, and who deposited what."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from anju.core import clock
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.refusals import Refused
from anju.fund.models import Account, Attempt, Deposit
from anju.fund.numbers import read_deposit_no
from anju.fund.rules import Due, Facts, Refusal, Status, what_is_due
from anju.homes import queries as homes
from anju.homes.estate import Kind
from anju.ledger import queries as ledger
from anju.ledger.queries import Movement
from anju.payments import queries as payment_queries
from anju.payments.rules import UNPAID
from anju.people import queries as people

WITH_HOME = ("dwelling__building__community", "bank_account")


def homes_of(actor: Actor) -> QuerySet[Account]:
    """The accounts of the homes that are this actor's now, by name and number."""
    owned = homes.dwellings_of(actor).values("pk")
    return Account.objects.filter(dwelling__in=owned).select_related(*WITH_HOME).order_by("pk")


def homes_found(actor: Actor, *, address: str = "") -> QuerySet[Account]:
    """我的房屋: the actor's own, those whose address holds every word of it. (OWN-10)"""
    found = homes_of(actor)
    if not address:
        return found
    return found.filter(dwelling__in=homes.dwellings_found(address).order_by().values("pk"))


def has_homes(actor: Actor) -> bool:
    return homes.dwellings_of(actor).exists()


def channels_of(account: Account) -> list[str]:
    """By which providers one can deposit: those that know the account at the bank."""
    return payment_queries.channels_of(account.bank_account_id)


def account_of_home(dwelling_id: int) -> Account | None:
    return Account.objects.filter(dwelling=dwelling_id).select_related(*WITH_HOME).first()


def pots_of(account: Account) -> list[str]:
    sold_public = account.dwelling.kind == Kind.SOLD_PUBLIC
    return [account.pot, account.unit_pot] if sold_public else [account.pot]


def balance_fen(account: Account) -> int:
    return sum(ledger.balances(pots_of(account)).values())


def balances_of(accounts: Iterable[Account]) -> dict[int, int]:
    """What several accounts hold, as a list shows it."""
    listed = list(accounts)
    held = ledger.balances(code for account in listed for code in pots_of(account))
    return {one.pk: sum(held[code] for code in pots_of(one)) for one in listed}


def due_of(account: Account) -> Due:
    """What this home has to deposit now, or gets back."""
    return dues_of([account])[account.pk]


def dues_of(accounts: Iterable[Account]) -> dict[int, Due]:
    """The same for several, as a list shows them."""
    listed = list(accounts)
    held = ledger.balances(code for account in listed for code in pots_of(account))
    coming = Deposit.objects.filter(account__in=listed, status=Status.PAID)
    under_way = dict(coming.values_list("account").annotate(fen=Sum("amount_fen")))
    today = clock.today()
    dues = {}
    for account in listed:
        home = account.dwelling
        facts = Facts(
            area_hundredths=home.area_hundredths,
            storeys=home.building.storeys,
            contract_on=home.contract_on,
            price_fen=home.price_fen,
            is_sold_public=home.kind == Kind.SOLD_PUBLIC,
            completes=account.completes,
            first_fen=account.first_fen,
            held_fen=sum(held[code] for code in pots_of(account)) + under_way.get(account.pk, 0),
        )
        dues[account.pk] = what_is_due(facts, today)
    return dues


def movements(account: Account, before: int | None = None, limit: int = 50) -> list[Movement]:
    """资金明细: what moved in a home's account, newest first, with the balance after each."""
    return ledger.movements(pots_of(account), before, limit)


def owner_names(account: Account) -> str:
    return "、".join(owner.name for owner in homes.owners_now(account.dwelling))


def deposits_seen_by(actor: Actor) -> QuerySet[Deposit]:
    """我的交存记录 and 维修资金管理: what this actor paid, and all that concerns the homes it owns; newest first."""
    paid = Q(pk__in=[])
    if actor.organisation_id is not None:
        paid = Q(organisation=actor.organisation_id)
    elif actor.person_id is not None:
        paid = Q(person=actor.person_id)
    owned = Account.objects.filter(dwelling__in=homes.dwellings_of(actor).values("pk"))
    seen = Deposit.objects.filter(paid | Q(account__in=owned.values("pk")))
    return _with_home(seen).order_by("-pk")


def deposits_of(actor: Actor) -> QuerySet[Deposit]:
    """What this actor paid itself."""
    if actor.organisation_id is not None:
        paid = Deposit.objects.filter(organisation=actor.organisation_id)
    elif actor.person_id is not None:
        paid = Deposit.objects.filter(person=actor.person_id)
    else:
        paid = Deposit.objects.none()
    return _with_home(paid).order_by("-pk")


def deposits_found(
    actor: Actor,
    *,
    address: str = "",
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Deposit]:
    """维修资金管理: what this actor sees, by home, kind and the days on which it was made. (OWN-41)"""
    found = deposits_seen_by(actor)
    if address:
        homes_there = homes.dwellings_found(address).order_by().values("pk")
        found = found.filter(account__dwelling__in=homes_there)
    if kind:
        found = found.filter(kind=kind)
    if since:
        found = found.filter(made_at__gte=clock.start_of(since))
    if until:
        found = found.filter(made_at__lt=clock.end_of(until))
    return found


def deposits_reached_by(actor: Actor) -> QuerySet[Deposit]:
    """What this actor sees, and what it has begun to pay for somebody else."""
    mine = Attempt.objects.filter(deposit=OuterRef("pk"), **people.who(actor))
    seen = deposits_seen_by(actor).order_by().values("pk")
    return _with_home(Deposit.objects.filter(Q(pk__in=seen) | Exists(mine)))


def attempt_of(deposit: Deposit, actor: Actor) -> Attempt | None:
    """The last payment that this actor has begun for a deposit."""
    mine = deposit.attempts.filter(**people.who(actor)).order_by("-pk")
    return mine.select_related("payment").first()


def _with_home(deposits: QuerySet[Deposit]) -> QuerySet[Deposit]:
    return deposits.select_related("account__dwelling__building__community", "payment")


def deposit_by_no(no: str) -> Deposit:
    return _with_home(Deposit.objects.all()).get(no=no)


def deposit_by(*, no: str, owner_name: str) -> Deposit:
    """快速交存: the deposit of this 业务流水号 and 业主名称. Refused in the same words, whichever is wrong. (QCK-03)"""
    wanted = read_deposit_no(no)
    found = _with_home(Deposit.objects.filter(no=wanted)).first() if wanted else None
    names = [] if found is None else [found.owner_name, *found.owner_name.split("、")]
    if found is None or normalise(owner_name) not in {normalise(name) for name in names}:
        raise Refused(Refusal.NOT_FOUND)
    return found


def deposits_without_a_payment(limit: int) -> list[int]:
    """Deposits in 交款中 none of whose payments can be paid any more."""
    alive = Attempt.objects.filter(deposit=OuterRef("pk"), payment__status__in=UNPAID)
    paying = Deposit.objects.filter(~Exists(alive), status=Status.PAYING)
    return list(paying.order_by("account_id", "pk").values_list("pk", flat=True)[:limit])
