import hashlib
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from anju.clients.tests.outside import serve
from anju.contracts.terms import TenantTerms
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.parameters.tests.settling import a_notice, settle
from anju.people import queries
from anju.people.models import Consent, Organisation, Person
from anju.portals.sign_in.tests.provider import COMPANY, ZHANG, Provider
from anju.tests.pages import Pages
from anju.tests.world import a_lease

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    outside, server = serve()
    settings.MOVABLE_CLOCK = False
    settings.PUBLIC_URL = "http://testserver"
    settings.OIDC = {"issuer": f"{outside.url}/idp", "client_id": "anju", "client_secret": "s"}
    yield Provider(outside)
    server.shutdown()
    server.server_close()


@pytest.mark.covers("IDN-10", "IDN-12")
def test_the_first_page_offers_the_two_platforms(pages: Pages):
    response = pages.get("/", follow=True)
    assert response.redirect_chain == [("/sign-in", 302)]
    for words in ("个人网上业务平台", "单位网上业务平台", "北京市统一身份认证平台登录"):
        assert words in pages.page.text


def test_the_pages_speak_english_too(pages: Pages):
    pages.post("/language", {"language": "en", "next": "/sign-in"})
    pages.get("/sign-in")
    assert pages.page.root.find(".").get("lang") == "en"
    assert "Sign in with the Beijing unified identity platform" in pages.page.text


def test_large_type_is_remembered(pages: Pages):
    pages.post("/type-size", {"next": "/sign-in"})
    pages.get("/sign-in")
    assert pages.page.root.get("class") == "large-type"
    pages.post("/type-size", {"next": "/sign-in"})
    pages.get("/sign-in")
    assert pages.page.root.get("class") is None


@pytest.mark.covers("IDN-10")
def test_a_person_is_sent_to_the_provider_with_pkce_and_comes_back_signed_in(pages, provider):
    away = pages.get("/sign-in/start?as=person&next=/consent")
    asked = {name: value[0] for name, value in parse_qs(urlsplit(away["Location"]).query).items()}
    assert asked["subject_type"] == "person"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://testserver/sign-in/callback"
    response = provider.sign_in(pages, ZHANG, "/sign-in/start?as=person&next=/consent")
    assert response["Location"] == "/consent"
    assert queries.person_by_number(ZHANG["id_number"]).name == "张建国"
    pages.get("/sign-in?next=/consent")
    assert "您已登录：张建国" in pages.page.text


@pytest.mark.covers("IDN-12")
def test_an_organisation_signs_in_as_tenant(pages, provider):
    response = provider.sign_in(pages, COMPANY, "/sign-in/start?as=organisation")
    assert response["Location"] == "/tenant/"
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.registration_no) == ("北京某某科技有限公司", "1100001")
    assert pages.session["capacity"] == "tenant"


@pytest.mark.covers("IDN-12")
def test_an_organisation_without_registration_number_is_told_to_register(pages, provider):
    without = {name: value for name, value in COMPANY.items() if name != "registration_no"}
    response = provider.sign_in(pages, without, "/sign-in/start?as=organisation")
    assert response.status_code == 403
    assert "「北京某某科技有限公司」在资金中心没有正式登记号" in pages.page.text
    assert "单位登记开户" in pages.page.text and "管理部柜台" in pages.page.text
    ways = {link.get("href") for link in pages.page.root.iter("a")}
    assert {"https://gjj.beijing.gov.cn/", "/sign-in/start?as=organisation", "/sign-in"} <= ways
    assert Organisation.objects.count() == 0
    assert "organisation_id" not in pages.session


@pytest.mark.covers("IDN-10")
def test_an_account_that_is_not_real_name_verified_is_told_what_to_do(pages, provider):
    response = provider.sign_in(pages, ZHANG | {"real_name_level": 2}, "/sign-in/start?as=person")
    assert response.status_code == 403 and "高级实名认证" in pages.page.text
    assert Person.objects.count() == 0


def test_a_sign_in_that_this_browser_did_not_begin_is_refused(pages, provider):
    pages.get("/sign-in/start?as=person")
    response = pages.get("/sign-in/callback", {"code": "a-code", "state": "another"})
    assert response.status_code == 403 and "请重新登录" in pages.page.text
    assert "person_id" not in pages.session


def test_a_sign_in_comes_back_only_once(pages, provider):
    provider.sign_in(pages, ZHANG, "/sign-in/start?as=person")
    state = parse_qs(urlsplit(pages.get("/sign-in/start")["Location"]).query)["state"][0]
    provider.sign_in(Pages(), ZHANG, "/sign-in/start?as=person")
    pages.get("/sign-in/callback", {"error": "access_denied", "state": state})
    assert "没有在统一身份认证平台完成登录" in pages.page.text
    response = pages.get("/sign-in/callback", {"code": "a-code", "state": state})
    assert response.status_code == 403


def test_signing_in_changes_the_session_and_keeps_nothing_of_the_old(pages, provider):
    pages.get("/sign-in/start?as=person")
    before = pages.session.session_key
    provider.sign_in(pages, ZHANG, "/sign-in/start?as=person")
    assert pages.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()
    assert "sign_in" not in pages.session


def test_no_personal_data_stands_in_the_session(pages, provider):
    provider.sign_in(pages, ZHANG, "/sign-in/start?as=person")
    kept = str(dict(pages.session.items()))
    assert "张建国" not in kept and ZHANG["id_number"] not in kept and "eyJ" not in kept


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_after_signing_in_nobody_is_sent_elsewhere(pages, provider, elsewhere):
    response = provider.sign_in(pages, ZHANG, f"/sign-in/start?as=person&next={elsewhere}")
    assert response["Location"] == "/sign-in"


def test_a_provider_that_cannot_be_reached_is_told_in_a_sentence(pages, settings):
    settings.OIDC = {"issuer": "http://127.0.0.1:9/idp", "client_id": "anju", "client_secret": "s"}
    response = pages.get("/sign-in/start?as=person")
    assert response.status_code == 503
    assert "暂时无法连接北京市统一身份认证平台" in pages.page.text


def test_signing_out_ends_the_session_here_and_at_the_provider(pages, provider):
    provider.sign_in(pages, ZHANG, "/sign-in/start?as=person")
    response = pages.post("/sign-out")
    assert response["Location"].startswith(f"{provider.issuer}/logout?id_token_hint=eyJ")
    assert pages.get("/consent")["Location"] == "/sign-in?next=%2Fconsent"


def test_signing_out_needs_a_form_of_ours(provider):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/sign-out").status_code == 403
    assert browser.get("/sign-out").status_code == 405


@pytest.fixture
def reader(pages: Pages, provider: Provider) -> Pages:
    provider.sign_in(pages, ZHANG, "/sign-in/start?as=person")
    return pages


def shown(pages: Pages) -> str:
    [token] = [
        control.get("value")
        for control in pages.page.all("input")
        if control.get("name") == "shown"
    ]
    return token


@pytest.mark.covers("IDN-14")
def test_the_notice_shows_all_its_sections_and_both_buttons(reader):
    reader.get("/consent")
    for words in ("用户须知", "一、业务说明", "四、您的权利", "同意", "返回", "版本 2026-11"):
        assert words in reader.page.text


@pytest.mark.covers("IDN-14")
def test_the_notice_cannot_be_accepted_at_once_whatever_the_browser_does(reader):
    reader.get("/consent")
    reader.post("/consent", {"shown": shown(reader)})
    assert "倒计时结束后才能同意" in reader.page.text
    assert Consent.objects.count() == 0


@pytest.mark.covers("IDN-14")
def test_a_made_up_moment_of_reading_is_refused(reader):
    reader.get("/consent")
    reader.post("/consent", {"shown": "2020-01-01T00:00:00"})
    assert "页面已过期" in reader.page.text
    assert Consent.objects.count() == 0


@pytest.mark.covers("IDN-14")
def test_after_the_reading_time_the_notice_is_accepted_and_the_asked_page_opens(reader, settings):
    reader.get("/consent?next=/sign-in")
    settings.MOVABLE_CLOCK = True
    advance_clock(seconds=11, by=CLOCK)
    response = reader.post("/consent?next=/sign-in", {"shown": shown(reader)})
    assert response["Location"] == "/sign-in"
    [consent] = Consent.objects.all()
    assert consent.seconds_read == 11 and consent.language == "zh-hans"


@pytest.mark.covers("IDN-13")
def test_an_organisation_that_is_both_comes_back_to_choose_its_capacity(pages, provider):
    name, uscc = COMPANY["organisation_name"], COMPANY["uscc"]
    a_lease(enterprise=(name, uscc))
    a_lease(tenants=(TenantTerms(name, "13800000001", uscc=uscc),))
    response = provider.sign_in(pages, COMPANY, "/sign-in/start?as=organisation")
    assert response["Location"] == "/capacity"
    assert "capacity" not in pages.session
    pages.get("/sign-in")
    assert f"您已登录：{name}" in pages.page.text


@pytest.mark.covers("IDN-13")
def test_an_organisation_that_is_only_an_enterprise_comes_back_to_its_portal(pages, provider):
    a_lease(enterprise=(COMPANY["organisation_name"], COMPANY["uscc"]))
    response = provider.sign_in(pages, COMPANY, "/sign-in/start?as=organisation")
    assert response["Location"] == "/enterprise/"
    assert pages.get("/")["Location"] == "/enterprise/"


@pytest.mark.covers("IDN-20")
def test_a_person_chooses_the_business_and_changes_it_without_signing_in_again(pages, provider):
    """【网上业务平台】 has 【租押金】 and 【维修资金】."""
    response = provider.sign_in(pages, ZHANG, "/sign-in/start?as=person")
    assert response["Location"] == "/sign-in"
    pages.get("/sign-in")
    assert [one.text for one in pages.page.all("h2")] == ["租押金", "维修资金"]
    ways = {link.get("href") for link in pages.page.all("a")}
    assert {"/tenant/", "/owner/"} <= ways
    assert pages.get("/owner/").status_code == 200
    assert "/sign-in" in {link.get("href") for link in pages.page.all("a")}
    assert pages.get("/tenant/")["Location"].startswith("/consent")  # a tenant's affair alone
    assert pages.get("/owner/records").status_code == 200
    assert pages.get("/")["Location"] == "/sign-in"


@pytest.mark.covers("IDN-20")
def test_on_the_way_to_the_fund_only_persons_sign_in(pages):
    assert pages.get("/owner/pay")["Location"] == "/sign-in?next=%2Fowner%2Fpay"
    pages.get("/sign-in?next=/owner/pay")
    assert "住宅专项维修资金" in pages.page.text and "单位网上业务平台" not in pages.page.text


@pytest.mark.covers("IDN-14", "CTR-06")
def test_who_accepted_an_older_version_sees_what_is_new_and_everybody_reads_all_versions(
    pages, settings
):
    settings.MOVABLE_CLOCK = True
    pages.sign_in_as(a_lease().tenants.get().person)
    settle(
        "people.user_notice",
        a_notice("从此可以用数字人民币缴款。", "Digital yuan is taken."),
        in_days=1,
    )
    version = clock.today() + timedelta(days=1)
    somebody = Pages()
    somebody.get("/consent/versions")
    assert "即将生效" in somebody.page.text and "您同意的时间" not in somebody.page.text
    advance_clock(days=1, by=CLOCK)

    pages.get("/tenant/", follow=True)
    assert f"自{version}起更新" in pages.page.text and "您同意过的2026-11版" in pages.page.text
    assert "有变化： 从此可以用数字人民币缴款。" in pages.page.text
    assert pages.page.text.count("有变化：") == 1
    advance_clock(seconds=11, by=CLOCK)
    pages.post("/consent?next=/tenant/", {"shown": shown(pages)})
    assert pages.get("/tenant/").status_code == 200

    pages.get("/consent/versions")
    assert pages.page.text.count("您同意的时间") == 2 and "已被新版本代替" in pages.page.text
    somebody.get(f"/consent/versions/{version}")
    words = somebody.get(f"/consent/versions/{version}/zh-hans.txt").content
    assert hashlib.sha256(words).hexdigest() in somebody.page.text
    assert words.decode().endswith("\n\n从此可以用数字人民币缴款。\n")
    for nothing in (f"{version}/fr.txt", "2020-01", "2020-01/en.txt"):
        assert somebody.get(f"/consent/versions/{nothing}").status_code == 404
