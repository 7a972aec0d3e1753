"""A dozen communities of the maintenance fund, one of 5,000 homes, and what waits for its staff today.

Homes are entered by the building; one home's deposit turns out too large, so that a refund waits; advertising in lifts
has earned something for two communities; applicants name homes that the department has to look for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from anju.core import sheets
from anju.core.actors import Actor
from anju.fund import actions, queries
from anju.fund.rules import RefundReason, Status, Way
from anju.fund_notices import actions as notices
from anju.fund_notices import queries as notice_queries
from anju.fund_notices.reading import COLUMNS, SHEET, WIDTHS
from anju.fund_runs import actions as runs
from anju.fund_runs import queries as run_queries
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.homes.estate import CustodyMode, Kind
from anju.payments.rules import Channel
from anju.people import actions as people
from sample import outside
from sample.fund import owner
from sample.offices import officer
from sample.people import COMPANY, FUND_ENTERER, FUND_PAYER, FUND_REVIEWER, OTHERS, id_number

if TYPE_CHECKING:
    from anju.fund.models import Deposit
    from anju.homes.models import Community

    Stated = Sequence[tuple[DwellingTerms, Sequence[OwnerTerms]]]

ENTERER = Actor("weixiu", "centre", frozenset({"fund.read", "fund.enter"}))
BANK = "bob"
CHAOYANG = "110105"


@dataclass(frozen=True)
class Place:
    """A community: so many buildings of so many storeys, with so many homes on each."""

    name: str
    district: str
    address: str
    buildings: int = 1
    storeys: int = 6
    on_each: int = 4
    mode: str = CustodyMode.TRUST
    is_sold_public: bool = False
    is_built_by_company: bool = False


PLACES = (
    Place("天通苑北一区", "110114", "立汤路186号", buildings=20, storeys=25, on_each=10),
    Place("芍药居北里", CHAOYANG, "芍药居路8号", buildings=2, storeys=18),
    Place("望京新城二期", CHAOYANG, "望京西路50号", storeys=12, is_built_by_company=True),
    Place("团结湖南里", CHAOYANG, "团结湖路12号", is_sold_public=True),
    Place("和平里七区", "110101", "和平里中街7号"),
    Place("百万庄南里", "110102", "百万庄大街11号", is_sold_public=True),
    Place("知春里", "110108", "知春路23号", buildings=2, storeys=16),
    Place("上地东里", "110108", "信息路1号", mode=CustodyMode.SELF_MANAGED),
    Place("方庄芳群园", "110106", "蒲方路9号", buildings=2, storeys=20),
    Place("八角北里", "110107", "八角街道3号"),
    Place("梨园东里", "110112", "云景东路80号", storeys=11),
    Place("良乡北关西路社区", "110111", "北关西路2号"),
)
UNIT = ("北京第一机床厂", "91110000100001234U")
REVENUES = (
    ("芍药居北里", "36000.00", "芍药居北里电梯广告"),
    ("知春里", "12500.00", "知春里车位租金"),
)
SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "建国淑英志强秀兰伟芳娜敏静磊洋艳勇军杰涛明超霞",
)
PAYER = OTHERS[8]
"""杨帆 deposited for a home that was measured smaller since."""

WANTED = ("XF2026110500000881", "XF2026110500000882", "XF2026110500000883")


def are_entered() -> None:
    """All communities with their homes; an interrupted run goes on with the next building."""
    number = count(1)
    for place in PLACES:
        community = recorded(place)
        for building in range(1, place.buildings + 1):
            name = f"{building}号楼"
            stated = homes_stated(place, number)
            if home_queries.building_named(community.pk, name) is not None:
                continue
            if place.mode == CustodyMode.SELF_MANAGED:
                recorded_only(community, name, place, stated)
            else:
                actions.enter_building(
                    community_id=community.pk,
                    building=name,
                    storeys=place.storeys,
                    stated=stated,
                    by=ENTERER,
                )


def recorded(place: Place) -> Community:
    built_by = people.record_organisation(name=COMPANY.name, uscc=COMPANY.uscc, by=ENTERER)
    return homes.record_community(
        name=place.name,
        district=place.district,
        address=place.address,
        custody_mode=place.mode,
        developer_id=built_by.pk if place.is_built_by_company else None,
        by=ENTERER,
    )


def recorded_only(community: Community, building: str, place: Place, stated: Stated) -> None:
    """Homes whose owners keep their fund themselves: known, without accounts."""
    house = homes.record_building(
        community_id=community.pk, name=building, storeys=place.storeys, by=ENTERER
    )
    homes.record_dwellings(building_id=house.pk, stated=stated, by=ENTERER)


def homes_stated(place: Place, number: Iterator[int]) -> Stated:
    """Every home of a building with an invented owner, always the same."""
    sold_by = selling_unit() if place.is_sold_public else None
    stated = []
    for floor in range(1, place.storeys + 1):
        for door in range(1, place.on_each + 1):
            serial = next(number)
            terms = DwellingTerms(
                floor=floor,
                room=f"{floor}{door:02}",
                area_hundredths=62_00 + serial * 37 % 6_000,
                contract_on=date(2009 + serial % 17, 1 + serial % 12, 1 + serial % 28),
                unit="1",
                kind=Kind.SOLD_PUBLIC if sold_by else Kind.COMMERCIAL,
                selling_unit_id=sold_by,
                contract_no=f"XF{place.district}{serial:012}",
            )
            stated.append((terms, [resident(serial)]))
    return stated


def selling_unit() -> int:
    name, uscc = UNIT
    return people.record_organisation(name=name, uscc=uscc, by=ENTERER).pk


def resident(serial: int) -> OwnerTerms:
    first, second = serial % len(GIVEN), serial // len(GIVEN) % len(GIVEN)
    name = SURNAMES[serial * 7 % len(SURNAMES)] + GIVEN[first] + GIVEN[second]
    born = date(1950 + serial % 50, 1 + serial % 12, 1 + serial % 28)
    return OwnerTerms(name, id_number("110101", f"{born:%Y%m%d}", serial % 1_000))


def deposit_is_begun() -> Deposit:
    """杨帆 bought a home in 芍药居北里 and deposits for it, unless that was done before."""
    home = home_queries.dwelling_by(contract_no="XF2024110500000710")
    if home is None:
        terms = DwellingTerms(
            floor=1,
            room="105",
            area_hundredths=88_40,
            contract_on=date(2024, 6, 3),
            unit="1",
            contract_no="XF2024110500000710",
        )
        home = actions.enter_home(
            district=CHAOYANG,
            community="芍药居北里",
            building="1号楼",
            storeys=18,
            terms=terms,
            owners=[OwnerTerms(PAYER.name, PAYER.id_number)],
            by=ENTERER,
        )
    account, by = queries.account_of_home(home.pk), owner(PAYER)
    assert account is not None
    deposit = account.deposits.order_by("pk").last()
    deposit = deposit or actions.demand_deposit(account_id=account.pk, by=by)
    if deposit.status == Status.AWAITING:
        deposit = actions.start_payment(deposit_id=deposit.pk, channel=Channel.ALIPAY, by=by)
    return deposit


def earnings_arrive() -> None:
    """What the common parts of two communities have earned is transferred to the fund's account."""
    someone = {"payer_name": "北京物华物业管理有限公司", "payer_account": "0200001009012345678"}
    of_unit = {"payer_name": UNIT[0], "payer_account": "0200003609088888888"}
    told = [{**someone, "amount": amount, "text": text} for _, amount, text in REVENUES]
    told.append({**of_unit, "amount": "96000.00", "text": "团结湖南里售后公房维修资金"})
    outside.transfer(BANK, [{"collection_code": "", **one} for one in told])


def wait_for_staff(deposit: Deposit) -> None:
    """A refund and a run to be checked, homes to be looked for, a spreadsheet of notices."""
    a_refund_is_entered(deposit)
    a_revenue_is_shared()
    homes_are_looked_for()
    notices_are_handed_in()


def homes_are_looked_for() -> None:
    """Three people say that homes are theirs which nobody has entered."""
    for who, wanted in zip(OTHERS[9:12], WANTED, strict=True):
        actions.add_home(
            way=Way.CONTRACT, wanted=wanted, district=CHAOYANG, phone=who.phone, by=owner(who)
        )


def a_refund_is_entered(deposit: Deposit) -> None:
    account = queries.account(deposit.account_id)
    if queries.refunds_of_account(account).exists():
        return
    actions.correct_area(account_id=account.pk, area_hundredths=86_90, by=officer(FUND_ENTERER))
    due = queries.due_of(queries.account(account.pk))
    runs.enter_refund(
        account_id=account.pk,
        reason=RefundReason.AREA,
        deposit_id=deposit.pk,
        amount_fen=due.refund_fen,
        payee_name=PAYER.name,
        payee_account="6222020200000000014",
        payee_bank="中国工商银行北京芍药居支行",
        by=officer(FUND_REVIEWER),
    )


def a_revenue_is_shared() -> None:
    """One credit is shared and waits to be checked; the others are left for the visitor."""
    name, _amount, text = REVENUES[0]
    by = officer(FUND_PAYER)
    entry = next((one for one in run_queries.credits_to_share(by) if one.text == text), None)
    community = home_queries.community_named(CHAOYANG, name)
    if entry is not None and community is not None:
        runs.enter_revenue(community_id=community.pk, entry_id=entry.pk, purpose="电梯广告", by=by)


def credits_have_arrived() -> bool:
    arrived = {one.text for one in run_queries.credits_to_share(officer(FUND_PAYER))}
    return {text for _, _, text in REVENUES} <= arrived or not_to_be_shared()


def not_to_be_shared() -> bool:
    """An interrupted run has shared it."""
    return run_queries.runs_seen_by(officer(FUND_PAYER)).exists()


def notices_are_handed_in() -> None:
    """A spreadsheet of thirty homes of 望京新城二期, two of whose rows are wrong."""
    by = officer(FUND_ENTERER)
    if notice_queries.files_seen_by(by).exists():
        return
    rows = [row_of(number) for number in range(1, 31)]
    content = sheets.sheet_file(SHEET, WIDTHS, [[row[title] for title in COLUMNS] for row in rows])
    notices.receive_file(name="望京新城二期2号楼.xlsx", content=content, by=by)


def row_of(number: int) -> dict[str, str]:
    floor, door = divmod(number - 1, 4)
    who = resident(7_000 + number)
    stated = {
        "房屋区域": "朝阳区",
        "小区名称": "望京新城二期",
        "楼号": "2号楼",
        "总层数": "12",
        "单元": "1",
        "所在层": str(floor + 1),
        "室号": f"{floor + 1}{door + 1:02}",
        "建筑面积": "九十" if number == 7 else f"{80 + number}.50",
        "网签合同编号": f"XF2026110500007{number:03}",
        "网签合同日期": "2026-10-15",
        "业主名称": who.name,
        "业主证件号码": who.id_number[:-1] + "Y" if number == 19 else who.id_number,
    }
    return dict.fromkeys(COLUMNS, "") | stated
