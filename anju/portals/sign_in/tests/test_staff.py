import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from anju.core.actors import CLOCK
from anju.people import actions as people
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db
PASSWORD = "a sound long password"


@pytest.fixture
def wang():
    return people.record_staff(
        username="wang.min", name="王敏", password=PASSWORD, powers=["bank.read"], by=CLOCK
    )


def code_of(secret: str) -> str:
    [_, counter, _] = (
        yield_hotp_counters_from_time()
    )  # not the code before, which may be over as it is sent
    return format_hotp_value(hotp_value(secret, counter))


def give_password(pages: Pages, password: str = PASSWORD):
    pages.get("/staff/sign-in")
    return pages.post("/staff/sign-in", {"login": "wang.min", "password": password})


def enrol(pages: Pages) -> str:
    pages.get("/staff/second-factor/set-up")
    secret = re.search(r"密钥： ([A-Z2-7]{32})", pages.page.text)[1]
    response = pages.post("/staff/second-factor/set-up", {"code": code_of(secret)}, follow=True)
    assert response.redirect_chain == [("/staff/second-factor/recovery-codes", 302)]
    return secret


def test_the_first_sign_in_sets_up_the_second_factor_and_shows_recovery_codes(pages, wang):
    give_password(pages)
    assert pages.get("/staff/second-factor")["Location"].startswith("/staff/second-factor/set-up")
    enrol(pages)
    assert len(re.findall(r"\b\d{8}\b", pages.page.text)) == 10
    pages.get("/staff/second-factor")
    assert "第二重验证已启用" in pages.page.text


def test_later_sign_ins_need_the_code_too(pages, wang):
    give_password(pages)
    secret = enrol(pages)
    pages.post("/staff/sign-out")
    assert give_password(pages)["Location"] == "/staff/code"
    assert pages.get("/staff/second-factor").status_code == 302
    pages.get("/staff/code")
    pages.post("/staff/code", {"code": "000000"})
    assert "未能提交" in pages.page.text
    from django.core.cache import cache

    cache.clear()  # the same half minute: the code was used for setting up
    pages.post("/staff/code", {"code": code_of(secret)})
    assert pages.get("/staff/second-factor").status_code == 200


def test_a_handed_out_token_is_a_second_factor_and_stays(pages, wang):
    for secret in ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"):
        people.link_authenticator(user_id=wang.pk, secret=secret, by=CLOCK)
    give_password(pages)
    code = code_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    response = pages.post("/staff/code", {"code": code}, follow=True)
    assert response.redirect_chain[-1] == ("/centre/", 302)


def test_a_recovery_code_works_once(pages, wang):
    give_password(pages)
    enrol(pages)
    code = re.search(r"\b\d{8}\b", pages.page.text)[0]
    for works in (True, False):
        pages.post("/staff/sign-out")
        give_password(pages)
        pages.post("/staff/code", {"code": code})
        assert (pages.get("/staff/second-factor").status_code == 200) == works


def test_the_secret_of_a_second_factor_is_not_readable_in_the_database(pages, wang):
    give_password(pages)
    secret = enrol(pages)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(pages, wang):
    give_password(pages, "wrong")
    wrong_password = pages.page.text
    pages.get("/staff/sign-in")
    pages.post("/staff/sign-in", {"login": "nobody", "password": "wrong"})
    assert pages.page.text == wrong_password


def test_after_five_wrong_passwords_the_account_rests(pages, wang):
    for _ in range(5):
        give_password(pages, "wrong")
    response = give_password(pages)
    assert response.status_code == 200
    assert "_auth_user_id" not in pages.session


def test_nobody_signs_up(pages):
    pages.get("/staff/sign-up")
    assert "工作人员账号由系统管理员开立" in pages.page.text


def test_staff_are_not_sent_elsewhere_after_signing_in(pages, wang):
    response = pages.post(
        "/staff/sign-in",
        {"login": "wang.min", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert response["Location"] == "/centre/"


@pytest.mark.covers("ASC-01")
def test_staff_begin_at_the_desk_of_their_own_office_and_find_no_other(pages):
    association = people.record_staff(
        username="he.jie", name="何洁", password=PASSWORD, powers=["dispute.mediate"], by=CLOCK
    )
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    people.link_authenticator(user_id=association.pk, secret=secret, by=CLOCK)
    pages.post("/staff/sign-in", {"login": "he.jie", "password": PASSWORD})

    assert pages.post("/staff/code", {"code": code_of(secret)})["Location"] == "/association/"
    assert pages.get("/")["Location"] == "/association/"
    assert pages.get("/centre/").status_code == 404
    assert pages.get("/centre/entries").status_code == 404


def test_staff_of_the_centre_find_no_desk_of_the_association(pages):
    pages.as_staff("bank.read")

    assert pages.get("/")["Location"] == "/centre/"
    assert pages.get("/association/").status_code == 404


def test_the_session_of_staff_changes_with_the_sign_in(pages, wang):
    pages.get("/staff/sign-in")
    before = pages.session.session_key
    give_password(pages)
    assert pages.session.session_key != before


@pytest.mark.parametrize(
    ("power", "desk"),
    [
        ("bank.read", "/centre/"),
        ("dispute.mediate", "/association/"),
        ("home.verify", "/authority/"),
        ("agency.enter", "/authority/"),
    ],
)
def test_one_address_leads_every_office_to_its_own_desk(pages, power, desk):
    assert pages.get("/staff/")["Location"] == "/staff/sign-in"
    pages.as_staff(power)
    assert pages.get("/staff/")["Location"] == desk
