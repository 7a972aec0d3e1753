"""房源核验 at the desk: asked, shown, printed, objected to; the operator's tickets. (HVF-01 to HVF-03; ERR-01)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies.tests.offices import PDF
from anju.core.actors import CLOCK
from anju.homes import actions as homes
from anju.homes.models import Objection, Trouble, Verification
from anju.homes.reading import HomeTerms
from anju.homes.rules import Result
from anju.homes.tests.asking import a_failed, a_home, a_verified, ask, request
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import forms_of, links_of, text_of, to
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def desk(*powers, username, name):
    pages = Pages()
    pages.as_staff(*powers, username=username, name=name)
    return pages


@pytest.fixture
def verifying(db):
    return desk(Power.HOME_VERIFY, username="fang.yuan", name="方圆")


@pytest.fixture
def judging(db):
    return desk(Power.HOME_OBJECT, username="fu.he", name="傅和")


@pytest.fixture
def operating(db):
    return desk(Power.HOME_TROUBLE, username="yun.wei", name="云卫")


def typed(pages, home, **changes):
    pages.get(to("verify_home"))
    [key] = [one.get("value") for one in pages.page.all("input") if one.get("name") == "key"]
    names = (
        "district",
        "certificate_type",
        "certificate_no",
        "owner_name",
        "owner_id_type",
        "owner_id_number",
    )
    return {name: home[name] for name in names} | {"key": key, "role": "owner"} | changes


@pytest.mark.covers("HVF-01", "HVF-02")
def test_a_home_is_verified_and_its_notice_printed(sandbox, verifying):
    home = a_home(sandbox)
    answer = verifying.post(to("verify_home"), typed(verifying, home))
    found = Verification.objects.get()
    assert answer["Location"] == to("home_check", found.pk)
    assert "核验中" in text_of(verifying, "home_check", found.pk)
    assert verifying.get(to("home_notice", found.pk)).status_code == 404
    ask()
    shown = text_of(verifying, "home_check", found.pk)
    assert "核验通过" in shown and home["address"] in shown
    assert home["owner_id_number"] not in shown
    verifying.post(to("issue_notice", found.pk))
    paper = verifying.get(to("home_notice", found.pk))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


@pytest.mark.covers("HVF-03")
def test_a_failed_check_says_which_reason_applies(sandbox, verifying):
    found = a_failed(sandbox)
    shown = text_of(verifying, "home_check", found.pk)
    assert shown.count("产权人姓名或证件号与登记的不一致") == 2  # the result, and its step
    assert to("issue_notice", found.pk) not in forms_of(verifying)
    verifying.post(to("issue_notice", found.pk))
    assert "只有核验通过或者已承诺的房源有告知单" in verifying.page.text


def test_what_is_stated_wrongly_is_told_at_its_field(sandbox, verifying):
    home = a_home(sandbox)
    for changes, told in [
        ({"certificate_no": "123"}, "产权证号格式不正确"),
        ({"owner_id_number": "123"}, "身份证号应为18位"),
        ({"starts_on": "2020-01-01"}, "早于今天"),
        ({"role": "broker"}, "请填写其名称和代码"),
        ({"uscc": "91110000100017643K"}, "没有这个代码的企业或者机构"),
        ({"certificate_type": "homestead"}, "没有填写"),
    ]:
        verifying.post(to("verify_home"), typed(verifying, home, **changes))
        assert told in verifying.page.text, changes
    assert Verification.objects.count() == 0


def test_a_paper_that_no_register_knows_is_committed_to(sandbox, verifying):
    home = a_home(sandbox)
    stated = typed(
        verifying,
        home,
        certificate_type="homestead",
        certificate_no="京昌宅字第1号",
        address="北京市昌平区某村1号",
        area="88.00",
        commitment="on",
    )
    verifying.post(to("verify_home"), stated)
    assert Verification.objects.get().status == "committed"


@pytest.mark.covers("HVF-05")
def test_checks_are_found_by_number_certificate_and_address(sandbox, verifying):
    found = a_verified(sandbox)
    for text, count in [
        (found.no, 1),
        (found.home.certificate_no, 1),
        (found.home.address[3:6], 1),
        ("x", 0),
    ]:
        verifying.get(to("homes"), {"text": text})
        assert links_of(verifying).count(to("home_check", found.pk)) == count, text
    verifying.get(to("homes", ask="status=failed"))
    assert to("home_check", found.pk) not in links_of(verifying)


@pytest.mark.covers("IDN-03")
def test_an_objection_is_reviewed_by_another(sandbox, verifying, judging):
    home = a_home(sandbox)
    verifying.post(to("verify_home"), typed(verifying, home, owner_name="别人"))
    ask()
    found = Verification.objects.get()
    verifying.post(to("object_to_check", found.pk), {"grounds": ""})
    assert "请上传权属证明" in verifying.page.text
    papers = {
        kind: SimpleUploadedFile(f"{kind}.pdf", PDF, "application/pdf")
        for kind in ("application", "title", "identity")
    }
    verifying.post(to("object_to_check", found.pk), papers | {"grounds": "登记有误"})
    objection = Objection.objects.get()
    shown = text_of(verifying, "home_objection", objection.pk)
    assert "办理此事需要「复核房源核验异议」岗位权限。有此权限的人员：傅和" in shown
    assert forms_of(verifying).count(to("review_home_objection", objection.pk)) == 0
    document = objection.documents.first()
    assert judging.get(to("home_document", document.pk)).content == PDF

    assert to("home_objection", objection.pk) in links_after(judging, "home_objections")
    judging.post(to("review_home_objection", objection.pk), {"decision": "reject", "because": ""})
    assert "请说明理由" in judging.page.text
    judging.post(
        to("review_home_objection", objection.pk), {"decision": "approve", "because": "登记已更正"}
    )
    objection.refresh_from_db()
    assert objection.status == "upheld"
    assert to("home_objection", objection.pk) not in links_after(judging, "home_objections")


def links_after(pages, name):
    pages.get(to(name))
    return links_of(pages)


@pytest.mark.covers("ERR-01")
def test_the_operator_sees_the_raw_answer_the_line_and_reports_with_one_click(
    sandbox, verifying, operating
):
    sandbox.control("switches", {"title_mode": "garbage"})
    home = a_home(sandbox)
    verifying.post(to("verify_home"), typed(verifying, home))
    ask()
    ticket = Trouble.objects.get()
    found = Verification.objects.get()
    assert ticket.no in text_of(verifying, "home_check", found.pk)
    assert "已询问1次" in verifying.page.text and "自动再次询问" in verifying.page.text
    part = verifying.get(to("home_check", found.pk), headers={"HX-Request": "true"})
    assert ticket.no in part.content.decode() and "<h1" not in part.content.decode()
    assert verifying.get(to("trouble", ticket.pk)).status_code == 403
    assert "没有解决的问题单 1" in text_of(operating, "home")
    assert "不动产登记系统线路有故障" in operating.page.text  # and so on every page
    assert "1件核验在等待" in text_of(operating, "institutions")
    assert to("trouble", ticket.pk) in links_of(operating)
    assert "不动产登记系统线路有故障" not in text_of(verifying, "institutions")
    assert "有故障" in text_of(operating, "troubles")
    raw = ticket.log.get().raw
    assert raw.split()[0] in text_of(operating, "trouble", ticket.pk)
    assert to("home_check", found.pk) in links_of(operating)
    operating.post(to("report_trouble", ticket.pk))
    shown = text_of(operating, "trouble", ticket.pk)
    assert "问题报告" in shown and "一键复制" in shown and home["owner_id_number"] not in shown
    operating.post(to("resolve_trouble", ticket.pk), {"because": "已修复"})
    ticket.refresh_from_db()
    assert ticket.status == "resolved"
    assert "不动产登记系统线路有故障" not in text_of(operating, "institutions")


@pytest.mark.covers("ERR-01")
def test_an_answer_full_of_codes_is_shown_as_it_came(operating):
    terms = HomeTerms(
        "110105",
        "real_estate",
        "京(2020)朝不动产权第0000009号",
        "张三",
        "resident_id",
        "110101199003078013",
    )
    found = request(terms)
    homes.fail_question(
        verification_id=found.pk,
        result=Result.UNREADABLE,
        why="缺少字段",
        raw='{"result_code": "owner_not_found", "unit": null, "price": "10000元"}',
        took_ms=80,
        by=CLOCK,
    )
    assert "owner_not_found" in text_of(operating, "trouble", Trouble.objects.get().pk)


def test_who_only_reviews_objections_verifies_nothing(judging):
    assert judging.get(to("verify_home")).status_code == 403
    assert "核验房源" not in text_of(judging, "homes")
