"""Other platforms check homes before they publish a listing. (HVF-04)"""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from anju.clients import signing
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.rules import CALLBACK_PAUSES, CallbackStatus
from anju.homes import actions, jobs, queries
from anju.homes.models import Callback, Verification
from anju.homes.tests.asking import OPERATOR, a_home, a_verified, ask, terms_of
from anju.people import actions as people
from anju.people.models import ApiCall
from anju.people.queries import api_key, calls_of
from anju.people.rules import Scope

pytestmark = [pytest.mark.django_db, pytest.mark.covers("HVF-04")]
VERIFICATIONS = "/api/v1/homes/verifications"
SHARED = "the key that we share"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


class Platform(Client):
    """A market platform with a key."""

    def __init__(self, name: str = "市场平台", scopes: tuple[Scope, ...] = (Scope.HOME_VERIFY,)):
        self.name, self.key = name, people.issue_api_key(name=name, scopes=scopes, by=CLOCK)
        super().__init__(
            headers={"Authorization": f"Bearer {self.key}"}, raise_request_exception=False
        )

    def verify(self, stated: Any, key: str = "1") -> tuple[int, dict[str, Any]]:
        answer = self.post(
            VERIFICATIONS,
            json.dumps(stated),
            "application/json",
            headers={"Idempotency-Key": key} if key else {},
        )
        return answer.status_code, answer.json()

    def look(self, no: str) -> tuple[int, dict[str, Any]]:
        answer = self.get(f"{VERIFICATIONS}/{no}")
        return answer.status_code, answer.json()


def stated(home: dict[str, Any], **changes: Any) -> dict[str, Any]:
    terms = vars(terms_of(home))
    kept = {name: terms[name] for name in terms if isinstance(terms[name], str) and terms[name]}
    return {"role": "owner", **kept, **changes}


def test_an_unknown_home_is_answered_later_by_one_signed_callback(sandbox, listener):
    platform = Platform()
    people.set_callback(name=platform.name, url=listener.url, key=SHARED, by=CLOCK)
    home = a_home(sandbox)

    status, answer = platform.verify(stated(home))
    assert (status, answer["status"], answer["outcome"]) == (202, "requested", "")
    assert answer["home"] is None
    ask()
    jobs.call_back(0)
    jobs.call_back(0)

    [(headers, body)] = listener.received
    signing.check_shared_key(SHARED, headers, body)
    told = json.loads(body)
    assert (told["no"], told["status"], told["outcome"]) == (answer["no"], "passed", "PASS")
    assert told["home"]["address"] == home["address"]
    assert home["owner_id_number"] not in body.decode()
    assert platform.look(answer["no"]) == (200, told)


def test_what_is_known_is_answered_at_once_and_needs_no_callback(sandbox):
    a_verified(sandbox)

    status, answer = Platform().verify(stated(a_home(sandbox)))

    assert (status, answer["status"], answer["holds"]) == (200, "passed", True)
    assert Callback.objects.count() == 0


def test_the_same_request_under_its_key_is_one_and_another_content_a_conflict(sandbox):
    platform = Platform()
    first = platform.verify(stated(a_home(sandbox)), key="a-1")
    again = platform.verify(stated(a_home(sandbox)), key="a-1")
    status, answer = platform.verify(stated(a_home(sandbox, 2)), key="a-1")

    assert first == again
    assert (status, answer["code"]) == (409, "key_reused")
    assert Verification.objects.count() == 1


def test_a_program_learns_nothing_of_anothers_verifications(sandbox):
    one, other = Platform("甲"), Platform("乙")
    _, answer = one.verify(stated(a_home(sandbox)), key="k")

    status, told = other.look(answer["no"])
    assert (status, told["code"]) == (404, "no_such_verification")
    _, its_own = other.verify(stated(a_home(sandbox)), key="k")
    assert its_own["no"] != answer["no"]


def test_every_wrong_field_is_told_with_a_sentence(sandbox):
    wrong = stated(a_home(sandbox), role="landlord", certificate_no="朝123", owner_id_number="1")

    status, answer = Platform().verify(wrong)

    assert status == 422
    assert {error["field"] for error in answer["errors"]} == {
        "role",
        "certificate_no",
        "owner_id_number",
    }
    assert any("产权人证件号：身份证号应为18位" in error["message"] for error in answer["errors"])


def test_a_request_without_a_key_of_its_own_is_not_taken(sandbox):
    status, answer = Platform().verify(stated(a_home(sandbox)), key="")

    assert status == 422
    assert [error["code"] for error in answer["errors"]] == ["idempotency_key_needed"]
    assert Verification.objects.count() == 0


def test_the_number_must_name_the_district(sandbox):
    status, answer = Platform().verify(stated(a_home(sandbox), district="东城区"))

    assert status == 422
    assert [error["code"] for error in answer["errors"]] == ["other_district"]


def test_an_enterprise_is_named_with_its_code(sandbox):
    platform = Platform()
    bare = stated(a_home(sandbox), role="enterprise")
    status, answer = platform.verify(bare)
    assert status == 422
    assert [error["field"] for error in answer["errors"]] == ["organisation_name", "uscc"]

    status, answer = platform.verify(
        bare | {"organisation_name": "安居租赁有限公司", "uscc": "91110105MA00TE5T2T"}
    )
    assert status == 202
    assert Verification.objects.get().organisation.uscc == "91110105MA00TE5T2T"


def test_only_keys_of_this_scope_come_in(sandbox):
    status, answer = Platform("报送平台", (Scope.LEASE_FILE,)).verify(stated(a_home(sandbox)))

    assert (status, answer["code"]) == (403, "not_in_scope")


def test_a_program_that_calls_too_often_waits_a_minute_and_others_do_not(sandbox):
    platform, other = Platform("甲"), Platform("乙")
    people.set_callback(name="甲", url="", key="", calls_a_minute=2, by=CLOCK)
    statuses = [platform.look("HY1")[0] for _ in range(4)]

    assert statuses == [404, 404, 429, 429]
    assert other.look("HY1")[0] == 404
    advance_clock(seconds=61, by=CLOCK)
    assert platform.look("HY1")[0] == 404


def test_every_call_is_written_down(sandbox):
    platform = Platform()
    platform.verify(stated(a_home(sandbox)))
    platform.look("HY1")

    known = api_key(platform.key)
    assert known is not None
    assert [(call.method, call.path, call.answer) for call in calls_of(known.pk)] == [
        ("GET", f"{VERIFICATIONS}/HY1", 404),
        ("POST", VERIFICATIONS, 202),
    ]
    assert ApiCall.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiCall.objects.all().delete()


def test_a_register_that_is_down_is_no_failure_for_the_program(sandbox, listener):
    platform = Platform()
    people.set_callback(name=platform.name, url=listener.url, key=SHARED, by=CLOCK)
    sandbox.control("switches", {"title_mode": "down"})
    _, answer = platform.verify(stated(a_home(sandbox)))
    ask()
    jobs.call_back(0)

    status, answer = platform.look(answer["no"])

    assert (status, answer["status"], answer["outcome"]) == (200, "requested", "ERROR_EXTERNAL")
    assert answer["ticket"].startswith("WT") and answer["ticket"] in answer["message"]
    assert listener.received == []


def test_a_callback_that_is_not_accepted_is_repeated_then_left_to_a_person(sandbox, listener):
    platform = Platform()
    people.set_callback(name=platform.name, url=listener.url, key=SHARED, by=CLOCK)
    platform.verify(stated(a_home(sandbox)))
    ask()
    listener.answer = 500
    for pause in (*CALLBACK_PAUSES, CALLBACK_PAUSES[-1]):
        jobs.call_back(0)
        advance_clock(seconds=pause.seconds + 1, by=CLOCK)

    [callback] = queries.undelivered_seen_by(OPERATOR)
    assert callback.outcome == f"{platform.name}: HTTP 500"
    assert len(listener.received) == len(CALLBACK_PAUSES) + 1
    assert len({headers["X-Event-Id"] for headers, _ in listener.received}) == 1
    listener.answer = 200
    actions.callback_again(callback_id=callback.pk, by=OPERATOR)
    actions.callback_again(callback_id=callback.pk, by=OPERATOR)
    jobs.call_back(0)
    callback.refresh_from_db()
    assert callback.status == CallbackStatus.DELIVERED
    actions.callback_delivered(callback_id=callback.pk, by=CLOCK)
    actions.callback_failed(callback_id=callback.pk, why="late", by=CLOCK)
    callback.refresh_from_db()
    assert (callback.status, callback.outcome) == (CallbackStatus.DELIVERED, "")


def test_a_restriction_that_appears_later_is_told_too(sandbox, listener):
    platform = Platform()
    people.set_callback(name=platform.name, url=listener.url, key=SHARED, by=CLOCK)
    platform.verify(stated(a_home(sandbox)))
    ask()
    a_home(sandbox, 1, restrictions=["seizure"])
    advance_clock(days=8, by=CLOCK)
    sandbox.control("clock", {"days": 8, "product": False})
    jobs.recheck(0)
    jobs.call_back(0)

    assert [json.loads(body)["status"] for _, body in listener.received] == [
        "restricted",
        "restricted",
    ]
