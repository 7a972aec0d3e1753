"""Keys are handed out, taken into use by their holder, revoked and replaced, and shown at every sign-in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from anju.companies import webauthn
from anju.companies.actions.applicants import entered, is_own
from anju.companies.models import Applicant, Application, Key
from anju.companies.numbers import key_number
from anju.companies.rules import (
    CODE_LASTS,
    CODE_TRIES,
    KEYS_IN_HAND,
    KeyStatus,
    Refusal,
)
from anju.companies.terms import Issued
from anju.companies.webauthn import Answer
from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, lock, move
from anju.core.numbers import DRAWN_FROM
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.people.queries import check_department, check_power
from anju.people.rules import INITIAL_PASSWORD_BYTES, Power

CODE_CHARACTERS = 10


@dataclass(frozen=True)
class KeyEntry:
    """Who came in by a key, or why nobody did; `number` is that of the key, where we know it."""

    key_id: int | None = None
    because: Refusal | None = None
    number: str = ""


@action
def issue_key(*, application_id: int, by: Actor) -> Issued:
    """Hand a key to who applied for it: somebody else than who approved. What opens it is told this once.

    An old key keeps its number, and its holder gets a new password instead of a code. After one was revoked, the next
    replaces it. (PRP-04, PRP-05, PRP-06)
    """
    application = lock(Application, pk=application_id)
    check_issues(application, by)
    present = application.keys.filter(status__in=KEYS_IN_HAND).first()
    if present is not None:
        raise Refused(Refusal.KEY_THERE, number=present.number)
    last, now = application.keys.order_by("-pk").first(), clock.now()
    is_old = application.certificate_no is not None and last is None
    number = application.certificate_no if is_old else key_number(application.district)
    move(application, "issue", by=by, because=number)
    key = Key.objects.create(
        number=number,
        application=application,
        district=application.district,
        replaces=last,
        approved_by=application.decided_by,
        issued_by=by.name,
        issued_at=now,
        code_until=now + CODE_LASTS,
    )
    if is_old:
        return Issued(key.pk, key.number, password=_drawn_password(application.applicant))
    return Issued(key.pk, key.number, code=_drawn_code(key))


def check_issues(application: Application, by: Actor) -> None:
    """Refused to who approved the registration: nobody lets a company in alone."""
    check_power(by, Power.FUND_KEY)
    check_department(by, application.district)
    if application.decided_by == by.name:
        raise Refused(Refusal.SAME_PERSON)


def _drawn_code(key: Key) -> str:
    code = "".join(secrets.choice(DRAWN_FROM) for _ in range(CODE_CHARACTERS))
    key.code_digest, key.code_tries = _digest_of(key, code), 0
    key.save(update_fields=["code_digest", "code_tries"])
    return code


def _digest_of(key: Key, code: str) -> bytes:
    return digest(f"companies.key:{key.number}:{code}")


def _drawn_password(applicant: Applicant) -> str:
    password = secrets.token_urlsafe(INITIAL_PASSWORD_BYTES)
    applicant.password, applicant.must_choose_password = make_password(password), True
    applicant.save(update_fields=["password", "must_choose_password"])
    return password


@action
def renew_code(*, key_id: int, by: Actor) -> Issued:
    """The code, or an old holder's password, was lost or is over: another is told this once."""
    key = lock(Key, pk=key_id)
    check_issues(key.application, by)
    move(key, "renew_code", by=by, code_until=clock.now() + CODE_LASTS)
    if key.is_old:
        return Issued(key.pk, key.number, password=_drawn_password(key.application.applicant))
    return Issued(key.pk, key.number, code=_drawn_code(key))


@action
def enrol_key(*, key_id: int, code: str, answer: Answer, by: Actor) -> bool:
    """The holder, who has come in by password, takes the key into use. False for a code that does not open it.

    The device has made a secret of its own and shown so. A wrong code counts, and five end it; an old key has none.
    """
    key = lock(Key, pk=key_id)
    applicant = lock(Applicant, pk=key.application.applicant_id)
    is_own(applicant, by)
    key.MOVES.check("enrol", key)
    if applicant.must_choose_password:
        raise Refused(Refusal.PASSWORD_FIRST)
    if not _is_open(key, code):
        return False
    made = webauthn.enrolled(answer)
    present = Key.objects.filter(credential_id=made.credential_id).first()
    if present is not None:
        raise Refused(Refusal.KEY_OF_ANOTHER, number=present.number)
    move(key, "enrol", by=by, enrolled_at=clock.now(), **vars(made))
    return True


def _is_open(key: Key, code: str) -> bool:
    if clock.now() >= key.code_until or key.code_tries >= CODE_TRIES:
        return False
    if key.is_old:
        return True
    typed = code.strip().upper().replace("-", "").replace(" ", "")
    if secrets.compare_digest(bytes(key.code_digest or b""), _digest_of(key, typed)):
        return True
    key.code_tries += 1
    key.save(update_fields=["code_tries"])
    return False


@action
def enter_by_key(*, answer: Answer, password: str, by: Actor) -> KeyEntry:
    """Come in by key and password. A copy of a key is found by its counter: the key is suspended at once. (PRP-05)

    Refused when what the browser sent is no signature of the key that it names.
    """
    credential_id = webauthn.credential_id_of(answer)
    key = Key.objects.select_for_update().filter(credential_id=credential_id).first()
    if key is None:
        return KeyEntry(because=Refusal.KEY_UNKNOWN)
    count = webauthn.counted(
        answer,
        number=key.number,
        credential_id=credential_id,
        public_key=bytes(key.public_key or b""),
    )
    if key.status != KeyStatus.ACTIVE:
        is_revoked = key.status == KeyStatus.REVOKED
        because = Refusal.KEY_REVOKED if is_revoked else Refusal.KEY_SUSPENDED
        return KeyEntry(because=because, number=key.number)
    if (count or key.sign_count) and count <= key.sign_count:
        move(key, "suspend", by=by, because=f"{count} <= {key.sign_count}")
        return KeyEntry(because=Refusal.KEY_SUSPENDED, number=key.number)
    key.sign_count = count
    key.save(update_fields=["sign_count"])
    return _entered_with(key, password, by)


def _entered_with(key: Key, password: str, by: Actor) -> KeyEntry:
    came = entered(lock(Applicant, pk=key.application.applicant_id), password, by)
    if came.because is not None:
        is_wrong = came.because == Refusal.LOGIN_WRONG
        return KeyEntry(
            because=Refusal.PASSWORD_WRONG if is_wrong else came.because, number=key.number
        )
    key.used_at = clock.now()
    key.save(update_fields=["used_at"])
    return KeyEntry(key.pk, number=key.number)


@action
def revoke_key(*, key_id: int, because: str, by: Actor) -> None:
    """挂失、撤销: from the next page on the key opens nothing. Another is issued in its place. (PRP-05)"""
    key = lock(Key, pk=key_id)
    check_power(by, Power.FUND_KEY)
    check_department(by, key.district)
    reason = given(because)
    move(key, "revoke", by=by, because=reason, ended_at=clock.now())
    application = lock(Application, pk=key.application_id)
    move(application, "lose", by=by, because=key.number, due_on=None)


@action
def unlock_holder(*, application_id: int, because: str, by: Actor) -> None:
    """解除锁定: the holder has come in person. (our default)"""
    applicant = _holder_of(application_id, by)
    move(applicant, "unlock", by=by, because=given(because), failures=0)


@action
def reset_holder_password(*, application_id: int, because: str, by: Actor) -> str:
    """The holder forgot the password and has come in person: another is told this once, to be changed at once."""
    applicant = _holder_of(application_id, by)
    move(applicant, "reset_password", by=by, because=given(because), failures=0)
    return _drawn_password(applicant)


def _holder_of(application_id: int, by: Actor) -> Applicant:
    application = Application.objects.get(pk=application_id)
    check_power(by, Power.FUND_KEY)
    check_department(by, application.district)
    applicant: Applicant = lock(Applicant, pk=application.applicant_id)
    return applicant
