"""维修支取付款: half at first, the rest once settled; by one and another; what failed goes to another account."""

import pytest

from anju.core.models import AccessRefused, Look
from anju.fund.models import Deposit
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import forms_of, links_of, text_of
from anju.refunds.tests.endings import bank_pays as the_bank_pays
from anju.tests.walks.fund_desk import to
from anju.works import actions, jobs
from anju.works.models import Payment
from anju.works.tests.world import (
    CHECKER,
    CONTRACTOR,
    REVIEWER,
    WANG,
    ZHAO,
    a_community,
    a_submitted_order,
    an_approved_order,
    entered,
    fresh,
    settled_for,
)

pytestmark = pytest.mark.django_db
ACCOUNT = "0200004119000000028"
NEW_ACCOUNT = "11001016600053001234"
HAIDIAN = "110108"


def bank_pays(**failing):
    """And what the bank did is heeded."""
    the_bank_pays(**failing)
    jobs.hear_of_payments(0)


@pytest.fixture
def paying(officer):
    return officer(Power.FUND_PAY, username="bo.fu", name="薄富")


@pytest.fixture
def checking(officer):
    return officer(Power.FUND_CHECK, username="fu.he", name="傅和")


def typed(**changes):
    return {"amount": "50000.00", "account": "order"} | changes


def pay(pages, order, stage="first", **changes):
    return pages.post(to("pay_works", order.pk, stage), typed(**changes))


@pytest.mark.covers("WDR-08")
def test_the_first_payment_is_at_most_half_entered_by_one_and_checked_by_another(paying, checking):
    order, _by = an_approved_order()
    assert order.no in text_of(paying, "works") and "等待录入拨付" in paying.page.text
    assert order.no in text_of(paying, "home")
    shown = text_of(paying, "works_order", order.pk)
    assert "录入首付款" in shown and "录入尾款" not in shown and ACCOUNT not in shown
    shown = text_of(paying, "pay_works", order.pk, "first")
    assert "最多50,000.00元" in shown and "0200 **** **** 0028" in shown and ACCOUNT not in shown
    [amount] = [one for one in paying.page.all("input") if one.get("name") == "amount"]
    assert amount.get("value") == "50000.00", "what may go is proposed"

    pay(paying, order, amount="50000.01")
    assert "首付款累计最多50,000.00元" in paying.page.text and not Payment.objects.exists()
    pay(paying, order, amount="一半")
    assert not Payment.objects.exists()
    assert pay(paying, order)["Location"] == to("works_order", order.pk)
    payment = Payment.objects.get()
    shown = text_of(paying, "works_payment", payment.pk)
    assert "傅和" in shown and ACCOUNT not in shown and "0200 **** **** 0028" in shown
    assert to("check_works", payment.pk) not in forms_of(paying)
    assert paying.post(to("check_works", payment.pk), {"decision": "approve"}).status_code == 403

    assert payment.no in text_of(checking, "works") and "等待您复核" in checking.page.text
    assert payment.no in text_of(checking, "home")
    checking.post(to("check_works", payment.pk), {"decision": "reject"})
    assert "请填写意见" in checking.page.text
    for _twice in range(2):
        checking.post(to("check_works", payment.pk), {"decision": "approve"})
    assert fresh(payment).status == "paying" and Payment.objects.count() == 1
    bank_pays()
    assert fresh(payment).status == "paid" and fresh(order).status == "working"
    assert "已拨付" in text_of(paying, "works_order", order.pk)
    assert order.no not in [row for row in links_of(paying) if "pay" in row]


@pytest.mark.covers("WDR-08")
def test_who_entered_a_payment_does_not_check_it(officer):
    both = officer(Power.FUND_PAY, Power.FUND_CHECK, username="quan.neng", name="全能")
    order, _by = an_approved_order()
    pay(both, order)
    payment = Payment.objects.get()
    assert "须由另一人复核" in text_of(both, "works_payment", payment.pk)
    assert to("check_works", payment.pk) not in forms_of(both)
    both.post(to("check_works", payment.pk), {"decision": "approve"})
    assert "不能复核自己录入的拨付" in both.page.text
    assert fresh(payment).status == "entered"


@pytest.mark.covers("WDR-08")
def test_what_the_bank_did_not_pay_goes_to_another_account_of_the_same_payee(paying, checking):
    order, _by = an_approved_order()
    pay(paying, order)
    first = Payment.objects.get()
    checking.post(to("check_works", first.pk), {"decision": "approve"})
    bank_pays(failing="0028")
    assert fresh(first).status == "failed"
    shown = text_of(paying, "works")
    assert "拨付失败，须更正账户" in shown and first.no in shown
    text_of(paying, "works_payment", first.pk)
    assert to("pay_works", order.pk, "first") in links_of(paying)
    text_of(paying, "pay_works", order.pk, "first")
    chosen = [one for one in paying.page.all("input") if one.get("checked") is not None]
    assert [one.get("value") for one in chosen] == ["other"]

    pay(paying, order, account="other")
    assert paying.page.text.count("请填写") >= 3
    other = {"account": "other", "payee_account": NEW_ACCOUNT, "payee_bank": "中国建设银行望京支行"}
    pay(paying, order, payee_name="北京别家有限公司", **other)
    assert "请从列表中选择" in paying.page.text
    pay(paying, order, payee_name=CONTRACTOR, **other | {"payee_account": "12"})
    assert Payment.objects.count() == 1
    assert pay(paying, order, payee_name=CONTRACTOR, **other).status_code == 302
    second = Payment.objects.exclude(pk=first.pk).get()
    checking.post(to("check_works", second.pk), {"decision": "approve"})
    bank_pays()
    assert fresh(second).status == "paid" and fresh(order).status == "working"
    assert "拨付失败，须更正账户" not in text_of(paying, "works")


@pytest.mark.covers("WDR-08")
def test_the_final_payment_is_the_settlement_less_the_first_to_the_fen(paying, checking):
    order, by = an_approved_order()
    pay(paying, order)
    checking.post(to("check_works", Payment.objects.get().pk), {"decision": "approve"})
    bank_pays()
    settlement = settled_for(fresh(order), 90_000_01, by)
    assert paying.get(to("pay_works", order.pk, "final")).status_code == 200
    pay(paying, order, stage="final", amount="1.00")
    assert "不能拨付尾款" in paying.page.text
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    shown = text_of(paying, "works_order", order.pk)
    assert "录入尾款" in shown and "90,000.01元" in shown and settlement.no in shown
    assert "最多40,000.01元" in text_of(paying, "pay_works", order.pk, "final")
    pay(paying, order, stage="final", amount="40000.02")
    assert "最多可拨付40,000.01元" in paying.page.text
    assert pay(paying, order, stage="final", amount="40000.01").status_code == 302
    final = Payment.objects.get(stage="final")
    checking.post(to("check_works", final.pk), {"decision": "approve"})
    bank_pays()
    assert fresh(order).status == "finished"
    assert paying.get(to("pay_works", order.pk, "middle")).status_code == 404


@pytest.mark.covers("WDR-08", "WDR-11")
def test_cash_shares_and_arrears_stand_with_their_deposits(paying):
    there = a_community([WANG, ZHAO, None], balance=10_000_00)
    order, _by = a_submitted_order(there, kind="emergency", emergency="EM2")
    actions.approve_order(order_id=order.pk, by=REVIEWER)
    shown = text_of(paying, "works_order", order.pk)
    assert "现金分摊和欠款" in shown and "没有催缴" in shown and "未售，由开发单位现金承担" in shown
    actions.demand_shares(order_id=order.pk, by=REVIEWER)
    shown = text_of(paying, "works_order", order.pk)
    deposits = Deposit.objects.filter(kind="share")
    assert deposits.count() == 3 and all(one.no in shown for one in deposits)
    assert to("deposit", deposits[0].pk) in links_of(paying)


@pytest.mark.covers("WDR-09")
def test_payments_of_emergencies_have_their_clock(paying):
    order, _by = a_submitted_order(kind="emergency", emergency="EM2", is_urgent="1")
    actions.approve_order(order_id=order.pk, by=REVIEWER)
    shown = text_of(paying, "works_order", order.pk)
    assert "特别紧急" in shown and "办理期限" in shown and "已逾期" not in shown
    type(order).objects.filter(pk=order.pk).update(pay_by=order.made_at)
    assert "已逾期" in text_of(paying, "works_order", order.pk)
    assert "已逾期" in text_of(paying, "works")


@pytest.mark.covers("SEC-01")
def test_the_account_in_full_and_papers_are_looks_that_are_written_down(officer, paying):
    order, _by = an_approved_order()
    [payment] = entered(order, 50_000_00)
    assert ACCOUNT in text_of(paying, "works_payee", payment.pk)
    look = Look.objects.get()
    assert (look.actor, look.whose) == ("bo.fu", payment.no)
    paper = order.papers.first()
    assert paying.get(to("works_paper", order.pk, paper.pk)).status_code == 200
    assert Look.objects.count() == 2
    reader = officer(Power.FUND_READ, username="du.zhe", name="杜者")
    assert reader.get(to("works_payee", payment.pk)).status_code == 403
    assert to("works_payee", payment.pk) not in links_of(reader)
    assert to("pay_works", order.pk, "first") not in links_of(reader)


@pytest.mark.covers("CTR-05", "SEC-02")
def test_a_department_sees_enters_and_checks_only_in_its_own_district(officer):
    order, _by = an_approved_order()
    [payment] = entered(order, 50_000_00)
    stranger = officer(
        *(Power.FUND_PAY, Power.FUND_CHECK), username="hai.dian", name="海淀", district=HAIDIAN
    )
    assert order.no not in text_of(stranger, "works")
    for page, pk in (("works_order", order.pk), ("works_payment", payment.pk)):
        assert stranger.get(to(page, pk)).status_code == 404
    assert stranger.get(to("pay_works", order.pk, "first")).status_code == 404
    answer = stranger.post(to("check_works", payment.pk), {"decision": "approve"})
    assert answer.status_code == 404 and fresh(payment).status == "entered"
    assert AccessRefused.objects.filter(actor="hai.dian").count() > 0
    own = officer(Power.FUND_CHECK, username="chao.yang", name="朝阳", district="110105")
    assert payment.no in text_of(own, "works")
    assert own.post(to("check_works", payment.pk), {"decision": "approve"}).status_code == 302


def test_an_order_that_is_paid_as_far_as_there_is_money_is_finished_with_a_reason(paying):
    there = a_community([WANG, ZHAO], balance=10_000_00)
    order, by = a_submitted_order(there, kind="emergency", emergency="EM2")
    actions.approve_order(order_id=order.pk, by=REVIEWER)
    settlement = settled_for(fresh(order), 100_000_00, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    paying.post(to("finish_works", order.pk), {"because": "业主欠款"})
    assert "还有可以拨付的" in paying.page.text
    [final] = entered(fresh(order), 20_000_00, "final")
    actions.approve_payment(payment_id=final.pk, by=CHECKER)
    bank_pays()
    assert "完结" in text_of(paying, "works_order", order.pk)
    paying.post(to("finish_works", order.pk), {"because": ""})
    assert fresh(order).status == "settled"
    assert paying.post(to("finish_works", order.pk), {"because": "业主欠款"}).status_code == 302
    assert fresh(order).status == "finished"


def test_orders_are_found_and_their_shares_shown(paying):
    order, _by = an_approved_order(title="更换水泵")
    assert order.no in text_of(paying, "works", ask="text=更换水泵&status=approved")
    assert "没有符合条件的任务单" in text_of(paying, "works", ask="status=finished")
    assert "17,047.62" in text_of(paying, "works_shares", order.pk)
