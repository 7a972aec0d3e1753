"""批量代缴: a file, what each row comes to, one order. (ENT-02)"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from anju.orders import jobs
from anju.orders.models import BillUpload, Order
from anju.orders.tests.files import a_file
from anju.tests.pages import Pages
from anju.tests.world import a_lease, an_order

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-02")]
UPLOADS = "/enterprise/uploads"


def handed_in(pages: Pages, content: bytes, name: str = "代缴.xlsx") -> str:
    sent = pages.post(UPLOADS, {"file": SimpleUploadedFile(name, content)})
    return sent.get("Location", "")


def text_of_rows(pages: Pages) -> list[str]:
    found = list(pages.page.all("table")[0].iter("tr"))[1:]
    return [" ".join("".join(row.itertext()).split()) for row in found]


def test_a_file_is_handed_in_looked_at_and_becomes_an_order(pages: Pages, enterprise, lease):
    other = a_lease()
    rows = [
        [lease.filing_no, "押金", "", "4000.00"],
        [lease.filing_no, "租金", 1, ""],
        [other.filing_no, "押金", "", "3999.99"],
    ]
    address = handed_in(pages, a_file(*rows))
    pages.get(address)
    assert "等待核对" in pages.page.text and "生成代缴订单" not in pages.page.text
    assert [each.get("value") for each in pages.page.all("progress")] == ["0"]

    jobs.work_on_uploads(0)

    pages.get(address, headers={"HX-Request": "true"})
    assert "核对完成" in pages.page.text
    assert "可缴" in text_of_rows(pages)[0] and "¥4,000.00" in text_of_rows(pages)[0]
    assert "文件中为3,999.99元，账单金额为4,000.00元" in text_of_rows(pages)[2]
    assert "中国建设银行 2 笔账单 ¥ 28,000.00" in pages.page.text
    pages.get(f"{address}?outcome=amount_differs")
    assert len(text_of_rows(pages)) == 1
    sent = pages.post(f"{address}/order", {"bank": lease.bank_account_id})
    order = Order.objects.get()
    assert sent["Location"] == f"/enterprise/orders/{order.no}/pay" and order.amount_fen == 28000_00
    pages.get(address)
    assert "已生成订单" in text_of_rows(pages)[0]
    pages.post(f"{address}/order", {"bank": lease.bank_account_id})
    assert "文件中没有可以缴纳的账单" in pages.page.text and Order.objects.count() == 1


def test_a_bill_taken_meanwhile_is_named_by_its_row_and_looked_at_again(
    pages: Pages, enterprise, lease
):
    address = handed_in(pages, a_file([lease.filing_no, "押金", "", ""]))
    jobs.work_on_uploads(0)
    tenants = an_order(lease, "deposit")
    pages.post(f"{address}/order")
    assert "第2行的账单已不能缴纳，没有生成订单" in pages.page.text
    assert "重新核对" in {"".join(each.itertext()) for each in pages.page.all("button")}
    assert list(Order.objects.all()) == [tenants]
    assert pages.post(f"{address}/check-again")["Location"] == address
    jobs.work_on_uploads(0)
    pages.get(address)
    assert "承租人正在自行缴纳" in pages.page.text and tenants.no not in pages.page.text


def test_the_result_says_for_each_row_what_it_comes_to(pages: Pages, enterprise, lease):
    address = handed_in(
        pages, a_file([lease.filing_no, "押金", "", "4000.00"], ["=1+1", "租金", 2, "1.00"])
    )
    jobs.work_on_uploads(0)
    content = pages.get(f"{address}/result.xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("核对结果")
    assert sheet.to_python()[0] == [
        "行",
        "合同备案编号",
        "款项类型",
        "期数",
        "金额",
        "结果",
        "说明",
    ]
    assert sheet.to_python()[1] == ["2", lease.filing_no, "押金", "", "4000.00", "可缴", ""]
    assert sheet.to_python()[2][5] == "不是本企业合同"


def test_the_template_is_filled_in_with_what_the_search_finds(pages: Pages, enterprise, lease):
    a_lease()
    asked = f"/enterprise/bills.xlsx?filing_no={lease.filing_no}&status=unpaid"
    content = pages.get(asked).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("代缴账单")
    assert [row[:3] for row in sheet.to_python()[1:]] == [
        [lease.filing_no, "押金", ""],
        [lease.filing_no, "租金", "1"],
        [lease.filing_no, "租金", "2"],
    ]
    address = handed_in(pages, content, "模板.xlsx")
    jobs.work_on_uploads(0)
    pages.get(address)
    assert "3 笔账单 ¥ 52,000.00" in pages.page.text


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("代缴.xlsx", b"", "文件「代缴.xlsx」是空的"),
        ("代缴.pdf", b"%PDF-1.7 %%EOF", "文件「代缴.pdf」是PDF，这里可以上传XLSX"),
        ("代缴.xlsx", a_file(), "文件「代缴.xlsx」中没有账单"),
        ("大.xlsx", b"PK\x03\x04" + bytes(5 * 1024 * 1024), "不能超过5.0 MB"),
    ],
    ids=range(4),
)
def test_a_file_that_cannot_be_taken_in_says_why(pages: Pages, enterprise, name, content, sentence):
    assert handed_in(pages, content, name) == ""
    assert sentence in pages.page.text and not BillUpload.objects.exists()


def test_without_a_file_or_files_so_far_the_page_helps(pages: Pages, enterprise):
    pages.get(UPLOADS)
    assert "还没有上传过文件" in pages.page.text
    pages.post(UPLOADS)
    assert "请选择文件" in pages.page.text
