"""Sign-in by each way, the protocol's refusals, and tokens an independent library accepts."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import TestResponse

from sandbox.tests.conftest import PERSON, Outside, query

VERIFIER = secrets.token_urlsafe(48)
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")
SECRET = "a secret: with/signs"


def callback(outside: Outside) -> str:
    return f"{outside.world.settings.product_url}/sign-in/callback"


def authorize(outside: Outside, **changes: str) -> TestResponse:
    asked = {
        "response_type": "code",
        "client_id": "anju",
        "redirect_uri": callback(outside),
        "scope": "openid profile",
        "state": "the-state",
        "nonce": "the-nonce",
        "code_challenge": CHALLENGE.decode(),
        "code_challenge_method": "S256",
    } | changes
    return outside.client.get(f"/idp/authorize?{query(**asked)}")


def page_of(outside: Outside, **changes: str) -> str:
    return authorize(outside, **changes).headers["Location"].partition("?")[0]


def answer_of(response: TestResponse) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


def signed_in(outside: Outside, **form: str) -> dict[str, str]:
    given = {"way": "password", "tab": "person", "login": "liming", "password": "open-sesame"}
    response = outside.client.post(page_of(outside), data=given | form)
    assert response.status_code == 303, response.get_data(as_text=True)
    return answer_of(response)


def redeem(outside: Outside, code: str, secret: str = SECRET, **changes: str) -> TestResponse:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback(outside),
        "code_verifier": VERIFIER,
    } | changes
    basic = base64.b64encode(f"anju:{quote(secret, safe='')}".encode()).decode()
    return outside.client.post("/idp/token", data=form, headers={"Authorization": f"Basic {basic}"})


def claims_in(outside: Outside, id_token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(outside.client.get("/idp/jwks.json").get_json())
    claims: dict[str, Any] = jwt.decode(id_token, keys, algorithms=["RS256"]).claims
    return claims


def code_sent_to(outside: Outside, phone: str) -> str:
    messages = outside.client.get(f"/control/api/inbox/{phone}").get_json()["messages"]
    return str(messages[0]["text"].split("验证码为 ")[1][:6])


@pytest.mark.covers("IDN-10")
def test_a_password_leads_to_tokens_with_the_persons_claims(people: Outside) -> None:
    answer = signed_in(people)
    assert answer["state"] == "the-state"
    tokens = redeem(people, answer["code"])
    assert tokens.status_code == 200
    claims = claims_in(people, tokens.get_json()["id_token"])
    assert claims["iss"] == "http://127.0.0.1:8100/idp"
    assert (claims["aud"], claims["nonce"]) == ("anju", "the-nonce")
    person = {name: PERSON[name] for name in PERSON if name not in ("login", "password", "label")}
    assert {name: claims[name] for name in person} == person
    assert (claims["acr"], claims["amr"]) == ("password", ["pwd"])
    assert claims["subject_type"] == "person"
    bearer = {"Authorization": f"Bearer {tokens.get_json()['access_token']}"}
    info = people.client.get("/idp/userinfo", headers=bearer).get_json()
    assert info == person | {"subject_type": "person"}


def test_discovery_names_what_the_provider_speaks(outside: Outside) -> None:
    found = outside.client.get("/idp/.well-known/openid-configuration").get_json()
    assert found["issuer"] == "http://127.0.0.1:8100/idp"
    assert found["code_challenge_methods_supported"] == ["S256"]


def test_a_wrong_password_is_told_and_five_pause_the_account(people: Outside) -> None:
    page = page_of(people)
    form = {"way": "password", "tab": "person", "login": "liming", "password": "wrong"}
    first = people.client.post(page, data=form)
    assert first.status_code == 401
    assert "用户名或密码错误，请重新输入，还可尝试 4 次。" in first.get_data(as_text=True)
    for _ in range(4):
        last = people.client.post(page, data=form)
    assert "该账户已暂停登录，请十分钟后再试。" in last.get_data(as_text=True)
    right = people.client.post(page, data=form | {"password": "open-sesame"})
    assert right.status_code == 429
    people.world.clock.forward(601)
    right = people.client.post(page, data=form | {"password": "open-sesame"})
    assert right.status_code == 303


@pytest.mark.covers("IDN-10")
def test_a_code_sent_by_sms_signs_in_once(people: Outside) -> None:
    page = page_of(people)
    form = {"tab": "sms", "phone": "13800000001"}
    sent = people.client.post(page, data=form | {"way": "send_code"})
    assert "验证码已发送" in sent.get_data(as_text=True)
    assert people.client.post(page, data=form | {"way": "send_code"}).status_code == 429
    wrong = people.client.post(page, data=form | {"way": "sms", "code": "12345"})
    assert "验证码错误或已过期" in wrong.get_data(as_text=True)
    code = code_sent_to(people, "13800000001")
    right = people.client.post(page, data=form | {"way": "sms", "code": code})
    assert "code" in answer_of(right)
    used = people.client.post(page_of(people), data=form | {"way": "sms", "code": code})
    assert used.status_code == 401


def test_a_phone_nobody_has_gets_no_code(people: Outside) -> None:
    form = {"tab": "sms", "phone": "13811111111", "way": "send_code"}
    answer = people.client.post(page_of(people), data=form)
    assert "该手机号尚未注册。" in answer.get_data(as_text=True)


@pytest.mark.covers("IDN-10")
def test_a_qr_code_is_confirmed_on_the_phone(people: Outside) -> None:
    page = page_of(people)
    assert "<svg" in people.client.get(f"{page}?tab=qr").get_data(as_text=True)
    assert people.client.get(f"{page}/qr-state").get_json() == {"confirmed": False}
    with people.world.store.reading() as db:
        token = db.execute("SELECT qr_token FROM authorizations").fetchone()["qr_token"]
    phone = f"/idp/phone/{token}"
    assert "李明" in people.client.get(phone).get_data(as_text=True)
    people.client.post(phone, data={"login": "liming"})
    assert people.client.get(f"{page}/qr-state").get_json() == {"confirmed": True}
    assert "code" in answer_of(people.client.get(f"{page}/continue"))
    assert people.client.get(phone).status_code == 410


def test_an_organisation_does_not_sign_in_as_a_person(people: Outside) -> None:
    form = {"way": "password", "tab": "person", "login": "anxin", "password": "open-sesame"}
    assert people.client.post(page_of(people), data=form).status_code == 401


def test_a_code_is_redeemed_once_by_who_asked_for_it(people: Outside) -> None:
    assert redeem(people, signed_in(people)["code"], secret="wrong").status_code == 401
    code = signed_in(people)["code"]
    assert redeem(people, code, code_verifier="x" * 43).get_json() == {"error": "invalid_grant"}
    code = signed_in(people)["code"]
    token = redeem(people, code).get_json()["access_token"]
    assert redeem(people, code).status_code == 400
    bearer = {"Authorization": f"Bearer {token}"}
    assert people.client.get("/idp/userinfo", headers=bearer).status_code == 401
    code = signed_in(people)["code"]
    people.world.clock.forward(61)
    assert redeem(people, code).status_code == 400


def test_only_the_known_address_is_sent_back_to(people: Outside) -> None:
    for changes in ({"redirect_uri": "https://evil.example/"}, {"client_id": "other"}):
        answer = authorize(people, **changes)
        assert answer.status_code == 400
        assert "登录请求无效" in answer.get_data(as_text=True)
    assert answer_of(authorize(people, code_challenge=""))["error"] == "invalid_request"
    assert answer_of(authorize(people, scope="profile"))["error"] == "invalid_scope"


def test_only_the_browser_that_began_goes_on(people: Outside) -> None:
    page = page_of(people)
    with people.client.session_transaction() as session:
        session.clear()
    assert people.client.get(page).status_code == 410


def test_a_cancelled_sign_in_says_so(people: Outside) -> None:
    answer = people.client.post(page_of(people), data={"way": "cancel"})
    assert answer_of(answer) == {"error": "access_denied", "state": "the-state"}


def test_logout_returns_to_the_product_only(outside: Outside) -> None:
    home = outside.world.settings.product_url
    there = outside.client.get(f"/idp/logout?{query(post_logout_redirect_uri=home + '/')}")
    assert there.headers["Location"] == f"{home}/"
    elsewhere = outside.client.get("/idp/logout?post_logout_redirect_uri=https://evil.example/")
    assert elsewhere.status_code == 200


def test_a_person_without_a_phone_is_not_added(outside: Outside) -> None:
    person = {name: value for name, value in PERSON.items() if name != "phone_number"}
    answer = outside.client.post("/control/identities", json={"identities": [PERSON, person]})
    assert answer.status_code == 400
    assert outside.client.get("/control/identities").get_json() == {"identities": []}
