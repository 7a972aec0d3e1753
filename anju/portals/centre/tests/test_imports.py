import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from anju.contracts import jobs
from anju.contracts.models import Lease, LeaseImport
from anju.contracts.tests.files import as_json, json_file, xlsx_file
from anju.core.models import StoredFile
from anju.tests.world import a_bank_account, lease_terms

pytestmark = pytest.mark.django_db
IMPORTS = "/centre/imports"


@pytest.fixture(autouse=True)
def banks(db) -> None:
    a_bank_account("ccb")
    a_bank_account("icbc")


def hand_in(desk, name: str, content: bytes):
    return desk.post(IMPORTS, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.covers("SEC-04")
def test_a_file_is_handed_in_worked_through_and_every_lease_has_its_reason(desk):
    good, bad = lease_terms(), as_json(lease_terms())
    bad["tenants"][0]["id_number"] = "110101199003078014"

    response = hand_in(desk, "备案.xlsx", xlsx_file(good, bad))
    work = LeaseImport.objects.get()
    assert response["Location"] == f"{IMPORTS}/{work.pk}"
    desk.get(f"{IMPORTS}/{work.pk}")
    assert "等待处理" in desk.page.text
    assert any(element.get("hx-get") for element in desk.page.root.iter())
    jobs.work_on_imports(0)
    desk.get(f"{IMPORTS}/{work.pk}", headers={"HX-Request": "true"})

    assert not desk.page.is_whole
    assert not any(element.get("hx-get") for element in desk.page.root.iter())
    assert "处理完成" in desk.page.text
    assert (
        f"「合同」第3行 {bad['filing_no']} 未导入 「承租人」第3行证件号码：身份证号的校验码不对"
        in desk.page.text
    )
    desk.get(f"{IMPORTS}/{work.pk}", {"outcome": "accepted"})
    assert good.filing_no in desk.page.text
    assert bad["filing_no"] not in desk.page.text
    assert Lease.objects.get().filing_no == good.filing_no


def test_the_result_can_be_taken_along(desk):
    terms = lease_terms()
    hand_in(desk, "备案.json", json_file(terms))
    jobs.work_on_imports(0)

    response = desk.get(f"{IMPORTS}/{LeaseImport.objects.get().pk}/result")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.get_sheet_by_name("导入结果").to_python() == [
        ["位置", "合同备案编号", "结果", "说明"],
        ["第1条", terms.filing_no, "已导入", ""],
    ]
    assert "attachment" in response["Content-Disposition"]


def test_the_template_can_be_taken_along(desk):
    response = desk.get(f"{IMPORTS}/template")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["合同", "承租人", "租金分期", "填写说明"]


@pytest.mark.covers("SEC-03", "SEC-04")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("备案.xlsx", b"", "文件「备案.xlsx」是空的"),
        ("备案.xlsx", b"MZ\x90", "文件「备案.xlsx」是可执行程序，不能上传"),
        ("备案.xlsx", b"PK\x03\x04 [Content_Types].xml", "文件「备案.xlsx」已损坏，无法打开"),
        ("备案.json", b"[]", "文件「备案.json」中没有合同"),
        ("备案.json", b" " * 20_971_521, "文件「备案.json」有20.0 MB，不能超过20.0 MB"),
        (
            "备案.xlsx",
            xlsx_file(leave_out="月租金"),
            "工作表「合同」没有「月租金」列，请使用下载的模板填写",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_told_at_the_field_and_not_kept(
    desk, name, content, sentence
):
    response = hand_in(desk, name, content)

    assert response.status_code == 200
    assert f"备案合同文件：{sentence}" in desk.page.text
    assert not LeaseImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_without_a_file_the_field_says_so(desk):
    desk.post(IMPORTS, {})

    assert "请选择文件" in desk.page.text


def test_the_desk_shows_the_latest_files(desk):
    hand_in(desk, "备案.json", json_file(lease_terms()))

    desk.get("/centre/")

    assert "备案.json" in desk.page.text
    desk.get(IMPORTS)
    assert "备案.json" in desk.page.text
