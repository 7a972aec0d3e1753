"""从业主体管理 and 从业人员: list, detail, password, people, cards, places. (AGY-03)"""

import io
import re

import pytest
from pypdf import PdfReader

from anju.agencies import actions
from anju.agencies.models import Practitioner, Premises, WorkCard
from anju.agencies.tests.offices import (
    ENTERING,
    a_branch,
    a_place,
    a_practitioner,
    an_institution,
    cancelled,
)
from anju.people.models import Administrator
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import links_of, text_of, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("AGY-03")]
PERSON = {
    "name": "张建国",
    "id_type": "resident_id",
    "id_number": "110101199003078013",
    "phone": "13800000088",
    "role": "broker",
    "qualification_no": "BJ20260001",
}


def test_institutions_are_found_by_words_numbers_kind_district_and_state(entering):
    kept = an_institution()
    gone = cancelled()
    for ask, wanted in [
        ("text=安家", [kept.pk]),
        (f"uscc={gone.uscc}", [gone.pk]),
        (f"filing_no={kept.filing_no}", [kept.pk]),
        ("kind=broker", []),
        ("district=110105&status=filed", [kept.pk]),
        ("status=x", []),
    ]:
        entering.get(to("institutions", ask=ask))
        shown = [link for link in links_of(entering) if re.search(r"/institutions/\d+$", link)]
        assert shown == [to("institution", pk) for pk in wanted], ask


def test_an_institution_shows_its_state_branches_people_and_places(entering):
    head = an_institution()
    branch = a_branch(head)
    a_practitioner(head)
    a_place(head)
    shown = text_of(entering, "institution", head.pk)
    for words in (head.filing_no, branch.name, "张建国", "国贸门店", "已备案", "变更备案"):
        assert words in shown
    assert "110101199003078013" not in shown and "13800000088" not in shown


def test_who_only_reads_is_offered_nothing_to_change(reviewing):
    institution = an_institution()
    assert "重置管理员密码" not in text_of(reviewing, "institution", institution.pk)
    assert reviewing.get(to("change_institution", institution.pk)).status_code == 403
    assert reviewing.post(to("renew_password", institution.pk)).status_code == 403


def test_a_cancelled_institution_is_shown_and_not_changed(entering):
    institution = cancelled()
    shown = text_of(entering, "institution", institution.pk)
    assert "已注销" in shown and "注销日期" in shown
    assert to("add_practitioner", institution.pk) not in links_of(entering)
    entering.post(to("add_practitioner", institution.pk), PERSON)
    assert "该机构的备案已注销" in entering.page.text


def test_a_lost_password_is_replaced_and_told_once(entering):
    institution = an_institution()
    answer = entering.post(to("renew_password", institution.pk))
    assert "no-store" in answer["Cache-Control"]
    password = re.search(r'id="first-password">([^<]+)<', answer.content.decode())[1]
    assert Administrator.objects.get().user.check_password(password)
    assert password not in text_of(entering, "institution", institution.pk)


def test_somebody_is_registered_corrected_given_another_card_and_removed(entering):
    institution = an_institution()
    entering.post(to("add_practitioner", institution.pk), PERSON | {"qualification_no": ""})
    assert "请填写房地产经纪人的职业资格证书编号" in entering.page.text
    entering.post(to("add_practitioner", institution.pk), PERSON | {"id_number": "1101"})
    assert "身份证号应为18位" in entering.page.text
    assert entering.post(to("add_practitioner", institution.pk), PERSON).status_code == 302
    somebody = Practitioner.objects.get()
    card = WorkCard.objects.get()
    assert card.no in text_of(entering, "practitioner", somebody.pk)

    change = {"phone": "13800000099", "role": "manager", "qualification_no": "", "because": "转岗"}
    entering.post(to("correct_practitioner", somebody.pk), change)
    entering.post(to("replace_card", somebody.pk), {"because": "遗失"})
    shown = text_of(entering, "practitioner", somebody.pk)
    assert "住房租赁管理人员" in shown and "失效" in shown and "转岗" in shown
    entering.post(to("remove_practitioner", somebody.pk), {"because": ""})
    assert Practitioner.objects.get().status == "active"
    entering.post(to("remove_practitioner", somebody.pk), {"because": "离职"})
    assert "补发工作牌" not in text_of(entering, "practitioner", somebody.pk)
    assert set(WorkCard.objects.values_list("status", flat=True)) == {"void"}


def test_a_work_card_is_printed_with_the_code_by_which_anyone_checks_it(reviewing):
    somebody = a_practitioner(an_institution(name="北京" + "很长的名字" * 12 + "有限公司"))
    card = somebody.cards.get()
    assert to("print_card", somebody.pk) in links_of_page(reviewing, somebody)
    paper = reviewing.get(to("print_card", somebody.pk))
    assert paper["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(paper.content)).pages
    printed = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    assert len(pages) == 1 and "张建国" in printed and card.no in printed
    assert "房地产经纪人" in printed and "/public/work-cards" in printed
    assert "110101199003078013" not in printed and "13800000088" not in printed


def test_who_has_left_has_no_card_to_print(reviewing):
    somebody = a_practitioner(an_institution())
    actions.remove_practitioner(practitioner_id=somebody.pk, because="离职", by=ENTERING)
    assert reviewing.get(to("print_card", somebody.pk)).status_code == 404
    assert to("print_card", somebody.pk) not in links_of_page(reviewing, somebody)


def links_of_page(pages, somebody):
    pages.get(to("practitioner", somebody.pk))
    return links_of(pages)


def test_people_are_found_by_whole_name_number_and_card(entering):
    somebody = a_practitioner(an_institution())
    card = somebody.cards.get().no
    for ask, count in [
        ("name=张建国", 1),
        ("name=张建", 0),
        ("id_number=110101199003078013", 1),
        (f"card_no={card}", 1),
        ("status=removed", 0),
    ]:
        entering.get(to("practitioners", ask=ask))
        assert links_of(entering).count(to("practitioner", somebody.pk)) == count, ask


def test_a_place_is_registered_and_closed(entering):
    institution = an_institution()
    stated = {
        "kind": "shop",
        "name": "国贸门店",
        "address": "北京市朝阳区建国门外大街1号",
        "district": "110105",
        "longitude": "116.461000",
        "latitude": "39.909000",
    }
    entering.post(to("add_place", institution.pk), stated | {"longitude": "121.4"})
    assert "坐标不在北京市范围内" in entering.page.text
    entering.post(to("add_place", institution.pk), stated | {"longitude": "东"})
    assert Premises.objects.count() == 0
    entering.post(to("add_place", institution.pk), stated)
    place = Premises.objects.get()
    assert (place.longitude, place.latitude) == (116_461_000, 39_909_000)
    entering.post(to("close_place", place.pk), {"because": "搬迁"})
    assert Premises.objects.get().status == "closed"


def test_the_menu_has_what_somebody_may_open(officer):
    pages = officer(Power.HOME_VERIFY)
    pages.get(to("home"))
    assert to("homes") in links_of(pages) and to("places") in links_of(pages)
    assert to("lists") not in links_of(pages) and to("events") not in links_of(pages)
    assert pages.get(to("lists")).status_code == 403
    assert pages.get(to("events")).status_code == 403
