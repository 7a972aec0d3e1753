"""未售: a home without contract and owner owes nothing; its first sale gives it both. (rules B2.2, B6.5)"""

from datetime import date

import pytest

from anju.core.refusals import Refused
from anju.fund import actions, queries
from anju.fund.rules import DepositKind
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, a_home, an_account
from anju.homes import queries as homes
from anju.homes.actions import ContractTerms, DwellingTerms

pytestmark = pytest.mark.django_db
CONTRACT = ContractTerms("XF-UNSOLD-1", date(2026, 5, 8))


def an_unsold_home(room="901"):
    a_home()
    an_account()
    terms = DwellingTerms(9, room, 90_00, None, unit="1")
    return actions.enter_unsold(
        district="110105",
        community="望京花园",
        building="66号楼",
        storeys=18,
        terms=terms,
        by=DEPARTMENT,
    )


def sold(account, **changes):
    told = {"account_id": account.pk, "contract": CONTRACT, "owners": [WANG], "by": DEPARTMENT}
    return actions.sell_unsold(**told | changes)


@pytest.mark.covers("WDR-11")
def test_an_unsold_home_has_an_account_no_owner_and_owes_nothing():
    home = an_unsold_home()
    account = queries.account_of_home(home.pk)
    assert not homes.owners_now(home) and home.contract_on is None
    assert queries.due_of(account).kind is None
    with pytest.raises(Refused) as refused:
        actions.demand_deposit(account_id=account.pk, by=DEPARTMENT)
    assert refused.value.code == "nothing_to_deposit"


def test_after_the_first_sale_it_is_its_owners_and_owes_the_first_deposit():
    account = queries.account_of_home(an_unsold_home().pk)
    for _again in range(2):
        sold(account)
    account = queries.account(account.pk)
    [owner] = homes.owners_now(account.dwelling)
    assert owner.name == "王五"
    assert (account.dwelling.contract_no, account.dwelling.sale) == ("XF-UNSOLD-1", "new")
    due = queries.due_of(account)
    assert (due.kind, due.amount_fen) == (DepositKind.FIRST, 18_000_00)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"owners": [ZHAO]}, "sold_before"),
        ({"contract": ContractTerms("XF-OTHER", date(2026, 5, 8))}, "sold_before"),
    ],
)
def test_what_is_sold_is_not_sold_for_the_first_time_again(changes, code):
    account = queries.account_of_home(an_unsold_home().pk)
    sold(account)
    with pytest.raises(Refused) as refused:
        sold(account, **changes)
    assert refused.value.code == code
    assert [one.name for one in homes.owners_now(account.dwelling)] == ["王五"]


def test_a_contract_of_another_home_sells_none():
    account = queries.account_of_home(an_unsold_home().pk)
    other = queries.account_of_home(an_unsold_home(room="902").pk)
    sold(account)
    with pytest.raises(Refused) as refused:
        sold(other, owners=[ZHAO])
    assert refused.value.code == "number_known"
    assert not homes.owners_now(other.dwelling)
