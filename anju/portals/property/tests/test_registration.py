"""未认证用户注册 and 物业单位注册申请, page by page as manual 004, 2, has them."""

import re

import pytest
from django.core.cache import cache

from anju.companies import actions, queries
from anju.companies.models import Activation, Applicant, Application
from anju.companies.rules import ApplicantStatus
from anju.companies.tests.world import (
    ISSUER,
    NAME,
    PASSWORD,
    REVIEWER,
    a_uscc,
    an_applicant,
    applied,
    come_in_unverified,
)
from anju.portals.property.tests.things import AT_LOCALHOST, sends, solved, to
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "王芳",
    "id_type": "resident_id",
    "id_number": "11010519491231002X",
    "unit_name": NAME,
    "uscc": a_uscc(77),
    "phone": "13800000021",
    "mail": "wang@wuye.cn",
    "username": "wangfang",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture(autouse=True)
def at_localhost(settings, pages):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    cache.clear()
    pages.defaults.update(AT_LOCALHOST)


# 未认证用户注册


def registers(pages: Pages, **other):
    pages.get(to("register"))
    return sends(pages, "register", **{**TYPED, **solved(pages), **other})


@pytest.mark.covers("PRP-01")
def test_person_unit_and_account_are_typed_in_three_groups(pages):
    pages.get(to("register"))

    legends = [one.text for one in pages.page.all("legend")]
    assert legends == ["用户基本信息", "单位基本信息", "用户注册信息"]
    links = {one.get("href"): "".join(one.itertext()) for one in pages.page.all("a")}
    assert links[to("sign_in_unverified")] == "使用原账户登录"
    assert [one.text for one in pages.page.all("button") if one.text == "下一步"]

    assert registers(pages)["Location"] == to("activation")
    applicant = Applicant.objects.get()
    assert (applicant.name, applicant.unit_name, applicant.phone) == ("王芳", NAME, "13800000021")


@pytest.mark.covers("PRP-01")
@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"again": "another"}, "两次输入的密码不一致"),
        ({"id_number": "110105194912310021"}, "校验码"),
        ({"phone": "123"}, "手机号"),
        ({"captcha": "99"}, "请按新的算式填写"),
        ({"username": "王芳"}, "用户名由3至30位"),
    ],
)
def test_what_is_wrong_is_said_and_passwords_are_not_sent_back(pages, other, sentence):
    registers(pages, **other)

    assert sentence in pages.page.text
    assert PASSWORD not in " ".join(one.get("value") or "" for one in pages.page.all("input"))
    assert not Applicant.objects.exists()


def test_a_sum_is_good_for_one_answer(pages):
    pages.get(to("register"))
    answer = solved(pages)
    sends(pages, "register", **{**TYPED, **answer, "again": PASSWORD, "phone": "1"})

    sends(pages, "register", **{**TYPED, **answer})

    assert "请按新的算式填写" in pages.page.text
    assert not Applicant.objects.exists()


@pytest.mark.covers("PRP-02")
def test_the_code_to_the_phone_activates_and_the_name_is_shown(pages):
    registers(pages)
    pages.get(to("activation"))
    assert "138****0021" in pages.page.text and "获取短信验证码" in pages.page.text

    sends(pages, "ask_code")
    pages.get(to("activation"))
    assert "验证码已发送" in pages.page.text
    sends(pages, "activate_by_code", code="12")
    assert "验证码不正确或者已失效" in pages.page.text
    came = sends(pages, "activate_by_code", code=Activation.objects.get().code)

    assert came["Location"] == to("activated")
    pages.get(to("activated"))
    assert "激活成功" in pages.page.text and "wangfang" in pages.page.text
    [button] = [one for one in pages.page.all("a") if "btn" in (one.get("class") or "")]
    assert (button.get("href"), button.text) == (to("sign_in_unverified"), "登录")


@pytest.mark.covers("PRP-02")
def test_the_link_in_the_mail_activates_by_its_button(pages):
    registers(pages)
    sends(pages, "ask_link")
    pages.get(to("activation"))
    assert "激活邮件已发送" in pages.page.text and "wang@wuye.cn" in pages.page.text
    [activation_id] = actions.claim_activations(limit=1, by=ISSUER)
    link = re.search(r"/property/activate/[\w-]+", queries.activation_message(activation_id).text)

    pages.get(link.group())
    assert "点击激活" in pages.page.text
    assert Applicant.objects.get().status == ApplicantStatus.REGISTERED
    assert pages.post(link.group())["Location"] == to("activated")
    assert Applicant.objects.get().status == ApplicantStatus.ACTIVE
    pages.post(to("activate_by_link", "never-one-of-ours"))
    assert "激活链接已失效" in pages.page.text


@pytest.mark.covers("PRP-02")
def test_too_many_codes_are_refused_with_a_sentence(pages):
    registers(pages)
    for _ in range(6):
        sends(pages, "ask_code")

    pages.get(to("activation"))

    assert "获取验证码过于频繁" in pages.page.text
    assert Activation.objects.count() == 5


def test_nobody_activates_without_having_registered(pages):
    for name in ("activation", "activated"):
        assert pages.get(to(name))["Location"] == to("sign_in_unverified")
    for name in ("ask_code", "ask_link"):
        assert sends(pages, name)["Location"] == to("activation")
    assert sends(pages, "activate_by_code", code="1")["Location"] == to("sign_in_unverified")


# 物业单位注册申请


@pytest.mark.covers("PRP-04")
def test_a_unit_applies_and_prints_its_application(pages):
    applicant = an_applicant()
    come_in_unverified(pages, applicant)
    pages.get(to("application"))
    assert hidden_value(pages, "name") == NAME and hidden_value(pages, "uscc") == applicant.uscc
    stated = {
        "name": NAME,
        "nature": "limited",
        "uscc": applicant.uscc,
        "legal_representative": "李建国",
        "address": "北京市朝阳区望京街9号",
        "postcode": "100102",
        "phone": "010-64700000",
        "district": "110105",
    }

    sends(pages, "application", **{**stated, "organisation_code": "X"})
    assert "组织机构代码应为社会信用代码的第9至17位" in pages.page.text
    assert sends(pages, "application", **stated)["Location"] == to("applied")
    pages.get(to("applied"))
    assert "业务办理完成" in pages.page.text and "打印" in pages.page.text
    paper = pages.post(to("print_application"))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")

    pages.get(to("application"))
    assert Application.objects.get().no in pages.page.text and "待审核" in pages.page.text


def hidden_value(pages: Pages, name: str) -> str:
    [value] = [one.get("value") for one in pages.page.all("input") if one.get("name") == name]
    return value


def test_the_opinion_of_the_department_is_read_and_the_form_corrected(pages):
    application = applied()
    actions.send_back_application(
        application_id=application.pk, because="请补充营业执照", by=REVIEWER
    )
    come_in_unverified(pages, application.applicant)

    pages.get(to("application"))

    assert "管理部意见：请补充营业执照" in pages.page.text
    assert "修改后重新提交" in pages.page.text


def test_nobody_prints_what_they_have_not_applied_for(pages):
    come_in_unverified(pages, an_applicant())

    assert pages.post(to("print_application")).status_code == 404
    assert pages.get(to("applied")).status_code == 404
