from dataclasses import dataclass

import pytest

from anju.fund import actions
from anju.fund.models import Account, Deposit
from anju.fund.tests.world import (
    WANG,
    ZHAO,
    an_account,
    book,
    first_deposited,
    fresh,
    is_told_paid,
    signed_in,
    spend,
    start,
    the_bank_credits,
)
from anju.people.models import Person
from anju.tests.pages import Pages


@pytest.fixture
def account(db: None) -> Account:
    """王五's home: 90 m² in a house of twelve storeys; a first deposit of 18,000.00 is owed."""
    return an_account()


@pytest.fixture
def owner(account: Account, pages: Pages) -> Person:
    """王五 himself, signed in."""
    person: Person = Person.objects.get(pk=signed_in(WANG).person_id)
    pages.sign_in_as(person)
    return person


@pytest.fixture
def paid(account: Account) -> Deposit:
    """His first deposit, in the account."""
    return first_deposited(account, signed_in(WANG))


@dataclass(frozen=True)
class Homes:
    """王五's homes in every state, and what was deposited for two of them."""

    owing: Account
    holding: Account
    low: Account
    deposits: list[Deposit]


@pytest.fixture
def homes(account: Account, owner: Person) -> Homes:
    """One owes its first deposit, one has deposited, one is below 30 % after repairs."""
    holding, low = an_account(room="302"), an_account(room="303")
    deposits = all_deposited(holding, low)
    spend(low, 15_000_00)
    return Homes(account, holding, low, deposits)


def all_deposited(*accounts: Account) -> list[Deposit]:
    """Their first deposits, paid on one day."""
    by = signed_in(WANG)
    deposits = [actions.demand_deposit(account_id=one.pk, by=by) for one in accounts]
    payments = [start(one, by) for one in deposits]
    for payment in payments:
        is_told_paid(payment)
    book()
    the_bank_credits(*payments)
    return [fresh(one) for one in deposits]


@pytest.fixture
def stranger(account: Account) -> Pages:
    """赵六, who owns another home."""
    other = Pages()
    an_account(owners=(ZHAO,))
    other.sign_in_as(Person.objects.get(pk=signed_in(ZHAO).person_id))
    return other
