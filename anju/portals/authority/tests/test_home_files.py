"""批量核验 at the desk: a file is handed in, worked through, looked at while it is, and taken along. (HVF-05)"""

import io

import pytest
import python_calamine as calamine
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.homes import jobs, reading
from anju.homes.models import Verification, VerificationFile
from anju.homes.tests.asking import an_enterprise, ask, homes_of
from anju.homes.tests.files import a_file, row_of
from anju.people.models import Organisation
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import links_of, text_of, to
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("HVF-05")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def officer(username="fang.yuan", name="方圆"):
    pages = Pages()
    pages.as_staff(Power.HOME_VERIFY, username=username, name=name)
    return pages


@pytest.fixture
def verifying(db):
    return officer()


def hand_in(pages, content, role="owner", uscc=""):
    file = SimpleUploadedFile("房源.xlsx", content)
    return pages.post(to("home_files"), {"role": role, "uscc": uscc, "file": file})


def result_of(pages, upload):
    answer = pages.get(to("home_file_result", upload.pk))
    assert "attachment" in answer["Content-Disposition"]
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()[1:]


def test_a_file_is_worked_through_and_its_result_taken_along(sandbox, verifying):
    passing, wrong = homes_of(sandbox, 2, 2)
    content = a_file(row_of(passing), row_of(wrong, owner_name="别人"), {"district": "朝阳区"})
    answer = hand_in(verifying, content)
    upload = VerificationFile.objects.get()
    assert answer["Location"] == to("home_file", upload.pk)
    assert "等待处理" in text_of(verifying, "home_file", upload.pk)

    jobs.work_on_files(0)
    shown = text_of(verifying, "home_file", upload.pk)
    assert "正在核验" in shown and "填写有误" in shown and "核验中 2" in shown
    assert to("home_file", upload.pk) in links_of(verifying)  # 【刷新】, where there is no script
    part = verifying.get(to("home_file", upload.pk), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode() and "正在核验" in verifying.page.text
    assert [row[2] for row in result_of(verifying, upload)] == ["核验中", "核验中", "填写有误"]

    ask()
    jobs.work_on_files(0)
    shown = text_of(verifying, "home_file", upload.pk)
    assert "核验完成" in shown and passing["address"] in shown and "下载结果文件" in shown
    assert not verifying.page.all("progress")
    assert [row[2] for row in result_of(verifying, upload)] == [
        "核验通过",
        "核验不通过",
        "填写有误",
    ]
    assert to("home_file", upload.pk) in links_after(verifying)


def links_after(pages):
    pages.get(to("home_files"))
    return links_of(pages)


def test_what_is_wrong_with_a_whole_file_is_told_and_nothing_kept(verifying):
    for content, told in [
        (b"no sheet", "房源.xlsx"),
        (a_file(), "没有房源"),
        (a_file({"district": "朝阳区"}, columns=("房屋区域",)), "产权证号"),
        (b"x" * (reading.UPLOAD.max_bytes + 1), "5.0 MB"),
    ]:
        assert hand_in(verifying, content).status_code == 200
        assert told in verifying.page.text
    verifying.post(to("home_files"), {"role": "owner"})
    assert "请选择文件" in verifying.page.text
    assert VerificationFile.objects.count() == 0


def test_homes_of_an_enterprise_are_asked_in_its_name(sandbox, verifying):
    [home] = homes_of(sandbox, 2)
    enterprise = Organisation.objects.get(pk=an_enterprise().organisation_id)
    hand_in(verifying, a_file(row_of(home)), role="enterprise")
    assert "请填写其名称和代码" in verifying.page.text
    assert (
        hand_in(verifying, a_file(row_of(home)), "enterprise", enterprise.uscc).status_code == 302
    )
    jobs.work_on_files(0)
    assert Verification.objects.get().organisation == enterprise


def test_the_template_has_every_column(verifying):
    answer = verifying.get(to("home_template"))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert list(reading.COLUMNS) == book.get_sheet_by_name(reading.SHEET).to_python()[0]


@pytest.mark.covers("SEC-02")
def test_a_file_is_seen_by_who_handed_it_in(sandbox, verifying):
    hand_in(verifying, a_file(row_of(homes_of(sandbox, 2)[0])))
    upload = VerificationFile.objects.get()
    other = officer("lin.fang", "林芳")
    assert other.get(to("home_file", upload.pk)).status_code == 404
    assert other.get(to("home_file_result", upload.pk)).status_code == 404
    assert "还没有上传过文件" in text_of(other, "home_files")
