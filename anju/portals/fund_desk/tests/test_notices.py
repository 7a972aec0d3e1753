"""交存通知: one by one and by spreadsheet, with progress, result and printed notices. (QCK-01)"""

import io

import pytest
import python_calamine as calamine
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.core.actors import NOBODY
from anju.core.models import Look
from anju.fund import actions as fund
from anju.fund.models import Deposit
from anju.fund.tests.world import an_account
from anju.fund_notices import jobs, reading
from anju.fund_notices.models import NoticeFile
from anju.fund_notices.tests.test_files import ROW, a_developer, a_file, a_site
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import forms_of, links_of, text_of
from anju.portals.fund_desk.tests.test_homes import HOME
from anju.tests.walks.fund_desk import to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("QCK-01")]


@pytest.fixture
def entering(officer):
    return officer(Power.FUND_ENTER, username="lu.ru", name="陆儒", district="110105")


def hand_in(pages, content):
    return pages.post(to("notices"), {"file": SimpleUploadedFile("一号楼.xlsx", content)})


def test_a_file_is_worked_through_printed_and_its_result_taken_along(entering):
    a_site(a_developer())
    rows = (
        {**ROW, "室号": "301"},
        {**ROW, "室号": "302", "网签合同编号": "XF2"},
        {"楼号": "1号楼"},
    )
    answer = hand_in(entering, a_file(*rows))
    upload = NoticeFile.objects.get()
    assert answer["Location"] == to("notice_file", upload.pk)
    assert "等待处理" in text_of(entering, "notice_file", upload.pk)
    part = entering.get(to("notice_file", upload.pk), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    for _ in range(5):
        jobs.work_on_files(0)
    shown = text_of(entering, "notice_file", upload.pk)
    assert "处理完成" in shown and "18,000.00" in shown and "第2行至第3行" in shown
    printed = upload.prints.get()
    assert to("notice_print", printed.pk) in links_of(entering)
    assert entering.get(to("notice_print", printed.pk)).content.startswith(b"%PDF")
    result = entering.get(to("notice_result", upload.pk))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(result.content))
    told = [row[3] for row in book.get_sheet_by_index(0).to_python()[1:]]
    assert told == ["已开具", "已开具", "未开具"]


def test_what_is_wrong_with_a_whole_file_is_told_and_nothing_kept(entering):
    for content, told in [(b"no sheet", "一号楼.xlsx"), (a_file(), "没有填写任何房屋")]:
        assert hand_in(entering, content).status_code == 200
        assert told in entering.page.text
    entering.post(to("notices"), {})
    assert "请选择文件" in entering.page.text and not NoticeFile.objects.exists()
    answer = entering.get(to("notice_template"))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert list(reading.COLUMNS) == book.get_sheet_by_name(reading.SHEET).to_python()[0]


def test_one_notice_is_issued_printed_found_and_withdrawn(entering):
    a_site(a_developer())
    entering.post(to("enter_notice"), {**HOME, "community": "不知道"})
    assert "没有登记名为「不知道」的小区" in entering.page.text
    answer = entering.post(to("enter_notice"), HOME)
    deposit = Deposit.objects.get()
    assert answer["Location"] == to("deposit", deposit.pk)
    assert deposit.amount_fen == 18_000_00
    entering.post(to("enter_notice"), HOME)
    assert Deposit.objects.count() == 1, "asked again it is the same notice"
    entering.post(to("enter_notice"), {**HOME, "area": "80.00"})
    assert "建筑面积为90.00平方米" in entering.page.text
    assert entering.get(to("deposit_notice", deposit.pk)).content.startswith(b"%PDF")
    assert Look.objects.get().purpose == "打印交存通知单"
    found = {"deposit_no": deposit.no, "owner_name": "王五", "source": "10.0.0.1", "by": NOBODY}
    assert fund.find_deposit(**found) == deposit

    entering.post(to("withdraw_notice", deposit.pk), {"because": ""})
    assert "请填写" in entering.page.text
    entering.post(to("withdraw_notice", deposit.pk), {"because": "楼号有误"})
    deposit.refresh_from_db()
    assert deposit.status == "closed"
    assert entering.get(to("deposit_notice", deposit.pk)).status_code == 404
    assert entering.get(to("withdraw_notice", deposit.pk)).status_code == 404


def test_a_known_home_gets_its_notice_with_one_press(entering):
    account = an_account()
    text_of(entering, "home_detail", account.pk)
    assert to("notify_home", account.pk) in forms_of(entering)
    answer = entering.post(to("notify_home", account.pk), {})
    deposit = Deposit.objects.get()
    assert answer["Location"] == to("deposit", deposit.pk)
    shown = text_of(entering, "deposit", deposit.pk)
    assert "王*" in shown and "王五" not in shown


@pytest.mark.covers("SEC-02")
def test_a_file_is_seen_by_who_handed_it_in(entering, officer):
    a_site(a_developer())
    hand_in(entering, a_file(ROW))
    for _ in range(4):
        jobs.work_on_files(0)
    upload = NoticeFile.objects.get()
    other = officer(Power.FUND_ENTER, username="lin.fang", name="林芳")
    for page in ("notice_file", "notice_result"):
        assert other.get(to(page, upload.pk)).status_code == 404
    assert other.get(to("notice_print", upload.prints.get().pk)).status_code == 404
    assert "还没有上传过文件" in text_of(other, "notices")
    reader = officer(Power.FUND_READ, username="du.zhe", name="杜者")
    assert reader.get(to("notices")).status_code == 403
