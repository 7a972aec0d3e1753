"""The title registry: four thousand homes by rule, one signed question at a time, and its switches."""

import json
from typing import Any

import pytest

from sandbox.registries import homes
from sandbox.tests.conftest import Outside

PATH = "/registries/title/queries"


def asked(home: homes.Home, **changes: str) -> bytes:
    question = {
        "ref": "HY1",
        "certificate_type": home.certificate_type,
        "certificate_no": home.certificate_no,
        "owner_name": home.owner_name,
        "owner_id_type": home.owner_id_type,
        "owner_id_number": home.owner_id_number,
    }
    return json.dumps(question | changes).encode()


def ask(outside: Outside, body: bytes, **changes: Any) -> Any:
    headers = outside.bank_headers("POST", PATH, body, key="product_registry") | changes.pop(
        "headers", {}
    )
    return outside.client.post(PATH, data=body, headers=headers)


def test_the_owner_is_told_about_their_home(outside: Outside) -> None:
    home = homes.home(1)
    answer = ask(outside, asked(home)).get_json()
    assert answer["found"] is True and answer["owner_matches"] is True
    assert answer["address"] == home.address
    assert answer["certificate"] == "valid" and answer["use"] == "住宅"


def test_who_names_another_owner_learns_nothing_of_the_home(outside: Outside) -> None:
    answer = ask(outside, asked(homes.home(1), owner_name="别人")).get_json()
    assert answer["owner_matches"] is False
    assert "address" not in answer


def test_a_certificate_that_is_in_no_register_is_not_found(outside: Outside) -> None:
    body = asked(homes.home(1), certificate_no="京(2020)朝不动产权第9999999号")
    assert ask(outside, body).get_json()["found"] is False


def test_every_certificate_leads_back_to_its_home() -> None:
    for number in range(1, homes.COUNT + 1):
        made = homes.home(number)
        assert homes.as_made(made.certificate_no) == made
    assert len({homes.home(number).certificate_no for number in range(1, 4001)}) == 4000


def test_a_question_that_nobody_signed_is_refused(outside: Outside) -> None:
    body = asked(homes.home(1))
    assert ask(outside, body, headers={"X-Signature": "AAAA"}).status_code == 401


@pytest.mark.parametrize(("mode", "status"), [("down", 503), ("garbage", 200)])
def test_it_can_be_down_and_talk_garbage(outside: Outside, mode: str, status: int) -> None:
    outside.control("switches", title_mode=mode)
    answer = ask(outside, asked(homes.home(1)))
    assert answer.status_code == status
    assert answer.get_json(silent=True) is None or mode == "down"


def test_it_can_say_everything_twice(outside: Outside) -> None:
    outside.control("switches", title_twice=True)
    first, second = ask(outside, asked(homes.home(1))).get_json()
    assert first == second


def test_a_certificate_can_be_set_to_answer_otherwise_and_back(outside: Outside) -> None:
    home = homes.home(2)
    form = {
        "certificate_no": home.certificate_no,
        "restrictions": ["seizure"],
        "page": "registries",
    }
    page = outside.client.post("/control/do/title", data=form, follow_redirects=True)
    assert "的登记已修改" in page.get_data(as_text=True)
    assert ask(outside, asked(home)).get_json()["restrictions"] == ["seizure"]
    outside.client.post("/control/do/title-as-it-was", data=form)
    assert ask(outside, asked(home)).get_json()["restrictions"] == list(home.restrictions)


def test_the_switches_of_its_page_leave_the_others_alone(outside: Outside) -> None:
    outside.control("switches", copies=3)
    form = {"title_mode": "down", "title_delay_seconds": "0", "page": "registries"}
    outside.client.post("/control/do/title-switches", data=form)
    now = outside.client.get("/control/api/state").get_json()["switches"]
    assert (now["title_mode"], now["copies"]) == ("down", 3)
