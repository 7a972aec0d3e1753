"""From a filed institution to the public who checks a signed contract: the whole of rental regulation, in Chromium."""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from anju.agencies.tests.offices import a_code
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.calendar import add_months
from anju.people import actions as people
from anju.people.rules import READING_TIME
from anju.people.user_notice import ORIGINAL
from anju.tests.browser import window
from anju.tests.journeys.city import City
from anju.tests.journeys.landlord import LandlordWalk, OfficeWalk, PhoneTenant, WebTenant
from anju.tests.journeys.walking import ALIPAY
from sample.people import WANG, ZHAO, SamplePerson

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
FIRM = "北京方舟住房租赁有限公司"
NUMBER_OF_THE_HOME = "2001"


@pytest.mark.covers("AGY-01", "IDN-01", "HVF-01", "HVF-02", "CON-01", "CON-02", "CON-03", "CON-05")
@pytest.mark.covers("CON-10", "CON-12", "CON-13", "IDN-03")
def test_from_a_filed_institution_to_a_paid_lease_and_the_public_who_checks_its_contract(
    city: City, chromium: Browser
):
    with ExitStack() as windows:
        seats = Seats(city, chromium, windows)
        luru, shenhe = seats.officer("luru"), seats.officer("shenhe")
        username, password = an_institution_is_filed(luru, shenhe)
        landlord = seats.takes(LandlordWalk)
        landlord.comes_in_for_the_first_time(username, password)

        [home] = city.look("registries/title", first=NUMBER_OF_THE_HOME, count="1")["homes"]
        landlord.verifies(home)
        landlord.types_a_contract(WANG, ZHAO, **terms())
        landlord.press("签约")
        landlord.reads("待签约", "已确认0人，共2人")
        contract_no = landlord.finds(r"ZL\d+")
        web, phone = seats.takes(WebTenant), seats.takes(PhoneTenant, width=360)
        has_read_the_notice(WANG, ZHAO)
        web.sign_in(WANG)
        web.confirms(contract_no, WANG.phone)
        phone.comes_in(ZHAO)
        phone.confirms(contract_no, ZHAO.phone)
        landlord.page.reload()
        landlord.reads("已签约")
        paper = landlord.downloads("打印（PDF）")

        landlord.press("备案申请")
        it_is_returned_corrected_and_approved(luru, shenhe, landlord, contract_no)
        filing_no = landlord.finds(r"BA\d+")
        web.finds_a_message(WANG.phone, filing_no)
        phone.finds_a_message(ZHAO.phone, filing_no)

        web.sees_bills(filing_no)
        web.ticks("押金", "租金（第1期）", total="20,000.00")
        web.press("承租人缴款")
        web.choose(ALIPAY)
        web.scan()
        web.comes_to("缴纳成功")

        anybody_checks(seats.takes(WebTenant), contract_no, paper)


class Seats:
    """Everybody's window."""

    def __init__(self, city: City, chromium: Browser, windows: ExitStack) -> None:
        self.city, self.chromium, self.windows = city, chromium, windows

    def takes(self, kind: type[Any], width: int = 1280) -> Any:
        return kind(self.city, self.windows.enter_context(window(self.chromium, width)))

    def officer(self, username: str) -> OfficeWalk:
        walk: OfficeWalk = self.takes(OfficeWalk)
        walk.signs_in(username)
        return walk


def has_read_the_notice(*persons: SamplePerson) -> None:
    for one in persons:
        known = people.record_person(
            name=one.name,
            id_type="resident_id",
            id_number=one.id_number,
            phone=one.phone,
            by=CLOCK,
        )
        people.accept_notice(
            version=ORIGINAL.version,
            language="zh-hans",
            shown_at=clock.now() - READING_TIME - timedelta(seconds=1),
            ip=None,
            device="",
            by=Actor(f"person {known.pk}", "tenant_web", person_id=known.pk),
        )


def an_institution_is_filed(luru: OfficeWalk, shenhe: OfficeWalk) -> tuple[str, str]:
    """One officer enters, may not review, and reads who may; the other approves and reads the account out."""
    luru.enters_an_institution(
        kind="rental",
        name=FIRM,
        uscc=a_code(7_654_321),
        registered_address="北京市朝阳区建国路99号1层101",
        operating_address="北京市朝阳区建国路99号",
        district="110105",
        legal_representative="方舟",
        capital_fen="5000000",
        licensed_on=str(clock.today() - timedelta(days=5)),
        scope="住房租赁；物业管理",
        staff_count="12",
        sectors="own",
        units="380",
        contact_name="方敏",
        contact_phone="13800000078",
    )
    luru.reads("审核机构备案", "沈和")
    address = luru.page.url
    shenhe.page.goto(address)
    shenhe.decides("审核通过")
    shenhe.says("机构管理员账号")
    name = shenhe.page.locator("#account-name").inner_text()
    return name, shenhe.page.locator("#first-password").inner_text()


def it_is_returned_corrected_and_approved(
    luru: OfficeWalk, shenhe: OfficeWalk, landlord: LandlordWalk, contract_no: str
) -> None:
    """An officer without the reviewing post reads who has it; the reviewer returns it once, then approves."""
    application = landlord.finds(r"SQ\d+")
    for officer in (luru, shenhe):
        officer.menu("合同备案")
        officer.follow(f"查看 {contract_no}")
    luru.reads("审核合同备案", "沈和")
    expect(luru.page.get_by_role("button", name="提交", exact=True)).to_have_count(0)
    shenhe.reads(WANG.name[0], ZHAO.name[0], "4,000.00")
    shenhe.decides("退回", because="请说明房屋交付日")
    landlord.page.reload()
    landlord.reads("退回原因：请说明房屋交付日", application)
    landlord.press("重新提交")
    shenhe.page.reload()
    shenhe.decides("审核通过")
    shenhe.reads("已备案")
    landlord.page.reload()
    landlord.reads("已备案")


def anybody_checks(visitor: WebTenant, contract_no: str, paper: bytes) -> None:
    """公众端: the contract by its number, a true copy, and one in which a single byte is another."""
    visitor.page.goto(f"{visitor.city.url}/public/")
    visitor.page.goto(f"{visitor.city.url}/public/contracts")
    visitor.fills(no=contract_no)
    visitor.press("核验")
    visitor.says("合同核验结果")
    main = visitor.page.get_by_role("main")
    for private in (WANG.name, ZHAO.name, "4,000.00"):
        expect(main).not_to_contain_text(private)
    assert "一致：" in compared(visitor, paper)
    changed = paper[:-200] + bytes([paper[-200] ^ 1]) + paper[-199:]
    assert "不一致：" in compared(visitor, changed)


def compared(visitor: WebTenant, paper: bytes) -> str:
    shown = {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": paper}
    visitor.page.set_input_files("main input[type=file]", files=[shown])
    visitor.press("核对文件")
    told = visitor.page.locator("[role=status], [role=alert]").first
    expect(told).to_be_visible()
    visitor.photograph("核对文件")
    return told.inner_text()


def terms() -> dict[str, str]:
    """A whole home for a year from today, 4,000 yuan a month, paid four months at a time: the rent is supervised."""
    today = clock.today()
    return {
        "source": "own",
        "bank": "ccb",
        "mode": "whole",
        "usable_area": "30",
        "rooms": "2",
        "occupants": "2",
        "starts_on": str(today),
        "ends_on": str(add_months(today, 12) - timedelta(days=1)),
        "monthly_rent": "4000",
        "deposit": "4000",
        "deposit_due_on": str(today),
        "deposit_months": "1",
        "pay_months": "4",
        "deposit_return_days": "3",
    }
