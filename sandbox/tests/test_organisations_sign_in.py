"""The four ways of organisations: certificate, password, electronic licence, institution certificate."""

import pytest
from werkzeug.test import TestResponse

from sandbox.tests.conftest import ORGANISATION, Outside
from sandbox.tests.test_identity_provider import answer_of, claims_in, page_of, redeem

ENTERPRISE = ("anxin", "北京安心住房租赁有限公司")
INSTITUTION = ("yiyuan", "北京市安和医院")


def begun(people: Outside) -> str:
    return page_of(people, subject_type="organisation")


def posted(people: Outside, way: str, login: str, **more: str) -> TestResponse:
    form = {"way": way, "by": way, "tab": "organisation", "login": login} | more
    return people.client.post(begun(people), data=form)


def confirmed_on_the_phone(people: Outside, login: str) -> tuple[str, TestResponse]:
    page = begun(people)
    shown = people.client.get(f"{page}?tab=organisation&by=licence").get_data(as_text=True)
    assert "<svg" in shown
    phone = shown.partition('href="http://127.0.0.1:8100')[2].partition('"')[0]
    assert "电子营业执照小程序" in people.client.get(phone).get_data(as_text=True)
    return page, people.client.post(phone, data={"login": login})


@pytest.mark.covers("IDN-12")
def test_the_four_ways_stand_on_the_page_in_the_manuals_words(people: Outside) -> None:
    page = people.client.get(f"{begun(people)}?tab=organisation").get_data(as_text=True)
    for way in ("证书登录", "口令登录", "电子营业执照", "事业单位电子证书"):
        assert f">{way}</a>" in page


@pytest.mark.covers("IDN-12")
@pytest.mark.parametrize(
    ("way", "login", "secret", "amr"),
    [
        ("certificate", "anxin", {"pin": "123456"}, ["hwk", "pin"]),
        ("certificate", "yiyuan", {"pin": "123456"}, ["hwk", "pin"]),
        ("password", "anxin", {"password": "open-sesame"}, ["pwd"]),
        ("institution", "yiyuan", {"pin": "123456"}, ["hwk", "pin"]),
    ],
)
def test_an_organisation_signs_in_and_the_token_says_how(
    people: Outside, way: str, login: str, secret: dict[str, str], amr: list[str]
) -> None:
    answer = answer_of(posted(people, way, login, **secret))
    claims = claims_in(people, redeem(people, answer["code"]).get_json()["id_token"])
    assert claims["subject_type"] == "organisation"
    assert claims["uscc"].startswith("12" if login == "yiyuan" else "91")
    assert (claims["acr"], claims["amr"]) == (way, amr)
    assert ("registration_no" in claims) == (login == "yiyuan")


@pytest.mark.covers("IDN-12")
def test_an_electronic_licence_is_confirmed_on_the_phone(people: Outside) -> None:
    page, confirmed = confirmed_on_the_phone(people, "anxin")
    assert confirmed.status_code == 303
    assert people.client.get(f"{page}/qr-state").get_json() == {"confirmed": True}
    code = answer_of(people.client.get(f"{page}/continue"))["code"]
    claims = claims_in(people, redeem(people, code).get_json()["id_token"])
    assert (claims["uscc"], claims["acr"]) == (ORGANISATION["uscc"], "licence")


@pytest.mark.covers("IDN-12")
def test_an_institution_has_no_electronic_licence(people: Outside) -> None:
    page, refused = confirmed_on_the_phone(people, "yiyuan")
    assert refused.status_code == 403
    assert "北京市安和医院是事业单位，没有电子营业执照" in refused.get_data(as_text=True)
    assert people.client.get(f"{page}/qr-state").get_json() == {"confirmed": False}
    back = people.client.get(f"{page}/continue")
    assert back.headers["Location"] == f"{page}?tab=organisation&by=licence"


@pytest.mark.covers("IDN-12")
def test_an_enterprise_has_no_institution_certificate(people: Outside) -> None:
    refused = posted(people, "institution", "anxin", pin="123456")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 403
    assert "北京安心住房租赁有限公司不是事业单位，没有事业单位电子证书" in page
    assert "使用事业单位电子证书登录" in page


@pytest.mark.parametrize("way", ["certificate", "institution"])
def test_a_wrong_pin_is_told_and_five_pause_the_certificate(people: Outside, way: str) -> None:
    first = posted(people, way, "yiyuan", pin="000000")
    assert first.status_code == 401
    assert "PIN 码错误，请重新输入，还可尝试 4 次。" in first.get_data(as_text=True)
    for _ in range(4):
        posted(people, way, "yiyuan", pin="")
    assert posted(people, way, "yiyuan", pin="123456").status_code == 429
    people.world.clock.forward(601)
    assert posted(people, way, "yiyuan", pin="123456").status_code == 303


@pytest.mark.parametrize("way", ["certificate", "institution"])
@pytest.mark.parametrize("login", ["liming", "nobody", ""])
def test_only_an_organisation_has_a_certificate(people: Outside, way: str, login: str) -> None:
    assert posted(people, way, login, pin="123456").status_code == 401


def test_a_person_has_no_licence_and_an_organisation_does_not_scan_as_a_person(
    people: Outside,
) -> None:
    page, refused = confirmed_on_the_phone(people, "liming")
    assert refused.status_code == 401
    with people.world.store.reading() as db:
        token = db.execute("SELECT qr_token FROM authorizations").fetchone()["qr_token"]
    assert people.client.post(f"/idp/phone/{token}", data={"login": "anxin"}).status_code == 409
    assert people.client.get(f"{page}/qr-state").get_json() == {"confirmed": False}
