"""批量退款: a file is handed in, looked at, confirmed, and its result taken along. (ENT-08)"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from anju.portals.enterprise.tests.test_leases import rows
from anju.refunds import jobs, reading
from anju.refunds.models import Case, RefundUpload
from anju.refunds.tests.endings import ACCOUNT, a_held_lease
from anju.refunds.tests.refund_files import a_refund_file
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-08")]
UPLOADS = "/enterprise/refund-uploads"


@pytest.fixture
def leases(days):
    return [a_held_lease(filing_no=f"BA-BULK-{number:04}") for number in range(2)]


@pytest.fixture
def pages(leases):
    pages = Pages()
    pages.sign_in_as(leases[0].enterprise)
    return pages


def handed_in(pages: Pages, *stated: list, name: str = "批量.xlsx", content: bytes = b"") -> str:
    file = SimpleUploadedFile(name, content or a_refund_file(*stated))
    return pages.post(UPLOADS, {"file": file}).get("Location", "")


def test_a_file_is_looked_at_confirmed_and_done(pages, leases):
    stated = [[one.filing_no, "解约", "", "2026-11-02", "全额退还", *ACCOUNT] for one in leases]
    address = handed_in(pages, *stated, ["BA-NOT-OURS-1", "到期", "", "", ""])
    pages.get(address)
    assert "等待核对" in pages.page.text and "提交办理" not in pages.page.text
    assert [each.get("value") for each in pages.page.all("progress")] == ["0"]
    jobs.work_on_uploads(timestamp=0)
    pages.get(address, headers={"HX-Request": "true"})
    assert "核对完成，待提交" in pages.page.text and "2 份合同可以办理" in pages.page.text
    assert "不是本企业合同" in rows(pages)[2] and ACCOUNT[0] not in pages.page.text
    assert not Case.objects.exists()
    for _click in range(2):
        assert pages.post(f"{address}/confirm")["Location"] == address
    jobs.work_on_uploads(timestamp=0)
    pages.get(f"{address}?outcome=done")
    assert "办理完成" in pages.page.text and len(rows(pages)) == 2
    assert Case.objects.filter(status="awaiting_answer").count() == 2
    pages.get(UPLOADS)
    assert "批量.xlsx" in rows(pages)[0] and "办理完成" in rows(pages)[0]


def test_the_result_and_the_template_are_spreadsheets(pages, leases, days):
    address = handed_in(pages, [leases[0].filing_no, "解约", "", "2026-11-03", ""])
    jobs.work_on_uploads(timestamp=0)
    content = pages.get(f"{address}/result.xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("办理结果")
    assert sheet.to_python()[1][-2:] == ["不能办理", "交还日期2026-11-03晚于今天"]
    days.be(leases[0].ends_on)
    template = pages.get("/enterprise/refund-uploads.xlsx").content
    assert [row.filing_no for row in reading.rows_of("模板.xlsx", template)] == [
        one.filing_no for one in leases
    ]


def test_nothing_is_confirmed_where_nothing_can_be_done(pages, leases):
    address = handed_in(pages, [leases[0].filing_no, "解约", "", "2026-11-03", ""])
    jobs.work_on_uploads(timestamp=0)
    pages.post(f"{address}/confirm")
    assert "文件中没有可以办理的合同" in pages.page.text
    assert pages.post(f"{address}/check-again")["Location"] == address
    pages.post(f"{address}/confirm")
    assert "文件还在核对，请稍候" in pages.page.text


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("批量.pdf", b"%PDF-1.7 %%EOF", "文件「批量.pdf」是PDF，这里可以上传XLSX"),
        ("批量.xlsx", a_refund_file(), "文件「批量.xlsx」中没有合同"),
        ("大.xlsx", b"PK\x03\x04" + bytes(5 * 1024 * 1024), "不能超过5.0 MB"),
    ],
    ids=range(3),
)
def test_a_file_that_cannot_be_taken_in_says_why(pages, name, content, sentence):
    assert handed_in(pages, name=name, content=content) == ""
    assert sentence in pages.page.text and not RefundUpload.objects.exists()
    pages.post(UPLOADS)
    assert "请选择文件" in pages.page.text and "还没有上传过文件" in pages.page.text
