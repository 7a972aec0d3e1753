import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from anju.contracts import actions, jobs, queries, reading
from anju.contracts.models import Lease, LeaseImport, LeaseImportRow
from anju.contracts.plan import InstalmentTerms
from anju.contracts.rules import ImportStatus, Outcome
from anju.contracts.terms import TenantTerms
from anju.contracts.tests.files import as_json, json_file, xlsx_file
from anju.core.actors import Actor
from anju.core.models import Event, StoredFile
from anju.core.refusals import Refused
from anju.notices.models import Notice
from anju.tests.world import ENTERPRISE, LI_SI, ZHANG_SAN, a_bank_account, lease_terms

pytestmark = pytest.mark.django_db
CLERK = Actor("wang.min", "centre", frozenset({"lease.import"}))
COMPANY = TenantTerms("北京远山科技有限公司", "13800000003", uscc="91110108MA01ABCD5T")


@pytest.fixture(autouse=True)
def banks() -> None:
    a_bank_account("ccb")
    a_bank_account("icbc")


def imported(name: str, content: bytes) -> LeaseImport:
    work = actions.receive_import(name=name, content=content, by=CLERK)
    jobs.work_on_import(work.pk)
    return queries.imports_seen_by(CLERK).get(pk=work.pk)


def outcomes(work: LeaseImport) -> list[tuple[str, str, str]]:
    rows = LeaseImportRow.objects.filter(lease_import=work).order_by("number")
    return [(row.place, row.outcome, row.sentence) for row in rows]


@pytest.mark.parametrize("make", [json_file, xlsx_file], ids=["json", "xlsx"])
def test_a_file_of_leases_gives_leases_with_their_tenants_and_bills(make):
    two = lease_terms(tenants=(ZHANG_SAN, LI_SI))
    company = lease_terms(tenants=(COMPANY,), bank="ccb", each=3)

    work = imported("备案.json" if make is json_file else "备案.xlsx", make(two, company))

    assert (work.status, work.row_count) == (ImportStatus.DONE, 2)
    assert (work.accepted, work.unchanged, work.refused) == (2, 0, 0)
    lease = Lease.objects.get(filing_no=two.filing_no)
    assert bytes(lease.content_digest) == two.digest
    assert [tenant.person.name for tenant in lease.tenants.order_by("position")] == ["张三", "李四"]
    assert [(bill.kind, bill.amount_fen) for bill in queries.bills_of(lease)] == [
        ("deposit", 4000_00),
        ("rent", 24000_00),
        ("rent", 24000_00),
    ]
    of_company = Lease.objects.get(filing_no=company.filing_no)
    assert of_company.tenants.get().organisation.uscc == COMPANY.uscc
    assert [bill.kind for bill in queries.bills_of(of_company)] == ["deposit"]
    moves = Event.objects.filter(kind="contracts.leaseimport").order_by("pk")
    assert [(event.move, event.actor) for event in moves] == [
        ("start", "wang.min"),
        ("finish", "wang.min"),
    ]


def test_spreadsheet_and_json_of_one_lease_are_the_same_filing():
    terms = lease_terms(tenants=(ZHANG_SAN, COMPANY))
    imported("备案.json", json_file(terms))

    work = imported("备案.xlsx", xlsx_file(terms))

    assert outcomes(work) == [("「合同」第2行", Outcome.UNCHANGED, "")]
    assert Lease.objects.count() == 1


def test_what_a_clerk_types_is_read_as_it_is_meant():
    """Numbers and days as numbers and days, names of bank and district, full-width letters, 手机号 as a number."""
    terms = lease_terms(starts_on=date(2026, 3, 31), filed_on=date(2026, 3, 1), bank="icbc")
    typed = as_json(terms)
    typed["filing_no"] = terms.filing_no.lower()
    typed["filed_on"] = "2026/3/1"
    typed["starts_on"] = date(2026, 3, 31)
    typed["deposit_due_on"] = 46112  # 2026-03-31 as Excel counts days
    typed["enterprise"] |= {"name": f" {ENTERPRISE[0]}", "bank": "中国工商银行"}
    typed["enterprise"]["uscc"] = ENTERPRISE[1].lower()
    typed["home"] |= {"district": "朝阳", "area": 56.3}
    typed["monthly_rent"], typed["deposit"] = 4000, "4,000.00"
    typed["tenants"][0] |= {"phone": 13800000001, "id_type": "居民身份证"}

    imported("备案.xlsx", xlsx_file(typed))

    assert bytes(Lease.objects.get().content_digest) == terms.digest


@pytest.mark.covers("SEC-04")
def test_each_bad_row_is_told_what_is_wrong_and_the_rest_of_the_file_goes_through():
    good, last = lease_terms(), lease_terms(tenants=(COMPANY,))
    bad_id = as_json(lease_terms())
    bad_id["tenants"][0]["id_number"] = "110101199003078014"
    bad_uscc = as_json(lease_terms())
    bad_uscc["enterprise"]["uscc"] = "91110105MA00TE5T2U"
    one = lease_terms(each=6)
    less = InstalmentTerms(
        one.instalments[0].due_on, one.instalments[0].from_on, one.instalments[0].to_on, 23999_99
    )
    short = lease_terms(filing_no=one.filing_no, instalments=(less, *one.instalments[1:]))
    many = as_json(lease_terms())
    many |= {"monthly_rent": "四千", "starts_on": "2026-02-30", "deposit": ""}
    many["tenants"][0]["phone"] = "010-88886666"

    work = imported("备案.xlsx", xlsx_file(good, bad_id, bad_uscc, short, many, last))

    assert outcomes(work) == [
        ("「合同」第2行", Outcome.ACCEPTED, ""),
        (
            "「合同」第3行",
            Outcome.REFUSED,
            "「承租人」第3行证件号码：身份证号的校验码不对，请逐位核对",
        ),
        (
            "「合同」第4行",
            Outcome.REFUSED,
            "出租企业统一社会信用代码：统一社会信用代码的校验码不对，请逐位核对",
        ),
        (
            "「合同」第5行",
            Outcome.REFUSED,
            "租金分期合计47,999.99元，按月租金和租期应为48,000.00元，相差0.01元",
        ),
        (
            "「合同」第6行",
            Outcome.REFUSED,
            "租赁期起：「2026-02-30」不是日期，请填写年-月-日，例如2026-03-01；"
            "月租金：「四千」不是金额，请填写元，最多两位小数，例如 4000.00；押金：没有填写；"
            "「承租人」第6行手机号：手机号应为1开头的11位数字",
        ),
        ("「合同」第7行", Outcome.ACCEPTED, ""),
    ]
    assert set(Lease.objects.values_list("filing_no", flat=True)) == {
        good.filing_no,
        last.filing_no,
    }
    assert Notice.objects.filter(kind="lease_filed").count() == 2


@pytest.mark.covers("SEC-04")
def test_a_lease_named_twice_stands_once_and_rows_of_no_lease_are_told_so():
    terms, twice, lost = lease_terms(), lease_terms(), lease_terms()
    unnamed = as_json(lease_terms(filing_no="BA000000000001")) | {"filing_no": ""}
    content = xlsx_file(terms, unnamed, lost, without_lease=lost.filing_no)

    work = imported("备案.xlsx", content)

    assert outcomes(work) == [
        ("「合同」第2行", Outcome.ACCEPTED, ""),
        ("「合同」第3行", Outcome.REFUSED, "合同备案编号：没有填写"),
        (
            "「承租人」第4行",
            Outcome.REFUSED,
            f"合同备案编号：「合同」表中没有合同备案编号「{lost.filing_no}」",
        ),
        (
            "「租金分期」第6行",
            Outcome.REFUSED,
            f"合同备案编号：「合同」表中没有合同备案编号「{lost.filing_no}」",
        ),
    ]
    other = as_json(twice) | {"tenants": [], "instalments": []}
    work = imported("备案.xlsx", xlsx_file(twice, other))
    assert outcomes(work) == [
        ("「合同」第2行", Outcome.ACCEPTED, ""),
        ("「合同」第3行", Outcome.REFUSED, "合同备案编号：合同备案编号与「合同」表第2行重复"),
    ]


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("备案.xlsx", b"", "文件「备案.xlsx」是空的"),
        ("备案.json", b"[]", "文件「备案.json」中没有合同"),
        ("备案.json", b'{"a": 1}', "文件「备案.json」应为合同的列表，或者含有“leases”列表的对象"),
        ("备案.json", b'[{"filing_no": ', "文件「备案.json」已损坏，无法打开"),
        (
            "备案.json",
            '[{"filing_no": "备案"}]'.encode("gbk"),
            "文件「备案.json」的文字编码不是UTF-8，请另存为UTF-8编码后再上传",
        ),
        (
            "备案.json",
            '[{"filing_no": "备案"}]'.encode("utf-16"),
            "文件「备案.json」的文字编码不是UTF-8，请另存为UTF-8编码后再上传",
        ),
        ("备案.xlsx", b"[]", "文件「备案.xlsx」的内容是JSON，与扩展名不符"),
        ("备案.xlsx", b"%PDF-1.7 %%EOF", "文件「备案.xlsx」是PDF，这里可以上传XLSX、JSON"),
        ("备案.xlsx", xlsx_file()[:-40], "文件「备案.xlsx」已损坏，无法打开"),
        ("备案.xlsx", xlsx_file(), "文件「备案.xlsx」中没有合同"),
        (
            "备案.xlsx",
            xlsx_file(leave_out="承租人"),
            "文件「备案.xlsx」没有工作表「承租人」，请使用下载的模板填写",
        ),
        (
            "备案.xlsx",
            xlsx_file(leave_out="押金"),
            "工作表「合同」没有「押金」列，请使用下载的模板填写",
        ),
        (
            "备案.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le")
            + bytes(600),
            "文件「备案.xlsx」设有密码，请去掉密码后再上传",
        ),
        (
            "备案.json",
            b" " * (20 * 1024 * 1024) + b"[]",
            "文件「备案.json」有20.0 MB，不能超过20.0 MB",
        ),
    ],
    ids=range(14),
)
def test_a_file_that_cannot_be_taken_in_is_refused_whole_in_one_sentence(name, content, sentence):
    with pytest.raises(Refused) as refused:
        actions.receive_import(name=name, content=content, by=CLERK)

    assert refused.value.message == sentence
    assert not StoredFile.objects.exists()
    assert not LeaseImport.objects.exists()


def test_a_cell_far_out_does_not_fill_the_memory():
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("合同").write("XFD1048576", "x")

    with pytest.raises(Refused) as refused:
        actions.receive_import(name="备案.xlsx", content=stream.getvalue(), by=CLERK)

    assert refused.value.message == "文件「备案.xlsx」的表格过大，请删除模板各列以外的内容后再上传"


def test_a_long_number_that_excel_has_rounded_is_not_guessed():
    stated = as_json(lease_terms())
    stated["tenants"][0]["id_number"] = 110101199003078013

    work = imported("备案.xlsx", xlsx_file(stated))

    assert outcomes(work)[0][2] == (
        "「承租人」第2行证件号码：单元格是数字格式，后几位已经失真，请把单元格改为文本格式后重新填写"
    )


def test_work_that_was_interrupted_goes_on_where_it_stopped():
    terms = [lease_terms() for _ in range(3)]
    work = actions.receive_import(name="备案.json", content=json_file(*terms), by=CLERK)
    actions.start_import(import_id=work.pk, by=CLERK)
    rows = list(reading.rows_of("备案.json", "json", json_file(*terms)))
    actions.take_in_row(import_id=work.pk, row=rows[0], by=CLERK)
    actions.finish_import(import_id=work.pk, by=CLERK)  # too early: nothing happens
    assert queries.imports_to_work_on() == [work.pk]

    jobs.work_on_imports(0)

    assert queries.imports_to_work_on() == []
    assert [outcome for _, outcome, _ in outcomes(work)] == ["accepted"] * 3
    assert Event.objects.filter(kind="contracts.leaseimport", move="start").count() == 1
    assert actions.take_in_row(import_id=work.pk, row=rows[0], by=CLERK) == "accepted"
    assert LeaseImportRow.objects.count() == 3


def test_other_content_under_a_known_number_is_refused_and_says_what_differs():
    terms = lease_terms()
    imported("备案.json", json_file(terms))
    other = lease_terms(filing_no=terms.filing_no, deposit="3999.99")

    work = imported("备案.json", json_file(other))

    assert outcomes(work) == [
        (
            "第1条",
            Outcome.REFUSED,
            f"合同{terms.filing_no}已备案，本次内容与已备案的不同（押金），请办理变更备案",
        )
    ]
    assert Lease.objects.get().deposit_fen == 4000_00


def test_the_template_can_be_filled_in_and_its_example_is_right():
    content = reading.template_file(["中国建设银行", "中国工商银行"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["合同", "承租人", "租金分期", "填写说明"]
    from anju.contracts.reading.template import EXAMPLE

    stream = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(stream, {"in_memory": True}) as example:
        for name, rows in EXAMPLE.items():
            sheet = example.add_worksheet(name)
            sheet.write_row(0, 0, reading.sheets.COLUMNS[name])
            for number, row in enumerate(rows, 1):
                sheet.write_row(number, 0, row)
    work = imported("示例.xlsx", stream.getvalue())

    assert outcomes(work) == [("「合同」第2行", Outcome.ACCEPTED, "")]


def test_the_result_can_be_taken_along_and_holds_no_formula():
    content = reading.result_file([("第1条", "BA1", "未导入", '=HYPERLINK("http://x")')])

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("导入结果")
    assert sheet.to_python() == [
        ["位置", "合同备案编号", "结果", "说明"],
        ["第1条", "BA1", "未导入", '=HYPERLINK("http://x")'],
    ]


def test_only_those_with_the_power_see_imports():
    imported("备案.json", json_file(lease_terms()))

    assert queries.imports_seen_by(Actor("li.na", "centre")).count() == 0
    assert queries.imports_seen_by(CLERK).count() == 1
