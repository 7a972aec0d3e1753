"""自管小区: its homes are known, and shown as what they are; their money is not kept here. (rule B1.4)"""

import pytest

from anju.fund.models import Account
from anju.fund.tests.world import a_home, an_account
from anju.homes.models import Community, Dwelling
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import links_of, text_of
from anju.portals.fund_desk.tests.test_homes import CHAOYANG, COMMUNITY, HAIDIAN, HOME
from anju.tests.walks.fund_desk import to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-05")]
OWN = "业主自管，不在本系统交存"


@pytest.fixture
def entering(officer):
    return officer(Power.FUND_ENTER, username="lu.ru", name="陆儒", district=CHAOYANG)


def test_a_home_of_a_self_managed_community_is_entered_without_an_account(entering):
    entering.post(to("enter_community"), COMMUNITY | {"custody_mode": "self_managed"})
    community = Community.objects.get()
    answer = entering.post(to("enter_home"), HOME)
    assert answer["Location"] == to("community", community.pk)
    assert Dwelling.objects.count() == 1 and not Account.objects.exists()
    shown = text_of(entering, "community", community.pk)
    assert "业主自管" in shown and OWN in shown and "王*" in shown
    assert OWN in text_of(entering, "homes", ask="words=望京壹号")
    assert OWN in text_of(entering, "homes", ask="contract_no=XF20240001")
    assert OWN not in text_of(entering, "homes", ask="contract_no=XF20240002")


def test_the_homes_of_a_community_are_listed_with_their_accounts(entering):
    account, without = an_account(), a_home()
    community = account.dwelling.building.community_id
    shown = text_of(entering, "community", community)
    assert to("home_detail", account.pk) in links_of(entering)
    assert without.address in shown and "还没有开立分户账" in shown
    listed = text_of(entering, "communities", ask="name=望京花园")
    assert "望京花园" in listed and to("community", community) in links_of(entering)
    assert "没有登记的小区" in text_of(entering, "communities", ask="name=望京")


@pytest.mark.covers("SEC-02")
def test_another_department_does_not_see_it(officer):
    home = a_home(mode="self_managed")
    stranger = officer(Power.FUND_READ, username="hai.dian", name="海淀", district=HAIDIAN)
    assert stranger.get(to("community", home.building.community_id)).status_code == 404
    assert OWN not in text_of(stranger, "homes", ask="words=自管苑")
