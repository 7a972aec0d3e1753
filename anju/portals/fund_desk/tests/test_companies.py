"""物业单位注册 and 物业密钥: reviewed by one, keys handed out by another; lost, copied and locked ones."""

import pytest

from anju.companies import actions
from anju.companies.models import Application, Area, Key
from anju.companies.rules import LOCKED_AFTER, ApplicantStatus, ApplicationStatus, KeyStatus
from anju.companies.tests.world import (
    ISSUER,
    NAME,
    PASSWORD,
    a_community,
    a_key,
    a_uscc,
    an_applicant,
    applied,
    registered,
)
from anju.core.actors import NOBODY
from anju.core.models import Look
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import forms_of, text_of
from anju.tests.walks.fund_desk import to

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewing(officer):
    return officer(Power.FUND_COMPANY, username="shen.he", name="沈禾")


@pytest.fixture
def issuing(officer):
    return officer(Power.FUND_KEY, username="fa.yao", name="法尧")


def told_once(pages):
    return [one.text for one in pages.page.all("code") if one.get("class") == "secret"]


@pytest.mark.covers("PRP-04")
def test_an_application_is_reviewed_by_one_and_the_key_handed_out_by_another(reviewing, issuing):
    application = applied()
    assert "待审核的物业单位注册 1" in text_of(reviewing, "home")
    assert NAME in text_of(reviewing, "registrations")
    text = text_of(reviewing, "registration", application.pk)
    assert "11010519491231002X" in text and "王芳" in text
    assert Look.objects.get().whose == application.no

    reviewing.post(to("review_registration", application.pk), {"decision": "approve"})

    application.refresh_from_db()
    assert application.status == ApplicationStatus.APPROVED
    assert to("issue_key", application.pk) not in forms_of(reviewing)
    assert reviewing.post(to("issue_key", application.pk)).status_code == 403
    assert "待制发密钥的物业单位 1" in text_of(issuing, "home")
    text_of(issuing, "registration", application.pk)
    assert to("issue_key", application.pk) in forms_of(issuing)
    issuing.post(to("issue_key", application.pk))
    number, code = told_once(issuing)
    assert Key.objects.get().number == number and len(code) == 10
    assert code not in text_of(issuing, "registration", application.pk)
    assert code not in text_of(issuing, "key", Key.objects.get().pk)


@pytest.mark.covers("PRP-04")
def test_who_approved_is_told_why_another_issues_the_key(officer):
    both = officer(Power.FUND_COMPANY, Power.FUND_KEY)
    application = applied()
    both.post(to("review_registration", application.pk), {"decision": "approve"})

    assert "密钥须由另一人制发" in text_of(both, "registration", application.pk)
    assert to("issue_key", application.pk) not in forms_of(both)
    both.post(to("issue_key", application.pk))
    assert "审核注册申请的人不能制发同一单位的密钥" in text_of(both, "registration", application.pk)
    assert not Key.objects.exists()


def test_an_application_is_sent_back_with_an_opinion(reviewing):
    application = applied()

    reviewing.post(to("review_registration", application.pk), {"decision": "reject"})
    assert "请填写原因" in reviewing.page.text
    told = {"decision": "reject", "because": "请补充营业执照"}
    reviewing.post(to("review_registration", application.pk), told)

    application.refresh_from_db()
    assert application.status == ApplicationStatus.RETURNED
    assert "请补充营业执照" in text_of(reviewing, "registration", application.pk)


def test_another_department_finds_neither_application_nor_key(officer):
    key, _ = a_key()
    there = officer(Power.FUND_COMPANY, Power.FUND_KEY, username="hai.dian", district="110108")

    for name, pk in (("registration", key.application_id), ("key", key.pk)):
        assert there.get(to(name, pk)).status_code == 404
    for name, pk in (
        ("review_registration", key.application_id),
        ("issue_key", key.application_id),
        ("unlock_holder", key.application_id),
        ("reset_holder_password", key.application_id),
        ("revoke_key", key.pk),
        ("renew_key_code", key.pk),
    ):
        assert there.post(to(name, pk), {"because": "x"}).status_code == 404
    assert NAME not in text_of(there, "keys") and NAME not in text_of(there, "registrations")


@pytest.mark.covers("PRP-05")
def test_a_lost_key_is_revoked_and_another_handed_out(issuing):
    key, _ = a_key()

    issuing.post(to("revoke_key", key.pk), {"because": ""})
    assert "请填写" in issuing.page.text
    came = issuing.post(to("revoke_key", key.pk), {"because": "遗失"})

    assert came["Location"] == to("registration", key.application_id)
    assert "遗失" in text_of(issuing, "key", key.pk)
    issuing.post(to("issue_key", key.application_id))
    assert told_once(issuing)[0] != key.number
    new = Key.objects.get(status=KeyStatus.ISSUED)
    assert key.number in text_of(issuing, "key", new.pk)


@pytest.mark.covers("PRP-05")
def test_a_copied_key_stands_on_the_desk_until_it_is_revoked(issuing):
    key, device = a_key()
    twin = device.copied()
    for one in (device, twin):
        actions.enter_by_key(answer=one.enters(), password=PASSWORD, by=NOBODY)

    assert "疑似被复制、已暂停的密钥 1" in text_of(issuing, "home")
    assert "签名计数倒退，疑似被复制，已自动暂停" in text_of(issuing, "key", key.pk)
    issuing.post(to("revoke_key", key.pk), {"because": "复制"})
    assert "疑似被复制、已暂停的密钥 0" in text_of(issuing, "home")


def test_a_code_is_drawn_anew_and_shown_once(issuing):
    issued = actions.issue_key(application_id=registered().pk, by=ISSUER)

    issuing.post(to("renew_key_code", issued.key_id))
    number, code = told_once(issuing)

    assert number == issued.number and code != issued.code
    actions.revoke_key(key_id=issued.key_id, because="x", by=ISSUER)
    issuing.post(to("renew_key_code", issued.key_id))
    assert "当前状态为「已撤销」" in text_of(issuing, "key", issued.key_id)


def test_a_holder_who_comes_in_person_is_unlocked_or_gets_another_password(issuing):
    application = registered(applicant=an_applicant("wangfang"))
    for _ in range(LOCKED_AFTER):
        actions.enter_by_password(username="wangfang", password="x", by=NOBODY)
    assert "已锁定" in text_of(issuing, "registration", application.pk)

    issuing.post(to("unlock_holder", application.pk), {"because": ""})
    assert "请填写" in issuing.page.text
    issuing.post(to("unlock_holder", application.pk), {"because": "本人到场"})
    application.applicant.refresh_from_db()
    assert application.applicant.status == ApplicantStatus.ACTIVE

    issuing.post(to("reset_holder_password", application.pk), {"because": ""})
    assert "请填写" in issuing.page.text
    issuing.post(to("reset_holder_password", application.pk), {"because": "本人到场"})
    [password] = told_once(issuing)
    came = actions.enter_by_password(username="wangfang", password=password, by=NOBODY)
    assert came.applicant_id == application.applicant_id


OLD = {
    "certificate_no": "JGC00001234",
    "district": "110105",
    "name": "北京望京小区管理处",
    "nature": "other",
    "uscc": a_uscc(4321),
    "holder_name": "王芳",
    "holder_id_type": "resident_id",
    "holder_id_number": "11010519491231002X",
    "holder_phone": "13800000021",
    "holder_mail": "wang@wuye.cn",
    "communities": "望京新城\n 望京花园 \n\n",
}


@pytest.mark.covers("PRP-06")
def test_who_had_a_key_before_is_entered_with_its_areas_and_another_hands_the_key_out(
    reviewing, issuing
):
    areas = {a_community().pk}
    reviewing.post(to("enter_old_holder"), OLD)
    assert "该区没有录入这些小区：望京花园" in reviewing.page.text
    assert not Application.objects.exists()
    areas.add(a_community("望京花园").pk)

    reviewing.post(to("enter_old_holder"), OLD)

    application = Application.objects.get()
    assert set(Area.objects.values_list("community", flat=True)) == areas
    assert application.company.name == "北京望京小区管理处"
    issuing.post(to("issue_key", application.pk))
    number, password = told_once(issuing)
    assert number == "JGC00001234"
    assert "维修资金网上业务经办人信息确认" in issuing.page.text
    came = actions.confirm_old_holder(certificate_no=number, password=password, by=NOBODY)
    assert came.applicant_id == application.applicant_id
    reviewing.post(to("enter_old_holder"), OLD)
    assert "证书编号JGC00001234已经录入" in reviewing.page.text


@pytest.mark.parametrize(
    ("ask", "there"),
    [
        ("", False),
        (f"text={NAME}", True),
        ("status=approved", True),
        ("status=submitted", False),
        ("district=110108", False),
        ("text=nothing", False),
    ],
)
def test_registrations_are_found(reviewing, ask, there):
    application = registered()

    assert (application.no in text_of(reviewing, "registrations", ask=ask)) == there


@pytest.mark.parametrize(
    ("ask", "there"), [("", True), ("text={number}", True), ("status=revoked", False)]
)
def test_keys_are_found(issuing, ask, there):
    key, _ = a_key()

    assert (key.number in text_of(issuing, "keys", ask=ask.format(number=key.number))) == there


def test_who_keeps_no_companies_has_neither_menu_nor_pages(officer):
    other = officer(Power.FUND_READ)
    key, _ = a_key()

    assert "物业密钥" not in text_of(other, "home")
    for page in (
        to("registrations"),
        to("registration", key.application_id),
        to("keys"),
        to("key", key.pk),
        to("enter_old_holder"),
    ):
        assert other.get(page).status_code == 403
