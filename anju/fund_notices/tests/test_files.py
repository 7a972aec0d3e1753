"""A developer's spreadsheet of homes: their notices, a result file, and paper to hand out. (manual 002, 4; QCK-01)"""

import io
import zipfile

import pytest
import python_calamine as calamine
import xlsxwriter
from pypdf import PdfReader

from anju.core.actors import NOBODY, Actor
from anju.core.models import StoredFile
from anju.core.refusals import Refused
from anju.fund import actions as fund
from anju.fund.models import Deposit
from anju.fund.tests.world import DEPARTMENT, an_account, the_fund_bank
from anju.fund_notices import actions, jobs, queries, reading
from anju.fund_notices.models import NoticeFile, NoticeRow
from anju.fund_notices.rules import FileStatus
from anju.homes import actions as homes
from anju.homes.models import Building, Dwelling
from anju.people import actions as people

pytestmark = pytest.mark.django_db

ROW = {
    "房屋区域": "朝阳区",
    "小区名称": "望京壹号",
    "楼号": "1号楼",
    "总层数": "12",
    "单元": "1",
    "所在层": "3",
    "室号": "301",
    "建筑面积": "90.00",
    "网签合同编号": "XF20240001",
    "网签合同日期": "2024-05-01",
    "业主名称": "王五",
    "业主证件号码": "110101199003078013",
}


def a_developer(name: str = "望京开发有限公司", uscc: str = "91110105MA00TE5T2T") -> Actor:
    known = people.record_organisation(name=name, uscc=uscc, by=DEPARTMENT)
    return Actor(f"organisation:{known.pk}", "owner", organisation_id=known.pk)


def a_site(by: Actor) -> None:
    """A community that this developer builds and sells."""
    the_fund_bank()
    homes.record_community(
        name="望京壹号",
        district="110105",
        address="阜通东大街1号",
        developer_id=by.organisation_id,
        by=DEPARTMENT,
    )


def a_file(*rows: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(reading.SHEET)
        sheet.write_row(0, 0, list(reading.COLUMNS))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [row.get(title, "") for title in reading.COLUMNS])
    return stream.getvalue()


def received(by: Actor, *rows: dict[str, str]) -> NoticeFile:
    return actions.receive_file(name="一号楼.xlsx", content=a_file(*rows), by=by)


def worked_through(upload: NoticeFile) -> NoticeFile:
    for _ in range(10):
        jobs.work_on_files(0)
    return NoticeFile.objects.get(pk=upload.pk)


def result_of(upload: NoticeFile) -> list[dict[str, str]]:
    content = reading.result_file(queries.result_rows(upload))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    heading, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, heading), map(str, row), strict=True)) for row in rows]


def row(number: int, **changes: str) -> dict[str, str]:
    return ROW | {"室号": f"{number}", "网签合同编号": f"XF2024{number:04}"} | changes


@pytest.mark.covers("QCK-01")
def test_each_home_gets_its_notice_and_its_owner_finds_it(monkeypatch):
    monkeypatch.setattr("anju.fund_notices.queries.PRINTED_TOGETHER", 2)
    developer = a_developer()
    a_site(developer)
    upload = received(developer, row(301), row(302, 建筑面积="89.37"), row(303, 总层数="12"))
    done = worked_through(upload)
    assert (done.status, done.row_count) == (FileStatus.DONE, 3)
    assert Dwelling.objects.count() == 3
    told = result_of(done)
    assert [(one["结果"], one["应交金额"]) for one in told] == [
        ("已开具", "18000.00"),
        ("已开具", "17874.00"),
        ("已开具", "18000.00"),
    ]
    no = told[1]["业务流水号"]
    found = fund.find_deposit(deposit_no=no, owner_name="王五", source="203.0.113.7", by=NOBODY)
    assert found is not None
    assert (found.no, found.amount_fen) == (no, 17_874_00)
    prints = list(queries.prints_of(done))
    assert [(one.first_row, one.last_row) for one in prints] == [(2, 3), (4, 4)]
    pages = PdfReader(io.BytesIO(bytes(prints[0].file.content))).pages
    assert len(pages) == 2
    text = "".join(pages[1].extract_text().split())
    for part in (no, "王五", "17,874.00", "壹万柒仟捌佰柒拾肆元整", "89.37平方米"):
        assert part in text
    progress = queries.progress_of(done)
    assert (progress.issued, progress.wrong, progress.printed, progress.percent) == (3, 0, 3, 100)
    assert list(queries.files_seen_by(developer)) == [done]
    assert not queries.files_seen_by(a_developer("别家", "91110108MA01ABCD5T")).exists()
    assert worked_through(received(developer, row(301))).status == FileStatus.DONE
    assert Deposit.objects.count() == 3, "handed in again it is the same notice"


def test_what_is_wrong_with_a_row_is_told_there_and_spoils_no_other():
    developer = a_developer()
    a_site(developer)
    rows = [
        row(301),
        row(301),
        row(302, 建筑面积="九十"),
        row(303, 小区名称="不知道"),
        row(304, 总层数="六"),
        row(305, 总层数="6"),
        row(306, 房屋类型="别墅"),
        row(301, 业主名称="赵六"),
        row(301, 建筑面积="88.00"),
        row(307),
    ]
    done = worked_through(received(developer, *rows))
    told = [one["说明"] for one in result_of(done)]
    assert told[0] == told[9] == ""
    assert told[1] == "与第2行是同一套房屋"
    assert "「九十」不是建筑面积" in told[2]
    assert told[3] == "朝阳区没有登记名为「不知道」的小区"
    assert told[4] == "总层数：「六」不是整数"
    assert told[5] == "1号楼已登记为12层"
    assert "「别墅」不是房屋类型" in told[6]
    assert told[7] == "该房屋登记的业主不是「赵六」"
    assert told[8] == "该房屋登记的建筑面积为90.00平方米"
    assert queries.progress_of(done).wrong == 8
    assert Building.objects.count() == 1


def test_only_the_developer_and_the_department_ask_for_a_communitys_deposits():
    developer, other = a_developer(), a_developer("别家", "91110108MA01ABCD5T")
    a_site(developer)
    refused = worked_through(received(other, row(301)))
    assert result_of(refused)[0]["说明"] == "只能录入本单位开发的小区的房屋和交存通知"
    account = an_account()
    for by, code in ((other, "not_the_developer"), (Actor("x", "owner"), "power_missing")):
        with pytest.raises(Refused) as no:
            fund.issue_notice(account_id=account.pk, owner_name="王五", by=by)
        assert no.value.code == code
    assert fund.issue_notice(account_id=account.pk, owner_name="王五", by=DEPARTMENT)
    with pytest.raises(Refused) as no:
        received(Actor("x", "owner", person_id=1), row(301))
    assert no.value.code == "power_missing"


def test_a_file_goes_on_after_a_crash(monkeypatch):
    monkeypatch.setattr("anju.fund_notices.jobs.ROWS_A_RUN", 2)
    developer = a_developer()
    a_site(developer)
    upload = received(developer, *(row(number) for number in range(301, 306)))
    jobs.work_on_files(0)
    assert NoticeRow.objects.count() == 2
    again = reading.row_of(2, {})
    kept = NoticeRow.objects.get(number=2)
    assert actions.take_in_row(upload_id=upload.pk, row=again, by=developer) == kept
    assert not actions.finish_file(upload_id=upload.pk, by=developer)
    done = worked_through(upload)
    assert (done.status, NoticeRow.objects.count()) == (FileStatus.DONE, 5)
    kept_print = actions.keep_print(upload_id=upload.pk, number=1, pdf=b"", by=developer)
    assert kept_print == queries.prints_of(done).get()


def swelling() -> bytes:
    """Some kilobytes that unpack to a hundred megabytes."""
    stream = io.BytesIO(a_file(ROW))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 100_000_000)
    return stream.getvalue()


def with_a_macro() -> bytes:
    stream = io.BytesIO(a_file(ROW))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return stream.getvalue()


BAD_FILES = {
    "a text in the encoding of old Windows": (
        lambda: ",".join(ROW).encode("gb18030"),
        "格式不能识别",
    ),
    "a text in UTF-16": (lambda: ",".join(ROW).encode("utf-16"), "格式不能识别"),
    "the old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "格式不能识别"),
    "a PDF": (lambda: b"%PDF-1.4\n%%EOF\n", "是PDF，这里可以上传XLSX"),
    "a program": (lambda: b"MZ" + b"\0" * 600, "是可执行程序"),
    "more than 5 MB": (lambda: b"PK\x03\x04" + b"\0" * 5 * 1024 * 1024, "不能超过5.0 MB"),
    "a bomb": (lambda: swelling(), "展开后过大"),
    "a macro": (lambda: with_a_macro(), "含有脚本或宏"),
    "half of it": (lambda: a_file(ROW)[:3000], "不能识别"),
    "nothing": (lambda: b"", "是空的"),
}


@pytest.mark.covers("SEC-03", "SEC-04")
@pytest.mark.parametrize("kind", BAD_FILES)
def test_what_is_no_spreadsheet_is_refused_with_a_sentence_and_nothing_is_kept(kind):
    make, sentence = BAD_FILES[kind]
    with pytest.raises(Refused) as no:
        actions.receive_file(name="一号楼.xlsx", content=make(), by=a_developer())
    assert sentence in no.value.message and "一号楼.xlsx" in no.value.message
    assert not NoticeFile.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_as_a_whole(monkeypatch):
    developer = a_developer()
    with pytest.raises(Refused) as no:
        received(developer)
    assert no.value.code == "no_rows"
    monkeypatch.setattr("anju.fund_notices.reading.MOST_ROWS", 1)
    with pytest.raises(Refused) as no:
        received(developer, row(301), row(302))
    assert no.value.code == "too_many_rows"
    assert not NoticeFile.objects.exists()
    assert calamine.CalamineWorkbook.from_filelike(io.BytesIO(reading.template_file()))
