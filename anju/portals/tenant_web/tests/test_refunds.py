"""退款待办, in the order of manual 001, chapter 5: plans are read and answered, accounts confirmed."""

from datetime import timedelta

import pytest

from anju.notices.models import Notice
from anju.portals.tenant_web.tests.answers import AT, radios, typed
from anju.portals.tenant_web.tests.reading import links
from anju.refunds import actions
from anju.refunds.models import Answer, Portion
from anju.refunds.rules import Status
from anju.refunds.tests.endings import (
    ACCOUNT,
    CHECKS,
    OTHER_ACCOUNT,
    a_plan,
    an_answer,
    an_authority_order,
    bank_pays,
    status_of,
)

pytestmark = pytest.mark.django_db


# 5.2.1 待办、已办查看 ---------------------------------------------------------------------------------------


@pytest.mark.covers("REF-01")
def test_a_plan_stands_in_the_first_tab_until_it_is_answered_then_in_the_second(pages, case):
    pages.get("/tenant/refunds")
    assert "没有需要您确认的退款方案和收款账号" in pages.page.text
    assert "待企业提出方案" in pages.page.text  # it goes on without me
    a_plan(case)
    pages.get("/tenant/refunds")
    assert "退款方案确认 点击进入" in pages.page.text
    assert f"{AT}/plan" in links(pages)
    pages.get("/tenant/refunds/done")
    assert "还没有已办的退款方案" in pages.page.text

    an_answer(case)

    pages.get("/tenant/refunds")
    assert "退款方案确认 点击进入" not in pages.page.text
    pages.get("/tenant/refunds/done")
    assert "意见：同意此方案退款" in pages.page.text
    assert AT in links(pages)
    pages.get(AT)
    for words in (
        "付款中",
        "租押金扣除金额 ¥ 1,000.00",
        "退款流程",
        "登记交还住房（解约）",
        "同意此方案退款",
    ):
        assert words in pages.page.text


@pytest.mark.covers("REF-02")
def test_a_co_tenant_reads_the_plan_and_is_told_who_answers(case, plan, co_tenant):
    co_tenant.get("/tenant/refunds")
    assert f"{AT}/plan" in links(co_tenant)
    for page in ("plan", "answer"):
        assert co_tenant.get(f"{AT}/{page}").status_code == 200
        assert "收款承租人是 张*，由其回复退款意见；您可以查看退款方案。" in co_tenant.page.text
    assert "租押金退还承租人金额 ¥ 27,000.00" in co_tenant.page.text
    co_tenant.get(AT)
    told = "收款承租人是 张*，由其回复退款意见、确认收款账号；您可以查看方案和进度。"
    assert told in co_tenant.page.text
    assert radios(co_tenant) == []

    co_tenant.post(f"{AT}/answer", typed(plan, step="confirm"))
    assert "只有收款承租人可以回复退款方案" in co_tenant.page.text
    co_tenant.post(f"{AT}/plan")
    assert "只有收款承租人可以回复退款方案" in co_tenant.page.text
    assert Answer.objects.count() == 0
    plan.refresh_from_db()
    assert plan.opened_at is None


# 5.2.3 退款失败处理 -----------------------------------------------------------------------------------------


@pytest.mark.covers("REF-12")
def test_a_failed_payment_asks_for_the_account_again_and_says_why(pages, case, plan, co_tenant):
    an_answer(case)
    bank_pays(failing="0014")
    portion = Portion.objects.get(case=case, side="tenant")
    page = f"/tenant/refunds/payments/{portion.pk}"
    pages.get("/tenant/refunds")
    assert (
        "收款账号确认 点击进入" in pages.page.text and "收款账户已销户（AC04）" in pages.page.text
    )
    assert page in links(pages)
    for place in ("/tenant/", AT):
        pages.get(place)
        assert page in links(pages), place
    pages.get(page)
    for words in (
        "付款没有成功的原因 收款账户已销户（AC04）",
        "收款人户名 张三",
        "6222 **** **** 0014",
        "¥ 27,000.00",
    ):
        assert words in pages.page.text
    co_tenant.get(page)
    assert "由其确认收款账号" in co_tenant.page.text
    co_tenant.post(page, {"payee_account": "6217000010000000003", "payee_bank": "建设银行"})
    assert "只有收款承租人可以" in co_tenant.page.text
    pages.post(page, {"payee_account": "12", "payee_bank": "建设银行"})
    assert "收款账号：收款账号「12」不正确" in pages.page.text

    answer = {"payee_account": "6217 0000 1000 0000 003", "payee_bank": OTHER_ACCOUNT[1]}
    assert pages.post(page, answer)["Location"] == AT

    portion.refresh_from_db()
    assert (portion.status, portion.payee_account) == ("due", OTHER_ACCOUNT[0])
    bank_pays()
    pages.get("/tenant/refunds")
    assert "收款账号确认 点击进入" not in pages.page.text
    assert status_of(case) == Status.CLOSED
    pages.get(page)
    assert "这笔款项现在不需要确认收款账号" in pages.page.text


@pytest.mark.covers("REF-13")
def test_who_never_gave_an_account_is_asked_for_one(days, pages, case):
    case.refresh_from_db()

    days.pass_to(case.plan_due_on + timedelta(days=1))
    bank_pays()
    portion = Portion.objects.get(case=case)
    pages.get(f"/tenant/refunds/payments/{portion.pk}")
    assert "付款没有成功的原因 没有收款账号" in pages.page.text
    pages.post(
        f"/tenant/refunds/payments/{portion.pk}",
        {"payee_account": ACCOUNT[0], "payee_bank": ACCOUNT[1]},
    )
    bank_pays()
    assert status_of(case) == Status.CLOSED


@pytest.mark.covers("ENT-07")
def test_an_order_of_the_authority_is_read_in_both_languages(pages, case, plan):
    order = an_authority_order(case.lease)
    actions.approve_order(order_id=order.pk, by=CHECKS)
    page = f"/tenant/refunds/{case.lease.filing_no}"
    pages.get(page)
    said = f"依据{order.authority}文书{order.document_no}"
    assert f"按主管部门决定退还承租人 资金中心 · {said}" in pages.page.text
    assert pages.page.text.count(said) == 2
    pages.post("/language", {"language": "en", "next": page})
    pages.get(page)
    assert "Paid back to the tenant by order of the authority" in pages.page.text
    told = f"By document {order.document_no} of {order.authority}"
    assert pages.page.text.count(told) == 2


@pytest.mark.covers("REF-12")
def test_a_banks_code_is_told_in_plain_words_in_both_languages(pages, case, plan):
    an_answer(case)
    bank_pays(failing="0014", because="AC04")
    portion = Portion.objects.get(case=case, side="tenant")
    page = f"/tenant/refunds/payments/{portion.pk}"
    pages.get(page)
    assert "付款没有成功的原因 收款账户已销户（AC04）" in pages.page.text
    assert "付款失败 系统 · 承租人 · 退款方案 · 收款账户已销户（AC04）" in pages.page.text
    told = Notice.objects.get(kind="payout_failed", person=case.payee_tenant.person)
    assert "收款账户已销户" in str(told.facts)
    pages.post("/language", {"language": "en", "next": page})
    pages.get(page)
    assert "The account has been closed（AC04）" in pages.page.text
