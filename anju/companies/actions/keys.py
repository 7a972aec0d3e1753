"""Keys are handed out, taken into use by their holder, suspended, revoked and replaced. (manual 004, 3)"""

import secrets

from django.contrib.auth.hashers import make_password

from anju.companies.models import Application, Key
from anju.companies.numbers import key_number
from anju.companies.rules import CODE_LASTS, KEYS_IN_HAND, ApplicationStatus, Refusal
from anju.companies.terms import Credential, Issued
from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, lock, move
from anju.core.numbers import DRAWN_FROM
from anju.core.refusals import Refused
from anju.people.queries import check_department, check_power
from anju.people.rules import INITIAL_PASSWORD_BYTES, Power

CODE_CHARACTERS = 10
HANDLE_BYTES = 32


@action
def issue_key(*, application_id: int, by: Actor) -> Issued:
    """Hand a key to who applied for it: somebody else than who approved. Its one-time code is told this once.

    An old key keeps its number.
    """
    application = lock(Application, pk=application_id, status=ApplicationStatus.APPROVED)
    check_issues(application, by)
    present = application.keys.filter(status__in=KEYS_IN_HAND).first()
    if present is not None:
        raise Refused(Refusal.KEY_THERE, number=present.number)
    return made(application, replaces=application.keys.order_by("-pk").first(), by=by)


def check_issues(application: Application, by: Actor) -> None:
    """Refused to who approved the registration: nobody lets a company in alone."""
    check_power(by, Power.FUND_KEY)
    check_department(by, application.district)
    if application.decided_by == by.name:
        raise Refused(Refusal.SAME_PERSON)


def made(application: Application, *, replaces: Key | None, by: Actor) -> Issued:
    now, code = clock.now(), drawn_code()
    old_number = None if replaces else application.certificate_no
    number = old_number or key_number(application.district)
    key = Key.objects.create(
        number=number,
        application=application,
        replaces=replaces,
        approved_by=application.decided_by,
        issued_by=by.name,
        issued_at=now,
        code_digest=code_digest(number, code),
        code_until=now + CODE_LASTS,
        handle=secrets.token_bytes(HANDLE_BYTES),
    )
    return Issued(key.pk, key.number, code, _password_drawn_for(application))


def _password_drawn_for(application: Application) -> str:
    """The holder of an old key whose password did not come along gets one."""
    applicant = application.applicant
    if applicant.password:
        return ""
    password = secrets.token_urlsafe(INITIAL_PASSWORD_BYTES)
    applicant.password = make_password(password)
    applicant.save(update_fields=["password"])
    return password


def drawn_code() -> str:
    return "".join(secrets.choice(DRAWN_FROM) for _ in range(CODE_CHARACTERS))


def code_digest(number: str, code: str) -> bytes:
    return digest(f"companies.key:{number}:{code}")


@action
def enrol_key(*, number: str, code: str, credential: Credential, by: Actor) -> Key:
    """The holder takes a key into use: the device has made its secret, the one-time code shows who holds it."""
    key: Key | None = Key.objects.select_for_update().filter(number=number).first()
    if key is None or not is_code_of(key, code):
        raise Refused(Refusal.CODE_WRONG)
    if Key.objects.filter(credential_id=credential.credential_id).exists():
        raise Refused(Refusal.CREDENTIAL_TAKEN)
    move(key, "enrol", by=by, enrolled_at=clock.now(), **vars(credential))
    return key


def is_code_of(key: Key, code: str) -> bool:
    is_right = secrets.compare_digest(bytes(key.code_digest), code_digest(key.number, code))
    return is_right and clock.now() < key.code_until
