"""What stands in the way of a call is told as what it is, in JSON. (OPS-04)"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from anju.core import clock
from anju.homes.tests.asking import an_enterprise
from anju.people import actions as people
from anju.people.models import ApiCall, ApiKey, ApiRequest
from anju.people.rules import OF_ENTERPRISES
from anju.tests.world import a_lease, enterprise_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04"), pytest.mark.covers("BEY-11")]
ORDERS = "/api/v1/orders"


class Program(Client):
    def __init__(self, by: Any, **terms: Any) -> None:
        key = people.issue_key_for_organisation(
            name="收租系统", scopes=OF_ENTERPRISES, by=by, **terms
        )
        super().__init__(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)

    def send(self, stated: Any, kind: str = "application/json", key: str = "1") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        body = stated if isinstance(stated, str) else json.dumps(stated)
        return self.post(ORDERS, body, kind, headers=headers)


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_key_whose_last_day_is_over_is_told_so():
    program = Program(an_enterprise(), expires_on=clock.today())
    assert program.get(ORDERS).status_code == 200

    ApiKey.objects.update(expires_on=clock.today() - timedelta(days=1))
    assert told(program.get(ORDERS)) == (401, "key_expired")


def test_what_is_left_of_the_quota_is_told_with_every_answer():
    program = Program(an_enterprise())
    ApiKey.objects.update(calls_a_minute=9, calls_a_day=2)

    first, second, third = (program.get(ORDERS) for _ in range(3))

    assert (first["X-RateLimit-Remaining"], first["X-RateLimit-Remaining-Day"]) == ("8", "1")
    assert second["X-RateLimit-Remaining-Day"] == "0"
    assert told(third) == (429, "day_quota_used_up")
    assert 0 < int(third["Retry-After"]) <= 24 * 3600 + 1
    assert ApiCall.objects.count() == 2


def test_what_is_sent_has_to_be_json_not_too_much_and_of_the_documented_shape(settings):
    program = Program(an_enterprise())

    assert told(program.send("bills=1", "application/x-www-form-urlencoded")) == (415, "not_json")
    wrong = program.send({"bills": [], "paid": True}).json()["errors"]
    assert [(one["field"], one["code"]) for one in wrong] == [
        ("bills", "wrong_shape"),
        ("paid", "wrong_shape"),
    ]
    unnamed = program.send({"bills": ["x" * 9]}, key="").json()["errors"]
    assert [(one["field"], one["code"]) for one in unnamed] == [
        ("Idempotency-Key", "idempotency_key_needed")
    ]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert told(program.send({"bills": ["x" * 40]})) == (413, "too_large")


def test_the_same_call_gets_the_same_answer_and_is_marked_as_such():
    lease = a_lease()
    program = Program(enterprise_of(lease))
    stated = {"bills": [f"{lease.filing_no}-D00"]}

    first, second = program.send(stated), program.send(stated)

    assert (first.status_code, first.content) == (201, second.content)
    assert "Idempotent-Replayed" not in first and second["Idempotent-Replayed"] == "true"
    assert ApiRequest.objects.count() == 1
    assert told(program.send(stated, key="2")) == (409, "bill_taken")
    assert ApiRequest.objects.count() == 1


def test_every_call_is_written_down_with_its_answer_and_its_time():
    program = Program(an_enterprise())
    program.send({"bills": ["BA-NONE-0001-D00"]})
    program.get(ORDERS)

    calls = list(ApiCall.objects.order_by("id"))
    assert [(one.method, one.answer, one.code) for one in calls] == [
        ("POST", 422, "invalid"),
        ("GET", 200, ""),
    ]
    assert all(one.took_ms is not None for one in calls)
