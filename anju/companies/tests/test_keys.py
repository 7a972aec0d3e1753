"""A key is taken into use by its holder and shown at every sign-in; copies and others' keys are not. (PRP-05)"""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from fido2.utils import websafe_decode, websafe_encode
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.companies import actions, queries, webauthn
from anju.companies.models import Applicant, Key
from anju.companies.rules import CODE_LASTS, CODE_TRIES, LOCKED_AFTER, KeyStatus, Refusal
from anju.companies.tests.authenticator import FLAG, SoftKey
from anju.companies.tests.world import (
    ISSUER,
    PASSWORD,
    a_key,
    an_entry,
    holder_of,
    registered,
    taken_up,
)
from anju.companies.webauthn import Answer
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY
from anju.core.models import Event
from anju.core.refusals import Broken, Refused
from anju.tests.test_strangers import everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def enters(device: SoftKey, password: str = PASSWORD):
    return actions.enter_by_key(answer=device.enters(), password=password, by=NOBODY)


def handed_out():
    return actions.issue_key(application_id=registered().pk, by=ISSUER)


def enrols(issued, device: SoftKey, code: str = "", **other):
    told = {
        "key_id": issued.key_id,
        "code": code or issued.code,
        "answer": device.enrols(issued.number),
        "by": holder_of(issued),
    }
    return actions.enrol_key(**(told | other))


# Taking it into use


def test_the_holder_takes_a_key_into_use_with_the_code_that_was_handed_over():
    issued, device = handed_out(), SoftKey()

    assert enrols(issued, device, code=f" {issued.code[:5].lower()}-{issued.code[5:]}")

    key = Key.objects.get()
    assert key.status == KeyStatus.ACTIVE and key.sign_count == 1
    assert bytes(key.credential_id) == device.credential_id
    assert enters(device).key_id == key.pk


def test_five_wrong_codes_end_a_code_and_the_department_hands_out_another():
    issued, device = handed_out(), SoftKey()
    for _ in range(CODE_TRIES):
        assert not enrols(issued, device, code="AAAAAAAAAA")
    assert not enrols(issued, device)

    renewed = actions.renew_code(key_id=issued.key_id, by=ISSUER)

    assert renewed.code != issued.code and renewed.number == issued.number
    assert not enrols(issued, device, code=issued.code)
    assert enrols(renewed, device)


def test_a_code_ends_after_some_days():
    issued = handed_out()
    advance_clock(seconds=int(CODE_LASTS.total_seconds()), by=CLOCK)

    assert not enrols(issued, SoftKey())
    assert Key.objects.get().status == KeyStatus.ISSUED


def test_the_password_of_an_old_holder_is_drawn_anew_like_a_code():
    issued = actions.issue_key(application_id=an_entry().pk, by=ISSUER)

    renewed = actions.renew_code(key_id=issued.key_id, by=ISSUER)

    assert renewed.password and renewed.password != issued.password and not renewed.code
    came = actions.confirm_old_holder(
        certificate_no=issued.number, password=issued.password, by=NOBODY
    )
    assert came.because == Refusal.CONFIRMATION_WRONG


def test_nobody_takes_up_the_key_of_another():
    issued, other = handed_out(), handed_out()
    before = everything()

    with pytest.raises(Broken):
        enrols(issued, SoftKey(), by=holder_of(other))

    assert everything() == before


@pytest.mark.parametrize(
    ("device", "site", "code"),
    [
        (SoftKey(flags=FLAG.UP), "localhost", Refusal.PROOF_WRONG),
        (SoftKey(flags=FLAG.UP | FLAG.UV | FLAG.BE), "localhost", Refusal.CAN_BE_COPIED),
        (SoftKey(origin="https://evil.example"), "localhost", Refusal.PROOF_WRONG),
        (SoftKey(origin="http://weixiu.example"), "weixiu.example", Refusal.PROOF_WRONG),
    ],
    ids=["no user verification", "can be copied", "another site", "no secure connection"],
)
def test_a_device_that_is_no_hardware_key_of_this_site_is_refused(device, site, code):
    issued = handed_out()
    answer = device.enrols(issued.number, site)
    before = everything()

    with pytest.raises(Refused) as refused:
        enrols(issued, device, answer=answer)

    assert refused.value.code == code
    assert everything() == before


def test_a_device_that_is_somebody_elses_key_is_refused():
    key, device = a_key()
    issued = handed_out()

    with pytest.raises(Refused) as refused:
        enrols(issued, device)

    assert refused.value.code == Refusal.KEY_OF_ANOTHER
    assert key.number in refused.value.message


def test_an_answer_to_another_challenge_is_refused():
    issued, device = handed_out(), SoftKey()
    answer = replace(device.enrols(issued.number), challenge=b"another challenge of ours".ljust(32))

    with pytest.raises(Refused) as refused:
        enrols(issued, device, answer=answer)

    assert refused.value.code == Refusal.PROOF_WRONG


# Signing in


@pytest.mark.covers("PRP-05")
def test_key_and_password_let_in_and_the_counter_is_kept():
    key, device = a_key()

    for count in (2, 3, 4):
        came = enters(device)
        key.refresh_from_db()
        assert (came.key_id, key.sign_count) == (key.pk, count)
    assert key.used_at is not None


@pytest.mark.covers("PRP-05")
def test_a_key_without_its_password_lets_nobody_in_and_ten_wrong_ones_lock():
    key, device = a_key()

    wrong = enters(device, "x")
    assert (wrong.key_id, wrong.because, wrong.number) == (
        None,
        Refusal.PASSWORD_WRONG,
        key.number,
    )
    for _ in range(LOCKED_AFTER - 1):
        enters(device, "x")
    assert enters(device).because == Refusal.LOCKED
    assert queries.actor_of_key(key.pk) == NOBODY
    actions.unlock_holder(application_id=key.application_id, because="本人到场", by=ISSUER)
    assert enters(device).key_id == key.pk


@pytest.mark.covers("PRP-05")
def test_a_copied_key_is_refused_suspended_and_told_to_the_department():
    key, device = a_key()
    twin = device.copied()
    assert enters(device).key_id and enters(device).key_id

    came = enters(twin)

    assert came.because == Refusal.KEY_SUSPENDED and came.number == key.number
    key.refresh_from_db()
    assert key.status == KeyStatus.SUSPENDED
    assert list(queries.keys_suspended(ISSUER)) == [key]
    told = Event.objects.get(kind="companies.key", move="suspend")
    assert told.because == "2 <= 3"
    assert queries.actor_of_key(key.pk) == NOBODY
    assert enters(device).because == Refusal.KEY_SUSPENDED


@pytest.mark.covers("PRP-05")
def test_a_copy_is_found_whatever_its_password():
    key, device = a_key()
    twin = device.copied()
    enters(device)

    assert enters(twin, "x").because == Refusal.KEY_SUSPENDED
    key.refresh_from_db()
    assert key.status == KeyStatus.SUSPENDED


def test_a_device_that_does_not_count_is_let_in():
    """WebAuthn 7.2: both counters zero mean that there is none."""
    key, device = a_key()
    Key.objects.filter(pk=key.pk).update(sign_count=0)
    device.count = -1

    assert enters(device).key_id == key.pk


@pytest.mark.covers("PRP-05")
def test_a_revoked_key_is_refused_and_says_so():
    key, device = a_key()
    actions.revoke_key(key_id=key.pk, because="遗失", by=ISSUER)

    came = enters(device)

    assert came.because == Refusal.KEY_REVOKED and came.number == key.number


@pytest.mark.covers("PRP-05")
def test_a_key_that_we_have_not_registered_is_refused():
    a_key()
    device = SoftKey()
    device.enrols("WY0500000015")

    assert enters(device).because == Refusal.KEY_UNKNOWN


@pytest.mark.covers("PRP-05")
def test_ones_own_password_does_not_open_with_somebody_elses_key():
    _, hers = a_key()
    mine, my_device = a_key(name="北京别家物业管理有限公司")
    by = queries.actor_of_applicant(mine.application.applicant_id)
    actions.choose_password(present=PASSWORD, chosen="my-own-password-2026", by=by)

    assert enters(hers, "my-own-password-2026").because == Refusal.PASSWORD_WRONG
    assert enters(my_device, "my-own-password-2026").key_id == mine.pk


@pytest.mark.parametrize("part", ["signature", "authenticatorData", "clientDataJSON", "userHandle"])
def test_an_answer_that_was_changed_is_refused(part):
    _, device = a_key()
    answer = device.enters()
    changed = bytearray(websafe_decode(answer.response["response"][part]))
    changed[-1] ^= 1
    answer.response["response"][part] = websafe_encode(bytes(changed))
    before = everything()

    with pytest.raises(Refused) as refused:
        actions.enter_by_key(answer=answer, password=PASSWORD, by=NOBODY)

    assert refused.value.code == Refusal.PROOF_WRONG
    assert everything() == before


@pytest.mark.parametrize(
    "device",
    [SoftKey(flags=FLAG.UP), SoftKey(origin="https://evil.example")],
    ids=["no user verification", "another site"],
)
def test_a_signature_without_its_holder_or_for_another_site_is_refused(device):
    _, right = a_key()
    device.secret, device.credential_id = right.secret, right.credential_id
    device.handle, device.count = right.handle, 10

    with pytest.raises(Refused) as refused:
        enters(device)

    assert refused.value.code == Refusal.PROOF_WRONG


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary().map(websafe_encode),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "rawId",
                    "type",
                    "response",
                    "clientDataJSON",
                    "authenticatorData",
                    "signature",
                    "userHandle",
                    "attestationObject",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(response=JSON)
def test_whatever_a_browser_sends_is_refused_and_breaks_nothing(response):
    answer = Answer("localhost", bytes(32), response)
    for read in (
        webauthn.enrolled,
        webauthn.credential_id_of,
        lambda asked: webauthn.counted(
            asked, number="WY1", credential_id=b"x", public_key=a_public_key()
        ),
    ):
        with suppress(Refused):
            read(answer)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_an_answer_broken_anywhere_is_refused_and_breaks_nothing(data):
    device = SoftKey()
    enrolment, entry = device.enrols("WY1"), device.enters()
    for answer, parts in (
        (enrolment, ("clientDataJSON", "attestationObject")),
        (entry, ("clientDataJSON", "authenticatorData", "signature")),
    ):
        part = data.draw(st.sampled_from(parts))
        content = websafe_decode(answer.response["response"][part])
        cut = data.draw(st.integers(0, 1_000)) % len(content)
        put = data.draw(st.binary(max_size=4))
        broken = content[:cut] + put + content[cut + data.draw(st.integers(1, 4)) :]
        response = json.loads(json.dumps(answer.response))
        response["response"][part] = websafe_encode(broken)
        asked = replace(answer, response=response)
        with suppress(Refused):
            if asked.challenge == enrolment.challenge:
                webauthn.enrolled(asked)
            else:
                webauthn.counted(
                    asked,
                    number="WY1",
                    credential_id=device.credential_id,
                    public_key=a_public_key(device),
                )


def a_public_key(device: SoftKey | None = None) -> bytes:
    return webauthn.enrolled((device or SoftKey()).enrols("WY1")).public_key


def test_the_secret_of_a_key_is_never_here_and_the_codes_only_as_digests():
    from django.db import connection

    issued = handed_out()
    with connection.cursor() as cursor:
        cursor.execute("SELECT k::text FROM companies_key k")
        [(row,)] = cursor.fetchall()
    assert issued.code not in row
    assert Applicant.objects.get().password.startswith(("argon2", "md5", "pbkdf2"))
    taken_up(issued)
