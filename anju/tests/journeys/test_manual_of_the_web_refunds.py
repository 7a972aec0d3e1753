"""Manual 001 (承租人网厅端), chapter 5 退款待办, walked in its own order and in its own words, to the last fen.

Each test bears the number of its section, and begins at the menu: one alone can be run, too. What the enterprise, the
fund centre and the association do meanwhile, `ending.py` does through the same actions as their pages.
"""

import re

import pytest
from playwright.sync_api import Locator, expect

from anju.refunds.rules import Basis
from anju.refunds.split import Parts
from anju.refunds.tests.endings import PNG
from anju.tests.journeys.city import City
from anju.tests.journeys.conftest import FLATMATE, ME
from anju.tests.journeys.ending import ACCOUNT, DAMAGE, HALF, OTHER_ACCOUNT, Ending
from anju.tests.journeys.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
AGREE, BACK = "同意此方案退款", "不同意，退回租赁企业修改"
MEDIATION, ARBITRATION, SUIT = "不同意，申请中介协会调解", "不同意，选择仲裁", "不同意，选择诉讼"


def card(walk: Walk, title: str, no: str) -> Locator:
    return walk.page.locator("article.refund-card", has_text=no).filter(
        has=walk.page.get_by_role("heading", name=title)
    )


def enters(walk: Walk, title: str, no: str) -> None:
    """【租押金】-【退款待办】, 【待办】, the card's 【点击进入】."""
    walk.menu("退款待办")
    walk.says("退款待办")
    card(walk, title, no).get_by_role("link", name="点击进入").click()


def reads_plan(walk: Walk, no: str, *words: str) -> None:
    """退款方案确认: page 1, 【下一步】, page 2."""
    enters(walk, "退款方案确认", no)
    walk.says("退款方案确认")
    for part in ("合同备案编号", "基本信息", "退款流程"):
        expect(walk.page.get_by_role("heading", level=2, name=part)).to_be_visible()
    expect(walk.page.get_by_text(no).first).to_be_visible()
    walk.press("下一步")
    expect(walk.page.get_by_text("第2页，共2页")).to_be_visible()
    for word in ("租押金金额", "租押金退还承租人金额", "租押金扣除金额", "承租人收款信息", *words):
        expect(walk.page.get_by_text(word).first).to_be_visible()


def types_account(walk: Walk, account: tuple[str, str] = ACCOUNT) -> None:
    walk.page.get_by_label("收款账号", exact=True).fill(account[0])
    walk.page.get_by_label("开户银行", exact=True).fill(account[1])


def chooses(walk: Walk, opinion: str, agreed: str = "") -> None:
    walk.page.get_by_role("radio", name=opinion, exact=True).check()
    amount = walk.page.get_by_label("同意扣除金额")
    if agreed:
        amount.fill(agreed)
    else:
        expect(amount).to_be_hidden()
    walk.press("提交")


def confirms(walk: Walk, *lines: str) -> None:
    """付款清单 pops up with payee and amounts; 【确定】, 退款方案反馈成功."""
    listed = walk.asks("付款清单")
    for line in lines:
        expect(listed).to_contain_text(line)
    walk.answers("付款清单", "确定")
    is_taken(walk)


def is_taken(walk: Walk) -> None:
    walk.says("退款详情")
    expect(walk.page.get_by_role("status")).to_contain_text("退款方案反馈成功")


def sees_progress(walk: Walk, *steps: str) -> None:
    walk.page.reload()
    progress = walk.page.locator(".case-steps").last
    for step in steps:
        expect(progress).to_contain_text(step)
    walk.photograph("progress")


# 5.2.1 待办、已办查看 ---------------------------------------------------------------------------------------


@pytest.mark.covers("REF-01", "REF-02")
def test_5_2_1_what_is_to_do_and_what_is_done_and_who_answers(city: City, me: Walk, flatmate: Walk):
    ending = Ending(city, ME, FLATMATE)
    ending.proposes(DAMAGE)
    flatmate.menu("退款待办")
    mine = card(flatmate, "退款方案确认", ending.no)
    expect(mine).to_contain_text("由其回复退款意见；您可以查看退款方案。")
    mine.get_by_role("link", name="点击进入").click()
    flatmate.follow("下一步")
    expect(flatmate.page.get_by_text("租押金扣除金额").first).to_be_visible()
    expect(flatmate.page.get_by_role("button", name="提交")).to_have_count(0)

    reads_plan(me, ending.no)
    types_account(me)
    chooses(me, AGREE)
    confirms(me, f"承租人 · {ME.name}", "¥27,000.00")

    for walk in (me, flatmate):
        walk.menu("退款待办")
        expect(card(walk, "退款方案确认", ending.no)).to_have_count(0)
        walk.follow("已办")
        walk.page.locator("article.refund-card", has_text=ending.no).get_by_role(
            "link", name="点击进入"
        ).click()
        walk.says("退款详情")
        sees_progress(walk, "登记交还住房（解约）", "提交退款方案", AGREE)


# 5.2.2 退款方案确认 -----------------------------------------------------------------------------------------


@pytest.mark.covers("REF-03", "REF-04", "REF-05", "REF-06")
def test_5_2_2_who_agrees_is_paid_the_same_day_to_the_account_they_typed(city: City, me: Walk):
    ending = Ending(city, ME)
    ending.proposes(DAMAGE, account=OTHER_ACCOUNT)
    me.finds_a_message(ME.phone, ending.no, "退款方案")
    reads_plan(
        me, ending.no, "扣除明细", "房屋及设施损坏赔偿", "维修报价.png", "6217 **** **** 0003"
    )
    types_account(me)
    me.page.get_by_label("附件").set_input_files(
        [
            {"name": "发票.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + bytes(200)},
            {"name": "照片.png", "mimeType": "image/png", "buffer": PNG},
        ]
    )
    chooses(me, AGREE)
    me.refuses("文件「发票.jpg」是可执行程序，不能上传")
    expect(me.page.get_by_label("收款账号", exact=True)).to_have_value(ACCOUNT[0])
    expect(me.page.get_by_role("checkbox", name="照片.png")).to_be_checked()
    me.press("提交")
    listed = me.asks("付款清单")
    expect(listed).to_contain_text(ACCOUNT[0])
    me.answers("付款清单", "返回修改")
    me.press("提交")
    confirms(me, f"承租人 · {ME.name}", "¥27,000.00", "住房租赁企业", "¥1,000.00")
    assert ending.status() == "paying"

    ending.money_goes_out()
    ending.is_paid(("tenant", "27,000.00"), ("enterprise", "1,000.00"))
    assert {one.payee_account for one in ending.portions() if one.is_tenants} == {ACCOUNT[0]}
    me.finds_a_message(ME.phone, ending.no, "27,000.00")
    sees_progress(me, "付款成功", "退款完成")


@pytest.mark.covers("REF-07")
def test_5_2_2_a_plan_that_gives_everything_back_can_only_be_agreed_to(city: City, me: Walk):
    ending = Ending(city, ME)
    ending.proposes()
    reads_plan(me, ending.no)
    expect(me.page.get_by_role("radio")).to_have_count(1)
    expect(me.page.get_by_role("radio", name=AGREE)).to_be_checked()
    types_account(me)
    me.press("提交")
    confirms(me, "¥28,000.00")
    ending.money_goes_out()
    ending.is_paid(("tenant", "28,000.00"))


@pytest.mark.covers("REF-08")
def test_5_2_2_a_plan_is_sent_back_and_the_new_one_agreed_to(city: City, me: Walk):
    ending = Ending(city, ME)
    ending.proposes(DAMAGE)
    reads_plan(me, ending.no)
    types_account(me)
    chooses(me, BACK)
    is_taken(me)
    assert ending.status() == "sent_back"
    ending.proposes(HALF)
    me.finds_a_message(ME.phone, ending.no, "27,500.00")
    reads_plan(me, ending.no)
    me.follow("对比各版方案")
    me.says("对比各版方案")
    expect(me.page.locator(".version")).to_have_count(2)
    me.page.go_back()
    types_account(me)
    chooses(me, AGREE)
    confirms(me, "¥27,500.00", "¥500.00")
    ending.money_goes_out()
    ending.is_paid(("tenant", "27,500.00"), ("enterprise", "500.00"))


@pytest.mark.covers("REF-09", "REF-10", "REF-11")
@pytest.mark.parametrize(
    ("opinion", "status", "basis"),
    [
        (MEDIATION, "mediation", Basis.MEDIATION),
        (ARBITRATION, "arbitration", Basis.ARBITRATION),
        (SUIT, "litigation", Basis.LITIGATION),
    ],
)
def test_5_2_2_what_is_undisputed_is_paid_at_once_and_the_rest_by_the_final_plan(
    city: City, me: Walk, opinion: str, status: str, basis: Basis
):
    ending = Ending(city, ME)
    ending.proposes(DAMAGE)
    reads_plan(me, ending.no)
    types_account(me)
    chooses(me, opinion, agreed="1000.01")
    me.refuses("同意扣除金额1,000.01元应在0元至1,000.00元之间")
    chooses(me, opinion, agreed="300")
    confirms(me, "¥27,000.00", "¥300.00", "争议资金，暂不支付", "¥700.00")
    assert ending.status() == status
    ending.money_goes_out()
    ending.paid(("tenant", "27,000.00"), ("enterprise", "300.00"))
    if status != "mediation":
        me.page.reload()
        me.follow("提交裁决书、判决书")
        me.says("提交裁决书、判决书")
        judgment = {"name": "判决书.png", "mimeType": "image/png", "buffer": PNG}
        me.page.get_by_label("裁决书、判决书").set_input_files([judgment])
        me.press("提交")
        me.says("退款详情")
        expect(me.page.get_by_role("link", name="判决书.png").first).to_be_visible()

    ending.the_association_decides(basis, Parts(40_000, 0), Parts(30_000, 0))

    ending.money_goes_out()
    ending.is_paid(
        ("tenant", "27,000.00"),
        ("enterprise", "300.00"),
        ("tenant", "400.00"),
        ("enterprise", "300.00"),
    )
    me.page.reload()
    expect(me.page.get_by_role("heading", name="最终退款方案")).to_be_visible()
    sees_progress(me, "最终退款方案通过", "退款完成")


# 5.2.3 退款失败处理, 5.2.4 特殊情况 -------------------------------------------------------------------------


@pytest.mark.covers("REF-12")
def test_5_2_3_a_failed_payment_is_paid_to_the_account_confirmed_anew(city: City, me: Walk):
    ending = Ending(city, ME)
    ending.proposes()
    reads_plan(me, ending.no)
    types_account(me)
    me.press("提交")
    confirms(me, "¥28,000.00")
    ending.the_bank_refuses_the_next(1)
    ending.money_goes_out()
    me.finds_a_message(ME.phone, ending.no, "收款账户已销户")

    enters(me, "收款账号确认", ending.no)
    me.says("收款账号确认")
    expect(me.page.get_by_text("收款账户已销户").first).to_be_visible()
    types_account(me, OTHER_ACCOUNT)
    me.press("提交")

    me.says("退款详情")
    ending.money_goes_out()
    ending.is_paid(("tenant", "28,000.00"))
    assert ending.portions()[0].payee_account == OTHER_ACCOUNT[0]
    me.menu("退款待办")
    expect(card(me, "收款账号确认", ending.no)).to_have_count(0)


@pytest.mark.covers("ENT-06")
def test_5_2_4_after_a_failure_another_name_is_paid_when_the_association_approves(
    city: City, me: Walk
):
    ending = Ending(city, ME)
    ending.proposes()
    reads_plan(me, ending.no)
    fixed = "户名固定为承租人姓名，不能修改"
    expect(me.page.get_by_text(re.compile(fixed)).first).to_be_visible()
    types_account(me)
    me.press("提交")
    confirms(me, "¥28,000.00")
    ending.the_bank_refuses_the_next(1, "BE01")
    ending.money_goes_out()
    [failed] = ending.portions("account_wanted")
    ending.is_paid_to_another_name(failed)
    ending.money_goes_out()
    ending.is_paid(("tenant", "28,000.00"))
    me.page.reload()
    sees_progress(me, "申请变更收款人", "同意变更收款人", "付款成功")


@pytest.mark.covers("BEY-01", "BEY-06")
def test_beyond_the_manual_items_are_settled_by_offers_and_paid_at_once(city: City, me: Walk):
    ending = Ending(city, ME)
    ending.proposes(DAMAGE)
    reads_plan(me, ending.no)
    types_account(me)
    chooses(me, MEDIATION, agreed="0")
    confirms(me, "¥27,000.00", "¥1,000.00")
    me.follow("凭证与协商")
    me.says("凭证与协商")
    me.follow("查看凭证、逐项协商")
    me.says("扣除项目")
    ending.offers("600")
    me.page.reload()
    me.follow("接受这个提议")
    me.says("接受提议")
    expect(me.page.get_by_text("¥600.00").first).to_be_visible()
    me.press("确定")
    me.says("扣除项目")
    assert ending.status() == "paying"
    ending.money_goes_out()
    ending.is_paid(("tenant", "27,000.00"), ("tenant", "400.00"), ("enterprise", "600.00"))
