"""The title registry's answers, well and badly said: what cannot be read is no answer, and is kept. (ERR-01)"""

import json
import time
from decimal import Decimal

import pytest

from anju.clients import title_registry
from anju.clients.outcomes import Unavailable, Unreadable
from anju.clients.title_registry import Question

pytestmark = pytest.mark.covers("ERR-01")
QUESTION = Question(
    "HY1",
    "real_estate",
    "京(2020)朝不动产权第0000001号",
    "张三",
    "resident_id",
    "110101199003078013",
)
WELL = {
    "ref": "HY1",
    "answered_at": "2026-11-28T09:00:00Z",
    "found": True,
    "owner_matches": True,
    "certificate": "valid",
    "district": "110105",
    "address": "北京市朝阳区建国路88号",
    "area": "56.3",
    "use": "住宅",
    "unit_no": "",
    "restrictions": ["mortgage"],
}


@pytest.fixture
def registry(outside, keys, settings):
    settings.TITLE_REGISTRY_URL = f"{outside.url}/title"
    settings.TITLE_REGISTRY_SECONDS = 5
    settings.REGISTRY_PRIVATE_KEY_FILE = str(keys.product_bank.private_file)
    return outside


def test_a_question_is_signed_and_its_answer_read(registry, keys):
    registry.says(200, json.dumps(WELL))

    answer = title_registry.ask(QUESTION)

    [asked] = registry.asked
    assert (asked.method, asked.path) == ("POST", "/title/queries")
    assert json.loads(asked.body) == vars(QUESTION)
    assert asked.headers["X-Key-Id"] == "anju" and asked.headers["X-Signature"]
    assert answer.found and answer.owner_matches
    assert answer.facts.area == Decimal("56.30") and answer.facts.unit_no == ""
    assert answer.facts.restrictions == {"mortgage"} and answer.facts.is_residential
    assert json.loads(answer.raw) == WELL


def test_the_same_report_said_twice_is_one(registry):
    registry.says(200, json.dumps([WELL, WELL]))

    assert title_registry.ask(QUESTION).owner_matches


def test_of_anothers_home_facts_are_not_taken_even_when_they_are_sent(registry):
    registry.says(200, json.dumps(WELL | {"owner_matches": False}))

    answer = title_registry.ask(QUESTION)

    assert answer.found and not answer.owner_matches and answer.facts is None


BADLY_SAID = {
    "no JSON": "<RESPONSE>0000</RESPONSE>",
    "cut off": json.dumps(WELL)[:-5],
    "another encoding": "不动产".encode("gbk"),
    "nothing": "",
    "no report": "[]",
    "two different reports": json.dumps([WELL, WELL | {"found": False}]),
    "another question's answer": json.dumps(WELL | {"ref": "HY2"}),
    "found is text": json.dumps(WELL | {"found": "true"}),
    "no word about the owner": json.dumps({k: WELL[k] for k in WELL if k != "owner_matches"}),
    "no address": json.dumps(WELL | {"address": " "}),
    "an area that is none": json.dumps(WELL | {"area": "56平方米"}),
    "an unknown state": json.dumps(WELL | {"certificate": "maybe"}),
    "an unknown restriction": json.dumps(WELL | {"restrictions": ["haunted"]}),
    "restrictions that are no list": json.dumps(WELL | {"restrictions": "none"}),
    "a moment without a zone": json.dumps(WELL | {"answered_at": "2026-11-28 09:00"}),
    "a key twice": '{"ref": "HY1", "ref": "HY1"}',
}


@pytest.mark.parametrize("how", BADLY_SAID)
def test_what_cannot_be_read_is_unreadable_and_kept_as_it_came(registry, how):
    said = BADLY_SAID[how]
    registry.says(200, said)

    with pytest.raises(Unreadable) as bad:
        title_registry.ask(QUESTION)

    text = said if isinstance(said, str) else said.decode("utf-8", "backslashreplace")
    assert bad.value.raw == text


def test_a_refusal_of_the_registry_is_unreadable_too(registry):
    registry.says(401, '{"error": "bad_signature"}')

    with pytest.raises(Unreadable, match="HTTP 401") as bad:
        title_registry.ask(QUESTION)
    assert "bad_signature" in bad.value.raw


def test_no_answer_in_time_and_out_of_order_are_unavailable(registry, settings):
    registry.says(503)
    with pytest.raises(Unavailable, match="HTTP 503"):
        title_registry.ask(QUESTION)
    settings.TITLE_REGISTRY_SECONDS = 1
    registry.answer = lambda asked: (time.sleep(1.5), (200, json.dumps(WELL)))[1]
    with pytest.raises(Unavailable, match="ReadTimeout"):
        title_registry.ask(QUESTION)
    settings.TITLE_REGISTRY_URL = "http://127.0.0.1:9"
    with pytest.raises(Unavailable, match="ConnectError"):
        title_registry.ask(QUESTION)
