"""日终结账 on the pages of the fund centre."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from anju.closings import actions
from anju.closings.models import Closing, Difference, ManualEntry
from anju.closings.rules import EntryKind
from anju.closings.tests.days import CLOSER, a_day, a_document, compared, states, told, yesterday
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.payments import actions as payments
from anju.payments.actions.settlements import BillLine
from anju.payments.models import StatementRequest
from anju.people.rules import Power
from anju.portals.centre.tests.differing import a_day_that_differs, a_paper, at
from anju.tests.custody_world import at_noon
from anju.tests.pages import Pages
from anju.tests.world import a_bank_account, a_credit, book, go_to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-02", "CTR-03")]


def test_a_day_names_its_differences_with_both_sides(closer):
    closing, paid, left_out, doubled = a_day_that_differs()
    closer.get("/centre/closings")
    assert "中国建设银行有未处理的资金差异，该账户的划转已暂停" in closer.page.text
    assert "有差异，3项待处理" in closer.page.text
    officer = Pages()
    officer.as_staff(Power.RELEASE_HOLD, username="guo.ning", name="郭宁")
    officer.get("/centre/holds")
    assert "中国建设银行有未处理的日终差异，该账户的划转已自动暂停" in officer.page.text
    closer.get(at(closing))
    for words in (
        f"银行漏记 {left_out.bank_ref}",
        "账簿比对账单多5.00元",
        f"金额不符 {paid.bank_ref}",
        "账簿比对账单少0.01元",
        "28,000.01",
        "银行重记 ANOTHER1",
        f"与流水{doubled.bank_ref}是同一笔；账簿只记了一次，这一行没有入账。",
        "张* 6222 **** **** 0014",
        "3项待处理",
    ):
        assert words in closer.page.text, words
    assert "6222020200000000014" not in closer.page.text


def test_a_day_is_asked_for_corrected_and_closed(closer):
    closing, paid, left_out, doubled = a_day_that_differs()
    closer.post(at(closing, "/ask"))
    assert StatementRequest.objects.get().day == closing.day
    closer.get(at(closing))
    assert "正在向银行索取对账单" in closer.page.text
    states(told(paid), told(left_out), told(doubled))
    compared()
    closer.get(at(closing))
    assert "银行更正对账单" in closer.page.text
    assert "已被更正" in closer.page.text
    closer.post(at(closing, "/close"))
    closer.get(at(closing))
    assert f"{closing.day}已日结，次日已开启" in closer.page.text
    assert "下一个等待日结的日期" not in closer.page.text, "today is not over"
    closer.get("/centre/closings")
    assert "没有等待日结的日期" in closer.page.text
    advance_clock(days=1, by=CLOCK)
    closer.get(at(closing))
    assert f"下一个等待日结的日期： {clock.today() - timedelta(days=1)}" in closer.page.text


def test_each_way_asks_for_words_and_says_what_comes_of_it(closer):
    closing, _, left_out, _ = a_day_that_differs()
    missing = Difference.objects.get(kind="missing")
    closer.get(f"/centre/differences/{missing.pk}/transit")
    assert left_out.bank_ref in closer.page.text
    closer.post(f"/centre/differences/{missing.pk}/transit", {"because": " "})
    assert "请写明原因" in closer.page.text
    sent = {"because": "银行答复次日补记", "uploads": a_paper()}
    closer.post(f"/centre/differences/{missing.pk}/transit", sent)
    closer.get(at(closing))
    assert "在途：银行次日补记" in closer.page.text
    assert "银行回单.png" in closer.page.text
    file = missing.files.get()
    assert closer.get(f"/centre/differences/{missing.pk}/files/{file.pk}").status_code == 200
    double = Difference.objects.get(kind="double")
    sent = {"because": "付款人确认付了两次", "uploads": a_paper()}
    closer.post(f"/centre/differences/{double.pk}/admit", sent)
    assert double.files.get().name == "银行回单.png"
    closer.get(at(closing))
    assert "确为另一笔，登记入账" in closer.page.text
    closer.post(f"/centre/differences/{double.pk}/explain", {"because": "没事"})
    assert "不能这样处理" in closer.page.text
    closer.get(f"/centre/differences/{double.pk}/admit")  # a page of this morning is pressed again
    assert "可能已经处理，或者凭证正在复核" in closer.page.text
    assert not closer.page.all("textarea")
    closer.get(at(closing))
    for step in (
        f"银行漏记 {left_out.bank_ref} · 说明 已说明 任忠 银行答复次日补记",
        "银行重记 ANOTHER1 · 解决 已解决 任忠 付款人确认付了两次",
    ):
        assert step in closer.page.text


def test_a_day_with_an_entry_that_nobody_has_checked_is_not_closed(closer, checker):
    [paid] = a_day()
    states(told(paid))
    closing = compared()
    entry = actions.make_entry(
        bank="ccb",
        kind=EntryKind.MORE,
        amount_fen=5_00,
        happened_on=yesterday(),
        reason="长款",
        file_ids=[a_document()],
        by=CLOSER,
    )
    closer.get(at(closing))
    assert f"复核、退回或者撤回以后才能日结： {entry.no}" in closer.page.text
    assert [one.text for one in closer.page.all("button") if one.text == "日结"] == []
    closer.post(at(closing, "/close"))
    closer.get(at(closing))
    assert f"记账凭证{entry.no}记在这一天，还没有复核" in closer.page.text
    checker.post(f"/centre/manual-entries/{entry.pk}/reject", {"because": "缺回单"})
    closer.post(at(closing, "/close"))
    closer.get(at(closing))
    assert "已日结，次日已开启" in closer.page.text


@pytest.mark.covers("CTR-01")
def test_what_the_bank_has_not_booked_in_time_is_work_again_though_its_day_is_closed(closer):
    [paid, left_out] = a_day("5.00")
    states(told(paid))
    closing, missing = compared(), Difference.objects.get()
    wait = {"difference_id": missing.pk, "because": "次日补记"}
    due = actions.mark_in_transit(**wait, by=CLOSER).due_on
    closer.post(at(closing, "/close"))
    closer.get("/centre/closings")
    assert "日结后又待处理的差异" not in closer.page.text
    go_to(at_noon(due + timedelta(days=1)))
    compared()
    closer.get("/centre/")
    assert f"日结后又待处理的差异 1 {closing.day}" in closer.page.text
    closer.get("/centre/closings")
    assert "日结后又待处理的差异" in closer.page.text
    assert at(closing) in [one.get("href") for one in closer.page.all("a")]
    closer.get(at(closing))
    assert f"银行漏记 {left_out.bank_ref} · 重新打开 待处理 系统 {due}" in closer.page.text


def test_what_an_order_has_already_is_not_offered_to_be_denied(closer):
    [paid] = a_day()
    states()
    closing, missing = compared(), Difference.objects.get()
    assert missing.bank_ref == paid.bank_ref
    closer.get(at(closing))
    assert "银行没有收到的，应由银行补足" in closer.page.text
    assert "银行确认没有这一笔" not in closer.page.text


def test_who_may_only_read_closes_nothing(pages):
    pages.as_staff(Power.PROOF_READ)
    closing, *_ = a_day_that_differs()
    pages.get(at(closing))
    assert "再次索取对账单" not in pages.page.text
    assert pages.post(at(closing, "/close")).status_code == 403
    assert pages.get("/centre/manual-entries").status_code == 403
    double = Difference.objects.get(kind="double")
    assert pages.get(f"/centre/differences/{double.pk}/admit").status_code == 403


def test_a_day_that_differs_is_not_closed_by_the_button(closer):
    closing, *_ = a_day_that_differs()
    closer.post(at(closing, "/close"))
    closer.get(at(closing))
    assert "当前状态为「有差异」，不能日结" in closer.page.text


@pytest.mark.parametrize("address", ["abc/2026-01-01", "ccb/2999-01-01"])
def test_a_day_that_nobody_opened_is_not_found(closer, address):
    a_day_that_differs()
    assert closer.get(f"/centre/closings/{address}").status_code == 404
    assert closer.get(f"/centre/closings/{address}.pdf").status_code == 404


def test_a_month_that_cannot_be_read_is_told_and_another_is_shown(closer):
    a_day_that_differs()
    closer.get("/centre/closings", {"month": "2026-13"})
    assert "这不是一个月份" in closer.page.text
    for month in ("0001-01", "1999-12", "9999-12"):
        closer.get("/centre/closings", {"month": month})
        assert "月份应在2024年1月至本月之间" in closer.page.text
        assert f"{clock.today():%Y年}" in closer.page.text
    closer.get("/centre/closings", {"month": "2024-01"})
    assert "上个月" not in closer.page.text
    closer.get("/centre/closings", {"month": "2024-02"})
    assert "2024年2月" in closer.page.text
    assert "下个月" in closer.page.text


def test_the_report_says_what_differed_and_who_closed_the_day(closer):
    closing, paid, left_out, doubled = a_day_that_differs()
    amount = Difference.objects.get(kind="amount")
    actions.settle_by_entry(
        difference_id=amount.pk, kind=EntryKind.MORE, amount_fen=1, reason="以银行为准", by=CLOSER
    )
    response = closer.get(at(closing, ".pdf"))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    text = text.replace("​", "").replace("\n", "")
    for words in (
        "日终结账报告",
        "中国建设银行",
        "银行漏记",
        left_out.bank_ref,
        "28,000.01",
        "以银行为准",
    ):
        assert words in text, words
    states(told(paid), told(left_out), told(doubled))
    entry = ManualEntry.objects.get()
    actions.withdraw_entry(entry_id=entry.pk, by=CLOSER)
    compared()
    closer.post(at(closing, "/close"))
    response = closer.get(at(closing, ".pdf"))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "任忠" in text
    assert "已日结" in text
    assert str(clock.today().year) in text


def test_the_report_of_a_day_without_a_statement_does_not_say_that_it_agrees(closer):
    closing, *_ = a_day_that_differs()
    today = Closing.objects.create(bank_account=closing.bank_account, day=clock.today())
    content = closer.get(at(today, ".pdf")).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "还没有收到对账单。" in text and "每一行都与账簿一致" not in text


def test_what_a_provider_s_bill_differs_in_leads_to_its_lines(pages):
    pages.as_staff(Power.PROOF_READ, Power.BANK_READ)
    [paid] = a_day()
    states(told(paid))
    closing, day = compared(), clock.today()
    lines = [BillLine("trade", "T1", "20260101000000000199", 12_00, 0, clock.now())]
    bill = payments.record_bill(
        channel="alipay", bank="ccb", day=day, digest=b"d" * 32, lines=lines, by=CLOCK
    )
    kept = {"bank_ref": f"alipay {day}", "number": 1, "effect_fen": 0, "found_at": clock.now()}
    Difference.objects.create(closing=closing, kind="settlement", **kept)
    pages.get(at(closing))
    assert f"支付机构清算差异 支付宝支付 {day} 待处理" in pages.page.text
    assert "账单中有1行与支付单不符 查看这些行" in pages.page.text
    assert f"/centre/settlements/{bill.pk}" in [one.get("href") for one in pages.page.all("a")]
    assert "没有这一笔" not in pages.page.text


def test_a_month_with_many_days_takes_few_questions(closer, django_assert_max_num_queries):
    a_day_that_differs()
    closer.get("/centre/closings")
    with django_assert_max_num_queries(17):
        closer.get("/centre/closings")


def test_a_day_takes_as_many_questions_for_many_differences_as_for_few(
    closer, django_assert_max_num_queries
):
    a_bank_account()
    entries = [
        a_credit(amount=f"{n + 1}.00", code="", booked_at=at_noon(yesterday())) for n in range(30)
    ]
    twice = [told(one, bank_ref=f"{one.bank_ref}D") for one in entries[:10]]
    book()
    states(*(told(one) for one in entries[:10]), *twice)
    closing = compared()
    closer.get(at(closing))
    with django_assert_max_num_queries(25):
        closer.get(at(closing))
    assert "30项待处理" in closer.page.text
    assert closer.page.text.count("账簿只记了一次，这一行没有入账") == 10
