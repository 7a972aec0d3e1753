"""The only writers of persons, organisations and their consents."""

from datetime import datetime
from typing import Any, TypeVar

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest, mask_id_number
from anju.core.db import action
from anju.core.identity_numbers import check_identity, check_phone, check_uscc, normalise_name
from anju.core.refusals import Refused
from anju.people.models import Consent, Organisation, Person
from anju.people.queries import id_digest, notice_in_force, who
from anju.people.rules import READING_TIME, REAL_NAME_LEVEL, Refusal

R = TypeVar("R", Person, Organisation)


@action
def record_person(*, name: str, id_type: str, id_number: str, phone: str, by: Actor) -> Person:
    """Know the person whom a filed contract names.

    What the identity provider has proven stays; another name under a proven number is refused.
    Until then the latest filing's name and phone stand.
    """
    name, id_number = normalise_name(name), check_identity(id_type, id_number)
    person, is_new = Person.objects.select_for_update(no_key=True).get_or_create(
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
    organisation, is_new = Organisation.objects.select_for_update(no_key=True).get_or_create(
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
def rename_organisation(*, organisation_id: int, name: str, by: Actor) -> Organisation:
    """Know an organisation by the name under which the register of organisations has it now. (PRP-13)"""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    return change(organisation, {"name": normalise_name(name)})


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
    person, is_new = Person.objects.select_for_update(no_key=True).get_or_create(
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
    organisation, is_new = Organisation.objects.select_for_update(no_key=True).get_or_create(
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
    present = notice_in_force()
    if version != present.version:
        raise Refused(Refusal.NOTICE_OUTDATED)
    read = clock.now() - shown_at
    if read < READING_TIME:
        raise Refused(Refusal.READ_TOO_FAST)
    consent, _ = Consent.objects.get_or_create(
        **who(by),
        version=version,
        defaults={
            "language": language,
            "digest": present.digest(language),
            "accepted_at": clock.now(),
            "seconds_read": int(read.total_seconds()),
            "ip": ip,
            "device": device[:200],
        },
    )
    return consent


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
