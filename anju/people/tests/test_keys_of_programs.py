"""Keys of other systems' programs: who makes them, what they open, how often, and what they did before."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from anju.core import clock
from anju.core.actors import CLOCK, NOBODY, Actor
from anju.core.refusals import Broken, Refused
from anju.homes.tests.asking import USCCS
from anju.people import actions, queries
from anju.people.actions import Answer
from anju.people.models import ApiKey, ApiRequest
from anju.people.rules import KEYS_OF_ONE, OF_ENTERPRISES, KeyStatus, Power, Refusal, Scope

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04"), pytest.mark.covers("BEY-11")]
KEEPER = Actor("yunxing", "centre", frozenset({Power.API_KEEP}), staff_id=1)


def an_enterprise(uscc: str = USCCS[0]) -> Actor:
    found = actions.record_organisation(name=f"企业{uscc}", uscc=uscc, is_enterprise=True, by=CLOCK)
    return Actor(f"organisation {found.pk}", "enterprise", organisation_id=found.pk)


def a_key(by: Actor, name: str = "收租系统", **terms) -> ApiKey:
    stated = {"scopes": [Scope.LEASE_READ]} | terms
    text = actions.issue_key_for_organisation(name=name, by=by, **stated)
    found = queries.api_key(text)
    assert found is not None
    return found


def refusal(action, **arguments) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        action(**arguments)
    assert refused.value.message
    return refused.value.code


def test_an_enterprise_makes_a_key_that_is_told_once():
    by = an_enterprise()
    text = actions.issue_key_for_organisation(name=" 收租 ", scopes=OF_ENTERPRISES, by=by)
    found = queries.api_key(text)

    assert text.startswith("anju_") and found is not None
    assert (found.name, found.hint, found.organisation_id) == (
        "收租",
        text[-4:],
        by.organisation_id,
    )
    assert text.encode() not in bytes(found.key_digest)
    assert [key.name for key in queries.keys_of(by)] == ["收租"]
    assert list(queries.keys_of(an_enterprise(USCCS[1]))) == []
    assert [key.name for key in queries.keys_of(KEEPER)] == ["收租"]
    assert list(queries.keys_of(NOBODY)) == []


def test_what_a_key_needs_is_said():
    by, make = an_enterprise(), actions.issue_key_for_organisation
    yesterday = clock.today() - timedelta(days=1)
    read = [Scope.LEASE_READ]

    assert refusal(make, name=" ", scopes=read, by=by) == Refusal.KEY_WITHOUT_NAME
    assert refusal(make, name="一", scopes=[], by=by) == Refusal.KEY_WITHOUT_SCOPE
    assert refusal(make, name="一", scopes=[Scope.LEASE_FILE], by=by) == Refusal.SCOPE_OF_OTHERS
    ended = {"name": "一", "scopes": read, "expires_on": yesterday, "by": by}
    assert refusal(make, **ended) == Refusal.KEY_ENDS_BEFORE
    a_key(by, "一")
    assert refusal(make, name="一", scopes=read, by=by) == Refusal.KEY_NAME_TAKEN
    for number in range(KEYS_OF_ONE - 1):
        a_key(by, f"第{number}把")
    assert refusal(make, name="多", scopes=read, by=by) == Refusal.KEYS_TOO_MANY
    assert a_key(an_enterprise(USCCS[1]), "一").pk


def test_a_program_makes_no_keys():
    by = an_enterprise()
    program = Actor("key", "enterprise", organisation_id=by.organisation_id, client_id=1)

    with pytest.raises(Broken):
        actions.issue_key_for_organisation(name="二", scopes=[Scope.LEASE_READ], by=program)
    assert list(queries.keys_of(program)) == []


def test_a_revoked_key_stays_revoked_and_its_name_is_free():
    by = an_enterprise()
    key = a_key(by)

    actions.revoke_key(api_key_id=key.pk, because="丢失", by=by)
    actions.revoke_key(api_key_id=key.pk, because="丢失", by=by)

    key.refresh_from_db()
    assert key.status == KeyStatus.REVOKED and key.revoked_at is not None
    assert refusal(actions.replace_key, api_key_id=key.pk, by=by) == "wrong_status"
    assert a_key(by).pk != key.pk


def test_a_key_is_replaced_under_its_name():
    by = an_enterprise()
    key = a_key(by)
    text = actions.replace_key(api_key_id=key.pk, by=by)

    replaced = queries.api_key(text)
    assert replaced is not None
    assert (replaced.pk, replaced.hint) == (key.pk, text[-4:])
    assert bytes(replaced.key_digest) != bytes(key.key_digest)


def test_nobody_keeps_the_keys_of_others_but_the_office():
    key, other = a_key(an_enterprise()), an_enterprise(USCCS[1])

    for by in (other, NOBODY):
        revoke = {"api_key_id": key.pk, "because": "", "by": by}
        assert refusal(actions.revoke_key, **revoke) == Refusal.POWER_MISSING
    quota = {"api_key_id": key.pk, "calls_a_minute": 5, "calls_a_day": 50}
    assert refusal(actions.set_quota, **quota, by=other) == Refusal.POWER_MISSING
    actions.set_quota(**quota, by=KEEPER)
    assert actions.revoke_key(api_key_id=key.pk, because="滥用", by=KEEPER).calls_a_day == 50


def test_the_office_gives_platforms_and_banks_their_keys():
    text = actions.issue_platform_key(
        name="银行", scopes=[Scope.BANK_READ], bank="ccb", calls_a_minute=10, by=KEEPER
    )
    found = queries.api_key(text)
    assert found is not None and (found.organisation_id, found.calls_a_minute) == (None, 10)
    assert found.bank == "ccb"
    give = {"name": "另一家", "scopes": [Scope.BANK_READ]}
    assert refusal(actions.issue_platform_key, **give, by=KEEPER) == Refusal.KEY_WITHOUT_BANK
    assert refusal(actions.issue_platform_key, **give, by=NOBODY) == Refusal.POWER_MISSING


def test_an_agreed_key_that_was_revoked_is_not_admitted_again():
    actions.record_api_key(key="agreed", name="平台", scopes=[], by=CLOCK)
    actions.withdraw_api_key(name="平台", by=CLOCK)
    again = {"key": "agreed", "name": "平台", "scopes": [], "by": CLOCK}

    assert refusal(actions.record_api_key, **again) == Refusal.KEY_GONE
    assert actions.record_api_key(**again | {"key": "other"}).status == KeyStatus.ACTIVE


def counted(key: ApiKey, a_minute: int = 2, a_day: int = 3):
    return actions.count_api_call(
        api_key_id=key.pk, calls_a_minute=a_minute, calls_a_day=a_day, by=CLOCK
    )


def test_a_minute_begins_with_its_first_call_and_a_day_has_its_own_limit(monkeypatch):
    key, now = a_key(an_enterprise()), clock.start_of(clock.today()) + timedelta(hours=9)
    monkeypatch.setattr(clock, "now", lambda: now)

    first, second, third = counted(key), counted(key), counted(key)
    assert [one.is_within for one in (first, second, third)] == [True, True, False]
    assert (first.left_in_minute, first.left_on_day, third.left_on_day) == (1, 2, 1)
    assert third.wait_seconds == 61
    now += timedelta(seconds=60)
    assert counted(key).is_within
    now += timedelta(seconds=60)
    over = counted(key)
    assert (over.is_within, over.left_on_day) == (False, 0)
    assert over.wait_seconds == 15 * 3600 - 120 + 1
    [usage] = queries.usage_of(key.pk)
    assert (usage.calls, usage.turned_away) == (3, 2)
    now += timedelta(days=1)
    assert counted(key).is_within


@pytest.mark.django_db(transaction=True)
def test_the_last_free_place_is_given_once():
    key, answers = a_key(an_enterprise()), []

    def call() -> None:
        answers.append(counted(key, a_minute=3, a_day=100).is_within)
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 5 + [True] * 3


def test_an_answer_is_kept_for_good_and_for_this_call_only():
    key = a_key(an_enterprise())
    call = {"api_key_id": key.pk, "key": "1", "operation": "pay", "content": b"a", "by": CLOCK}

    assert actions.answered_before(**call) is None
    actions.keep_answer(**call, answer=Answer(201, "{}"))
    assert actions.answered_before(**call) == Answer(201, "{}")
    assert actions.answered_before(**call | {"key": "2"}) is None
    for change in ({"content": b"b"}, {"operation": "cancel"}):
        assert refusal(actions.answered_before, **call | change) == Refusal.KEY_REUSED
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiRequest.objects.update(body="[]")
