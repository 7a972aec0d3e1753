"""Refunds at the counter, receipts and their tickets, public revenue and interest: by one and another."""

from datetime import date

import pytest

from anju.core import clock
from anju.core.models import AccessRefused, Look
from anju.fund import actions as fund
from anju.fund import queries
from anju.fund.models import CounterRefund
from anju.fund.tests.world import DEPARTMENT, WANG, an_account, fresh, signed_in
from anju.fund_runs import actions as runs
from anju.fund_runs import jobs
from anju.fund_runs.models import Run
from anju.fund_runs.tests.test_revenue import a_credit
from anju.fund_runs.tests.things import deposit as moved
from anju.fund_runs.tests.things import wait_for_the_run
from anju.ledger.queries import balance_fen
from anju.parameters.tests.settling import APPROVER, PROPOSER
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import forms_of, links_of, text_of
from anju.receipts.jobs import send_receipts
from anju.receipts.models import Receipt
from anju.refunds.tests.endings import bank_pays
from anju.tests.walks.fund_desk import CARD, a_trouble, to, too_much_deposited

pytestmark = pytest.mark.django_db
HAIDIAN = "110108"


@pytest.fixture
def paying(officer):
    return officer(Power.FUND_PAY, username="tui.kuan", name="涂宽")


@pytest.fixture
def checking(officer):
    return officer(Power.FUND_CHECK, username="fu.he", name="傅和")


def wanted(paid, **changes):
    return {
        "reason": "area",
        "deposit": paid.pk,
        "amount": "400.00",
        "payee_name": "王五",
        "payee_account": CARD,
        "payee_bank": "中国工商银行北京望京支行",
    } | changes


@pytest.mark.covers("OWN-33")
def test_a_refund_is_entered_by_one_and_checked_by_another(officer, paying, checking):
    [(account, paid)] = too_much_deposited(1)
    assert "应退400.00元" in text_of(paying, "home_detail", account.pk)
    answer = paying.post(to("enter_refund", account.pk), wanted(paid))
    refund = CounterRefund.objects.get()
    assert answer["Location"] == to("refund", refund.pk)
    shown = text_of(paying, "refund", refund.pk)
    assert "王*" in shown and CARD not in shown and "傅和" in shown, "whom to ask"
    assert to("check_refund", refund.pk) not in forms_of(paying)
    assert paying.post(to("check_refund", refund.pk), {"decision": "approve"}).status_code == 403

    assert refund.no in text_of(checking, "refunds")
    checking.post(to("check_refund", refund.pk), {"decision": "reject"})
    assert "请填写审核意见" in checking.page.text
    checking.post(to("check_refund", refund.pk), {"decision": "approve"})
    assert fresh(refund).status == "paying" and balance_fen(account.pot) == 17_600_00
    assert "退款中" in text_of(checking, "refund", refund.pk)
    bank_pays()
    assert "没有符合条件的退款" in text_of(paying, "refunds", ask="status=failed")
    assert refund.no in text_of(paying, "refunds", ask=f"no={refund.no}")


def test_who_entered_a_refund_does_not_check_it(officer):
    [(account, paid)] = too_much_deposited(1)
    both = officer(Power.FUND_PAY, Power.FUND_CHECK, username="quan.neng", name="全能")
    both.post(to("enter_refund", account.pk), wanted(paid))
    refund = CounterRefund.objects.get()
    assert "须由另一人复核" in text_of(both, "refund", refund.pk)
    assert to("check_refund", refund.pk) not in forms_of(both)
    both.post(to("check_refund", refund.pk), {"decision": "approve"})
    assert "不能复核自己办理的退款" in both.page.text
    assert fresh(refund).status == "entered" and balance_fen(account.pot) == 18_000_00


def test_what_is_wrong_with_a_refund_is_told_at_its_field(paying):
    [(account, paid)] = too_much_deposited(1)
    for changes, told in [
        ({"amount": "400.01"}, "最多可退400.00元"),
        ({"amount": "四百"}, "四百"),
        ({"deposit": ""}, "请选择该房屋的一笔已交存的交存单"),
        ({"payee_name": "赵六"}, "请从列表中选择"),
        ({"payee_account": "123"}, "银行卡号应为12至19位"),
        ({"payee_bank": ""}, "请填写"),
    ]:
        paying.post(to("enter_refund", account.pk), wanted(paid, **changes))
        assert told in paying.page.text, changes
    assert not CounterRefund.objects.exists()
    fund.record_paper_receipt(deposit_id=paid.pk, paper_no="0001", by=DEPARTMENT)
    paying.post(to("enter_refund", account.pk), wanted(paid))
    assert "请先作废票据再办理退款" in paying.page.text
    assert CARD in [one.get("value") for one in paying.page.all("input")], "what was typed is kept"


@pytest.mark.covers("OWN-12")
def test_a_paper_receipt_is_recorded_and_voided_before_a_refund(officer, paying):
    [(account, paid)] = too_much_deposited(1)
    entering = officer(Power.FUND_ENTER, username="lu.ru", name="陆儒")
    entering.post(to("record_paper", paid.pk), {"paper_no": " "})
    assert "请填写" in entering.page.text
    assert entering.post(to("record_paper", paid.pk), {"paper_no": "京00012345"}).status_code == 302
    shown = text_of(entering, "deposit", paid.pk)
    assert "纸质票据" in shown and "京00012345" in shown
    assert to("issue_receipt", paid.pk) not in forms_of(entering)
    entering.post(to("issue_receipt", paid.pk), {}, follow=True)
    assert "不支持再次开具电子票据" in entering.page.text
    assert to("void_receipt", paid.pk) not in links_of(entering)
    assert entering.post(to("void_receipt", paid.pk), {"reason": "退款"}).status_code == 403

    paying.post(to("void_receipt", paid.pk), {"reason": ""})
    assert "请填写" in paying.page.text
    assert paying.post(to("void_receipt", paid.pk), {"reason": "面积差退款"}).status_code == 302
    assert Receipt.objects.get().status == "voided"
    assert paying.post(to("enter_refund", account.pk), wanted(paid)).status_code == 302


def test_an_e_receipt_is_issued_at_the_counter_and_its_look_written_down(sandbox, officer):
    [(_account, paid)] = too_much_deposited(1)
    entering = officer(Power.FUND_ENTER, username="lu.ru", name="陆儒")
    assert entering.get(to("receipt_file", paid.pk)).status_code == 404
    entering.post(to("issue_receipt", paid.pk), {}, follow=True)
    assert "开票中" in entering.page.text
    send_receipts(0)
    shown = text_of(entering, "deposit", paid.pk)
    assert "开票成功" in shown and Receipt.objects.get().check_code in shown
    assert entering.get(to("receipt_file", paid.pk)).content.startswith(b"%PDF")
    assert Look.objects.get().whose == paid.no


def test_deposits_are_found_by_their_number(officer):
    [(_account, paid)] = too_much_deposited(1)
    reading = officer(Power.FUND_READ, username="du.zhe", name="杜者")
    assert paid.no in text_of(reading, "receipts", ask=f"no={paid.no}")
    assert "没有符合条件的交存单" in text_of(reading, "receipts", ask="no=WX1")
    stranger = officer(Power.FUND_READ, username="hai.dian", name="海淀", district=HAIDIAN)
    assert "没有符合条件的交存单" in text_of(stranger, "receipts", ask=f"no={paid.no}")
    assert stranger.get(to("deposit", paid.pk)).status_code == 404


@pytest.mark.covers("ERR-01")
def test_a_fault_of_the_receipt_platform_is_told_with_the_raw_answer_and_a_report(officer, paying):
    [(_account, paid)] = too_much_deposited(1)
    trouble = a_trouble(paid.pk)
    assert "票据平台线路有故障" in text_of(paying, "homes")
    assert "有故障" in text_of(paying, "troubles", ask="status=open")
    shown = text_of(paying, "trouble", trouble)
    assert "502 Bad Gateway" in shown and "财政电子票据平台" in shown
    assert Receipt.objects.get().no in shown and "王五" not in shown
    assert "没有问题单" in text_of(paying, "troubles", ask="status=resolved")
    reader = officer(Power.FUND_READ, username="du.zhe", name="杜者")
    assert "票据平台线路有故障" not in text_of(reader, "homes")
    assert reader.get(to("trouble", trouble)).status_code == 403


def revenue(credit, **changes):
    return {
        "entry": credit.pk,
        "district": "110105",
        "community": "望京花园",
        "purpose": "电梯广告",
    } | changes


@pytest.mark.covers("CTR-04")
def test_public_revenue_is_shared_checked_and_booked(paying, checking):
    accounts = [an_account(area_hundredths=area) for area in (60_00, 40_00)]
    entry = a_credit(1_000_00)
    for changes, told in [
        ({"community": "不知道"}, "没有登记这个名称的小区"),
        ({"purpose": ""}, "请填写"),
        ({"entry": 999999}, "请从列表中选择"),
    ]:
        paying.post(to("enter_revenue"), revenue(entry, **changes))
        assert told in paying.page.text, changes
    answer = paying.post(to("enter_revenue"), revenue(entry))
    run = Run.objects.get()
    assert answer["Location"] == to("run", run.pk)
    shown = text_of(paying, "run", run.pk)
    assert "600.00" in shown and "400.00" in shown and "傅和" in shown
    assert paying.post(to("check_run", run.pk), {"decision": "approve"}).status_code == 403
    checking.post(to("check_run", run.pk), {"decision": "reject"})
    assert "请填写退回原因" in checking.page.text
    assert checking.post(to("check_run", run.pk), {"decision": "approve"}).status_code == 302
    assert "已入账0户，共2户" in text_of(checking, "run", run.pk)
    part = checking.get(to("run", run.pk), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode() and "正在入账" in checking.page.text
    jobs.run_what_is_open(0)
    assert "已入账2户，共2户" in text_of(checking, "run", run.pk)
    assert [balance_fen(one.pot) for one in accounts] == [600_00, 400_00]


@pytest.mark.covers("CTR-04")
def test_a_years_interest_is_started_counted_and_sent_back(paying, checking):
    account = an_account()
    tomorrow = date.fromordinal(clock.today().toordinal() + 1)
    terms = {"from_on": tomorrow, "carried_ppm": 11_000, "current_ppm": 3_500}
    proposed = runs.propose_interest_rates(**terms, because="银发〔2026〕1号", by=PROPOSER)
    runs.approve_interest_rates(value_id=proposed, by=APPROVER)
    assert "1.10%" in text_of(paying, "runs") and "0.35%" in paying.page.text
    paying.post(to("start_interest"), {"bank": "bob"}, follow=True)
    assert "没有需要结息的期间" in paying.page.text

    moved(account, 18_000_00, clock.today())
    wait_for_the_run()
    answer = paying.post(to("start_interest"), {"bank": "bob"})
    run = Run.objects.get()
    assert answer["Location"] == to("run", run.pk)
    assert "正在计算" in text_of(paying, "run", run.pk)
    jobs.run_what_is_open(0)
    run.refresh_from_db()
    assert run.status == "counted" and run.amount_fen > 0
    shown = text_of(checking, "run", run.pk)
    assert "待复核" in shown and account.dwelling.address in shown
    checking.post(to("check_run", run.pk), {"decision": "approve"})
    assert "可用于入账的资金为0.00元" in checking.page.text
    typed = {"decision": "reject", "because": "银行利息没有到账"}
    assert checking.post(to("check_run", run.pk), typed).status_code == 302
    assert "银行利息没有到账" in text_of(paying, "run", run.pk)
    paying.post(to("start_interest"), {"bank": "bob"})
    assert Run.objects.count() == 2, "after it was sent back it is started anew"


@pytest.mark.covers("CTR-05", "SEC-02")
def test_a_department_sees_and_checks_only_its_own(officer, paying):
    [(account, paid)] = too_much_deposited(1)
    paying.post(to("enter_refund", account.pk), wanted(paid))
    paying.post(to("enter_revenue"), revenue(a_credit(1_000_00)))
    refund, run = CounterRefund.objects.get(), Run.objects.get()
    stranger = officer(
        *(Power.FUND_PAY, Power.FUND_CHECK),
        username="hai.dian",
        name="海淀",
        district=HAIDIAN,
    )
    assert refund.no not in text_of(stranger, "refunds")
    assert run.no not in text_of(stranger, "runs")
    assert to("start_interest") not in links_of(stranger)
    for page, pk in (("refund", refund.pk), ("run", run.pk)):
        assert stranger.get(to(page, pk)).status_code == 404
        answer = stranger.post(to(f"check_{page}", pk), {"decision": "approve"})
        assert answer.status_code == 404
    assert AccessRefused.objects.filter(actor="hai.dian").count() > 0
    assert not queries.refunds_seen_by(signed_in(WANG)).exclude(pk=refund.pk).exists()
