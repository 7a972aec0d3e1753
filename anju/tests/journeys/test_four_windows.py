"""The end of a lease in the windows of all concerned, told as plays: who does what, and what the others read then.

Each play ends with every pot of the lease empty and is told on a page as a money story.
"""

import pytest

from anju.refunds.rules import Opinion, Silence
from anju.refunds.tests.endings import ACCOUNT, EMPTY, OTHER_ACCOUNT, pots_of
from anju.tests.journeys.seats import Claim
from anju.tests.journeys.town import Town
from anju.tests.stories import Stories

pytestmark = [pytest.mark.browser, pytest.mark.slow]
story = Stories("window-stories.md")

WATER = Claim("02", "deposit", "63.45", "11月水费")
EARLY = Claim("11", "rent", "4386.50", "提前解约违约金")


def wall(yuan: str = "1286.37") -> Claim:
    return Claim("08", "deposit", yuan, "卧室墙面破损，重新粉刷")


@story("The tenant agrees")
def agreed(town: Town) -> None:
    enterprise, tenant, flatmate = town.enterprise, town.tenant_on_the_phone, town.flatmate
    enterprise.registers_the_return()
    enterprise.sees("等待本企业办理", "剩余 5 天", "最后一天 2026-12-07", Silence.NO_PLAN.label)
    assert "企业应在2026-12-07前提出退款方案" in town.last_message()
    tenant.turns_to()
    tenant.sees("等待住房租赁企业办理", "还有 5 天", "最后一天 2026-12-07", Silence.NO_PLAN.label)

    enterprise.proposes(wall(), WATER)
    assert "退还您16,196.18元，扣除1,349.82元。请在2026-12-07前" in town.last_message()
    enterprise.turns_to()
    enterprise.sees("等待承租人办理", "2026-12-07，提醒后再延至 2026-12-10")
    flatmate.enters(flatmate.finds("退款方案确认"))
    flatmate.follow("下一步")
    flatmate.sees("由其回复退款意见；您可以查看退款方案。", "1,286.37", "63.45")
    assert flatmate.page.get_by_role("button", name="提交").count() == 0

    tenant.opens_the_plan()
    tenant.sees("最后一天 2026-12-07", Silence.NO_ANSWER.label, "最迟 2026-12-10", "卧室墙面破损")
    tenant.agrees(ACCOUNT, "承租人 · 张三", "住房租赁企业")
    enterprise.turns_to()
    enterprise.sees("不需要办理", Silence.TO_BE_PAID.label, "同意此方案退款")
    town.pays("16,196.84", "1,349.88")

    tenant.turns_to()
    tenant.sees("已全部办结")
    flatmate.reads_the_progress("同意此方案退款", "付款成功", "退款完成")
    enterprise.turns_to()
    enterprise.sees("已完成", "已全部办结")


@story("The plan is sent back twice, then agreed to")
def negotiated(town: Town) -> None:
    """Once at the desk, once on the phone; the enterprise comes down by half."""
    enterprise, desk, phone = town.enterprise, town.tenant, town.tenant_on_the_phone
    enterprise.registers_the_return()
    enterprise.proposes(wall(), account=OTHER_ACCOUNT)
    desk.opens_the_plan()
    desk.sees("6217 **** **** 0003", "16,259.63", "1,286.37")
    desk.sends_back(OTHER_ACCOUNT, because="墙面是入住时就有的旧痕")
    desk.sees("等待住房租赁企业办理", "最后一天 2026-12-07", Silence.NO_NEW_PLAN.label)

    town.passes_to("2026-12-04")
    enterprise.turns_to()
    enterprise.sees(
        "等待本企业办理", "剩余 3 天", Silence.NO_NEW_PLAN.label, "墙面是入住时就有的旧痕"
    )
    enterprise.comes_down_to("900.00")
    assert "退还您16,646.00元，扣除900.00元。请在2026-12-09前" in town.last_message()
    phone.opens_the_plan()
    phone.sends_back(OTHER_ACCOUNT, because="最多承担一半")
    phone.sees("等待住房租赁企业办理", "最后一天 2026-12-09", Silence.NO_NEW_PLAN.label)

    town.passes_to("2026-12-07")
    enterprise.comes_down_to("643.19")
    phone.opens_the_plan()
    phone.follow("对比各版方案")
    phone.sees("1,286.37", "900.00", "643.19")
    desk.opens_the_plan()
    desk.agrees(OTHER_ACCOUNT, "16,902.81", "643.19")
    town.pays("16,903.", "643.")

    desk.reads_the_progress("退回租赁企业修改", "退款方案第3版", "同意此方案退款", "退款完成")
    enterprise.turns_to("/versions")
    enterprise.sees("墙面是入住时就有的旧痕", "最多承担一半", "同意此方案退款")


@story("Mediation: 300 of 1,286.37 are accepted, the rest is halved")
def mediated(town: Town) -> None:
    enterprise, tenant, mediator = town.enterprise, town.tenant, town.mediator
    enterprise.registers_the_return()
    enterprise.proposes(wall())
    tenant.opens_the_plan()
    tenant.disputes(Opinion.MEDIATION, ACCOUNT, "300", "16,260.30", "300.", "986.37")
    tenant.sees("等待中介协会办理", Silence.NO_RESULT.label)
    enterprise.turns_to()
    enterprise.sees("等待中介协会办理", Silence.NO_RESULT.label, "986.37")
    town.pays("16,260.30", "300.")
    assert pots_of(town.lease) == EMPTY | {"disputed": 986_37}

    tenant.shows_evidence(1, "入住时的墙面.png")
    enterprise.turns_to("/evidence")
    enterprise.sees("入住时的墙面.png")
    enterprise.offers("700")
    mediator.turns_to_the_dispute()
    mediator.sees("现在由中介协会办理", Silence.NO_RESULT.label, "986.37", "墙面破损，重新粉刷.png")
    mediator.sees("入住时的墙面.png", "700.00")
    half = {"押金退还承租人（元）": "493.19", "押金归企业（元）": "493.18"}
    mediator.proposes("调解协议", "调解协议书.png", half)
    tenant.turns_to()
    tenant.sees("等待中介协会办理", "986.37")
    assert "493.19" not in tenant.page.locator("main").inner_text()
    town.approver.decides(
        "最终退款方案复核",
        "通过并付款",
        "已通过，款项今天付出",
        "493.19",
        "493.18",
        "调解协议书.png",
    )
    assert "493.19元退还承租人，493.18元归企业" in town.last_message()
    town.pays("493.", "493.")

    mediator.turns_to_what_is_over()
    mediator.sees("已完成", "493.19", "493.18")
    tenant.reads_the_progress("申请中介协会调解", "最终退款方案通过", "退款完成")
    enterprise.turns_to()
    enterprise.sees("已完成", "493.20")


@story("Arbitration: the award gives the tenant the rent, and the enterprise the deposit")
def arbitrated(town: Town) -> None:
    """On the phone, with what is disputed taken from deposit and rent."""
    enterprise, tenant, mediator = town.enterprise, town.tenant_on_the_phone, town.mediator
    enterprise.registers_the_return()
    enterprise.proposes(wall(), EARLY)
    tenant.opens_the_plan()
    tenant.disputes(Opinion.ARBITRATION, ACCOUNT, "100.01", "11,873.", "100.", "5,572.86")
    tenant.sees("轮到您办理", Silence.NO_AWARD.label, "5,572.86")
    enterprise.turns_to()
    enterprise.sees("等待承租人办理", Silence.NO_AWARD.label, "5,572.86")
    town.pays("11,873.", "100.")

    town.months_go_by_to("2027-03-02")
    assert "裁决或判决已经生效的，请将文书提交中介协会" in town.last_message()
    tenant.hands_in("京仲裁字第0417号裁决书.png")
    mediator.go("/association/")
    mediator.sees("已提交裁决书、判决书")
    mediator.turns_to_the_dispute()
    mediator.sees("京仲裁字第0417号裁决书.png", "1,263.69", "4,309.17")
    mediator.proposes(
        "仲裁裁决",
        "京仲裁字第0417号裁决书.png",
        {
            "押金退还承租人（元）": "0",
            "押金归企业（元）": "1263.69",
            "租金退还承租人（元）": "4309.17",
            "租金归企业（元）": "0",
        },
        文书编号="（2027）京仲裁字第0417号",
        作出机构="北京仲裁委员会",
        生效日期="2027-02-26",
    )
    town.approver.decides(
        "最终退款方案复核", "通过并付款", "已通过，款项今天付出", "第0417号", "4,309.17", "1,263.69"
    )
    town.pays("4,309.", "1,263.")

    tenant.turns_to()
    tenant.sees("仲裁裁决", "（2027）京仲裁字第0417号", "4,309.17", "已全部办结")
    enterprise.turns_to()
    enterprise.sees("已完成", "1,263.")


@story("Litigation: a final plan that misread the judgment is returned, the second one paid")
def sued(town: Town) -> None:
    enterprise, tenant, mediator = town.enterprise, town.tenant, town.mediator
    enterprise.registers_the_return()
    enterprise.proposes(wall())
    tenant.opens_the_plan()
    tenant.disputes(Opinion.LITIGATION, ACCOUNT, "0", "16,260.30", "1,286.37")
    tenant.sees("轮到您办理", Silence.NO_AWARD.label)
    town.pays("16,260.30")

    town.months_go_by_to("2027-03-02")
    tenant.hands_in("民事判决书.png")
    judgment = {"文书编号": "（2027）京0105民初2088号", "生效日期": "2027-02-22"}
    judgment |= {"作出机构": "北京市朝阳区人民法院"}
    misread = {"押金退还承租人（元）": "428.79", "押金归企业（元）": "857.58"}
    mediator.proposes("法院判决或调解书", "民事判决书.png", misread, **judgment)
    town.approver.decides(
        "最终退款方案复核",
        "不通过，退回提出人",
        "已退回，提出人可以重新录入",
        "428.79",
        because="判决退还承租人857.58元",
    )
    mediator.turns_to_the_dispute()
    mediator.sees("未通过", "判决退还承租人857.58元")
    right = {"押金退还承租人（元）": "857.58", "押金归企业（元）": "428.79"}
    mediator.proposes("法院判决或调解书", "民事判决书.png", right, **judgment)
    town.approver.decides("最终退款方案复核", "通过并付款", "已通过，款项今天付出", "857.58")
    town.pays("857.", "428.")

    tenant.turns_to()
    tenant.sees("法院判决或调解书", "（2027）京0105民初2088号", "857.58", "已全部办结")
    enterprise.turns_to()
    enterprise.sees("已完成", "428.")


@story("The enterprise is silent; everything goes to the tenant")
def silent_enterprise(town: Town) -> None:
    enterprise, tenant, flatmate = town.enterprise, town.tenant, town.flatmate
    tenant.registers_the_return()
    tenant.sees("等待住房租赁企业办理", "最后一天 2026-12-07", Silence.NO_PLAN.label)
    enterprise.turns_to()
    enterprise.sees("等待本企业办理", "剩余 5 天", Silence.NO_PLAN.label)
    town.passes_to("2026-12-07")
    enterprise.turns_to()
    enterprise.sees("等待本企业办理", "今天到期", "最后一天 2026-12-07", Silence.NO_PLAN.label)
    tenant.turns_to()
    tenant.sees("今天是最后一天，24点前有效")

    town.passes_to("2026-12-08")
    enterprise.turns_to()
    enterprise.sees("全额退还承租人", "企业未在2026-12-07前提出退款方案")
    assert "17,546.00元及利息全部退还承租人" in town.last_message(2)
    town.instructs()
    flatmate.turns_to()
    flatmate.sees("等待收款承租人", Silence.NO_ACCOUNT.label)
    flatmate.sees("由其回复退款意见、确认收款账号；您可以查看方案和进度。")
    assert flatmate.page.get_by_role("link", name="凭证与协商").count() == 0
    tenant.confirms_the_account(ACCOUNT, "没有收款账号", "17,546.")
    town.pays("17,546.")

    tenant.turns_to()
    tenant.sees("已全部办结")
    enterprise.turns_to()
    enterprise.sees("已完成", "全额退还承租人")


@story("The tenant is silent; after a reminder the plan is carried out as proposed")
def silent_tenant(town: Town) -> None:
    enterprise, tenant = town.enterprise, town.tenant_on_the_phone
    enterprise.registers_the_return()
    enterprise.proposes(wall(), WATER, account=ACCOUNT)
    town.passes_to("2026-12-08")
    assert "请在2026-12-10前确认；仍未确认的，按企业提出的方案退还" in town.last_message()
    tenant.finds("退款方案确认")
    tenant.sees("待承租人确认（已提醒）", "最后一天 2026-12-10", Silence.NO_FINAL_ANSWER.label)
    enterprise.turns_to()
    enterprise.sees("等待承租人办理", "最后一天 2026-12-10", Silence.NO_FINAL_ANSWER.label)
    town.passes_to("2026-12-10")
    tenant.turns_to()
    tenant.sees("今天是最后一天，24点前有效", Silence.NO_FINAL_ANSWER.label)

    town.passes_to("2026-12-11")
    assert "逾期未确认，已按方案退款：退还承租人16,196.18元，扣除1,349.82元" in town.last_message()
    tenant.turns_to()
    tenant.sees(Silence.TO_BE_PAID.label, "逾期未确认，按方案退款")
    town.pays("16,197.07", "1,349.89")

    tenant.turns_to()
    tenant.sees("已全部办结", "承租人未在2026-12-10前确认")
    enterprise.turns_to()
    enterprise.sees("已完成", "承租人未在2026-12-10前确认")


@story("The bank cannot pay; the tenant gives a new account and is paid the same day")
def failed(town: Town) -> None:
    enterprise, tenant = town.enterprise, town.tenant_on_the_phone
    enterprise.registers_the_return()
    enterprise.proposes(wall())
    tenant.opens_the_plan()
    tenant.agrees(ACCOUNT, "16,260.30", "1,286.42")
    town.pays("16,260.30", "1,286.42", refused="0014", because="AC04")
    assert "16,260.30元付款失败，原因：收款账户已销户（AC04）。请登录确认" in town.last_message()
    enterprise.go("/enterprise/failed-payouts")
    enterprise.sees("收款账户已销户", "16,260.30")
    tenant.turns_to()
    tenant.sees("轮到您办理", "收款账户已销户", Silence.NO_ACCOUNT.label)

    town.passes_to("2026-12-04")
    tenant.confirms_the_account(OTHER_ACCOUNT, "收款账户已销户", "6222 **** **** 0014")
    enterprise.turns_to()
    enterprise.sees("不需要办理", Silence.TO_BE_PAID.label)
    town.pays("16,260.35")
    tenant.turns_to()
    tenant.sees("已全部办结", "6217 **** **** 0003", "2026-12-04 10:00")
    assert "已付至尾号0003的账户" in " ".join(town.messages())


@story("The bank cannot pay; the association lets an heir be paid")
def inherited(town: Town) -> None:
    enterprise, tenant, flatmate = town.enterprise, town.tenant, town.flatmate
    enterprise.registers_the_return()
    enterprise.proposes(wall())
    tenant.opens_the_plan()
    tenant.agrees(ACCOUNT, "16,260.30", "1,286.42")
    town.pays("16,260.30", "1,286.42", refused="0014", because="BE01")

    town.passes_to("2026-12-04")
    enterprise.applies_for_another_payee(OTHER_ACCOUNT, "收款人户名与账号不符")
    enterprise.sees("待复核", "孙丽丽", "女儿")
    assert "企业申请将合同" in town.last_message(2)
    for one in (tenant, flatmate):
        one.turns_to()
        one.sees("等待中介协会办理", Silence.NAME_UNDER_REVIEW.label)
    town.approver.decides(
        "承租人收款失败审批",
        "同意变更收款人并付款",
        "已同意，款项今天付给新收款人",
        "张三",
        "孙丽丽",
        "女儿",
        "继承权公证书.png",
    )
    town.pays("16,260.35")
    enterprise.go("/enterprise/failed-payouts")
    enterprise.sees("没有付款失败的款项")
    enterprise.turns_to()
    enterprise.sees("已完成", "孙**")
    flatmate.reads_the_progress(
        "付款失败", "申请变更收款人", "同意变更收款人", "付款成功", "退款完成"
    )


@pytest.mark.covers("REF-02", "REF-05", "REF-06", "REF-08", "REF-09", "REF-10", "REF-12")
@pytest.mark.covers("ENT-04", "ENT-06", "ENT-07", "ASC-01", "ASC-02", "ASC-03", "BEY-01", "BEY-06")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("title", story.plays)
def test_a_lease_ends_in_the_windows_of_all_concerned_to_the_last_fen(title, town):
    story.play(title, town)
    town.is_over()


def test_the_page_tells_these_plays_and_no_others():
    assert story.on_the_page() == list(story.plays)
