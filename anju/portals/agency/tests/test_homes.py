"""房源核验 by an institution: asked, shown, printed, objected to, by spreadsheet, given up. (HVF-01 to HVF-03)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies.tests.offices import PDF, administrator_of, an_institution
from anju.homes import jobs
from anju.homes.models import Objection, Verification, VerificationFile
from anju.homes.tests.asking import a_home, a_verified, ask, request, terms_of
from anju.homes.tests.files import a_file, row_of
from anju.portals.agency.tests.addresses import forms_of, links_of, text_of, to
from anju.portals.agency.tests.conftest import signed_in
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db
STATED = (
    "district",
    "certificate_type",
    "certificate_no",
    "owner_name",
    "owner_id_type",
    "owner_id_number",
)


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def today():
    """The register has a clock of its own: here it is really today."""


@pytest.fixture
def own(db):
    return an_institution()


def typed(pages: Pages, home, **changes):
    pages.get(to("verify_home"))
    [key] = [one.get("value") for one in pages.page.all("input") if one.get("name") == "key"]
    return {name: home[name] for name in STATED} | {"key": key} | changes


@pytest.mark.covers("HVF-01", "HVF-02")
def test_a_home_is_asked_about_shown_while_it_waits_and_its_notice_printed(sandbox, desk, own):
    home = a_home(sandbox)
    answer = desk.post(to("verify_home"), typed(desk, home))
    found = Verification.objects.get()
    assert (found.role, found.organisation_id) == ("enterprise", own.organisation_id)
    assert answer["Location"] == to("home_check", found.pk)
    assert "核验中" in text_of(desk, "home_check", found.pk)
    polls = [one.get("hx-get") for one in desk.page.root.iter() if one.get("hx-get")]
    assert polls == [to("home_check", found.pk)]

    ask()
    desk.get(to("home_check", found.pk), headers={"HX-Request": "true"})
    assert not desk.page.is_whole and "核验通过" in desk.page.text
    assert not [one for one in desk.page.root.iter() if one.get("hx-get")]
    shown = text_of(desk, "home_check", found.pk)
    assert "租赁房源核验告知单" in shown and home["address"] in shown
    assert home["owner_id_number"] not in shown
    assert desk.get(to("home_notice", found.pk)).status_code == 404
    assert desk.post(to("issue_notice", found.pk))["Location"] == to("home_notice", found.pk)
    paper = desk.get(to("home_notice", found.pk))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


def test_a_broker_asks_as_a_broker(sandbox):
    broker = an_institution(kind="broker", name="北京诚信房地产经纪有限公司")
    pages = signed_in(broker)
    pages.post(to("verify_home"), typed(pages, a_home(sandbox)))
    assert Verification.objects.get().role == "broker"


def test_what_was_typed_is_kept_and_what_is_wrong_is_told_at_its_field(sandbox, desk):
    home = a_home(sandbox)
    desk.post(to("verify_home"), typed(desk, home, certificate_no="123"))
    assert "产权证号格式不正确" in desk.page.text
    values = {one.get("name"): one.get("value") for one in desk.page.all("input")}
    assert values["owner_name"] == home["owner_name"] and values["certificate_no"] == "123"
    desk.post(to("verify_home"), typed(desk, home, certificate_type="homestead"))
    assert "没有填写" in desk.page.text
    assert Verification.objects.count() == 0


@pytest.mark.covers("HVF-03")
def test_a_failed_check_says_why_and_can_be_objected_to_with_documents(sandbox, desk, own):
    home = a_home(sandbox)
    desk.post(to("verify_home"), typed(desk, home, owner_name="别人"))
    ask()
    found = Verification.objects.get()
    assert "产权人姓名或证件号与登记的不一致" in text_of(desk, "home_check", found.pk)
    assert to("issue_notice", found.pk) not in forms_of(desk)
    assert to("object_to_check", found.pk) in links_of(desk)
    desk.post(to("object_to_check", found.pk), {"grounds": "登记有误"})
    assert "请上传权属证明" in desk.page.text and "登记有误" in desk.page.text
    papers = {
        kind: SimpleUploadedFile(f"{kind}.pdf", PDF, "application/pdf")
        for kind in ("application", "title", "identity")
    }
    desk.post(to("object_to_check", found.pk), papers | {"grounds": "登记有误"})
    objection = Objection.objects.get()
    shown = text_of(desk, "home_objection", objection.pk)
    assert "待复核" in shown and "登记有误" in shown
    document = objection.documents.first()
    assert desk.get(to("home_document", document.pk)).content == PDF
    assert to("home_objection", objection.pk) in links_after(desk, "home_check", found.pk)


@pytest.mark.covers("HVF-05")
def test_the_list_is_the_institutions_own_and_is_searched(sandbox, desk, own):
    found = a_verified(sandbox, by=administrator_of(own), role="enterprise")
    others = a_verified(sandbox, number=2)
    for words, count in [(found.no, 1), (found.home.address[3:6], 1), (others.no, 0), ("无此", 0)]:
        desk.get(to("homes"), {"text": words})
        assert links_of(desk).count(to("home_check", found.pk)) == count, words
    assert to("home_check", found.pk) not in links_after(desk, "homes", ask="status=failed")
    assert to("home_check", others.pk) not in links_after(desk, "homes")
    assert desk.get(to("home_check", others.pk)).status_code == 404


@pytest.mark.covers("HVF-05")
def test_homes_are_checked_by_spreadsheet_and_the_result_is_taken_along(sandbox, desk, own):
    template = desk.get(to("home_template"))
    assert template.content.startswith(b"PK")
    homes = [a_home(sandbox, number) for number in (1, 2)]
    answer = desk.post(
        to("home_files"), {"file": SimpleUploadedFile("房源.xlsx", a_file(*map(row_of, homes)))}
    )
    upload = VerificationFile.objects.get()
    assert answer["Location"] == to("home_file", upload.pk)
    assert "等待处理" in text_of(desk, "home_file", upload.pk)
    assert [one.get("max") for one in desk.page.all("progress")] == ["2"]
    jobs.work_on_files(0)
    ask()
    jobs.work_on_files(0)
    shown = text_of(desk, "home_file", upload.pk)
    assert "核验完成" in shown and "核验通过" in shown and not desk.page.all("progress")
    assert desk.get(to("home_file_result", upload.pk)).content.startswith(b"PK")
    assert to("home_file", upload.pk) in links_after(desk, "home_files")


def test_a_file_that_cannot_be_read_is_told(desk):
    desk.post(to("home_files"), {"file": SimpleUploadedFile("房源.xlsx", b"x")})
    assert VerificationFile.objects.count() == 0
    desk.post(to("home_files"), {})
    assert "请选择文件" in desk.page.text


def test_a_home_that_is_managed_is_given_up_by_who_manages_it(sandbox, desk, own):
    found = a_verified(sandbox, by=administrator_of(own), role="enterprise")
    assert to("give_up_home", found.pk) in forms_after(desk, "home_check", found.pk)
    desk.post(to("give_up_home", found.pk))
    found.refresh_from_db()
    assert found.status == "expired"
    assert to("give_up_home", found.pk) not in forms_after(desk, "home_check", found.pk)
    assert desk.post(to("give_up_home", found.pk)).status_code == 404


def test_who_only_waits_manages_nothing(sandbox, desk, own):
    found = request(terms_of(a_home(sandbox)), administrator_of(own), "enterprise")
    assert to("give_up_home", found.pk) not in forms_after(desk, "home_check", found.pk)


def links_after(pages: Pages, name: str, *args: object, ask: str = "") -> list[str]:
    text_of(pages, name, *args, ask=ask)
    return links_of(pages)


def forms_after(pages: Pages, name: str, *args: object) -> list[str]:
    text_of(pages, name, *args)
    return forms_of(pages)
