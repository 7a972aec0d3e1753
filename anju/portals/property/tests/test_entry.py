"""The way in of property companies, page by page as manual 004, 2 and 3, has it."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from anju.companies import actions
from anju.companies.models import Key
from anju.companies.rules import KeyStatus
from anju.companies.tests.authenticator import SoftKey
from anju.companies.tests.world import (
    ISSUER,
    NAME,
    PASSWORD,
    a_company,
    a_key,
    a_registered,
    an_applicant,
    an_entry,
    come_in,
    come_in_unverified,
    registered,
)
from anju.people.models import Organisation
from anju.portals.property.tests.things import AT_LOCALHOST, created, sends, signed, solved, to
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_localhost(settings, pages):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    cache.clear()
    pages.defaults.update(AT_LOCALHOST)


# 未认证用户登录


def enters_unverified(pages: Pages, **typed):
    pages.get(to("sign_in_unverified"))
    told = {"username": "wangfang", "password": PASSWORD, **solved(pages)}
    return sends(pages, "sign_in_unverified", **{**told, **typed})


@pytest.mark.covers("PRP-03")
def test_the_foot_of_the_login_page_leads_to_the_login_without_a_key(pages):
    an_applicant("wangfang")
    pages.get(to("sign_in"))
    links = {"".join(one.itertext()): one.get("href") for one in pages.page.all("a")}
    assert links["房地产开发企业注册"] == to("sign_in_unverified")
    assert links["未认证用户注册"] == to("register")

    assert enters_unverified(pages)["Location"] == to("application")
    pages.get(to("application"))
    assert "物业单位注册申请" in pages.page.text
    assert pages.get(to("home"))["Location"].startswith(to("sign_in"))


@pytest.mark.covers("PRP-03")
def test_a_wrong_password_is_refused_and_the_captcha_comes_first(pages):
    applicant = an_applicant("wangfang")

    enters_unverified(pages, password="x")
    assert "用户名或密码不正确" in pages.page.text
    enters_unverified(pages, password="x", captcha="99")
    assert "请按新的算式填写" in pages.page.text

    applicant.refresh_from_db()
    assert applicant.failures == 1


def test_who_has_not_activated_yet_is_led_to_it(pages):
    a_registered("wangfang")

    assert enters_unverified(pages)["Location"] == to("activation")
    pages.get(to("activation"))
    assert "选择激活方式" in pages.page.text
    assert pages.get(to("application"))["Location"].startswith(to("sign_in_unverified"))


def test_from_one_network_nobody_tries_one_password_after_the_other(pages, settings):
    settings.ACCOUNT_RATE_LIMITS = {"company_sign_in": "2/10m/ip"}
    for _ in range(3):
        enters_unverified(pages, password="x")

    assert "操作过于频繁" in pages.page.text


# The key


@pytest.mark.covers("PRP-04", "PRP-05")
def test_the_holder_takes_the_key_into_use_and_signs_in_by_it(pages):
    application, device = registered(), SoftKey()
    issued = actions.issue_key(application_id=application.pk, by=ISSUER)
    come_in_unverified(pages, application.applicant)
    pages.get(to("application"))
    assert issued.number in pages.page.text
    pages.get(to("enrol"))
    sends(pages, "enrol", code="AAAAAAAAAA", **created(pages, device))
    assert "启用码不正确或者已失效" in pages.page.text

    came = sends(pages, "enrol", code=issued.code, **created(pages, device))

    assert came["Location"] == to("sign_in")
    pages.get(to("sign_in"))
    assert f"密钥{issued.number}已启用，请登录" in pages.page.text
    came = sends(pages, "sign_in", password=PASSWORD, **signed(pages, device))
    assert came["Location"] == to("home")
    pages.get(to("home"))
    assert NAME in pages.page.text


@pytest.mark.covers("PRP-05")
def test_wrong_passwords_copies_and_revoked_keys_are_refused_with_a_sentence(pages):
    key, device = a_key()
    twin = device.copied()

    def says(who, sentence, password=PASSWORD):
        pages.get(to("sign_in"))
        sends(pages, "sign_in", password=password, **signed(pages, who))
        assert sentence in pages.page.text

    says(device, f"密钥{key.number}的密码不正确", "x")
    says(twin, f"密钥{key.number}疑似被复制，已暂停使用，并已告知管理部")
    says(device, f"密钥{key.number}疑似被复制")
    actions.revoke_key(key_id=key.pk, because="复制", by=ISSUER)
    says(device, f"密钥{key.number}已撤销，不能登录")
    strange = SoftKey()
    strange.handle = b"WY1"
    says(strange, "这支密钥没有在本系统登记")


def test_without_a_key_or_too_late_the_page_says_so(pages, settings):
    _, device = a_key()
    pages.get(to("sign_in"))
    asked = signed(pages, device)

    sends(pages, "sign_in", password=PASSWORD)
    assert "没有读到密钥" in pages.page.text
    sends(pages, "sign_in", password=PASSWORD, **{**asked, "answer": "{"})
    assert "没有读到密钥" in pages.page.text
    sends(pages, "sign_in", password=PASSWORD, **asked)
    assert "页面已过期" in pages.page.text
    sends(pages, "sign_in", password=PASSWORD, **{**asked, "ticket": "x"})
    assert "页面已过期" in pages.page.text


def test_an_answer_for_one_purpose_is_none_for_the_other(pages):
    application = registered()
    actions.issue_key(application_id=application.pk, by=ISSUER)
    come_in_unverified(pages, application.applicant)
    pages.get(to("enrol"))
    asked = created(pages, SoftKey())
    pages.get(to("sign_in"))

    sends(pages, "sign_in", password=PASSWORD, **asked)

    assert "页面已过期" in pages.page.text


def test_at_a_number_instead_of_a_name_the_page_says_where_keys_work(pages):
    pages.get(to("sign_in"))
    assert "数字地址" not in pages.page.text

    pages.get(to("sign_in"), HTTP_HOST="127.0.0.1:8000")

    assert "浏览器不能在数字地址上使用密钥" in pages.page.text
    links = [one.get("href") for one in pages.page.all("a")]
    assert "http://localhost:8000/property/sign-in" in links


# Holders of old keys


@pytest.mark.covers("PRP-06")
def test_an_old_holder_confirms_sets_a_password_and_takes_the_key_into_use(pages):
    issued = actions.issue_key(application_id=an_entry(certificate_no="JGC00001234").pk, by=ISSUER)
    pages.get(to("sign_in"))
    links = {"".join(one.itertext()): one.get("href") for one in pages.page.all("a")}
    assert links["维修资金网上业务经办人信息确认"] == to("confirm")

    def confirms(password):
        pages.get(to("confirm"))
        told = {"certificate_no": "JGC00001234", "password": password, **solved(pages)}
        return sends(pages, "confirm", **told)

    confirms("x")
    assert "证书编号或登录密码不正确，请修改后再次提交" in pages.page.text
    assert confirms(issued.password)["Location"] == to("enrol")
    assert pages.get(to("enrol"))["Location"].startswith(to("password"))
    pages.get(to("password"))
    assert "请先设置自己的密码" in pages.page.text
    chosen = {"present": issued.password, "password": PASSWORD, "again": PASSWORD}
    sends(pages, "password", **{**chosen, "present": "x"})
    assert "用户名或密码不正确" in pages.page.text
    assert sends(pages, "password", **chosen)["Location"] == to("enrol")
    device = SoftKey()
    pages.get(to("enrol"))
    assert not [one for one in pages.page.all("input") if one.get("name") == "code"]
    assert sends(pages, "enrol", **created(pages, device))["Location"] == to("sign_in")
    pages.get(to("sign_in"))
    sends(pages, "sign_in", password=PASSWORD, **signed(pages, device))
    assert pages.get(to("home")).status_code == 200


# Being in


def test_a_password_that_was_handed_over_opens_the_page_to_replace_it_alone(pages):
    _, actor = a_company()
    key = Key.objects.get(status=KeyStatus.ACTIVE)
    come_in(pages, actor)
    drawn = actions.reset_holder_password(
        application_id=key.application_id, because="本人到场", by=ISSUER
    )

    assert pages.get(to("home"))["Location"].startswith(to("password"))
    chosen = {"present": drawn, "password": "another-wuye-2026", "again": "another-wuye-2026"}
    assert sends(pages, "password", **chosen)["Location"] == to("home")
    assert pages.get(to("home")).status_code == 200


def test_signing_out_ends_the_session_and_leads_to_the_login(pages):
    _, actor = a_company()
    come_in(pages, actor)

    assert pages.post(reverse("sign_in:sign_out"))["Location"] == to("sign_in")
    assert pages.get(to("home"))["Location"].startswith(to("sign_in"))


def test_a_company_begins_at_home_wherever_it_comes_in(pages):
    _, actor = a_company()
    come_in(pages, actor)

    assert pages.get("/")["Location"] == to("home")
    assert pages.get(reverse("sign_in:landing"))["Location"] == to("home")
    assert pages.get(reverse("tenant_web:home"))["Location"].startswith("/sign-in")


def test_for_those_who_have_signed_in_elsewhere_there_is_no_such_page(pages):
    company, _ = a_company()
    pages.sign_in_as(Organisation.objects.get(pk=company.organisation_id))

    for name in ("home", "application", "print_application", "enrol", "password"):
        assert pages.get(to(name)).status_code == 404


def test_a_member_of_staff_of_this_name_does_not_come_in(pages):
    a_company()
    pages.as_staff("fund.key", username="qian.fang")

    assert pages.get(to("home")).status_code == 404
