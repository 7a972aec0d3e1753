"""An account is opened for a home, follows its area, and goes with it when it is sold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.refusals import Refused
from anju.fund.actions.deposits import close_open
from anju.fund.models import Account
from anju.fund.queries import account_of_home, pots_of
from anju.fund.rules import Because, Refusal
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.homes.actions import ContractTerms, OwnerTerms
from anju.homes.estate import CustodyMode, Kind
from anju.ledger import actions as ledger
from anju.payments import queries as payment_queries
from anju.payments.rules import Business
from anju.people.queries import check_power
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.homes.models import Dwelling


@action
def open_account(*, dwelling_id: int, bank: str, by: Actor) -> Account:
    """The account of a home at one of the fund's banks; opened again, the one that is there.

    Refused where the owners keep their fund themselves. (rule B1.4)
    """
    home = home_queries.dwelling(dwelling_id)
    _check_kept_here(home)
    bank_account = payment_queries.account_of(bank)
    if bank_account is None or bank_account.business != Business.FUND:
        raise Refused(Refusal.UNKNOWN_BANK, bank=bank)
    account, _ = Account.objects.get_or_create(
        dwelling_id=dwelling_id,
        defaults={"bank_account": bank_account, "opened_at": clock.now()},
    )
    ledger.open_pots(codes=pots_of(account))
    return account


@action
def open_accounts(*, dwelling_ids: Sequence[int], by: Actor) -> list[Account]:
    """The accounts of homes that have none yet, of one community, at the fund's first bank: all or none."""
    homes_there = home_queries.dwellings_of_ids(dwelling_ids)
    bank_account = payment_queries.accounts_of(Business.FUND).first()
    if bank_account is None:
        raise Refused(Refusal.UNKNOWN_BANK, bank="")
    for home in homes_there[:1]:
        _check_kept_here(home)
    now = clock.now()
    accounts = Account.objects.bulk_create(
        Account(dwelling=home, bank_account=bank_account, opened_at=now) for home in homes_there
    )
    ledger.open_pots(codes=[code for account in accounts for code in pots_of(account)])
    return accounts


def _check_kept_here(home: Dwelling) -> None:
    community = home.building.community
    if community.custody_mode == CustodyMode.SELF_MANAGED:
        raise Refused(Refusal.SELF_MANAGED, community=community.name)


@action
def account_for(*, dwelling_id: int, by: Actor) -> Account:
    """The account of a home; where it has none yet it is opened at the fund's first bank."""
    known = account_of_home(dwelling_id)
    if known is not None:
        return known
    bank = payment_queries.accounts_of(Business.FUND).first()
    return open_account(dwelling_id=dwelling_id, bank=bank.bank if bank else "", by=by)


@action
def sell_home(*, account_id: int, owners: Sequence[OwnerTerms], by: Actor) -> Account:
    """A home changes hands: its account goes with it. Sold public housing now has to be completed. (B2.8, B9.1)

    The same owners again change nothing. Refused without `fund.enter`.
    """
    check_power(by, Power.FUND_ENTER)
    return change_hands(account_id, owners, by)


def change_hands(account_id: int, owners: Sequence[OwnerTerms], by: Actor) -> Account:
    """The same for who reviews additions."""
    home_id = Account.objects.values_list("dwelling_id", flat=True).get(pk=account_id)
    home, has_changed = homes.change_owners(dwelling_id=home_id, owners=owners, by=by)
    account: Account = lock(Account, pk=account_id)
    if has_changed:
        close_open(account, because=str(Because.AREA_CHANGED.label), by=by)
    if has_changed and home.kind == Kind.SOLD_PUBLIC:
        account.completes = True
        account.save(update_fields=["completes"])
    return account


@action
def sell_unsold(
    *, account_id: int, contract: ContractTerms, owners: Sequence[OwnerTerms], by: Actor
) -> Account:
    """首次出售: from now on the home owes its first deposit. Refused as `homes.sell_first`: without `fund.enter`."""
    home_id = Account.objects.values_list("dwelling_id", flat=True).get(pk=account_id)
    homes.sell_first(dwelling_id=home_id, contract=contract, owners=owners, by=by)
    account: Account = lock(Account, pk=account_id)
    return account


@action
def correct_area(*, account_id: int, area_hundredths: int, by: Actor) -> Account:
    """The measured area counts: what was asked by the old one is not asked any more. (rule B2.15)

    Refused as `homes.measure_dwelling` refuses: without `fund.enter`.
    """
    home_id = Account.objects.values_list("dwelling_id", flat=True).get(pk=account_id)
    homes.measure_dwelling(dwelling_id=home_id, area_hundredths=area_hundredths, by=by)
    account: Account = lock(Account, pk=account_id)
    close_open(account, because=str(Because.AREA_CHANGED.label), by=by)
    return account
