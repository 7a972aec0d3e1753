"""What a home owes, what moved in its account, and who deposited what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.prepared import rows_prepared
from anju.fund import rules
from anju.fund.models import Account, Attempt, Deposit, LookUp
from anju.fund.rules import (
    OPEN_TO_WHO_LOOKED_UP,
    STANDARDS,
    TOP_UP_BELOW_PERCENT,
    DepositKind,
    Due,
    Facts,
    Prompt,
    Standard,
    Status,
    Terms,
    what_is_due,
)
from anju.homes import queries as homes
from anju.homes.estate import Kind
from anju.ledger import queries as ledger
from anju.ledger.queries import Movement
from anju.parameters import queries as parameters
from anju.payments.rules import UNPAID
from anju.people import queries as people
from anju.people.rules import OF_FUND, Power

LOW, HIGH = "fund.standard_low_fen", "fund.standard_high_fen"
CODES = (LOW, HIGH, "fund.top_up_percent")
WITH_HOME = ("dwelling__building__community", "bank_account")
WITH_DEPOSIT = ("account__dwelling__building__community", "payment")


def homes_of(actor: Actor) -> QuerySet[Account]:
    """The accounts of the homes that are this actor's now, by name and number."""
    owned = homes.dwellings_of(actor).values("pk")
    return Account.objects.filter(dwelling__in=owned).select_related(*WITH_HOME).order_by("pk")


def accounts_seen_by(actor: Actor) -> QuerySet[Account]:
    """Staff see those of their department's district; anybody else their own, and for a while what they looked up.

    Of what was looked up a page shows no more than `home_shown` and the movements. (OWN-31)
    """
    every = Account.objects.select_related(*WITH_HOME).order_by("pk")
    if actor.staff_id is not None:
        if not OF_FUND & actor.may:
            return every.none()
        district = people.department_of(actor)
        return every.filter(dwelling__building__community__district=district) if district else every
    if actor.person_id is None and actor.organisation_id is None:
        return every.none()
    owned = homes.dwellings_of(actor).values("pk")
    since = clock.now() - OPEN_TO_WHO_LOOKED_UP
    looked_up = LookUp.objects.filter(**people.who(actor), at__gt=since, account__isnull=False)
    return every.filter(Q(dwelling__in=owned) | Q(pk__in=looked_up.values("account")))


def account(account_id: int) -> Account:
    return Account.objects.select_related(*WITH_HOME).get(pk=account_id)


def account_of_home(dwelling_id: int) -> Account | None:
    return Account.objects.filter(dwelling=dwelling_id).select_related(*WITH_HOME).first()


def check_may_keep(account: Account, actor: Actor, power: Power) -> None:
    """A member of staff keeps the account of a home by a power, of a department in its own district."""
    people.check_power(actor, power)
    people.check_department(actor, account.dwelling.building.community.district)


def check_may_serve(account: Account, actor: Actor) -> None:
    """Anybody may deposit for a home, and ask for the receipt; a member of staff does so by power and district."""
    if actor.staff_id is not None:
        check_may_keep(account, actor, Power.FUND_ENTER)


def first_opened_on(bank_account_id: int) -> date | None:
    """The Beijing day on which the first account at one of the fund's banks was opened."""
    opened = Account.objects.filter(bank_account=bank_account_id).order_by("opened_at")
    moment = opened.values_list("opened_at", flat=True).first()
    return None if moment is None else clock.day_of(moment)


def areas_of_community(community_id: int, bank_account_id: int, limit: int) -> dict[int, int]:
    """The accounts of a community's homes at one bank, each with its area in hundredths of m²."""
    accounts = Account.objects.filter(
        dwelling__building__community=community_id, bank_account=bank_account_id
    )
    areas = accounts.order_by("pk").values_list("pk", "dwelling__area_hundredths")
    return dict(areas[:limit])


def pots_of(account: Account) -> list[str]:
    """The pots of what a home has at its disposal."""
    sold_public = account.dwelling.kind == Kind.SOLD_PUBLIC
    return [account.pot, account.unit_pot] if sold_public else [account.pot]


def frozen_pots_of(account: Account) -> list[str]:
    """The pots of what a home has promised to repairs: still its own, and opened when something is frozen."""
    sold_public = account.dwelling.kind == Kind.SOLD_PUBLIC
    frozen = [account.frozen_pot, account.unit_frozen_pot]
    return frozen if sold_public else frozen[:1]


def all_pots_of(account: Account) -> list[str]:
    """All that is the home's, at its disposal or frozen."""
    return [*pots_of(account), *frozen_pots_of(account)]


def balance_fen(account: Account) -> int:
    """All that is the home's; what of it is frozen for repairs is still in its account."""
    return sum(ledger.balances_known(all_pots_of(account)).values())


def available_fen(account: Account) -> int:
    """What of it is at the home's disposal."""
    return sum(ledger.balances(pots_of(account)).values())


def frozen_fen(account: Account) -> int:
    """What of it is frozen for repairs."""
    return sum(ledger.balances_known(frozen_pots_of(account)).values())


def parts_of(account: Account) -> tuple[int, int] | None:
    """The owner's and the selling unit's part of sold public housing at its disposal; None for any other home.

    What of each is frozen is told by `frozen_parts_of`. (rule B2.7)
    """
    if account.dwelling.kind != Kind.SOLD_PUBLIC:
        return None
    held = ledger.balances(pots_of(account))
    return held[account.pot], held[account.unit_pot]


def frozen_parts_of(account: Account) -> tuple[int, int]:
    """What is frozen of the owner's part, and of the selling unit's."""
    held = ledger.balances_known(frozen_pots_of(account))
    return held[account.frozen_pot], held.get(account.unit_frozen_pot, 0)


def due_of(account: Account) -> Due:
    """What this home has to deposit now, or gets back."""
    return dues_of([account])[account.pk]


def dues_of(accounts: Iterable[Account]) -> dict[int, Due]:
    """The same for several, as a list shows them."""
    return {pk: standing.due for pk, standing in standings_of(accounts).items()}


@dataclass(frozen=True)
class Standing:
    """What a home holds, what of it is frozen for repairs, and what is to be settled next."""

    balance_fen: int
    frozen_fen: int
    due: Due


def standings_of(accounts: Iterable[Account]) -> dict[int, Standing]:
    """Balance and due of several homes, by the account's id."""
    listed = list(accounts)
    held = ledger.balances_known(code for account in listed for code in all_pots_of(account))
    under_way, terms = _under_way_and_terms([account.pk for account in listed])
    return {
        account.pk: _standing(account, held, under_way.get(account.pk, 0), terms)
        for account in listed
    }


UNDER_WAY = """
    SELECT 0 AS id, '' AS code, account_id, sum(amount_fen)::text AS value, NULL::date AS from_on FROM fund_deposit
    WHERE account_id = ANY(%(accounts)s::bigint[]) AND status = 'paid' GROUP BY account_id
    UNION ALL
    SELECT id, code, NULL, value, from_on FROM parameters_value
    WHERE code = ANY(%(codes)s::text[]) AND status = 'in_force' AND from_on <= %(day)s
"""


def _under_way_and_terms(account_ids: list[int]) -> tuple[dict[int, int], Terms]:
    """What is paid and not yet deposited, by account, and what the city has settled: a list asks for both at once."""
    today = clock.today()
    rows = rows_prepared(UNDER_WAY, {"accounts": account_ids, "codes": list(CODES), "day": today})
    said = sorted((from_on, pk, code, value) for pk, code, _a, value, from_on in rows if code)
    settled = [(code, value, on) for on, _pk, code, value in said]
    parameters.remember_until(CODES, today, settled)
    return {account: int(fen) for _pk, code, account, fen, _on in rows if not code}, terms_of(
        settled
    )


def standing_with(account: Account, deposits: Iterable[Deposit]) -> Standing:
    """The same of one home whose deposits are known."""
    under_way = sum(one.amount_fen for one in deposits if one.status == Status.PAID)
    held = ledger.balances_known(all_pots_of(account))
    return _standing(account, held, under_way, settled_terms())


def settled_terms() -> Terms:
    """What the city has settled of deposits up to today: a contract follows the standard of its own day."""
    return terms_of(parameters.said_until(CODES, clock.today()))


def terms_of(said: Iterable[tuple[str, str, date]]) -> Terms:
    first = STANDARDS[-1]
    low, high, percent, standards = first.low_fen, first.high_fen, TOP_UP_BELOW_PERCENT, {}
    for code, value, from_on in said:
        low = int(value) if code == LOW else low
        high = int(value) if code == HIGH else high
        if code in (LOW, HIGH):
            standards[from_on] = Standard(from_on, low_fen=low, high_fen=high)
        else:
            percent = int(value)
    return Terms((*STANDARDS, *standards.values()), percent)


def standard_on(day: date) -> Standard:
    """The standard by which a contract of this day deposits."""
    return rules.standard_on(day, settled_terms().standards)


def _standing(
    account: Account, held: Mapping[str, int], under_way_fen: int, terms: Terms
) -> Standing:
    home, balance = account.dwelling, sum(held[code] for code in all_pots_of(account))
    frozen = sum(held[code] for code in frozen_pots_of(account))
    facts = Facts(
        area_hundredths=home.area_hundredths,
        storeys=home.building.storeys,
        contract_on=home.contract_on,
        price_fen=home.price_fen,
        is_sold_public=home.kind == Kind.SOLD_PUBLIC,
        completes=account.completes,
        first_fen=account.first_fen,
        held_fen=balance + under_way_fen,
        is_lost=home.lost_on is not None,
    )
    return Standing(balance, frozen, what_is_due(facts, clock.today(), terms))


def prompts_of(account: Account, actor: Actor) -> tuple[Prompt, ...]:
    """弹窗提示 for this actor before a deposit for this home. (OWN-33)"""
    prompts = []
    if due_of(account).refund_fen:
        prompts.append(Prompt.REFUND_DUE)
    if account.dwelling.kind == Kind.SOLD_PUBLIC and not account.completes:
        prompts.append(Prompt.SOLD_PUBLIC)
    if not homes.is_owned_by(account.dwelling, actor):
        prompts.append(Prompt.NOT_OWNER)
    return tuple(prompts)


def is_under_way(account: Account) -> bool:
    """Whether something was paid for it that the bank has not credited yet."""
    return Deposit.objects.filter(account=account, status=Status.PAID).exists()


def movements(account: Account, before: int | None = None, limit: int = 50) -> list[Movement]:
    """资金明细: what moved in a home's account, newest first, with the balance after each.

    What is frozen or released comes in and goes out on one line: it stays the home's.
    """
    return ledger.movements(all_pots_of(account), before, limit)


def owner_names(account: Account) -> str:
    return "、".join(owner.name for owner in homes.owners_now(account.dwelling))


def deposits_seen_by(actor: Actor) -> QuerySet[Deposit]:
    """我的交存记录 and 维修资金管理: what this actor paid, and all that concerns the homes it owns; newest first."""
    owned = Account.objects.filter(dwelling__in=homes.dwellings_of(actor).values("pk"))
    of_homes = Deposit.objects.filter(account__in=owned.values("pk"))
    either = deposits_of(actor).order_by().values("pk").union(of_homes.values("pk"))
    seen = Deposit.objects.filter(pk__in=either)
    return with_home(seen).order_by("-pk")


def deposits_of(actor: Actor) -> QuerySet[Deposit]:
    """What this actor paid itself."""
    if actor.organisation_id is not None:
        paid = Deposit.objects.filter(organisation=actor.organisation_id)
    elif actor.person_id is not None:
        paid = Deposit.objects.filter(person=actor.person_id)
    else:
        paid = Deposit.objects.none()
    return with_home(paid).order_by("-pk")


def with_home(deposits: QuerySet[Deposit]) -> QuerySet[Deposit]:
    """With their homes, and since when (`owned_since`) each home has the owners it has now."""
    since = homes.owned_since(OuterRef("account__dwelling"))
    return deposits.select_related(*WITH_DEPOSIT).annotate(owned_since=since)


def deposit_by(*, no: str, owner_name: str) -> Deposit | None:
    """The deposit of exactly this 业务流水号 and 业主名称: all the present owners of its home, or one of them.

    The same questions are asked whether the number or the name is wrong. After a sale the old name opens nothing.
    """
    numbered = Deposit.objects.filter(no=no)
    # 分摊款 of an unsold home is in the developer's name; both are asked for, whatever is known
    owners = homes.owner_names_of(numbered.values("account__dwelling"))
    developers = [one.owner_name for one in numbered.filter(kind=DepositKind.SHARE)]
    names = owners or developers
    is_theirs = normalise(owner_name) in {normalise(name) for name in (*names, "、".join(names))}
    return with_home(numbered).get() if is_theirs and names else None


def deposits_without_a_payment(limit: int) -> list[int]:
    """Deposits in 交款中 none of whose payments can be paid any more."""
    alive = Attempt.objects.filter(deposit=OuterRef("pk"), payment__status__in=UNPAID)
    paying = Deposit.objects.filter(~Exists(alive), status=Status.PAYING)
    return list(paying.order_by("account_id", "pk").values_list("pk", flat=True)[:limit])
