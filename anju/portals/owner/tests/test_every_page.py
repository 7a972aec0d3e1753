"""What holds for every page of the portal: whose it is, how many queries it costs, in which language it speaks."""

import re

import pytest
from django.test import Client

from anju.fund import actions, queries
from anju.fund.tests.world import WANG, ZHAO, an_account, signed_in
from anju.people.models import Person
from anju.portals.owner import urls
from anju.portals.owner.tests.repairs import a_building_with
from anju.portals.owner.tests.things import Homes, a_refund_of, acting
from anju.tests.pages import Pages
from anju.tests.world import a_lease
from anju.works.tests import world as works

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LISTS = {"", "homes", "pay", "find", "records", "works", "business", "add", "additions"}
NAMES = (
    "王五",
    "王*",
    "赵六",
    "赵*",
    "北京市住房资金管理中心",
    "望京花园",
    "北京银行",
    "朝阳区",
    "中文",
    "中国工商银行北京望京支行",
    "更换1号电梯曳引机",
    "曳引机磨损严重，检验机构要求更换",
    works.CONTRACTOR,
    "照片.png",
)


@pytest.fixture
def addresses(homes: Homes, owner: Person) -> list[str]:
    """Every page in every state, as its owner sees them."""
    by = acting(owner)
    begun = actions.demand_deposit(account_id=homes.owing.pk, by=by)
    actions.start_payment(deposit_id=begun.pk, channel="alipay", by=by)
    addition = actions.add_home(
        way="contract", wanted="JC20260001", district="110105", phone="13800000001", by=by
    )
    owing, holding, low = (one.dwelling_id for one in (homes.owing, homes.holding, homes.low))
    line = queries.movements(homes.low)[0].id
    no = homes.deposits[0].no
    pages = [*sorted(LISTS), "find?by=contract", "find?by=certificate", "add?by=documents"]
    pages += [
        f"homes/{owing}",
        f"homes/{low}",
        f"homes/{low}/movements",
        f"homes/{low}/interest",
        f"movements/{low}-{line}",
    ]
    pages += [f"homes/{one}/pay" for one in (owing, low, holding)] + [f"homes/{holding}/voluntary"]
    pages += [f"deposits/{one}{end}" for one in (begun.no, no) for end in ("", "/payment")]
    more = actions.pay_voluntarily(
        account_id=homes.holding.pk, amount_fen=50_00, channel="wechat", by=by
    )
    pages += [f"deposits/{more.no}", f"deposits/{more.no}/withdraw"]
    pages += [f"refunds/{a_refund_of(homes.low).no}", f"additions/{addition.no}"]
    order, _company = works.a_settled_order(a_building_with(WANG, sold_public=True), 90_000_00)
    building = order.community.buildings.get()
    pages += [f"works/{order.no}", f"works/{order.no}/shares", f"works/buildings/{building.pk}"]
    return [f"/owner/{page}" for page in pages]


def test_no_page_costs_more_than_twelve_queries(
    pages, addresses, django_assert_max_num_queries, settings
):
    settings.MOVABLE_CLOCK = False  # a real one is not looked up
    pages.get("/owner/")
    for address in addresses:
        with django_assert_max_num_queries(12, info=address):
            assert pages.get(address).status_code == 200, address


def test_every_page_speaks_english(pages, addresses):
    """What stays Chinese are names and addresses."""
    pages.post("/language", {"language": "en", "next": "/owner/"})
    for address in addresses:
        pages.get(address)
        text = re.sub(
            r"朝阳区阜通东大街\S*|\d+号楼|京（2026）\S*|北京安居物业\S*|望京\d+里",
            "",
            pages.page.text,
        )
        for name in NAMES:
            text = text.replace(name, "")
        assert CHINESE.findall(text) == [], address


@pytest.mark.covers("IDN-20")
def test_nobody_sees_a_page_before_signing_in(addresses):
    for address in addresses:
        assert Client().get(address)["Location"].startswith("/sign-in?next=%2Fowner%2F")


@pytest.mark.covers("IDN-20")
def test_for_an_organisation_there_are_no_such_pages(addresses):
    company = Pages()
    company.sign_in_as(a_lease().enterprise)
    for address in addresses:
        assert company.get(address).status_code == 404


def test_records_of_others_are_not_found(stranger, addresses, homes):
    own = {f"/owner/{page}" for page in LISTS}
    for address in addresses:
        path = address.partition("?")[0]
        assert stranger.get(address).status_code == (200 if path in own else 404), address
        if path in own:
            assert homes.deposits[0].no not in stranger.page.text
    no, dwelling = homes.deposits[0].no, homes.owing.dwelling_id
    for verb in (
        f"deposits/{no}/paid",
        f"deposits/{no}/receipt",
        f"deposits/{no}",
        f"homes/{dwelling}/pay",
    ):
        assert stranger.post(f"/owner/{verb}", {"channel": "alipay"}).status_code == 404, verb
    assert stranger.get(f"/owner/deposits/{no}/receipt.pdf").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["homes/x", "homes/999999999", "homes/999999999/pay", "homes/999999999/movements", "movements/1-1",
     "deposits/WX1", "deposits/WX" + "9" * 19, "deposits/WX" + "9" * 19 + "/payment", "additions/ZC" + "9" * 19,
     "additions/documents/999999", "refunds/TK" + "9" * 19, "buildings/999999999", "works/RW" + "9" * 19,
     "works/RW" + "9" * 19 + "/shares", "works/papers/999999999", "works/buildings/999999999"],
)  # fmt: skip
def test_what_cannot_be_is_not_found(pages, owner, address):
    assert pages.get(f"/owner/{address}").status_code == 404


def test_a_line_of_another_account_is_not_found_under_ones_own(pages, homes, account):
    line = queries.movements(homes.low)[0].id
    assert pages.get(f"/owner/movements/{homes.holding.dwelling_id}-{line}").status_code == 404


def test_every_page_is_behind_the_owners_door_but_for_the_public_ones():
    doors = {route.name: route.callback.door for route in urls.urlpatterns}
    public = ("quick", "building")
    assert {door for name, door in doors.items() if not name.startswith(public)} == {"owner"}
    assert {door for name, door in doors.items() if name.startswith(public)} == {"anyone"}


@pytest.mark.covers("OWN-01")
def test_who_owns_no_home_is_told_what_to_do_on_every_page(db):
    an_account()
    newcomer = Pages()
    newcomer.sign_in_as(Person.objects.get(pk=signed_in(ZHAO).person_id))
    for page, sentence in {
        "": "您名下还没有房屋",
        "homes": "您名下还没有房屋",
        "pay": "目前没有要交的维修资金",
        "records": "还没有交存记录",
        "business": "还没有业务记录",
        "works": "还没有维修支取",
        "additions": "还没有添加过房屋",
    }.items():
        newcomer.get(f"/owner/{page}")
        assert sentence in newcomer.page.text
        menu = [one.text for one in newcomer.page.all("a") if newcomer.page.within(one, "nav")]
        assert menu[:4] == ["首页", "我要查询", "我的交存记录", "添加房屋"]
