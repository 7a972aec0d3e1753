"""The title registry is down, slow, unreadable, or says it twice: what everybody reads meanwhile, in Chromium."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from anju.agencies.tests.offices import a_code, administrator_of, approved
from anju.homes import queries
from anju.homes.rules import Outcome, Status
from anju.people import actions as people
from anju.people.rules import InstitutionPower
from anju.tests.browser import window
from anju.tests.journeys.city import City, until
from anju.tests.journeys.landlord import DeskWalk, LandlordWalk, OfficeWalk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
FIRM = "北京长林住房租赁有限公司"
FIRST = 3003  # in the register; the home of a company
SEIZED, MORTGAGED = 3007, 3006
WAITS = "暂时无法核验：登记系统没有给出可以读取的答复。系统会自动重试，不用重新提交"
LOOKS_AGAIN = "正在等待登记系统答复，结果出来后自动显示"
PASSES = "核验通过：产权证和产权人与登记一致"
IS_SEIZED = "房屋已被查封，查封解除前不能出租"
WELL = {"title_mode": "answers", "title_delay_seconds": 0, "title_twice": False}
GARBAGE = "<RESPONSE><CODE>0000</CODE>"


@pytest.mark.covers("HVF-03", "ERR-01")
def test_whatever_the_registry_does_no_check_is_lost_and_none_is_decided_wrongly(
    city: City, chromium: Browser
):
    with ExitStack() as windows:
        seats = Seats(city, chromium, windows)
        it_is_down(seats)
        it_is_slow(seats)
        it_answers_garbage(seats)
        it_answers_twice(seats)
        nothing_is_lost(seats)


class Seats:
    """An operator of an enterprise, with homes to verify, and two officers of the authority."""

    def __init__(self, city: City, chromium: Browser, windows: ExitStack) -> None:
        def takes(kind: type[Any]) -> Any:
            return kind(city, windows.enter_context(window(chromium)))

        self.city = city
        self.asked: dict[str, int] = {}
        self.operator: LandlordWalk = takes(LandlordWalk)
        self.luru: OfficeWalk = takes(OfficeWalk)
        self.yunwei: OfficeWalk = takes(OfficeWalk)
        self.luru.signs_in("luru")
        self.yunwei.signs_in("yunwei")
        firm = approved(name=FIRM, uscc=a_code(7_111_222)).institution
        self.firm = replace(administrator_of(firm), may=frozenset(InstitutionPower))
        account = people.open_operator(name="林长青", powers=[InstitutionPower.HOMES], by=self.firm)
        self.operator.comes_in_for_the_first_time(*account)

    @contextmanager
    def registry(self, **switches: Any) -> Iterator[None]:
        """For a while it is like this, then well."""
        self.city.control("switches", switches)
        try:
            yield
        finally:
            self.city.control("switches", {name: WELL[name] for name in switches})

    def home(self, number: int) -> dict[str, Any]:
        [home] = self.city.look("registries/title", first=str(number), count="1")["homes"]
        return dict(home)

    def asks_about(self, number: int) -> str:
        """The number of the check (核验码)."""
        self.operator.asks_about(self.home(number))
        self.operator.says("房源核验结果")
        no = self.operator.finds(r"HY\d{17}")
        self.asked[no] = number
        return no

    def reads_that_it_waits(self) -> str:
        """What the operator reads of a check that could not be made, with the number of the ticket."""
        self.operator.reads("核验中", WAITS, "自动再次询问", LOOKS_AGAIN)
        no = self.operator.finds(r"WT\d{16}")
        shown_at_both_widths(self.operator, "核验中")
        return no

    def opens_the_ticket(self, no: str) -> None:
        self.yunwei.menu("问题单")
        self.yunwei.follow(f"查看 {no}")

    def the_ticket_is_over(self, no: str, because: str) -> None:
        def is_closed() -> bool:
            self.yunwei.menu("问题单")
            return "已解决" in self.yunwei.row(no).inner_text()

        until(is_closed, f"the end of {no}")
        self.yunwei.follow(f"查看 {no}")
        self.yunwei.reads("已解决", because)

    def minutes_pass(self) -> None:
        """The longer it stays silent, the longer the next question waits."""
        self.city.control("clock", {"seconds": 120})


def it_is_down(seats: Seats) -> None:
    """Two homes wait under one ticket; when the line is back each gets its own answer, while one looks on."""
    operator, yunwei = seats.operator, seats.yunwei
    with seats.registry(title_mode="down"):
        seized = seats.asks_about(SEIZED)
        ticket = seats.reads_that_it_waits()
        first = seats.asks_about(FIRST)
        assert seats.reads_that_it_waits() == ticket
        operator.menu("房源核验")
        for no in (first, seized):
            expect(operator.row(no)).to_contain_text("核验中")
        shown_at_both_widths(operator, "房源核验")
        yunwei.menu("工作台")
        expect(yunwei.page.locator("tr", has_text="没有解决的问题单")).to_contain_text("1")
        seats.opens_the_ticket(ticket)
        yunwei.reads("没有应答", "有故障", "HTTP 503", first, seized)
        shown_at_both_widths(yunwei, "问题单")
        operator.follow(f"查看 {first}")
        operator.reads(WAITS)
    seats.minutes_pass()
    operator.reads(PASSES)
    expect(operator.page.get_by_role("main")).not_to_contain_text(ticket)
    operator.menu("房源核验")
    operator.follow(f"查看 {seized}")
    operator.reads("核验不通过", IS_SEIZED)
    seats.the_ticket_is_over(ticket, "已全部核验")


def it_is_slow(seats: Seats) -> None:
    """Slow within the deadline is only slow; slower than that is silence."""
    operator, yunwei = seats.operator, seats.yunwei
    with seats.registry(title_delay_seconds=3):
        seats.asks_about(3004)
        operator.reads("核验中", LOOKS_AGAIN)
        shown_at_both_widths(operator, "等待登记系统")
        operator.reads(PASSES)
    with seats.registry(title_delay_seconds=8):
        seats.asks_about(3005)
        ticket = seats.reads_that_it_waits()
        seats.opens_the_ticket(ticket)
        yunwei.reads("没有应答", "待处理")
        yunwei.follow("关闭问题单")
        yunwei.fills(because="登记系统扩容，预计两小时")
        yunwei.press("关闭")
        yunwei.is_told("问题单已关闭，还在等待的核验会继续自动重试")
        yunwei.reads("已解决", "登记系统扩容，预计两小时")
        shown_at_both_widths(yunwei, "关闭的问题单")
        operator.page.reload()
        operator.reads("核验中")
    seats.minutes_pass()
    operator.reads(PASSES)


def it_answers_garbage(seats: Seats) -> None:
    """The ticket has the raw answer; the report has nobody's name. The officer reads what the operator reads."""
    operator, yunwei, luru = seats.operator, seats.yunwei, seats.luru
    with seats.registry(title_mode="garbage"):
        no = seats.asks_about(MORTGAGED)
        ticket = seats.reads_that_it_waits()
        luru.menu("房源核验")
        luru.follow(f"查看 {no}")
        luru.reads("核验中", WAITS, ticket)
        shown_at_both_widths(luru, "住建委看核验")
        seats.opens_the_ticket(ticket)
        yunwei.reads("答复无法读取", "有故障", "待处理", no)
        yunwei.page.locator("details.note summary").first.click()
        yunwei.reads(GARBAGE)
        expect(yunwei.page.get_by_role("link", name=f"查看核验 {no}")).to_be_visible()
        yunwei.press("一键生成问题报告")
        yunwei.is_told("问题单已生成，请复制后发给登记系统的运维人员")
        yunwei.reads("已上报", f"问题单 {ticket}", "等待核验：1 件")
        shown_at_both_widths(yunwei, "已上报")
        owner = seats.home(MORTGAGED)
        for private in (owner["owner_name"], owner["owner_id_number"]):
            expect(yunwei.page.get_by_role("main")).not_to_contain_text(private)
    seats.minutes_pass()
    operator.reads(PASSES, "有抵押登记（不影响出租）")
    shown_at_both_widths(operator, "核验通过")
    luru.reads(PASSES)
    seats.the_ticket_is_over(ticket, "已全部核验")


def it_answers_twice(seats: Seats) -> None:
    """The same said twice is said once."""
    with seats.registry(title_twice=True):
        no = seats.asks_about(3008)
        seats.operator.reads(PASSES)
    seats.luru.menu("房源核验")
    expect(seats.luru.row(no)).to_have_count(1)
    seats.luru.follow(f"查看 {no}")
    seats.luru.reads(PASSES)
    decided = seats.luru.page.locator("tbody tr", has_text="核验通过")
    expect(decided).to_have_count(1)


def nothing_is_lost(seats: Seats) -> None:
    """Every check that was asked for is there, decided, and as the register has it."""
    operator = seats.operator
    operator.menu("房源核验")
    operator.searches(状态="核验中")
    operator.reads("没有符合条件的核验")
    operator.resets()
    expect(operator.page.locator("tbody tr")).to_have_count(len(seats.asked))
    shown_at_both_widths(operator, "全部核验")
    found = queries.verifications_seen_by(seats.firm)
    assert {one.no: (one.status, one.outcome) for one in found} == {
        no: (Status.FAILED, Outcome.FAIL_SEIZED)
        if number == SEIZED
        else (Status.PASSED, Outcome.PASS)
        for no, number in seats.asked.items()
    }
    asked = seats.city.look("registries/title/queries")["queries"]
    answered = [one["ref"] for one in asked if one["mode"] == "answers"]
    assert set(seats.asked) <= set(answered)


def shown_at_both_widths(walk: DeskWalk, name: str) -> None:
    """Photographed on the screen of a desk and of a phone; nothing stands beside either."""
    for width in (360, 1280):
        walk.page.set_viewport_size({"width": width, "height": 900})
        walk.photograph(name)
