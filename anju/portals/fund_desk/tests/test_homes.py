"""房屋与分户账: found, entered, measured, sold; owners masked, a full look written down. (CTR-05)"""

import pytest

from anju.core.models import Look
from anju.fund import actions as fund
from anju.fund import queries
from anju.fund.models import Account
from anju.fund.tests.world import DEPARTMENT, WANG, an_account, the_fund_bank
from anju.homes.models import Community, Dwelling, Owner
from anju.people import actions as people
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import forms_of, links_of, text_of
from anju.tests.walks.fund_desk import to, too_much_deposited
from anju.timelines import queries as timelines
from anju.timelines.rules import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-05")]
CHAOYANG, HAIDIAN = "110105", "110108"
HOME = {
    "district": CHAOYANG,
    "community": "望京壹号",
    "building": "1号楼",
    "storeys": "12",
    "unit": "1",
    "floor": "3",
    "room": "301",
    "area": "90.00",
    "sale": "new",
    "contract_no": "XF20240001",
    "contract_on": "2024-05-01",
    "owner_name": "王五",
    "owner_id_type": "resident_id",
    "owner_id_number": WANG.id_number,
}
COMMUNITY = {
    "district": CHAOYANG,
    "name": "望京壹号",
    "address": "阜通东大街1号",
    "custody_mode": "trust",
}


@pytest.fixture
def entering(officer):
    return officer(Power.FUND_ENTER, username="lu.ru", name="陆儒", district=CHAOYANG)


@pytest.fixture
def reading(officer):
    return officer(Power.FUND_READ, username="du.zhe", name="杜者")


def a_community(pages):
    the_fund_bank()
    assert pages.post(to("enter_community"), COMMUNITY).status_code == 302


def test_a_community_and_a_home_are_entered_and_its_account_is_opened(entering):
    a_community(entering)
    assert "望京壹号" in text_of(entering, "communities")
    second = {
        "owner_name_2": "赵六",
        "owner_id_type_2": "resident_id",
        "owner_id_number_2": "11010519491231002X",
    }
    typed = {**HOME, **second, "certificate_no": "京(2024)朝不动产权第0000001号"}
    answer = entering.post(to("enter_home"), typed)
    account = Account.objects.get()
    assert answer["Location"] == to("home_detail", account.pk)
    home = account.dwelling
    assert (home.area_hundredths, home.building.storeys) == (9000, 12)
    assert home.certificate_no == "京(2024)朝不动产权第0000001号"
    assert [one.name for one in Owner.objects.order_by("pk")] == ["王五", "赵六"]
    shown = text_of(entering, "home_detail", account.pk)
    assert "首次交存18,000.00元" in shown and "王*" in shown
    assert "王五" not in shown and WANG.id_number not in shown


def test_what_is_wrong_is_told_at_its_field_and_kept(entering):
    a_community(entering)
    for changes, told in [
        ({"community": "不知道"}, "朝阳区没有登记名为「不知道」的小区"),
        ({"area": "九十"}, "「九十」不是建筑面积"),
        ({"storeys": "六"}, "「六」不是整数"),
        ({"owner_id_number": "123"}, "身份证号应为18位"),
        ({"contract_on": ""}, "没有填写"),
        ({"district": HAIDIAN}, "请从列表中选择"),
        ({"owner_name_2": "赵六"}, "请填写"),
    ]:
        assert entering.post(to("enter_home"), {**HOME, **changes}).status_code == 200
        assert told in entering.page.text, changes
        [room] = [
            one.get("value") for one in entering.page.all("input") if one.get("name") == "room"
        ]
        assert room == "301", "what was typed is kept"
    assert not Dwelling.objects.exists()
    entering.post(to("enter_home"), HOME)
    entering.post(to("enter_home"), HOME)
    assert "301室已经登记" in entering.page.text
    entering.post(to("enter_home"), {**HOME, "room": "302"})
    assert "编号XF20240001已用于另一处房屋" in entering.page.text
    entering.post(to("enter_community"), COMMUNITY)
    assert "朝阳区已登记名为「望京壹号」的小区" in entering.page.text
    entering.post(to("enter_community"), {**COMMUNITY, "developer_uscc": "91110000100017643K"})
    assert "没有这个代码的单位" in entering.page.text


def test_a_community_has_a_developer_that_we_know(entering):
    known = people.record_organisation(
        name="望京开发有限公司", uscc="91110105MA00TE5T2T", by=DEPARTMENT
    )
    entering.post(to("enter_community"), {**COMMUNITY, "developer_uscc": known.uscc})
    assert Community.objects.get().developer == known
    assert "望京开发有限公司" in text_of(entering, "communities")


def test_a_home_is_found_by_words_contract_and_certificate(reading):
    account = an_account(certificate_no="京(2024)朝不动产权第0000001号")
    other = an_account()
    for ask in (
        f"words=望京 {account.dwelling.building.name}",
        f"contract_no={account.dwelling.contract_no}",
        "certificate_no=京(2024)朝不动产权第0000001号",
    ):
        text_of(reading, "homes", ask=ask)
        links = links_of(reading)
        assert to("home_detail", account.pk) in links, ask
        assert to("home_detail", other.pk) not in links, ask
    text_of(reading, "homes")
    assert to("home_detail", other.pk) in links_of(reading)
    for ask in ("words=没有", "contract_no=XF1", "certificate_no=京1"):
        assert "没有符合条件的房屋" in text_of(reading, "homes", ask=ask)


@pytest.mark.covers("SEC-01")
def test_owners_are_masked_and_a_full_look_is_written_down(reading):
    account = an_account()
    text_of(reading, "home_detail", account.pk)
    assert not Look.objects.exists()
    shown = text_of(reading, "owners", account.pk)
    assert "王五" in shown and WANG.id_number in shown
    look = Look.objects.get()
    assert (look.actor, look.record_id, look.whose) == (
        "du.zhe",
        account.pk,
        account.dwelling.address,
    )


def test_a_home_is_measured_anew_and_sold(entering):
    account = an_account()
    notice = fund.demand_deposit(account_id=account.pk, by=DEPARTMENT)
    entering.post(to("correct_area", account.pk), {"area": "九十"})
    assert "不是建筑面积" in entering.page.text
    assert entering.post(to("correct_area", account.pk), {"area": "88.00"}).status_code == 302
    account.dwelling.refresh_from_db()
    notice.refresh_from_db()
    assert (account.dwelling.area_hundredths, notice.status) == (8800, "closed")
    entering.post(to("sell_home", account.pk), {"owner_name_1": ""})
    assert "请填写至少一位业主" in entering.page.text
    new = {
        "owner_name_1": "赵六",
        "owner_id_type_1": "resident_id",
        "owner_id_number_1": "11010519491231002X",
    }
    assert entering.post(to("sell_home", account.pk), new).status_code == 302
    assert Owner.objects.get(until__isnull=True).name == "赵六"
    assert "王五" in text_of(entering, "owners", account.pk), "the former owner, too"


def test_movements_show_the_balance_after_each(reading):
    (account, _deposit), *_ = too_much_deposited(1)
    shown = text_of(reading, "movements", account.pk)
    assert "维修资金交存" in shown and "18,000.00" in shown
    assert "还没有资金明细" in text_of(reading, "movements", an_account().pk)


@pytest.mark.covers("SEC-02")
def test_another_department_sees_none_of_it_and_who_only_reads_enters_nothing(officer, reading):
    account = an_account()
    pages = ("home_detail", "owners", "movements", "correct_area", "sell_home", "enter_refund")
    everything = (Power.FUND_READ, Power.FUND_ENTER, Power.FUND_PAY)
    stranger = officer(*everything, username="hai.dian", name="海淀", district=HAIDIAN)
    assert "没有符合条件的房屋" in text_of(stranger, "homes")
    for page in pages:
        assert stranger.get(to(page, account.pk)).status_code == 404, page
    text_of(reading, "home_detail", account.pk)
    assert to("notify_home", account.pk) not in forms_of(reading)
    for page in ("correct_area", "sell_home", "enter_refund"):
        assert to(page, account.pk) not in links_of(reading)
        assert reading.get(to(page, account.pk)).status_code == 403
    assert "录入维修资金房屋和交存单" in reading.page.text or "办理维修资金" in reading.page.text


@pytest.mark.covers("WDR-11")
def test_an_unsold_home_is_entered_without_contract_and_owner_and_sold_for_the_first_time(officer):
    entering = officer(Power.FUND_ENTER, username="lu.ru", name="陆儒")
    an_account()
    place = {
        "district": "110105",
        "community": "望京花园",
        "building": "66号楼",
        "storeys": "18",
        "unit": "1",
        "floor": "9",
        "room": "901",
        "area": "90",
        "is_unsold": "on",
        "sale": "new",
        "owner_id_type": "resident_id",
    }
    assert entering.post(to("enter_home"), place | {"area": ""}).status_code == 200
    assert not Dwelling.objects.filter(building__name="66号楼").exists()
    answer = entering.post(to("enter_home"), place)
    assert answer.status_code == 302, entering.page.text
    home = Dwelling.objects.get(room="901", building__name="66号楼")
    account = queries.account_of_home(home.pk)
    assert answer["Location"] == to("home_detail", account.pk)
    shown = text_of(entering, "home_detail", account.pk)
    assert "未售，没有合同" in shown and "首次交存1" not in shown

    assert "首次出售" in text_of(entering, "sell_home", account.pk)
    sold = {"contract_no": "XF-FIRST-9", "contract_on": "2026-05-08", "sale": "new"}
    entering.post(to("sell_home", account.pk), sold)
    assert "请填写至少一位业主" in entering.page.text
    owner = {
        "owner_name_1": "王五",
        "owner_id_type_1": "resident_id",
        "owner_id_number_1": "110101199003078013",
    }
    assert entering.post(to("sell_home", account.pk), sold | owner).status_code == 302
    shown = text_of(entering, "home_detail", account.pk)
    assert "王*" in shown and "首次交存18,000.00元" in shown and "XF-FIRST-9" in shown
    assert "更名" in text_of(entering, "sell_home", account.pk)


@pytest.mark.covers("BEY-14")
def test_a_lost_home_is_recorded_with_what_it_is_known_by_and_taken_back(entering):
    account = an_account()
    loss = {"lost_on": "2026-10-01", "basis": "朝征补决字〔2026〕12号"}
    entering.post(to("record_loss", account.pk), {"lost_on": "", "basis": "12号"})
    assert "请填写" in entering.page.text
    assert entering.post(to("record_loss", account.pk), loss).status_code == 302
    assert "房屋灭失 2026年10月1日" in text_of(entering, "home_detail", account.pk)
    assert "撤销灭失登记" in entering.page.text and "开具交存通知" not in entering.page.text
    told = timelines.subject(Kind.HOME, account.dwelling_id)
    assert told is not None and ("灭失日期", "2026-10-01") in told.facts
    because = {"because": "登记错了房屋"}
    assert entering.post(to("record_loss", account.pk), because).status_code == 302
    assert "登记房屋灭失" in text_of(entering, "home_detail", account.pk)
