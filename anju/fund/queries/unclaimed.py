"""Money of the fund whose owner has not come: refunds that no bank could pay, and what lost homes hold. (BEY-14, B9.2)

The refunds of a lost home are not told beside its balance, into which they came back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from anju.core import clock
from anju.core.identity_numbers import normalise, normalise_name
from anju.fund.models import Account, CounterRefund
from anju.fund.rules import OF_UNITS_PART, OPEN_REFUNDS, Claim, Payee, R, Unclaimed
from anju.homes import queries as homes
from anju.ledger import queries as ledger
from anju.people import queries as people

if TYPE_CHECKING:
    from datetime import date

    from anju.people.models import Organisation, Person

WITH_PLACE = ("account__dwelling__building__community", "account__dwelling__selling_unit")
OF_REFUND = {R.PAID: Claim.ENDED, R.FAILED: Claim.WAITING}


@dataclass(frozen=True)
class Unpaid:
    """A sum that is somebody's: what it is, since when, and how far its refund has come.

    `source_id` is of the first refund that failed, or of the home's account.
    """

    kind: Unclaimed
    source_id: int
    account: Account
    about: str
    fen: int
    since_on: date
    claim: Claim
    payee: str
    payee_name: str = ""

    @property
    def district(self) -> str:
        return str(self.account.dwelling.building.community.district)


def unpaid(accounts: Any = None) -> list[Unpaid]:
    """All of the city, or of these accounts (a question for ids)."""
    return [*refunds_unpaid(accounts), *balances_of_lost_homes(accounts)]


def refunds_unpaid(accounts: Any = None) -> list[Unpaid]:
    """A refund that failed waits until it is paid by another: of the same deposit, or of all, to the same payee."""
    failed = CounterRefund.objects.filter(status=R.FAILED, account__dwelling__lost_on=None)
    if accounts is not None:
        failed = failed.filter(account__in=accounts)
    every = CounterRefund.objects.filter(account__in=failed.values("account"))
    rows = every.exclude(status=R.REJECTED).select_related(*WITH_PLACE)
    found = [one for runs in _by_claim(rows) for one in _unpaid_of(runs)]
    names = _names_of_owners(one.account for one in found)
    return [
        one
        for one in found
        if one.payee != Payee.OWNER or one.payee_name in names[one.account.dwelling_id]
    ]


def _names_of_owners(accounts: Iterable[Account]) -> dict[int, set[str]]:
    """Of a home that was sold the balance went with it: it waits for nobody who owned it before. (rule B9.1)"""
    owners = homes.owners_of(account.dwelling for account in accounts)
    return {pk: {one.name for one in every} for pk, every in owners.items()}


def _by_claim(refunds: Iterable[CounterRefund]) -> list[list[CounterRefund]]:
    """Those of one deposit to one payee, with those of all that the home holds, which pay every deposit's."""
    of_payee: dict[tuple[int, str], list[CounterRefund]] = {}
    for refund in sorted(refunds, key=lambda one: one.pk):
        of_payee.setdefault((refund.account_id, refund.payee), []).append(refund)
    return [
        [one for one in every if one.deposit_id in (deposit, None)]
        for every in of_payee.values()
        for deposit in dict.fromkeys(one.deposit_id for one in every)
    ]


def _unpaid_of(refunds: Sequence[CounterRefund]) -> list[Unpaid]:
    """Of one claim, in the order of time: what has failed and was paid by none after it."""
    first = last = None
    deposit_id = next((one.deposit_id for one in refunds if one.deposit_id), None)
    for refund in refunds:
        if refund.status == R.PAID:
            first = None
        elif first is None and refund.status == R.FAILED and refund.deposit_id == deposit_id:
            first = refund
        last = refund
    if first is None or last is None or last.deposit_id != deposit_id:
        return []  # paid, or a part of all that the home holds, which is told by itself
    found = Unpaid(
        kind=Unclaimed.REFUND,
        source_id=first.pk,
        account=first.account,
        about=first.no,
        fen=last.amount_fen,
        since_on=clock.day_of(first.ended_at or first.entered_at),
        claim=OF_REFUND.get(R(last.status), Claim.UNDER_WAY),
        payee=first.payee,
        payee_name=last.payee_name,
    )
    return [found]


def balances_of_lost_homes(accounts: Any = None) -> list[Unpaid]:
    """The owner's part of what a lost home holds, and the selling unit's; also while it is being refunded."""
    lost = Account.objects.filter(dwelling__in=homes.lost_dwellings().values("pk"))
    if accounts is not None:
        lost = lost.filter(pk__in=accounts)
    place = ("dwelling__building__community", "dwelling__selling_unit")
    listed = list(lost.select_related(*place).order_by("pk"))
    open_ones = CounterRefund.objects.filter(account__in=listed, status__in=OPEN_REFUNDS)
    paying = {(one.account_id, one.payee in OF_UNITS_PART): one.amount_fen for one in open_ones}
    held = ledger.balances_known(
        code for one in listed for kind in (False, True) for code in _pots(one, kind)
    )
    found = []
    for account in listed:
        for is_units in (False, True):
            under_way_fen = paying.get((account.pk, is_units), 0)
            fen = sum(held[code] for code in _pots(account, is_units))
            if fen or under_way_fen:
                claim = Claim.UNDER_WAY if under_way_fen else Claim.WAITING
                found.append(_balance(account, is_units, max(fen, under_way_fen), claim))
    return found


def _pots(account: Account, is_units: bool) -> list[str]:
    if is_units:
        return [account.unit_pot, account.unit_frozen_pot]
    return [account.pot, account.frozen_pot]


def _balance(account: Account, is_units: bool, fen: int, claim: Claim) -> Unpaid:
    home: Any = account.dwelling
    return Unpaid(
        kind=Unclaimed.UNIT if is_units else Unclaimed.BALANCE,
        source_id=account.pk,
        account=account,
        about=home.address[-64:],
        fen=fen,
        since_on=home.lost_on,
        claim=claim,
        payee=Payee.UNIT if is_units else Payee.OWNER,
    )


def owners_known(one: Unpaid) -> tuple[Person | None, Organisation | None]:
    """Whose it is, as far as they are known to us: of several owners the first one who is."""
    home = one.account.dwelling
    if one.payee != Payee.OWNER:
        return None, home.selling_unit if one.payee == Payee.UNIT else None
    for owner in homes.owners_now(home):
        if one.payee_name in ("", owner.name):
            person = people.person_by_any_number(owner.id_number)
            organisation = people.organisation_by_uscc(owner.id_number)
            if person is not None or organisation is not None:
                return person, None if person is not None else organisation
    return None, None


def unpaid_to(name: str, number: str) -> list[int]:
    """The sums that wait for somebody of exactly this name and number: an owner, or a selling unit."""
    name, number = normalise_name(name), normalise(number)
    owned = homes.owned_by(name, number).values("dwelling")
    units = Q(dwelling__selling_unit__uscc=number, dwelling__selling_unit__name=name)
    return [
        one.fen
        for whose, payee in ((Q(dwelling__in=owned), Payee.OWNER), (units, Payee.UNIT))
        for one in unpaid(Account.objects.filter(whose).values("pk"))
        if one.claim == Claim.WAITING and one.payee == payee and one.payee_name in ("", name)
    ]
