"""The mini program and the rental platform's website: who sees which leases, and what the product is told."""

import hashlib
import json

import pytest

from sandbox.rental_platform import lease_from, sensible_form
from sandbox.tests.conftest import ORGANISATION, PERSON, Outside, Received, Receiver, rsa_verify

URL = "http://127.0.0.1:8000/enter/a-ticket"
STRANGER = PERSON | {"login": "stranger", "sub": "p-9", "id_number": "110101199003078013"}


@pytest.fixture
def lease(people: Outside, receiver: Receiver) -> str:
    """The number of a lease of 李明 and of 安心 together, filed through the platform."""
    people.client.post("/control/identities", json=STRANGER)
    filed = lease_from(people.world, sensible_form(people.world), ["liming", "anxin"])
    assert people.control("leases", **filed)["status"] == 201
    receiver.hand_over = (201, json.dumps({"url": URL, "expires_at": "soon"}))
    return str(filed["filing_no"])


def open_mini_program(outside: Outside, login: str = "liming") -> str:
    answer = outside.client.post("/mini-program/open", data={"login": login}, follow_redirects=True)
    return answer.get_data(as_text=True)


def sign_in_to_platform(outside: Outside, login: str) -> str:
    form = {"login": login}
    answer = outside.client.post("/rental-platform/sign-in", data=form, follow_redirects=True)
    return answer.get_data(as_text=True)


def check_signature(told: Received, sender: str) -> None:
    """As the product would."""
    headers = told.headers
    digest = hashlib.sha256(told.body).hexdigest()
    signed = (headers["X-Timestamp"], headers["X-Nonce"], "POST", told.path, digest)
    rsa_verify(sender, "\n".join(signed), headers["X-Signature"])
    assert headers["X-Key-Id"] == sender


def test_nobody_comes_further_without_choosing_who_they_are(people: Outside) -> None:
    assert "李明" in people.client.get("/mini-program/").get_data(as_text=True)
    for path in ("/mini-program/fund", "/mini-program/leases", "/rental-platform/leases/X"):
        assert people.client.get(path).status_code == 303
    assert people.client.post("/mini-program/fund").headers["Location"] == "/mini-program/"


def test_the_fund_part_hands_over_the_person_signed(
    people: Outside, receiver: Receiver, lease: str
) -> None:
    assert "公积金" in open_mini_program(people)
    assert "住房租赁押金 租金" in people.client.get("/mini-program/fund").get_data(as_text=True)
    answer = people.client.post("/mini-program/fund")
    assert (answer.status_code, answer.headers["Location"]) == (303, URL)
    [told] = receiver.at("/gateway/hand-overs/mini_program")
    check_signature(told, "mini_program")
    claims = {
        name: value for name, value in PERSON.items() if name not in ("login", "password", "label")
    }
    assert json.loads(told.body) == claims | {"subject_type": "person", "face": "mobile"}


def test_the_housing_part_leads_over_a_notice_to_one_lease(
    people: Outside, receiver: Receiver, lease: str
) -> None:
    open_mini_program(people)
    for page, words in (
        ("housing", "我是租户"),
        ("tenant", "合同备案"),
        ("leases", lease),
        (f"leases/{lease}", "去支付"),
        (f"leases/{lease}/pay", "您将离开住房服务"),
    ):
        assert words in people.client.get(f"/mini-program/{page}").get_data(as_text=True)
    assert receiver.at("/gateway/hand-overs/rental_platform") == []
    answer = people.client.post(f"/mini-program/leases/{lease}/pay")
    assert answer.headers["Location"] == URL
    [told] = receiver.at("/gateway/hand-overs/rental_platform")
    check_signature(told, "rental_platform")
    body = json.loads(told.body)
    assert (body["face"], body["filing_no"]) == ("mobile", lease)


def test_the_website_hands_over_an_organisation_and_can_show_the_link_instead(
    people: Outside, receiver: Receiver, lease: str
) -> None:
    assert lease in sign_in_to_platform(people, "anxin")
    assert "租押金监管" in people.client.get(f"/rental-platform/leases/{lease}").get_data(
        as_text=True
    )
    pay = f"/rental-platform/leases/{lease}/pay"
    assert people.client.post(pay).headers["Location"] == URL
    shown = people.client.post(pay, data={"only_link": "1"})
    assert (shown.status_code, URL in shown.get_data(as_text=True)) == (200, True)
    first, second = receiver.at("/gateway/hand-overs/rental_platform")
    assert first.headers["X-Nonce"] != second.headers["X-Nonce"]
    body = json.loads(first.body)
    assert (body["face"], body["subject_type"], body["uscc"]) == (
        "web",
        "organisation",
        ORGANISATION["uscc"],
    )


def test_a_lease_is_shown_to_its_tenants_only(
    people: Outside, receiver: Receiver, lease: str
) -> None:
    open_mini_program(people, "stranger")
    assert "您名下没有备案合同" in people.client.get("/mini-program/leases").get_data(as_text=True)
    assert "您名下没有备案合同" in sign_in_to_platform(people, "stranger")
    assert people.client.get(f"/mini-program/leases/{lease}").status_code == 404
    assert people.client.post(f"/mini-program/leases/{lease}/pay").status_code == 404
    assert people.client.post(f"/rental-platform/leases/{lease}/pay").status_code == 404
    assert receiver.at("/gateway/hand-overs/rental_platform") == []


def test_what_the_product_refuses_is_shown_with_its_sentence(
    people: Outside, receiver: Receiver, lease: str
) -> None:
    open_mini_program(people)
    refused = {"code": "not_real_name", "message": "您的账号尚未完成实名认证。"}
    receiver.hand_over = (400, json.dumps(refused))
    answer = people.client.post("/mini-program/fund")
    assert answer.status_code == 400
    assert refused["message"] in answer.get_data(as_text=True)
    receiver.hand_over = (500, "not JSON")
    assert people.client.post("/mini-program/fund").status_code == 502


def test_leases_filed_by_another_way_are_shown_too(people: Outside) -> None:
    filed = lease_from(people.world, sensible_form(people.world), ["liming"])
    for _ in range(2):
        assert people.control("leases/filed", leases=[filed]) == {"remembered": 1}
    open_mini_program(people)
    page = people.client.get("/mini-program/leases").get_data(as_text=True)
    assert page.count(filed["filing_no"]) == 2  # the address and the words of one link
    people.control("leases/filed", 400, leases=[{"filing_no": "X"}])
    people.control("leases/filed", 400, leases="X")
