"""Calls of other systems' programs: counted before they are answered, written down after, done once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, one_at_a_time
from anju.core.refusals import Refused
from anju.people.models import ApiCall, ApiRequest
from anju.people.rules import Refusal


@dataclass(frozen=True)
class Counted:
    """A call held against the quotas of its key: whether it may go on, and what is left of the minute and the day."""

    is_within: bool
    left_in_minute: int
    left_on_day: int
    minute_ends_in: int

    @property
    def wait_seconds(self) -> int:
        """After how many seconds the next call may come."""
        return self.minute_ends_in if self.left_on_day else _seconds_of_today_left()


COUNT = """
    INSERT INTO people_apiusage AS used (api_key_id, day, calls, minute, calls_in_minute, turned_away)
    VALUES (%(key)s, %(day)s, 1, %(now)s, 1, 0)
    ON CONFLICT (api_key_id, day) DO UPDATE SET
        calls = used.calls + 1,
        calls_in_minute = CASE WHEN used.minute <= %(before)s THEN 1 ELSE used.calls_in_minute + 1 END,
        minute = CASE WHEN used.minute <= %(before)s THEN %(now)s ELSE used.minute END
    WHERE used.calls < %(a_day)s
        AND (used.minute <= %(before)s OR used.calls_in_minute < %(a_minute)s)
    RETURNING calls, calls_in_minute, minute
"""
TURN_AWAY = """
    UPDATE people_apiusage SET turned_away = turned_away + 1 WHERE api_key_id = %(key)s AND day = %(day)s
    RETURNING calls, calls_in_minute, minute
"""


@action
def count_api_call(*, api_key_id: int, calls_a_minute: int, calls_a_day: int, by: Actor) -> Counted:
    """Count a call before it is answered; beyond the quota it is counted as turned away. (HVF-04)

    A minute begins with its first call. Two at once are two: the last free place is given once.
    """
    now = clock.now()
    stated: dict[str, Any] = {
        "key": api_key_id,
        "day": clock.today(),
        "now": now,
        "before": now - timedelta(minutes=1),
        "a_minute": calls_a_minute,
        "a_day": calls_a_day,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, stated)
        counted = cursor.fetchone()
        if counted is None:
            cursor.execute(TURN_AWAY, stated)
        calls, in_minute, began = counted or cursor.fetchone()
    ends_in = int((began + timedelta(minutes=1) - now).total_seconds()) + 1
    return Counted(
        is_within=counted is not None,
        left_in_minute=max(0, calls_a_minute - in_minute),
        left_on_day=max(0, calls_a_day - calls),
        minute_ends_in=max(1, ends_in),
    )


def _seconds_of_today_left() -> int:
    tomorrow = clock.start_of(clock.today() + timedelta(days=1))
    return int((tomorrow - clock.now()).total_seconds()) + 1


@action
def record_api_call(
    *,
    api_key_id: int,
    method: str,
    path: str,
    answer: int,
    ip: str | None,
    code: str = "",
    took_ms: int | None = None,
    by: Actor,
) -> None:
    """Write down that a program called, whatever it was answered. (HVF-04)"""
    ApiCall.objects.create(
        api_key_id=api_key_id,
        at=clock.now(),
        method=method[:10],
        path=path[:300],
        answer=answer,
        code=code[:60],
        took_ms=took_ms,
        ip=ip,
    )


@dataclass(frozen=True)
class Answer:
    """What a call that changed something was answered."""

    status: int
    body: str


@action
def answered_before(
    *, api_key_id: int, key: str, operation: str, content: bytes, by: Actor
) -> Answer | None:
    """What this very call was answered the first time; None when it is new. Those who come at once take turns.

    Refused when another call used the key.
    """
    one_at_a_time(f"people:request:{api_key_id}:{key}")
    known = ApiRequest.objects.filter(api_key=api_key_id, key=key).first()
    if known is None:
        return None
    if known.operation != operation or bytes(known.content_digest) != digest_of(content):
        raise Refused(Refusal.KEY_REUSED)
    return Answer(known.answer, known.body)


@action
def keep_answer(
    *, api_key_id: int, key: str, operation: str, content: bytes, answer: Answer, by: Actor
) -> None:
    """Keep what a call was answered, in the transaction that did what it asked for."""
    ApiRequest.objects.create(
        api_key_id=api_key_id,
        key=key,
        operation=operation,
        content_digest=digest_of(content),
        answer=answer.status,
        body=answer.body,
        at=clock.now(),
    )


def digest_of(content: bytes) -> bytes:
    return digest(f"api_request:{content.hex()}")
