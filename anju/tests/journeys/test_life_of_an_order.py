"""Manual 004, 4 (商品房维修支取申请), walked in its own order and in its own words, at 1280 and at 360 px.

The company has signed in with its key; how it does so is walked with the key itself, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from anju.core.tests.test_files import a_pdf
from anju.portals.property.tests.filling import a_company_at_work, typed
from anju.tests.browser import window
from anju.works import jobs
from anju.works.models import Order, Share
from anju.works.rules import FIELDS, PaperKind, Status

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DESK, PHONE = 1280, 360
FIRST_HOME = re.compile(r"^1单元\s*101\s*室")
CHOSEN = {
    name for name, field in FIELDS.items() if field.of in ("kind", "category", "part", "scope")
}


class Walk:
    """A company's window; every step is photographed and must fit the window."""

    def __init__(self, page: Page, url: str, photographs: Path) -> None:
        self.page, self.url, self.photographs, self.count = page, url, photographs, 0

    def seen(self, step: str) -> None:
        self.count += 1
        self.page.screenshot(path=self.photographs / f"{self.count:02}-{step}.png", full_page=True)
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{step} is {width} px too wide"

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def dialog(self) -> Locator:
        dialog = self.page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        return dialog

    def yellow(self) -> Locator:
        return self.page.locator("#grid-form .home-card-in")


@pytest.fixture(params=[DESK, PHONE])
def walk(request: Any, chromium: Browser, live_server: Any, tmp_path: Path) -> Iterator[Walk]:
    pages, _community, _actor = a_company_at_work(5_000)
    with window(chromium, request.param, 900) as page:
        cookies = [
            {"name": n, "value": c.value, "url": live_server.url} for n, c in pages.cookies.items()
        ]
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/property/orders")
        yield Walk(page, live_server.url, tmp_path)


@pytest.mark.covers("WDR-01", "WDR-02", "WDR-03", "WDR-04", "WDR-06", "WDR-07")
def test_an_order_from_its_community_to_the_printed_forms_and_made_anew(walk: Walk):
    first_and_second_step(walk)
    third_step(walk)
    fourth_to_seventh_step(walk)
    eighth_and_ninth_step(walk)
    tenth_and_eleventh_step(walk)
    twelfth_and_thirteenth_step(walk)
    fourteenth_step(walk)
    taken_back_and_made_anew(walk)


def first_and_second_step(walk: Walk) -> None:
    """① ② 【新建任务单】, the community's card, 进入业务."""
    walk.heading("商品房维修支取申请")
    tabs = walk.page.get_by_role("navigation", name="任务单信息")
    expect(tabs.get_by_role("link", name="已申请任务单信息")).to_have_attribute(
        "aria-current", "page"
    )
    expect(tabs.get_by_role("link", name="审批退回及撤销任务单信息")).to_be_visible()
    walk.seen("list-empty")
    walk.page.get_by_role("link", name="新建任务单").click()
    walk.heading("新建任务单-选择小区")
    walk.seen("communities")
    walk.page.locator(".place-card").get_by_role("button", name="进入业务").click()
    walk.heading("新建任务单-选择自然幢")


def third_step(walk: Walk) -> None:
    """③ Every field, the red *, the exclusions, the attachments."""
    page = walk.page
    stars = page.locator("label .required")
    assert stars.count() == sum(field.required for field in FIELDS.values())
    assert stars.first.evaluate("star => getComputedStyle(star).color") == "rgb(163, 36, 48)"
    for name, value in typed().items():
        control = page.locator(f"[name={name}]")
        control.select_option(value) if name in CHOSEN else control.fill(value)
    for question in page.locator("#exclusions .question").all():
        question.get_by_text("否", exact=True).click()
    for kind in (PaperKind.BUDGET, PaperKind.CONTRACT):
        page.get_by_label("附件种类").select_option(kind.value)
        paper = FilePayload(name=f"{kind.label}.pdf", mimeType="application/pdf", buffer=a_pdf())
        page.get_by_label("文件", exact=True).set_input_files(paper)
        walk.press("添加附件")
        expect(page.locator("#papers")).to_contain_text(f"{kind.label}.pdf")
    expect(page.locator("[name=title]")).to_have_value("屋面防水维修")
    expect(page.locator("#exclusions input[value=no]:checked")).to_have_count(7)
    walk.seen("form")


def fourth_to_seventh_step(walk: Walk) -> None:
    """④ 选择分户, ⑤ ticks, ⑥ yellow and white, ⑦ a card's dialog."""
    page = walk.page
    page.locator("[name=title]").fill("屋面防水层维修")
    page.locator(".place-card", has_text="1号楼").get_by_role("button", name="选择分户").click()
    walk.heading("新建任务单-选择房屋")
    ticks = page.locator("#grid-form input[name=home]:checked")
    page.get_by_label("全部", exact=True).check()
    expect(ticks).to_have_count(500)
    page.get_by_label("全部", exact=True).uncheck()
    page.get_by_label("3层", exact=True).check()
    expect(ticks).to_have_count(20)
    page.get_by_label("2单元", exact=True).check()
    expect(ticks).to_have_count(20 + 125 - 5)
    page.get_by_label("2单元301室", exact=True).first.uncheck()
    expect(ticks).to_have_count(139)
    assert page.get_by_label("3层", exact=True).evaluate("box => box.indeterminate")
    walk.seen("grid-ticked")

    walk.press("批量保存房屋")
    expect(walk.yellow()).to_have_count(139)
    expect(walk.yellow().first).to_contain_text("已选")
    assert walk.yellow().first.evaluate("card => getComputedStyle(card).backgroundColor") == (
        "rgb(255, 231, 154)"
    )
    walk.seen("grid-saved")
    page.get_by_label("3层", exact=True).check()
    walk.press("批量取消")
    expect(walk.yellow()).to_have_count(120)

    card = page.locator("#grid-form li", has=page.get_by_role("link", name=FIRST_HOME))
    card.get_by_role("link").click()
    expect(walk.dialog()).to_contain_text("建筑面积")
    walk.seen("home-dialog")
    walk.dialog().get_by_role("button", name="关闭").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    card.get_by_role("link").click()
    walk.dialog().get_by_role("button", name="保存房屋").click()
    expect(walk.yellow()).to_have_count(121)
    expect(card).to_contain_text("已选")
    card.get_by_role("link").click()
    walk.dialog().get_by_role("button", name="取消").click()
    expect(walk.yellow()).to_have_count(120)
    walk.press("上一步")
    walk.heading("新建任务单-选择自然幢")
    expect(page.locator("[name=title]")).to_have_value("屋面防水层维修")


def eighth_and_ninth_step(walk: Walk) -> None:
    """⑧ Buildings, homes, area and standard; ⑨ 【前往确认界面】."""
    page = walk.page
    ticked = page.locator("input[name=building]:checked")
    walk.press("全选自然幢")
    expect(ticked).to_have_count(10)
    walk.press("反选自然幢")
    expect(ticked).to_have_count(0)
    page.locator(".place-card", has_text="1号楼").get_by_role("checkbox").check()
    walk.press("填入勾选房屋户数和面积")
    expect(page.get_by_label("分摊总户数")).to_have_value("120")
    assert page.get_by_label("分摊总面积").input_value()
    expect(page.get_by_label("分摊标准")).to_have_value("")
    walk.press("计算分摊标准")
    expect(page.get_by_label("分摊标准")).not_to_have_value("")
    walk.seen("buildings")
    walk.press("前往确认界面")
    walk.heading("任务单确认")


def tenth_and_eleventh_step(walk: Walk) -> None:
    """⑩ 【维修支取分摊明细】 and 【提交】; ⑪ the end of the business."""
    page = walk.page
    for name in ("撤销新建任务单", "上一步", "提交"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    walk.seen("confirm")
    page.get_by_role("link", name="维修支取分摊明细").click()
    expect(walk.dialog().locator("tbody tr")).to_have_count(50)
    walk.dialog().get_by_role("link", name="下一页").click()
    expect(walk.dialog().get_by_role("link", name="上一页")).to_be_visible()
    walk.seen("shares-dialog")
    walk.dialog().get_by_role("button", name="我知道了").click()
    walk.press("提交")
    walk.heading("业务办理完成")
    order = Order.objects.get()
    assert order.status == Status.SUBMITTED
    assert sum(Share.objects.values_list("share_fen", flat=True)) == 100_000_00
    for name in ("打印任务单", "打印到户明细业主签字表"):
        expect(page.get_by_role("button", name=name)).to_be_visible()
    expect(page.get_by_role("button", name="打印欠款催缴通知单")).to_have_count(0)
    expect(page.get_by_role("link", name="返回首页").last).to_be_visible()
    walk.seen("done")
    page.get_by_role("link", name="再来一笔").click()
    walk.heading("商品房维修支取申请")


def twelfth_and_thirteenth_step(walk: Walk) -> None:
    """⑫ 【查看】, ⑬ 【到户支取详细信息】, each with 【我知道了】."""
    walk.seen("list")
    for name, words in (("查看", "屋面防水层维修"), ("到户支取详细信息", "1号楼")):
        walk.page.get_by_role("link", name=name).click()
        expect(walk.dialog()).to_contain_text(words)
        walk.seen("dialog")
        walk.dialog().get_by_role("button", name="我知道了").click()
        expect(walk.page.locator("dialog[open]")).to_have_count(0)


def fourteenth_step(walk: Walk) -> None:
    """⑭ The forms are made while one watches, then printed."""
    page = walk.page
    for name in ("打印任务单", "打印到户明细业主签字表"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("progressbar", name="生成进度")).to_be_visible()
        walk.seen("printing")
        jobs.make_sheets(0)
        with page.expect_download() as download:
            page.get_by_role("button", name="打印", exact=True).click()
        assert download.value.suggested_filename.endswith(".pdf")
        walk.seen("printed")
        page.goto(f"{walk.url}/property/orders")


def taken_back_and_made_anew(walk: Walk) -> None:
    """4.2.2 【撤销选中任务单】 with 【确定】【取消】; 4.2.3 【修改】 shows all of it again."""
    page = walk.page
    order = Order.objects.get()
    page.get_by_role("radio", name=order.no).check()
    walk.press("撤销选中任务单")
    walk.seen("revoking")
    walk.dialog().get_by_role("button", name="取消").click()
    walk.press("撤销选中任务单")
    walk.dialog().get_by_role("button", name="确定").click()
    expect(page.locator(".message")).to_contain_text("已撤销")

    page.get_by_role("link", name="审批退回及撤销任务单信息").click()
    walk.seen("gone-back")
    page.get_by_role("link", name="修改").click()
    walk.heading("新建任务单-选择小区")
    page.get_by_role("button", name="进入业务").click()
    walk.heading("新建任务单-选择自然幢")
    expect(page.locator("[name=title]")).to_have_value("屋面防水层维修")
    expect(page.locator("#exclusions input[value=no]:checked")).to_have_count(7)
    expect(page.get_by_label("分摊总户数")).to_have_value("120")
    walk.press("撤销任务单")
    walk.heading("商品房维修支取申请")
    assert set(Order.objects.values_list("status", flat=True)) == {Status.REVOKED}
