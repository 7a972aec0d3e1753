"""质监校验: what the register of organisations says of a name, well and badly said. (PRP-13)"""

import json
import time

import pytest

from anju.clients import organisation_registry
from anju.clients.organisation_registry import Question
from anju.clients.outcomes import Unavailable, Unreadable

pytestmark = pytest.mark.covers("PRP-13")
QUESTION = Question("ZJ1", "91110105MA00TE5T2T", "北京安和物业服务有限公司")
WELL = {
    "ref": "ZJ1",
    "answered_at": "2026-11-28T09:00:00Z",
    "found": True,
    "name_matches": True,
    "status": "in_business",
}


@pytest.fixture
def registry(outside, keys, settings):
    settings.ORGANISATION_REGISTRY_URL = f"{outside.url}/organisations"
    settings.ORGANISATION_REGISTRY_SECONDS = 5
    settings.REGISTRY_PRIVATE_KEY_FILE = str(keys.product_bank.private_file)
    return outside


def test_a_question_is_signed_and_its_answer_read(registry):
    registry.says(200, json.dumps([WELL, WELL]))

    answer = organisation_registry.ask(QUESTION)

    [asked] = registry.asked
    assert (asked.method, asked.path) == ("POST", "/organisations/queries")
    assert json.loads(asked.body) == vars(QUESTION)
    assert asked.headers["X-Key-Id"] == "anju" and asked.headers["X-Signature"]
    assert answer.confirms


@pytest.mark.parametrize(
    "said",
    [
        {"name_matches": False},
        {"status": "revoked"},
        {"status": "cancelled"},
        {"found": False, "name_matches": None, "status": None},
    ],
)
def test_another_name_one_that_is_out_of_business_and_none_at_all_are_not_confirmed(registry, said):
    registry.says(200, json.dumps(WELL | said))

    assert not organisation_registry.ask(QUESTION).confirms


BADLY_SAID = {
    "no JSON": "<RESPONSE>0000</RESPONSE>",
    "another encoding": "机构".encode("gbk"),
    "nothing": "",
    "two different reports": json.dumps([WELL, WELL | {"found": False}]),
    "another question's answer": json.dumps(WELL | {"ref": "ZJ2"}),
    "found is text": json.dumps(WELL | {"found": "true"}),
    "no word about the name": json.dumps({k: WELL[k] for k in WELL if k != "name_matches"}),
    "an unknown status": json.dumps(WELL | {"status": "maybe"}),
    "a moment without a zone": json.dumps(WELL | {"answered_at": "2026-11-28 09:00"}),
}


@pytest.mark.parametrize("how", BADLY_SAID)
def test_what_cannot_be_read_is_unreadable_and_kept_as_it_came(registry, how):
    said = BADLY_SAID[how]
    registry.says(200, said)

    with pytest.raises(Unreadable) as bad:
        organisation_registry.ask(QUESTION)

    text = said if isinstance(said, str) else said.decode("utf-8", "backslashreplace")
    assert bad.value.raw == text


def test_no_answer_in_time_refused_and_out_of_order_are_no_answers(registry, settings):
    registry.says(401, '{"error": "bad_signature"}')
    with pytest.raises(Unreadable, match="HTTP 401"):
        organisation_registry.ask(QUESTION)
    registry.says(503)
    with pytest.raises(Unavailable, match="HTTP 503"):
        organisation_registry.ask(QUESTION)
    settings.ORGANISATION_REGISTRY_SECONDS = 1
    registry.answer = lambda asked: (time.sleep(1.5), (200, json.dumps(WELL)))[1]
    with pytest.raises(Unavailable, match="ReadTimeout"):
        organisation_registry.ask(QUESTION)
