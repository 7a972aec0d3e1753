"""Many signatures from one spreadsheet, row by row; and the attendance sheet as paper. (WDR-09, BEY-03)"""

import io

import pytest
from pypdf import PdfReader

from anju.core import clock, sheets
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.votes import actions, jobs, queries, reading
from anju.votes.models import AttendanceSheet, PaperFile, Voice
from anju.votes.rules import Count, Refusal
from anju.votes.tests.world import (
    LIU,
    WANG,
    ZHAO,
    a_passed_vote,
    an_open_vote,
    company_of,
    seat_of,
    signed_paper,
    spoken_online,
    the_company,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("WDR-09")]


def a_list(*rows):
    return sheets.sheet_file(reading.SHEET, reading.WIDTHS, rows)


def received(vote, *rows, by: Actor | None = None) -> PaperFile:
    return actions.receive_file(
        vote_id=vote.pk, name="签名.xlsx", content=a_list(*rows), by=by or company_of(vote)
    )


def row(vote, number, answer="同意", day=""):
    home = seat_of(vote, number).dwelling
    return (home.building.name, home.unit, home.room, answer, day)


def test_each_row_is_entered_or_says_what_is_wrong_with_it():
    vote = an_open_vote(WANG, ZHAO, LIU, WANG)
    spoken_online(vote, ZHAO, agrees=False)
    upload = received(
        vote,
        row(vote, 1),
        row(vote, 2),
        row(vote, 3, "不同意", clock.today().isoformat()),
        row(vote, 3),
        ("99号楼", "1", "101", "同意", ""),
        row(vote, 4, "弃权"),
        row(vote, 4, "同意", "2026-02-31"),
    )
    for _ in range(2):
        jobs.work_on_files(0)
    upload.refresh_from_db()
    assert upload.status == "done"
    assert queries.progress_of(upload) == queries.progress_of(upload).__class__(7, 2, 5)
    told = {number: (outcome, sentence) for number, _, outcome, sentence in results(upload)}
    first = min(int(number) for number in told)
    said = {int(number) - first + 1: one for number, one in told.items()}
    assert (said[1], said[3]) == (("已录入", ""), ("已录入", ""))
    assert "以网上表决为准" in said[2][1]
    assert "是同一套房屋" in said[4][1]
    assert "不在本次表决的房屋之中" in said[5][1]
    assert "不是表决意见" in said[6][1]
    assert "签名日期" in said[7][1]
    assert queries.count_of(vote) == Count(3, 360_00, 3, 360_00, 1, 180_00)


def results(upload):
    return list(queries.result_rows(upload))


def test_a_file_worked_through_again_after_a_crash_enters_nothing_twice():
    vote = an_open_vote(WANG, ZHAO)
    upload = received(vote, row(vote, 1), row(vote, 2))
    by = company_of(vote)
    actions.start_file(upload_id=upload.pk, by=by)
    [(number, cells), _] = reading.stated_in("签名.xlsx", a_list(row(vote, 1), row(vote, 2)))
    actions.take_in_row(upload_id=upload.pk, row=reading.row_of(number, cells), by=by)
    for _ in range(2):
        jobs.work_on_files(0)
    assert Voice.objects.count() == upload.rows.count() == 2


def test_an_empty_list_one_of_another_company_and_one_after_the_end_are_not_taken_in():
    vote = an_open_vote(WANG)
    other = the_company("别家物业", "91110108MA01ABCD5T")
    for refusal, work in (
        (Refusal.NO_ROWS, lambda: received(vote)),
        (Refusal.NOT_THE_COMPANY, lambda: received(vote, row(vote, 1), by=other)),
        (Refusal.NOT_OPEN, lambda: received(a_passed_vote(), ("1号楼", "1", "101", "同意", ""))),
    ):
        with pytest.raises(Refused) as raised:
            work()
        assert raised.value.code == refusal
    assert not PaperFile.objects.exists()


@pytest.mark.covers("BEY-03")
def test_the_attendance_sheet_shows_every_home_masked_and_the_count():
    vote = an_open_vote((WANG, ZHAO), LIU, None)
    signed_paper(vote, 1)
    spoken_online(vote, LIU, agrees=False)
    by = company_of(vote)
    asked = actions.ask_for_sheet(vote_id=vote.pk, by=by)
    assert actions.ask_for_sheet(vote_id=vote.pk, by=by) == asked
    jobs.make_sheets(0)
    jobs.make_sheets(0)
    sheet = AttendanceSheet.objects.get()
    assert sheet.status == "made"
    reader = PdfReader(io.BytesIO(bytes(sheet.file.content)))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for shown in ("更换1号电梯", "和平里小区", "王*", "赵*", "刘*", "开发单位", "270.00", "不同意"):
        assert shown in text, shown
    for secret in ("王五", "赵六", WANG.id_number):
        assert secret not in text
