import pytest

from anju.fund.models import Account, Deposit
from anju.fund.tests.world import WANG, ZHAO, an_account, first_deposited, signed_in
from anju.people.models import Person
from anju.portals.owner.tests.things import Homes, homes_in_every_state
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


@pytest.fixture
def homes(account: Account, owner: Person) -> Homes:
    """His homes in every state."""
    return homes_in_every_state(account)


@pytest.fixture
def stranger(account: Account) -> Pages:
    """赵六, who owns another home."""
    other = Pages()
    an_account(owners=(ZHAO,))
    other.sign_in_as(Person.objects.get(pk=signed_in(ZHAO).person_id))
    return other
