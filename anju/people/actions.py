"""The only writers of people, organisations, their consents, the powers of staff and the keys of programs."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest, mask_id_number
from anju.core.db import action, lock
from anju.core.identity_numbers import check_identity, check_phone, check_uscc, normalise_name
from anju.core.refusals import Refused
from anju.people import queries
from anju.people.models import (
    Administrator,
    ApiCall,
    ApiKey,
    Consent,
    Organisation,
    Person,
    StaffPost,
)
from anju.people.queries import id_digest, who
from anju.people.rules import (
    CALLS_A_MINUTE,
    INITIAL_PASSWORD_BYTES,
    READING_TIME,
    REAL_NAME_LEVEL,
    Power,
    Refusal,
    Scope,
    office_of,
)
from anju.people.user_notice import CURRENT

R = TypeVar("R", Person, Organisation)


@action
def record_person(*, name: str, id_type: str, id_number: str, phone: str, by: Actor) -> Person:
    """Know the person whom a filed contract names.

    What the identity provider has proven stays; another name under a proven number is refused.
    Until then the latest filing's name and phone stand.
    """
    name, id_number = normalise_name(name), check_identity(id_type, id_number)
    person, is_new = Person.objects.select_for_update().get_or_create(
        id_digest=id_digest(id_type, id_number),
        defaults={
            "name": name,
            "id_type": id_type,
            "id_number": id_number,
            "created_at": clock.now(),
            **phone_columns(phone),
        },
    )
    if is_new:
        return person
    if person.verified_at is not None and person.name != name:
        raise Refused(Refusal.NAME_DIFFERS, id_number=mask_id_number(id_number), name=name)
    changes: dict[str, Any] = {"name": name}
    if phone.strip() and (person.verified_at is None or not person.phone):
        changes |= phone_columns(phone)
    return change(person, changes)


@action
def record_organisation(
    *, name: str, uscc: str, phone: str = "", is_enterprise: bool = False, by: Actor
) -> Organisation:
    """Know the organisation that a filed contract names, as tenant or as rental enterprise."""
    organisation, is_new = Organisation.objects.select_for_update().get_or_create(
        uscc=check_uscc(uscc),
        defaults={
            "name": normalise_name(name),
            "phone": phone.strip(),
            "is_enterprise": is_enterprise,
            "created_at": clock.now(),
        },
    )
    if is_new:
        return organisation
    changes: dict[str, Any] = {"is_enterprise": organisation.is_enterprise or is_enterprise}
    if organisation.verified_at is None:
        changes["name"] = normalise_name(name)
    if phone.strip() and not organisation.phone:
        changes["phone"] = phone.strip()
    return change(organisation, changes)


@action
def sign_in_person(
    *,
    subject: str,
    name: str,
    id_type: str,
    id_number: str,
    phone: str,
    level: int,
    by: Actor,
) -> Person:
    """Take what the city's identity provider proves about a person (manual 001, 3.1.1).

    Its name and number count: whom a filed contract already named under this number is this person.
    Refused below real-name level 3, and when the provider gives another number for a known account.
    """
    if level < REAL_NAME_LEVEL:
        raise Refused(Refusal.NOT_REAL_NAME)
    id_number = check_identity(id_type, id_number)
    number_digest = id_digest(id_type, id_number)
    if Person.objects.filter(subject=subject).exclude(id_digest=number_digest).exists():
        raise Refused(Refusal.IDENTITY_DIFFERS)
    proven: dict[str, Any] = {
        "subject": subject,
        "name": normalise_name(name),
        "real_name_level": level,
        "verified_at": clock.now(),
    }
    if phone.strip():
        proven |= phone_columns(phone)
    person, is_new = Person.objects.select_for_update().get_or_create(
        id_digest=number_digest,
        defaults={
            "id_type": id_type,
            "id_number": id_number,
            "created_at": clock.now(),
            **proven,
        },
    )
    return person if is_new else change(person, proven)


@action
def sign_in_organisation(
    *,
    subject: str,
    name: str,
    uscc: str,
    registration_no: str | None,
    phone: str,
    by: Actor,
) -> Organisation:
    """Take what the identity provider proves about an organisation (manual 001, 3.1.2).

    Refused without a registration number (登记号) with the fund centre, saying how to get one.
    """
    if not registration_no:
        raise Refused(Refusal.NOT_REGISTERED, name=name)
    proven: dict[str, Any] = {
        "subject": subject,
        "name": normalise_name(name),
        "registration_no": registration_no,
        "verified_at": clock.now(),
    }
    organisation, is_new = Organisation.objects.select_for_update().get_or_create(
        uscc=check_uscc(uscc),
        defaults={"phone": phone.strip(), "created_at": clock.now(), **proven},
    )
    if is_new:
        return organisation
    if phone.strip():
        proven["phone"] = phone.strip()
    return change(organisation, proven)


@action
def accept_notice(
    *,
    version: str,
    language: str,
    shown_at: datetime,
    ip: str | None,
    device: str,
    by: Actor,
) -> Consent:
    """Keep that somebody accepted 《用户须知》 (manual 001, 3.2; PIPL Art. 17).

    It is asked of tenants only. Refused before the reading time has passed since the page was shown,
    and for a version that is no longer the present one. Accepting again changes nothing.
    """
    if not by.is_tenant:
        raise Refused(Refusal.NOT_ASKED)
    if version != CURRENT.version:
        raise Refused(Refusal.NOTICE_OUTDATED)
    read = clock.now() - shown_at
    if read < READING_TIME:
        raise Refused(Refusal.READ_TOO_FAST)
    consent, _ = Consent.objects.get_or_create(
        **who(by),
        version=version,
        defaults={
            "language": language,
            "accepted_at": clock.now(),
            "seconds_read": int(read.total_seconds()),
            "ip": ip,
            "device": device[:200],
        },
    )
    return consent


@action
def record_staff(
    *, username: str, name: str, password: str, powers: Iterable[str], by: Actor
) -> User:
    """Open an account for a member of staff. An existing account keeps its password."""
    user, is_new = User.objects.get_or_create(username=username, defaults={"last_name": name})
    if is_new:
        user.set_password(password)
        user.save(update_fields=["password"])
    for power in powers:
        give_power(user_id=user.pk, power=power, by=by)
    return user


@action
def give_power(*, user_id: int, power: str, by: Actor) -> None:
    """Give a member of staff a power of the office where they work; the first one says which that is."""
    User.objects.select_for_update().get(pk=user_id)
    present, office = queries.powers_of(user_id), office_of([power])
    if present and office_of(present) != office:
        raise Refused(
            Refusal.POWER_OF_ANOTHER_OFFICE, power=Power(power).label, office=office.label
        )
    StaffPost.objects.get_or_create(
        user_id=user_id, power=power, defaults={"given_at": clock.now(), "given_by": by.name}
    )


@action
def link_authenticator(*, user_id: int, secret: str, by: Actor) -> None:
    """Give a member of staff a second factor whose secret they already have (a handed-out token).

    Without it they link one of their own at their first sign-in. An existing one stays.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        TOTP.activate(user, secret)


@action
def take_power(*, user_id: int, power: str, by: Actor) -> None:
    StaffPost.objects.filter(user_id=user_id, power=power).delete()


@action
def open_administrator(*, organisation_id: int, by: Actor) -> tuple[str, str]:
    """Open the account of an institution's administrator; returns its name and its password, told this once.

    Refused when the organisation has one.
    """
    organisation = lock(Organisation, pk=organisation_id)
    present = queries.administrator_of_organisation(organisation_id)
    if present is not None:
        raise Refused(
            Refusal.ADMINISTRATOR_THERE, name=organisation.name, username=present.user.username
        )
    earlier = Administrator.objects.filter(organisation=organisation_id).count()
    username = f"{organisation.uscc}-{earlier + 1}" if earlier else organisation.uscc
    user = User.objects.create(username=username, last_name=organisation.name)
    Administrator.objects.create(
        user=user, organisation=organisation, opened_at=clock.now(), opened_by=by.name
    )
    return username, _draw_password(user)


@action
def renew_initial_password(*, organisation_id: int, by: Actor) -> tuple[str, str]:
    """A password was lost: draw another for the institution's administrator, told this once, to be changed again."""
    administrator = Administrator.objects.select_for_update(of=("self",)).get(
        organisation=organisation_id, closed_at__isnull=True
    )
    administrator.must_choose_password = True
    administrator.save(update_fields=["must_choose_password"])
    return administrator.user.username, _draw_password(administrator.user)


def _draw_password(user: User) -> str:
    password = secrets.token_urlsafe(INITIAL_PASSWORD_BYTES)
    user.set_password(password)
    user.save(update_fields=["password"])
    return password


@action
def choose_password(*, user_id: int, present: str, chosen: str, by: Actor) -> None:
    """An administrator replaces the password they were given: from now on the account opens the institution's pages.

    Refused when the present one is wrong, and when the chosen one is the same or too weak.
    """
    administrator = Administrator.objects.select_for_update(of=("self",)).get(user=user_id)
    user = administrator.user
    if not user.check_password(present):
        raise Refused(Refusal.PASSWORD_WRONG)
    if chosen == present:
        raise Refused(Refusal.PASSWORD_SAME)
    try:
        validate_password(chosen, user)
    except ValidationError as weak:
        raise Refused(Refusal.PASSWORD_WEAK, why="；".join(weak.messages)) from None
    user.set_password(chosen)
    user.save(update_fields=["password"])
    administrator.must_choose_password = False
    administrator.save(update_fields=["must_choose_password"])


@action
def close_administrator(*, organisation_id: int, by: Actor) -> None:
    """The institution is filed no longer: its administrator's account opens nothing any more."""
    for administrator in Administrator.objects.select_for_update(of=("self",)).filter(
        organisation=organisation_id, closed_at__isnull=True
    ):
        administrator.closed_at = clock.now()
        administrator.save(update_fields=["closed_at"])
        User.objects.filter(pk=administrator.user_id).update(is_active=False)


@action
def issue_api_key(*, name: str, scopes: Iterable[str], by: Actor) -> str:
    """Make a key for another system. It is told this once; afterwards only its digest is known."""
    key = secrets.token_urlsafe(32)
    record_api_key(key=key, name=name, scopes=scopes, by=by)
    return key


@action
def record_api_key(*, key: str, name: str, scopes: Iterable[str], by: Actor) -> ApiKey:
    """Admit a key that was agreed upon elsewhere. Under a name that has one, it takes that one's place."""
    admitted, _ = ApiKey.objects.update_or_create(
        name=name,
        defaults={
            "key_digest": digest(f"api_key:{key}"),
            "scopes": [Scope(scope).value for scope in scopes],
            "is_active": True,
            "issued_at": clock.now(),
            "issued_by": by.name,
        },
    )
    return admitted


@action
def set_callback(
    *, name: str, url: str, key: str, calls_a_minute: int = CALLS_A_MINUTE, by: Actor
) -> None:
    """Where a program is told what becomes of its requests, the key that signs this, and how often it may call."""
    ApiKey.objects.filter(name=name).update(
        callback_url=url, callback_key=key, calls_a_minute=calls_a_minute
    )


@action
def record_api_call(
    *, api_key_id: int, method: str, path: str, answer: int, ip: str | None, by: Actor
) -> None:
    """Write down that a program called, whatever it was answered. (HVF-04)"""
    ApiCall.objects.create(
        api_key_id=api_key_id,
        at=clock.now(),
        method=method[:10],
        path=path[:300],
        answer=answer,
        ip=ip,
    )


@action
def withdraw_api_key(*, name: str, by: Actor) -> None:
    """The key of this name opens nothing any more."""
    ApiKey.objects.filter(name=name).update(is_active=False)


def phone_columns(phone: str) -> dict[str, Any]:
    phone = check_phone(phone) if phone.strip() else ""
    return {"phone": phone, "phone_digest": digest(phone) if phone else None}


def change(record: R, changes: dict[str, Any]) -> R:
    """Write only what differs: a nightly re-import of the same leases writes no row."""
    differing = [name for name, value in changes.items() if getattr(record, name) != value]
    for name in differing:
        setattr(record, name, changes[name])
    if differing:
        record.save(update_fields=differing)
    return record
