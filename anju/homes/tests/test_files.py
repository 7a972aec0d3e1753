"""A spreadsheet of homes: read row by row, asked in order, gone on with after a crash, with a result file. (HVF-05)"""

import pytest

from anju.core import sheets
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.homes import actions, jobs, queries, reading
from anju.homes.models import Verification, VerificationFile, VerificationFileRow
from anju.homes.rules import (
    MOST_ROWS_IN_FILE,
    FileStatus,
    Outcome,
    Refusal,
    Role,
    RowOutcome,
    Status,
)
from anju.homes.tests.asking import (
    OFFICER,
    a_home,
    a_person,
    a_verified,
    an_enterprise,
    ask,
    homes_of,
    queries_of,
)
from anju.homes.tests.files import NAME, a_file, received, result_of, row_of
from anju.notices.models import Notice as Message

pytestmark = [pytest.mark.django_db, pytest.mark.covers("HVF-05")]


def again(upload):
    upload.refresh_from_db()
    return upload


def test_every_row_is_asked_and_the_file_is_done_when_all_are_answered(sandbox):
    enterprise = an_enterprise()
    passing, seized, wrong = homes_of(sandbox, 4, 3)
    seized = a_home(sandbox, 5, restrictions=["seizure"])
    upload = received(
        enterprise, row_of(passing), row_of(seized), row_of(wrong, owner_name="别人"), {}
    )

    jobs.work_on_files(0)

    progress = queries.progress_of(upload)
    assert (again(upload).status, progress.rows, progress.waiting) == (FileStatus.WORKING, 3, 3)
    assert progress.percent == 0
    ask()
    jobs.work_on_files(0)

    progress = queries.progress_of(upload)
    assert again(upload).status == FileStatus.DONE and upload.finished_at is not None
    assert (progress.passed, progress.failed, progress.percent) == (1, 2, 100)
    assert queries_of(sandbox) == 3
    assert Message.objects.count() == 0  # they look at the progress
    result = result_of(upload)
    assert [row["结果"] for row in result] == ["核验通过", "核验不通过", "核验不通过"]
    assert [row["行"] for row in result] == ["2", "3", "4"]
    assert result[0]["房屋坐落"] == passing["address"] and result[0]["核验码"].startswith("HY")
    assert result[1]["说明"] == str(Outcome.FAIL_SEIZED.label)
    assert result[2]["房屋坐落"] == ""


WRONG = [
    ({"district": "天津市"}, "房屋区域：「天津市」不是北京市的区"),
    ({"certificate_type": "土地证"}, "证件类型：「土地证」不是可以核验的证件类型"),
    ({"certificate_no": "123"}, "产权证号：产权证号格式不正确"),
    ({"owner_name": ""}, "产权人姓名：没有填写"),
    ({"owner_id_type": "驾驶证"}, "产权人证件种类：「驾驶证」不是认识的证件种类"),
    ({"owner_id_number": "11010119900307801X"}, "产权人证件号：身份证号的校验码不对"),
    ({"starts_on": "明天"}, "拟出租日期：「明天」不是日期"),
    ({"starts_on": "2020-01-01"}, "拟出租日期2020-01-01早于今天"),
    ({"district": "东城区"}, "房屋区域：产权证号属于海淀区，与所选的房屋区域不同"),
    (
        {"certificate_type": "宅基地证明", "certificate_no": "集建12"},
        "房屋坐落：没有填写；建筑面积：没有填写；承诺：没有填写",
    ),
    (
        {"certificate_type": "宅基地证明", "certificate_no": "1", "address": "某村", "area": "9"},
        "产权证号：证明编号应为2至60个字；承诺：没有填写",
    ),
    (
        {
            "certificate_type": "宅基地证明",
            "certificate_no": "集建12",
            "address": "某村",
            "area": "9",
            "commitment": "不接受",
        },
        "承诺：这类权属证明不能联网核验",
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_a_row_that_cannot_be_read_says_which_field_and_why_and_spoils_no_other(
    sandbox, changes, sentence
):
    wrong, fine = homes_of(sandbox, 1, 2)
    upload = received(an_enterprise(), row_of(wrong, **changes), row_of(fine))

    jobs.work_on_files(0)

    rows = list(queries.rows_of_file(upload.pk))
    assert [row.outcome for row in rows] == [RowOutcome.UNREADABLE, RowOutcome.ASKED]
    assert rows[0].sentence.startswith(sentence)
    assert Verification.objects.count() == 1


def test_a_row_that_names_a_home_again_is_not_asked_again(sandbox):
    home = a_home(sandbox)
    upload = received(an_enterprise(), row_of(home), row_of(home, owner_name="别人"))

    jobs.work_on_files(0)

    rows = list(queries.rows_of_file(upload.pk))
    assert [row.outcome for row in rows] == [RowOutcome.ASKED, RowOutcome.TWICE]
    assert rows[1].sentence == "与第2行是同一个产权证"


def test_a_commitment_in_a_file_is_one_word_and_decided_at_once(sandbox):
    row = row_of(
        a_home(sandbox),
        certificate_type="拆迁安置协议",
        certificate_no="安置2020第18号",
        address="北京市海淀区某小区3号楼101",
        area="60.00",
        commitment="接受",
    )
    upload = received(an_enterprise(), row)

    jobs.work_on_files(0)

    assert again(upload).status == FileStatus.DONE
    assert Verification.objects.get().status == Status.COMMITTED


def test_killed_half_way_the_rest_is_done_and_nothing_twice(sandbox, monkeypatch):
    upload = received(an_enterprise(), *map(row_of, homes_of(sandbox, 1, 5)))
    take_in_row, taken = actions.take_in_row, []

    def dies_at_the_third(**arguments):
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(take_in_row(**arguments))

    monkeypatch.setattr(actions, "take_in_row", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        jobs.work_on_files(0)
    assert VerificationFileRow.objects.count() == 2
    monkeypatch.undo()

    jobs.work_on_files(0)
    ask()
    jobs.work_on_files(0)

    assert again(upload).status == FileStatus.DONE
    assert Verification.objects.count() == VerificationFileRow.objects.count() == 5
    assert queries_of(sandbox) == 5


def test_a_row_taken_in_twice_and_a_file_finished_twice_are_once(sandbox):
    upload = received(an_enterprise(), row_of(a_home(sandbox)))
    actions.start_file(upload_id=upload.pk, by=CLOCK)
    actions.start_file(upload_id=upload.pk, by=CLOCK)
    [(number, cells)] = reading.stated_in(NAME, bytes(upload.file.content))
    row = reading.row_of(number, cells)

    first = actions.take_in_row(upload_id=upload.pk, row=row, by=an_enterprise())
    second = actions.take_in_row(upload_id=upload.pk, row=row, by=an_enterprise())
    assert first == second
    assert actions.finish_file(upload_id=upload.pk, by=CLOCK) is False
    ask()
    assert actions.finish_file(upload_id=upload.pk, by=CLOCK) is True
    assert actions.finish_file(upload_id=upload.pk, by=CLOCK) is False


def test_while_the_register_is_down_a_file_waits(sandbox):
    upload = received(an_enterprise(), *map(row_of, homes_of(sandbox, 1, 3)))
    sandbox.control("switches", {"title_mode": "down"})
    jobs.work_on_files(0)
    ask()
    jobs.work_on_files(0)

    assert again(upload).status == FileStatus.WORKING
    [first, *_] = result_of(upload)
    assert first["结果"] == "核验中" and "问题单号" in first["说明"]


def test_what_was_verified_before_is_answered_without_asking(sandbox):
    a_verified(sandbox)
    upload = received(an_enterprise(), row_of(a_home(sandbox)))

    jobs.work_on_files(0)

    assert again(upload).status == FileStatus.DONE
    assert queries_of(sandbox) == 1


@pytest.mark.parametrize("who", ["person", "officer"])
def test_persons_and_officers_hand_in_files_too(sandbox, who):
    by = a_person() if who == "person" else OFFICER
    upload = received(by, row_of(a_home(sandbox)), role=Role.OWNER)
    jobs.work_on_files(0)

    assert list(queries.files_seen_by(by)) == [upload]
    assert list(queries.files_seen_by(an_enterprise())) == []
    [verification] = queries.verifications_seen_by(by)
    assert verification.asked_by == by.name


def test_a_file_that_is_not_laid_out_or_empty_or_too_long_is_refused_and_not_kept(
    sandbox, monkeypatch
):
    enterprise = an_enterprise()
    home = row_of(a_home(sandbox))
    without = tuple(title for title in reading.COLUMNS if title != "房屋区域")
    monkeypatch.setattr(reading, "MOST_ROWS_IN_FILE", 2)
    for content, code in (
        (a_file(home, columns=without), sheets.Refusal.COLUMN_MISSING),
        (a_file(), Refusal.NO_ROWS),
        (a_file(home, home, home), Refusal.TOO_MANY_ROWS),
    ):
        with pytest.raises(Refused) as refused:
            actions.receive_file(name=NAME, content=content, role=Role.ENTERPRISE, by=enterprise)
        assert refused.value.code is code
    with pytest.raises(Refused) as refused:
        received(enterprise, home, role="landlord")
    assert refused.value.code is Refusal.NOT_A_ROLE
    assert VerificationFile.objects.count() == 0


def test_the_template_can_be_filled_in_and_handed_in(sandbox):
    book = sheets.open_book(NAME, reading.template_file())
    assert book.sheet_names == [reading.SHEET, "填写说明"]
    titles = book.get_sheet_by_index(0).to_python()[0]
    upload = actions.receive_file(
        name=NAME,
        content=a_file(row_of(a_home(sandbox)), columns=tuple(titles)),
        role=Role.OWNER,
        by=a_person(),
    )
    assert upload.row_count == 1


def test_ten_thousand_rows_fit_in_a_file(sandbox):
    rows = [row_of(a_home(sandbox))] * MOST_ROWS_IN_FILE

    assert len(reading.stated_in(NAME, a_file(*rows))) == MOST_ROWS_IN_FILE
