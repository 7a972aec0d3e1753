"""楼幢资金公示: for anybody, and nothing of any home. (rule B1.6; OWN-91)"""

import pytest

from anju.core import clock
from anju.core.money import yuan
from anju.fund import actions, queries
from anju.fund.rules import FEWEST_HOMES_TOLD
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, an_account, spend
from anju.homes import actions as homes
from anju.homes.actions import DwellingTerms
from anju.people.models import Person
from anju.portals.owner.tests.things import all_deposited
from anju.portals.tenant_web.tests.reading import links

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OWN-91")]


@pytest.fixture
def building():
    """Six homes of 18,000.00 in one building, five of which have deposited; 3,000.00 were spent for one."""
    first = an_account(owners=(WANG, ZHAO))
    house, contract_on = first.dwelling.building, first.dwelling.contract_on
    accounts = [first]
    for n in range(1, FEWEST_HOMES_TOLD + 1):
        terms = DwellingTerms(
            floor=3, room=f"30{n + 1}", unit="1", area_hundredths=90_00, contract_on=contract_on
        )
        home = homes.record_dwelling(
            building_id=house.pk, terms=terms, owners=[WANG], by=DEPARTMENT
        )
        accounts.append(actions.open_account(dwelling_id=home.pk, bank="bob", by=DEPARTMENT))
    all_deposited(*accounts[:FEWEST_HOMES_TOLD])
    spend(first, 3_000_00)
    return house


def test_anybody_reads_what_a_building_holds_and_what_moved_each_year(pages, building):
    pages.get("/sign-in")
    assert "/owner/buildings" in links(pages)
    pages.get("/owner/buildings", {"district": "110105", "name": "望京"})
    assert f"/owner/buildings/{building.pk}" in links(pages)
    pages.get(f"/owner/buildings/{building.pk}")
    for words in ("5 / 6", str(clock.today().year), "90,000.00", "3,000.00", "87,000.00"):
        assert words in pages.page.text, words
    for personal in ("王五", "赵六", "301室", "XF"):
        assert personal not in pages.page.text, personal


def test_the_sums_are_those_of_its_homes(building):
    book = queries.building_book(building)
    accounts = queries.accounts_of_building(building)
    assert book.balance_fen == sum(queries.balance_fen(one) for one in accounts) == 87_000_00
    [year] = book.years
    assert (year.deposited_fen, year.spent_fen, year.interest_fen) == (90_000_00, 3_000_00, 0)


def test_of_a_building_with_few_deposits_no_sum_is_told(pages, account):
    all_deposited(account)
    pages.get(f"/owner/buildings/{account.dwelling.building_id}")
    assert "这栋楼暂不公示金额" in pages.page.text
    assert yuan(18_000_00) not in pages.page.text


def test_who_searches_is_told_what_is_missing_and_what_is_not_there(pages, account):
    for asked, told in (
        ({"district": "", "name": "望京"}, "请选择房屋所在区域"),
        ({"district": "110105", "name": "望"}, "请至少填写两个字"),
        ({"district": "110108", "name": "望京花园"}, "没有查到这个小区"),
    ):
        pages.get("/owner/buildings", asked)
        assert told in pages.page.text
    assert pages.get("/owner/buildings/999999999").status_code == 404


def test_an_owner_comes_from_the_home_and_keeps_the_menu(pages, owner: Person, account):
    pages.get(f"/owner/homes/{account.dwelling_id}")
    address = f"/owner/buildings/{account.dwelling.building_id}"
    assert address in links(pages)
    pages.get(address)
    assert "/owner/records" in links(pages)
