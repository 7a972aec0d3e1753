"""售后公有住房: entered with the unit that sold it, which deposits both parts at the counter. (rules B2.7, B7.10)"""

import re

import pytest

from anju.core.refusals import Refused
from anju.fund.models import Account
from anju.fund_runs import actions, jobs
from anju.fund_runs.actions import UnitRow
from anju.fund_runs.models import Line, Run
from anju.fund_runs.tests.test_revenue import a_credit
from anju.fund_runs.tests.things import MAKER
from anju.homes.models import Dwelling
from anju.ledger.queries import balance_fen
from anju.people.models import Organisation
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import links_of, text_of
from anju.portals.fund_desk.tests.test_homes import CHAOYANG, HOME, a_community
from anju.tests.walks.fund_desk import to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OWN-33", "CTR-05")]
UNIT = {"selling_unit_name": "北京第一机床厂", "selling_unit_uscc": "91110000100001234U"}
PUBLIC = {**HOME, **UNIT, "kind": "sold_public"}


@pytest.fixture
def entering(officer):
    return officer(Power.FUND_ENTER, username="lu.ru", name="陆儒", district=CHAOYANG)


@pytest.fixture
def paying(officer):
    return officer(Power.FUND_PAY, username="tui.kuan", name="涂宽", district=CHAOYANG)


@pytest.fixture
def checking(officer):
    return officer(Power.FUND_CHECK, username="fu.he", name="傅和", district=CHAOYANG)


def homes_sold_by_the_unit(entering, count=2):
    """Rooms 301, 302 … with contracts XF20240001, XF20240002 …"""
    a_community(entering)
    for number in range(1, count + 1):
        stated = {"room": f"30{number}", "contract_no": f"XF2024000{number}"}
        assert entering.post(to("enter_home"), PUBLIC | stated).status_code == 302
    return list(Account.objects.order_by("pk"))


def wanted(entry, rows, **changes):
    return {
        "entry": entry.pk,
        "district": CHAOYANG,
        "community": "望京壹号",
        "rows": rows,
    } | changes


def test_sold_public_housing_is_entered_with_the_unit_that_sold_it(entering):
    a_community(entering)
    for changes, told in [
        ({"selling_unit_name": ""}, "售后公有住房须填写售房单位名称和代码"),
        ({"selling_unit_uscc": "9111"}, "统一社会信用代码应为18位"),
    ]:
        entering.post(to("enter_home"), PUBLIC | changes)
        assert told in entering.page.text
    assert not Dwelling.objects.exists() and not Organisation.objects.exists()
    answer = entering.post(to("enter_home"), PUBLIC)
    account = Account.objects.get()
    assert answer["Location"] == to("home_detail", account.pk)
    home = account.dwelling
    assert (home.kind, home.selling_unit.uscc) == ("sold_public", UNIT["selling_unit_uscc"])
    shown = " ".join(text_of(entering, "home_detail", account.pk).split())
    assert "售房单位 北京第一机床厂" in shown and re.search(r"售房单位部分 ¥ ?0\.00", shown)
    entering.post(to("enter_home"), {**HOME, **UNIT, "room": "303", "contract_no": "XF20240003"})
    assert Dwelling.objects.get(room="303").selling_unit is None, "it is no sold public housing"


def test_the_units_transfer_goes_to_both_parts_of_each_home_of_its_list(entering, paying, checking):
    first, second = homes_sold_by_the_unit(entering)
    entry = a_credit(10_000_00)
    text_of(paying, "runs")
    assert to("enter_unit_deposit") in links_of(paying)
    rows = f"XF20240001 1000.00 4000.00\n{second.dwelling.address} 0 5000.00\n"
    answer = paying.post(to("enter_unit_deposit"), wanted(entry, rows))
    run = Run.objects.get()
    assert answer["Location"] == to("run", run.pk)
    shown = " ".join(text_of(checking, "run", run.pk).split())
    assert "售后公房交存" in shown and "售房单位 北京第一机床厂" in shown
    assert run.no in text_of(checking, "home"), "it waits on the work list"
    assert checking.post(to("check_run", run.pk), {"decision": "approve"}).status_code == 302
    jobs.run_what_is_open(0)
    assert [balance_fen(one.pot) for one in (first, second)] == [1_000_00, 0]
    assert [balance_fen(one.unit_pot) for one in (first, second)] == [4_000_00, 5_000_00]
    shown = " ".join(text_of(paying, "home_detail", first.pk).split())
    assert re.search(r"业主部分 ¥ ?1,000\.00 售房单位部分 ¥ ?4,000\.00", shown)
    paying.post(to("enter_unit_deposit"), wanted(entry, rows))
    assert "请从列表中选择" in paying.page.text and Run.objects.count() == 1


def test_what_is_wrong_with_a_list_is_told_at_its_row(entering, paying):
    homes_sold_by_the_unit(entering)
    other = {"selling_unit_name": "北京第二毛纺厂", "selling_unit_uscc": "911100001000056780"}
    stated = {"room": "401", "contract_no": "XF20240009"}
    entering.post(to("enter_home"), PUBLIC | stated | other)
    entering.post(to("enter_home"), {**HOME, "room": "402", "contract_no": "XF20240010"})
    entry = a_credit(10_000_00)
    for rows, told in [
        ("", "请填写"),
        ("XF20240001 1000.00", "第1行须填写房屋和两个金额"),
        ("XF20240001 千 1000.00", "第1行："),
        ("XF20240001 0 0", "第1行没有金额"),
        ("XF20249999 0 10000.00", "第1行：望京壹号没有登记「XF20249999」这一户售后公有住房"),
        ("XF20240010 0 10000.00", "没有登记「XF20240010」这一户售后公有住房"),
        ("XF20240001 0 5000.00\nXF20240001 0 5000.00", "第2行与前面的一行是同一户"),
        ("XF20240001 0 5000.00\nXF20240009 0 5000.00", "第2行的售房单位是北京第二毛纺厂"),
        ("XF20240001 0 9999.99", "逐户金额合计9,999.99元，到账资金为10,000.00元"),
    ]:
        paying.post(to("enter_unit_deposit"), wanted(entry, rows))
        assert told in paying.page.text, rows
        assert rows.split()[:1] == [] or rows.split()[0] in paying.page.text, "kept as typed"
    assert not Run.objects.exists() and not Line.objects.exists()


def test_one_credit_is_for_one_thing(entering, paying):
    homes_sold_by_the_unit(entering, 1)
    entry = a_credit(10_000_00)
    revenue = {key: value for key, value in wanted(entry, "").items() if key != "rows"}
    assert paying.post(to("enter_revenue"), revenue | {"purpose": "车位"}).status_code == 302
    run = Run.objects.get()
    paying.post(to("enter_unit_deposit"), wanted(entry, "XF20240001 0 10000.00"))
    assert "请从列表中选择" in paying.page.text, "it is not offered any more"
    row = UnitRow("XF20240001", 0, 10_000_00)
    with pytest.raises(Refused) as no:
        actions.enter_unit_deposit(
            community_id=run.community_id, entry_id=entry.pk, rows=[row], by=MAKER
        )
    assert no.value.code == "credit_taken" and run.no in str(no.value.message)
    assert Run.objects.count() == 1
