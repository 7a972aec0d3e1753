"""What staff look for at the desk of the fund; of a department only what is of its district. (CTR-05)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.search import found as by_words
from anju.core.search import words_in
from anju.fund.models import Account, Addition, CounterRefund, Deposit
from anju.fund.numbers import read_deposit_no
from anju.fund.queries.additions import additions_seen_by, additions_to_review
from anju.fund.queries.deposits import WITH_HOME, accounts_seen_by
from anju.fund.queries.receipts import deposits_with_failed_receipt
from anju.fund.queries.refunds import refunds_seen_by
from anju.fund.rules import COUNTS_AS_FIRST, AdditionStatus, DepositKind, Way
from anju.homes import queries as homes
from anju.homes.estate import Sale
from anju.people import queries as people
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.homes.models import Community, Dwelling

MOST_HOMES = 10
FOUND_AT_MOST = 100
"""Of what several numbers or names may mean so many are looked at."""


def accounts_found(
    actor: Actor, *, words: str = "", contract_no: str = "", certificate_no: str = ""
) -> QuerySet[Account]:
    """The accounts of homes whose address holds every word, or with exactly this contract or certificate number."""
    seen = accounts_seen_by(actor)
    if contract_no:
        named = [homes.dwelling_by(contract_no=contract_no, sale=sale) for sale in Sale.values]
        seen = seen.filter(dwelling__in=[home.pk for home in named if home is not None])
    if certificate_no:
        home = homes.dwelling_by(certificate_no=certificate_no)
        seen = seen.filter(dwelling=home.pk) if home else seen.none()
    return by_words(seen, words_in("dwelling__grams", words)) if words else seen


def deposits_at_desk(actor: Actor) -> QuerySet[Deposit]:
    """Deposits of the homes that a member of staff sees, newest first."""
    accounts = accounts_seen_by(actor).order_by()
    deposits = Deposit.objects.filter(account__in=accounts.values("pk"))
    related = (f"account__{name}" for name in WITH_HOME)
    return deposits.select_related(*related, "payment").order_by("-pk")


def deposits_without_receipt(actor: Actor) -> QuerySet[Deposit]:
    """Those whose receipt could not be issued (开票失败), for who sees to it. (OWN-12)"""
    if Power.FUND_ENTER not in actor.may:
        return Deposit.objects.none()
    return deposits_at_desk(actor).filter(pk__in=deposits_with_failed_receipt())


def deposits_of_developer(actor: Actor) -> QuerySet[Deposit]:
    """What was asked of the homes in the communities that this organisation builds: first deposits, and 分摊款 of those
    that are unsold; no more.

    Of a home that its buyer has sold on nothing: who owns it now is no business of the developer's.
    """
    own = homes.never_resold(homes.communities_built_by(actor)).values("pk")
    asked = Deposit.objects.filter(account__dwelling__in=own)
    related = (f"account__{name}" for name in WITH_HOME)
    unsold = homes.unsold(homes.communities_built_by(actor)).values("pk")
    theirs = Q(kind__in=COUNTS_AS_FIRST) | Q(kind=DepositKind.SHARE, account__dwelling__in=unsold)
    return asked.filter(theirs).select_related(*related).order_by("-pk")


def deposit_at_desk(actor: Actor, no: str) -> Deposit | None:
    """The one of this 业务流水号."""
    wanted = read_deposit_no(no)
    return deposits_at_desk(actor).filter(no=wanted).first() if wanted else None


def deposits_of_account(account: Account) -> QuerySet[Deposit]:
    return account.deposits.select_related("payment").order_by("-pk")


def additions_found(
    actor: Actor, *, text: str = "", status: str = "", district: str = ""
) -> QuerySet[Addition]:
    """Those with this number, of this applicant's document number, for this number or exact address of a home; in a
    status, of a district. Those that wait come in the order in which they are due, all others newest first.
    """
    is_desk = status == AdditionStatus.WAITING and not text.strip()
    found = additions_to_review(actor) if is_desk else additions_seen_by(actor)
    if status and not is_desk:
        found = found.filter(status=status)
    if district:
        found = found.filter(district=district)
    return found.filter(pk__in=_additions_named(text)) if text.strip() else found


def _additions_named(text: str) -> list[int]:
    """The ids of what a text may name, each asked by an index of its own."""
    plain = normalise(text)
    asked: Iterable[Q] = [Q(no=plain), Q(wanted=plain)]
    person, unit = people.person_by_number(plain), people.organisation_by_uscc(plain)
    if person is not None:
        asked = [*asked, Q(person=person.pk)]
    if unit is not None:
        asked = [*asked, Q(organisation=unit.pk)]
    ids: set[int] = set()
    for one in asked:
        newest = Addition.objects.filter(one).order_by("-pk")
        ids.update(newest.values_list("pk", flat=True)[:FOUND_AT_MOST])
    return sorted(ids)


def refunds_found(actor: Actor, *, no: str = "", status: str = "") -> QuerySet[CounterRefund]:
    """By number and status."""
    found = refunds_seen_by(actor)
    if no:
        found = found.filter(no=normalise(no))
    return found.filter(status=status) if status else found


def communities_seen_by(actor: Actor) -> QuerySet[Community]:
    """The communities of a member of staff's district, or of the whole city."""
    return homes.communities_of(people.department_of(actor))


def communities_found(actor: Actor, *, district: str = "", name: str = "") -> QuerySet[Community]:
    """Of these, those of one district, or with exactly this name."""
    own = people.department_of(actor)
    found = homes.communities_of(own or district)
    return found.filter(name=name.strip()) if name.strip() else found


def homes_of_community(community: Community) -> QuerySet[Dwelling]:
    """All homes of a community in the order of buildings, units and rooms: also those that have no account."""
    return homes.dwellings_in(community.pk)


def accounts_of(dwellings: Iterable[Dwelling]) -> dict[int, Account]:
    """The accounts of some homes, by the home's id."""
    found = Account.objects.filter(dwelling__in=[home.pk for home in dwellings])
    return {one.dwelling_id: one for one in found.select_related(*WITH_HOME)}


def self_managed_found(actor: Actor, **wanted: str) -> list[Dwelling]:
    """Homes whose owners keep their fund themselves (自管), found as those with an account are; some at the most."""
    if not any(wanted.values()):
        return []
    own = people.department_of(actor)
    found = homes.self_managed_found(**wanted)
    return list((found.filter(building__community__district=own) if own else found)[:MOST_HOMES])


def refunds_of_account(account: Account) -> QuerySet[CounterRefund]:
    return account.refunds.order_by("-pk")


def homes_for(addition: Addition, words: str = "") -> list[Dwelling]:
    """The homes of its district that an application may mean: the one it names, and those found by words."""
    by = {Way.CONTRACT: "contract_no", Way.CERTIFICATE: "certificate_no", Way.DOCUMENTS: "address"}
    asked = {by[Way(addition.way)]: addition.wanted}
    return homes.dwellings_meant(words, addition.district, MOST_HOMES, **asked, sale=addition.sale)
