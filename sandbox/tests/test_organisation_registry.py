"""The register of organisations: a code and a name, yes or no, and how it misbehaves."""

import json
from typing import Any

import pytest

from sandbox.tests.conftest import ORGANISATION, Outside

PATH = "/registries/organisations/queries"
USCC, NAME = ORGANISATION["uscc"], ORGANISATION["organisation_name"]


def ask(outside: Outside, name: Any = NAME, uscc: Any = USCC, **headers: str) -> Any:
    body = json.dumps({"ref": "ZJ1", "uscc": uscc, "name": name}).encode()
    signed = outside.bank_headers("POST", PATH, body, key="product_registry") | headers
    return outside.client.post(PATH, data=body, headers=signed)


@pytest.fixture(autouse=True)
def known(outside: Outside) -> None:
    assert outside.client.post("/control/identities", json=ORGANISATION).status_code == 201


def test_an_organisation_that_signs_in_is_registered_under_its_name(outside: Outside) -> None:
    answer = ask(outside).get_json()
    assert (answer["found"], answer["name_matches"]) == (True, True)
    assert answer["status"] == "in_business"


def test_another_name_does_not_match_and_the_registered_one_is_not_told(outside: Outside) -> None:
    answer = ask(outside, "北京别的公司").get_json()
    assert (answer["found"], answer["name_matches"]) == (True, False)
    assert NAME not in json.dumps(answer, ensure_ascii=False)


def test_an_unknown_code_is_not_found(outside: Outside) -> None:
    assert ask(outside, uscc="91110108MA01ABCD5T").get_json()["found"] is False


def test_a_name_registered_on_the_control_page_counts_from_then_on(outside: Outside) -> None:
    form = {"uscc": USCC, "name": "北京新名有限公司", "status": "revoked", "page": "organisations"}
    page = outside.client.post("/control/do/organisation", data=form, follow_redirects=True)
    assert "登记的名称现在是北京新名有限公司" in page.get_data(as_text=True)
    assert ask(outside).get_json()["name_matches"] is False
    answer = ask(outside, "北京新名有限公司").get_json()
    assert (answer["name_matches"], answer["status"]) == (True, "revoked")


def test_a_question_that_nobody_signed_or_that_misses_a_field_is_refused(outside: Outside) -> None:
    assert ask(outside, **{"X-Signature": "AAAA"}).status_code == 401
    assert ask(outside, name=None).status_code == 400


@pytest.mark.parametrize(("fault", "status"), [("down", 503), ("garbage", 200), ("twice", 200)])
def test_it_can_be_down_talk_garbage_and_say_everything_twice(
    outside: Outside, fault: str, status: int
) -> None:
    form = {"page": "organisations", "fault": fault}
    outside.client.post("/control/do/fault", data=form)
    answer = ask(outside)
    assert answer.status_code == status
    told = answer.get_json(silent=True)
    assert {
        "down": isinstance(told, dict),
        "garbage": told is None,
        "twice": isinstance(told, list),
    }[fault]


def test_what_was_asked_is_listed(outside: Outside) -> None:
    ask(outside)
    told = outside.client.get("/control/api/registries/organisations").get_json()
    [asked] = told["queries"]
    assert (asked["uscc"], asked["name"], asked["mode"]) == (USCC, NAME, "answers")
