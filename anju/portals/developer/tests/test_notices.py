"""A developer issues the notices of the homes that it sells, and of no others. (QCK-01)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.fund.models import Deposit
from anju.fund.tests.world import WANG, an_account, signed_in
from anju.fund_notices import jobs
from anju.fund_notices.models import NoticeFile
from anju.fund_notices.tests.test_files import ROW, a_developer, a_file, a_site
from anju.people.models import Organisation, Person
from anju.portals.fund_desk.tests.test_homes import HOME
from anju.tests.pages import Pages
from anju.tests.walks.developer import to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("QCK-01")]
MOST = 12


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def signed_in_as(by) -> Pages:
    pages = Pages()
    pages.sign_in_as(Organisation.objects.get(pk=by.organisation_id))
    return pages


@pytest.fixture
def developer(db):
    by = a_developer()
    a_site(by)
    return signed_in_as(by)


def links_of(pages):
    return [a.get("href") or "" for a in pages.page.all("a")]


def test_it_is_reached_from_the_menu_and_shows_the_developers_communities(developer):
    developer.get("/tenant/")
    assert to("notices") in links_of(developer)
    assert developer.get(to("notices")).status_code == 200
    assert "望京壹号" in developer.page.text and "还没有上传过文件" in developer.page.text
    assert "/tenant/" in links_of(developer)


def test_one_notice_is_issued_and_printed(developer, django_assert_max_num_queries):
    answer = developer.post(to("enter_notice"), HOME)
    deposit = Deposit.objects.get()
    assert answer["Location"] == to("deposit", deposit.pk)
    with django_assert_max_num_queries(MOST):
        developer.get(to("deposit", deposit.pk))
    assert deposit.no in developer.page.text and "待交款" in developer.page.text
    assert developer.get(to("deposit_notice", deposit.pk)).content.startswith(b"%PDF")
    developer.post(to("enter_notice"), {**HOME, "area": "九十"})
    assert "不是建筑面积" in developer.page.text


def test_a_spreadsheet_is_worked_through_with_result_and_paper(developer):
    file = SimpleUploadedFile("一号楼.xlsx", a_file(ROW))
    answer = developer.post(to("notices"), {"file": file})
    upload = NoticeFile.objects.get()
    assert answer["Location"] == to("notice_file", upload.pk)
    for _ in range(4):
        jobs.work_on_files(0)
    assert developer.get(to("notice_file", upload.pk)).status_code == 200
    assert "处理完成" in developer.page.text
    assert to("deposit", Deposit.objects.get().pk) in links_of(developer)
    assert developer.get(to("notice_print", upload.prints.get().pk)).content.startswith(b"%PDF")
    for page in ("notice_template", "notice_result"):
        where = to(page, upload.pk) if page == "notice_result" else to(page)
        assert "spreadsheet" in developer.get(where)["Content-Type"]


@pytest.mark.covers("SEC-02")
def test_another_developer_enters_nothing_there_and_sees_nothing_of_it(developer):
    developer.post(to("enter_notice"), HOME)
    developer.post(to("notices"), {"file": SimpleUploadedFile("一号楼.xlsx", a_file(ROW))})
    for _ in range(4):
        jobs.work_on_files(0)
    deposit, upload = Deposit.objects.get(), NoticeFile.objects.get()
    other = signed_in_as(a_developer("别家", "91110108MA01ABCD5T"))
    assert other.get(to("notices")).status_code == 200
    assert "本单位没有登记为小区的开发单位" in other.page.text
    other.post(to("enter_notice"), {**HOME, "room": "302", "contract_no": "XF2"})
    assert "只能录入本单位开发的小区的房屋和交存通知" in other.page.text
    assert Deposit.objects.count() == 1
    for page in ("deposit", "deposit_notice"):
        assert other.get(to(page, deposit.pk)).status_code == 404
    for page in ("notice_file", "notice_result"):
        assert other.get(to(page, upload.pk)).status_code == 404
    assert other.get(to("notice_print", upload.prints.get().pk)).status_code == 404


@pytest.mark.covers("SEC-02")
def test_for_persons_there_is_no_such_page_and_who_is_nobody_signs_in(developer, client):
    account = an_account()
    person = Pages()
    person.sign_in_as(Person.objects.get(pk=signed_in(WANG).person_id))
    for page in ("notices", "enter_notice", "notice_template"):
        assert person.get(to(page)).status_code == 404
        assert "sign-in" in client.get(to(page))["Location"]
    assert not Deposit.objects.filter(account=account).exists()
