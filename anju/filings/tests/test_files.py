"""Contracts filed from a spreadsheet: each accepted or refused with its reason, gone on with after a crash. (CON-14)"""

import io

import pytest
import python_calamine as calamine

from anju.agencies.tests.offices import refused
from anju.core.actors import CLOCK
from anju.filings import actions, jobs, queries, reading
from anju.filings.models import Filing, FilingFile, FilingFileRow
from anju.filings.rules import MOST_ROWS_IN_FILE, FileStatus, Refusal, RowOutcome
from anju.filings.tests.files import TENANT_ROW, a_file, received, result_of, row_of
from anju.filings.tests.filing import a_clerk, a_reviewer, say
from anju.homes.tests.asking import an_enterprise
from anju.people import actions as people
from anju.people.rules import Power
from anju.signings.models import Contract
from anju.signings.queries import terms_of
from anju.signings.tests.signing import a_home_verified, documents
from anju.tests.world import a_bank_account

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-14")]
KINDS = ("title", "identity", "paper_contract")


@pytest.fixture
def enterprise(settings):
    """With its papers handed in and a bank; contracts on paper may be filed."""
    settings.MOVABLE_CLOCK = True
    by = an_enterprise()
    documents(by, *KINDS)
    a_bank_account()
    say(False)
    return by


def numbers(by, count):
    return [a_home_verified(by, number).no for number in range(1, count + 1)]


def test_each_contract_is_filed_or_refused_with_its_reason(enterprise):
    first, second, third = numbers(enterprise, 3)
    upload = received(
        enterprise,
        row_of("1", first),
        row_of("2", second, deposit="9000", monthly_rent="x"),
        row_of("3", third, **{"documents.title": "产权证.pdf"}),
        row_of("4", "HY000"),
        row_of("1", third),
        {"key": ""},
        tenants=[TENANT_ROW | {"key": key} for key in ("1", "2", "3", "4", "9")],
    )
    before = queries.progress_of(upload)
    assert (before.rows, before.done, before.percent) == (6, 0, 0)

    jobs.work_on_files(0)

    upload.refresh_from_db()
    progress = queries.progress_of(upload)
    assert upload.status == FileStatus.DONE and upload.finished_at is not None
    assert (progress.submitted, progress.refused, progress.percent) == (1, 5, 100)
    result = result_of(upload)
    assert [row["结果"] for row in result] == ["待审核"] + ["未提交"] * 5
    said = [row["说明"] for row in result]
    assert said[0] == "" and result[0]["备案申请编号"] == Filing.objects.get().application_no
    assert said[1].startswith("月租金：") and "合同：" not in said[1]
    assert said[2] == "没有上传名为「产权证.pdf」的文件"
    assert said[3] == "没有核验码为「HY000」的本企业房源核验，请先办理房源核验"
    assert said[4] == "序号与「合同」表第2行重复"
    assert said[5] == "「合同」表中没有序号「9」"
    assert Contract.objects.count() == Filing.objects.count() == 1


def test_what_was_filed_is_what_the_file_states_and_can_be_approved(enterprise):
    [no] = numbers(enterprise, 1)
    parts = [
        {
            "key": "A",
            "due_on": "2026-11-10",
            "from": "2026-11-01",
            "to": "2027-02-28",
            "amount": "16000",
        },
        {
            "key": "A",
            "due_on": "2027-03-01",
            "from": "2027-03-01",
            "to": "2027-10-31",
            "amount": "32000",
        },
    ]
    second = TENANT_ROW | {
        "key": "A",
        "name": "李四",
        "id_number": "11010519491231002X",
        "phone": "13800000002",
    }
    received(
        enterprise,
        row_of("A", no),
        tenants=[TENANT_ROW | {"key": "A"}, second],
        instalments=parts,
    )

    jobs.work_on_files(0)

    filing = Filing.objects.get()
    terms = terms_of(Contract.objects.get())
    assert [one.name for one in terms.tenants] == ["张三", "李四"]
    assert [one.amount_fen for one in terms.instalments] == [16000_00, 32000_00]
    assert [(one.cost, one.payer) for one in terms.costs] == [("water", "tenant")]
    filed = actions.approve_filing(filing_id=filing.pk, by=a_reviewer())
    assert filed.lease is not None and filed.lease.rent_is_supervised


def test_after_a_crash_the_rest_is_done_and_nothing_twice(enterprise, monkeypatch):
    upload = received(
        enterprise,
        *(row_of(str(key), no) for key, no in enumerate(numbers(enterprise, 3), 1)),
    )
    monkeypatch.setattr(jobs, "ROWS_A_RUN", 2)

    jobs.work_on_files(0)
    assert queries.progress_of(upload).done == 2
    jobs.work_on_files(0)
    jobs.work_on_files(0)

    upload.refresh_from_db()
    assert (upload.status, Filing.objects.count()) == (FileStatus.DONE, 3)
    row = reading.row_of(1, reading.stated_in("合同.xlsx", bytes(upload.file.content))[0])
    again = actions.take_in_row(upload_id=upload.pk, row=row, papers={}, by=enterprise)
    assert again.outcome == RowOutcome.SUBMITTED and FilingFileRow.objects.count() == 3


def test_while_contracts_are_signed_online_no_file_is_taken(enterprise):
    say(True, because="试点结束")

    refusal = refused(received, by=enterprise)

    assert refusal.code == Refusal.MUST_SIGN_ONLINE and FilingFile.objects.count() == 0


def test_at_the_counter_files_are_worked_through_with_the_officers_own_papers(enterprise):
    [no] = numbers(enterprise, 1)
    clerk = a_clerk()
    documents(clerk, *KINDS)
    upload = received(clerk, row_of("1", no))

    jobs.work_on_files(0)

    assert Filing.objects.get().submitted_by == clerk.name
    assert list(queries.files_seen_by(clerk)) == [upload]
    assert not queries.files_seen_by(enterprise).exists()


def test_an_officer_whose_post_was_taken_meanwhile_files_nothing(enterprise):
    [no] = numbers(enterprise, 1)
    clerk = a_clerk()
    documents(clerk, *KINDS)
    received(clerk, row_of("1", no))
    assert clerk.staff_id is not None
    people.take_power(user_id=clerk.staff_id, power=Power.FILING_ENTER, by=CLOCK)

    jobs.work_on_files(0)

    assert Filing.objects.count() == 0
    assert "录入合同备案" in FilingFileRow.objects.get().sentence


def test_a_file_that_cannot_be_read_is_refused_whole(enterprise):
    assert refused(received, by=enterprise).code == Refusal.NO_ROWS
    rows = [{"key": str(number)} for number in range(MOST_ROWS_IN_FILE + 1)]
    many = a_file(rows, tenants=[])
    refusal = refused(actions.receive_file, name="合同.xlsx", content=many, by=enterprise)
    assert refusal.code == Refusal.TOO_MANY_ROWS
    assert refused(actions.receive_file, name="合同.xlsx", content=b"PK", by=enterprise)
    assert FilingFile.objects.count() == 0


def test_the_template_has_every_column_and_says_how_to_fill_it_in():
    content = reading.template_file(["中国建设银行"])

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["合同", "承租人", "租金分期", "填写说明"]
    for name, columns in reading.COLUMNS.items():
        assert book.get_sheet_by_name(name).to_python()[0] == list(columns)
    titles = list(reading.COLUMNS["合同"])
    assert titles[:2] == ["序号", "核验码"]
    assert {"月租金", "押金", "水费", "纸质合同扫描件", "双方约定事项"} <= set(titles)
    assert refused(reading.stated_in, name="合同.xlsx", content=content).code == Refusal.NO_ROWS
