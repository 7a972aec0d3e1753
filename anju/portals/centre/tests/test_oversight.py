"""风险预警 and 待领资金, page by page. (BEY-10, BEY-14)"""

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from anju.core import clock
from anju.core.models import Look
from anju.custody.models import Hold
from anju.oversight import actions
from anju.oversight.tests.worrying import KEEPER, a_warning, answerer
from anju.refunds.tests.endings import Days
from anju.tests.pages import Pages
from anju.unclaimed.models import ReachNote, UnclaimedMoney
from anju.unclaimed.tests.waiting import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def days(monkeypatch, db):
    clock_of_test = Days(monkeypatch)
    clock_of_test.be(clock.today() + timedelta(days=1))
    return clock_of_test


@pytest.mark.covers("BEY-10")
def test_a_serious_warning_leads_to_its_leases_and_is_decided_by_a_person(desk: Pages):
    warning = a_warning()

    desk.get("/centre/warnings")
    assert "安居租赁有限公司" in desk.page.text
    assert "押金租金迟缴 5份（100%）" in desk.page.text
    desk.get(f"/centre/warnings/{warning.pk}")
    assert "查看所涉合同和款项" in desk.page.text
    desk.get(f"/centre/warnings/{warning.pk}/late_custody")
    assert desk.page.text.count("28,000.00") == 5 and "140,000.00" in desk.page.text
    leads = [one.get("href") for one in desk.page.all("a") if "/leases/" in (one.get("href") or "")]
    assert len(leads) == 5
    desk.get(leads[0])
    assert "没有余额" in desk.page.text and "时间线" in desk.page.text  # nothing was paid

    desk.post(f"/centre/warnings/{warning.pk}/hold", {"document_no": "", "because": "迟缴"})
    assert "请填写文书编号" in desk.page.text
    desk.post(
        f"/centre/warnings/{warning.pk}/hold",
        {"document_no": "风险处置〔2026〕1号", "because": "五份合同迟缴押金", "until_on": ""},
        follow=True,
    )
    assert "已暂停划转" in desk.page.text
    hold = Hold.objects.get()
    assert hold.document_no == "风险处置〔2026〕1号"
    desk.get("/centre/holds")
    assert "风险处置〔2026〕1号" in desk.page.text

    desk.get(f"/centre/warnings/{warning.pk}")
    assert "最近一次处置 王敏 ·" in desk.page.text
    desk.post(f"/centre/warnings/{warning.pk}/lift", {"because": "已补缴"}, follow=True)
    hold.refresh_from_db()
    assert hold.status == "lifted"
    desk.get("/centre/warnings?status=lifted")
    assert "已恢复划转" in desk.page.text


def test_what_cannot_be_done_is_not_offered_and_is_told(desk: Pages):
    warning = a_warning(4)

    desk.get(f"/centre/warnings/{warning.pk}")
    assert f"/centre/warnings/{warning.pk}/hold" not in desk.page.our_text
    desk.post(
        f"/centre/warnings/{warning.pk}/hold",
        {"document_no": "1号", "because": "迟缴", "until_on": ""},
    )
    assert "这条预警为「关注」，不建议暂停划转" in desk.page.text
    desk.post(f"/centre/warnings/{warning.pk}/dismiss", {"because": "企业已说明"}, follow=True)
    assert "不予暂停" in desk.page.text


@pytest.mark.covers("BEY-10")
def test_what_the_enterprise_says_is_answered(desk: Pages):
    warning = a_warning()
    answer = actions.answer_warning(
        warning_id=warning.pk, text="押金已于昨日转账", by=answerer(warning)
    )
    desk.get("/centre/")
    assert "待答复的企业说明" in desk.page.text.partition("已经办完")[0]
    desk.get("/centre/warnings?status=answer")
    assert warning.no in desk.page.text
    address = f"/centre/warnings/{warning.pk}/answers/{answer.pk}"
    desk.get(address)
    desk.post(address, {"reply": "已核实，到账后恢复"}, follow=True)
    assert "已核实，到账后恢复" in desk.page.text
    desk.get("/centre/")
    assert "待答复的企业说明" in desk.page.text.partition("已经办完")[2]


@pytest.mark.covers("BEY-14")
def test_the_register_is_searched_exported_and_worked_off(desk: Pages, days):
    money = registered(days)

    desk.get("/centre/unclaimed")
    assert "不满90天" in desk.page.text and "张*" in desk.page.text
    desk.get(f"/centre/unclaimed?about={money.about}&age=0&kind=refund")
    assert money.about in desk.page.text
    desk.get("/centre/unclaimed?age=365")
    assert "没有符合条件的待领资金" in desk.page.text
    book = CalamineWorkbook.from_filelike(io.BytesIO(desk.get("/centre/unclaimed.xlsx").content))
    assert [row[1] for row in book.get_sheet_by_index(0).to_python()][1:] == [money.about]

    address = f"/centre/unclaimed/{money.pk}"
    desk.get(address)
    desk.post(address, {"way": "phone", "text": ""})
    assert "请填写联系的结果" in desk.page.text
    desk.post(address, {"way": "phone", "text": "无人接听"}, follow=True)
    assert ReachNote.objects.get().text == "无人接听"
    assert "无人接听" in desk.page.text


@pytest.mark.covers("BEY-14")
def test_how_an_owner_is_reached_is_shown_for_a_purpose_and_noted(desk: Pages, days):
    money = registered(days)
    address = f"/centre/unclaimed/{money.pk}/contact"

    desk.post(address, {"purpose": ""})
    assert "请填写用途" in desk.page.text and not Look.objects.exists()
    assert "13800000001" not in desk.page.text
    desk.post(address, {"purpose": "电话联系"})
    assert "13800000001" in desk.page.text
    look = Look.objects.get()
    assert (look.whose, look.purpose) == (money.about, "电话联系")
    assert UnclaimedMoney.objects.count() == 1


def test_warnings_of_those_without_the_power(pages: Pages):
    warning = a_warning()
    pages.as_staff("bank.read")

    for address in ("/centre/warnings", f"/centre/warnings/{warning.pk}", "/centre/unclaimed"):
        assert pages.get(address).status_code == 403
    assert KEEPER.may
