"""本机构: what is filed, changes, branches, people, places. (AGY-02 to AGY-04; IDN-04)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies import actions
from anju.agencies.models import InstitutionFiling, Practitioner, Premises
from anju.agencies.tests.offices import (
    ENTERING,
    PDF,
    REVIEWING,
    a_branch,
    a_code,
    a_place,
    a_practitioner,
    an_application,
    an_institution,
    person,
    terms,
)
from anju.portals.agency.tests.addresses import forms_of, links_of, text_of, to
from anju.portals.agency.tests.conftest import signed_in

pytestmark = pytest.mark.django_db
BRANCH = "北京安家住房租赁有限公司海淀分公司"


def branch_typed(**changes):
    stated = terms(ENTERING, name=BRANCH, uscc=a_code())
    names = ("name", "uscc", "registered_address", "operating_address", "district", "scope")
    names += ("legal_representative", "supervision_bank", "supervision_account")
    typed = {name: getattr(stated, name) for name in (*names, "contact_name", "contact_phone")}
    more = {"licensed_on": "2026-10-20", "staff_count": "3", "units": "20", "sectors": ["own"]}
    return typed | more | {"step": "next"} | changes


@pytest.mark.covers("AGY-02")
def test_a_head_office_applies_for_its_branch_and_sees_what_came_back_and_why(own, desk):
    desk.post(to("add_branch"), branch_typed())
    assert "请上传附件" in desk.page.text
    paper = SimpleUploadedFile("执照.pdf", PDF, "application/pdf")
    desk.post(to("add_branch"), branch_typed(uploads=paper))
    filing = InstitutionFiling.objects.get(head=own)
    assert filing.applicant == own
    desk.post(to("submit_filing", filing.pk))
    actions.send_back(filing_id=filing.pk, because="地址不清", by=REVIEWING)
    shown = text_of(desk, "filing", filing.pk)
    assert "退回原因：地址不清" in shown and REVIEWING.name not in shown
    assert "退回修改的备案申请 1" in text_of(desk, "home")
    text_of(desk, "correct_filing", filing.pk)
    version = filing.versions.get()
    kept = [str(pk) for pk in version.file_ids]
    corrected = branch_typed(uscc=version.uscc, operating_address="海淀区1号", earlier=kept)
    desk.post(to("correct_filing", filing.pk), corrected)
    desk.post(to("submit_filing", filing.pk))
    filing.refresh_from_db()
    assert filing.status == "submitted" and filing.versions.count() == 2
    assert desk.get(to("filing_file", filing.pk, version.file_ids[0])).content == PDF
    desk.post(to("withdraw_filing", filing.pk), {"because": "不再设立"})
    filing.refresh_from_db()
    assert filing.status == "withdrawn"


@pytest.mark.covers("AGY-02")
def test_a_branchs_administrator_is_offered_no_application_and_told_whom_to_ask(own, branch):
    pages = signed_in(branch)
    sentence = f"应由总公司「{own.name}」的管理员（账号{own.uscc}）为本机构申请"
    for name in ("own", "filings"):
        assert sentence in text_of(pages, name)
        links = links_of(pages)
        for page in ("change_institution", "cancel_institution"):
            assert to(page, branch.pk) not in links
        assert to("add_branch") not in links
    pages.post(to("add_branch"), branch_typed(uploads=SimpleUploadedFile("执照.pdf", PDF)))
    assert sentence in pages.page.text
    pages.post(to("cancel_institution", branch.pk), {"because": "停业"})
    assert sentence in pages.page.text
    assert not InstitutionFiling.objects.filter(status="submitted").exists()


def test_a_change_is_applied_for_and_shown_beside_what_is_filed(own, desk):
    text_of(desk, "change_institution", own.pk)
    stated = own.facts.terms
    typed = branch_typed(name=stated.name, uscc=stated.uscc, capital_fen="5000000")
    typed |= {"units": "500", "earlier": [str(pk) for pk in stated.file_ids]}
    desk.post(to("change_institution", own.pk), typed)
    filing = InstitutionFiling.objects.get(type="change")
    assert "变更内容" in text_of(desk, "filing", filing.pk)
    assert to("submit_filing", filing.pk) in forms_of(desk)


@pytest.mark.covers("AGY-03")
def test_people_are_registered_corrected_given_a_card_and_removed(own, desk):
    stated = person()
    typed = {name: getattr(stated, name) for name in stated.__dataclass_fields__}
    desk.post(to("add_practitioner", own.pk), typed | {"phone": "1"})
    assert "手机号" in desk.page.text and Practitioner.objects.count() == 0
    desk.post(to("add_practitioner", own.pk), typed)
    found = Practitioner.objects.get()
    shown = text_of(desk, "practitioner", found.pk)
    assert stated.name in shown and stated.id_number not in shown
    change = {"phone": "13800000099", "role": "broker", "qualification_no": "BJ20260001"}
    desk.post(to("correct_practitioner", found.pk), change | {"because": "换号"})
    found.refresh_from_db()
    assert found.phone == "13800000099"
    desk.post(to("replace_card", found.pk), {"because": "遗失"})
    assert found.cards.count() == 2
    desk.get(to("practitioners"), {"name": stated.name})
    assert to("practitioner", found.pk) in links_of(desk)
    desk.post(to("remove_practitioner", found.pk), {"because": "离职"})
    found.refresh_from_db()
    assert found.status == "removed"


@pytest.mark.covers("AGY-04")
def test_places_are_registered_and_closed(own, desk):
    typed = {
        "kind": "shop",
        "name": "国贸门店",
        "address": "北京市朝阳区建国门外大街1号",
        "district": "110105",
        "longitude": "116.461",
        "latitude": "39.909",
    }
    desk.post(to("add_place", own.pk), typed | {"longitude": "10"})
    assert "坐标不在北京市范围内" in desk.page.text
    desk.post(to("add_place", own.pk), typed)
    place = Premises.objects.get()
    assert to("close_place", place.pk) in links_after(desk, "own")
    desk.post(to("close_place", place.pk), {"because": "搬迁"})
    place.refresh_from_db()
    assert place.status == "closed"
    assert to("close_place", place.pk) not in links_after(desk, "own")


@pytest.mark.covers("IDN-04")
def test_a_head_office_sees_its_branches_and_nobody_elses_institution(own, branch, desk):
    other = an_institution(name="北京别家住房租赁有限公司")
    theirs, place = a_practitioner(other), a_place(other)
    assert to("institution", branch.pk) in links_after(desk, "own")
    assert branch.name in text_of(desk, "institution", branch.pk)
    for at in (
        to("institution", other.pk),
        to("change_institution", other.pk),
        to("practitioner", theirs.pk),
        to("close_place", place.pk),
        to("filing", an_application(name="北京另家住房租赁有限公司").pk),
    ):
        assert desk.get(at).status_code == 404, at
    of_branch = signed_in(branch)
    assert of_branch.get(to("institution", own.pk)).status_code == 404
    assert of_branch.get(to("institution", a_branch(other, "另一分公司").pk)).status_code == 404


def links_after(pages, name, *args):
    text_of(pages, name, *args)
    return links_of(pages)
