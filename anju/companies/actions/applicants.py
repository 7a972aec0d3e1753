"""未认证用户: somebody opens an account, shows that phone or mail are theirs, and comes in by password.

An answer that has to count says what it is; it is not refused, for a refusal leaves nothing behind. (manual 004, 2.1)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from anju.companies.models import Applicant
from anju.companies.rules import LOCKED_AFTER, ApplicantStatus, Refusal
from anju.companies.terms import HolderTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import (
    check_identity,
    check_phone,
    check_uscc,
    normalise,
    normalise_name,
)
from anju.core.refusals import Refused, ensure
from anju.people.rules import USERNAME
from anju.people.rules import Refusal as PeopleRefusal

NO_PASSWORD = make_password(None)
"""What is compared where there is no such user: it takes as long as with one."""


@dataclass(frozen=True)
class Entry:
    """Who came in by a password, or why nobody did."""

    applicant_id: int | None = None
    because: Refusal | None = None


@action
def register_applicant(
    *, holder: HolderTerms, unit_name: str, uscc: str, username: str, password: str, by: Actor
) -> Applicant:
    """【未认证用户注册】: person, unit, account. It opens nothing before it is activated. (manual 004, 2.1 step 2)"""
    username = username.strip().lower()
    if not re.fullmatch(USERNAME, username):
        raise Refused(PeopleRefusal.USERNAME_WRONG)
    stated = {
        **checked_holder(holder),
        "unit_name": normalise_name(unit_name),
        "uscc": check_uscc(uscc),
        "password": hashed(password, username, holder.name),
        "registered_at": clock.now(),
    }
    applicant, is_new = Applicant.objects.get_or_create(username=username, defaults=stated)
    if not is_new:
        raise Refused(PeopleRefusal.USERNAME_TAKEN, username=username)
    return applicant


def checked_holder(holder: HolderTerms) -> dict[str, Any]:
    """What is kept of a person, each part as it should be written."""
    mail = holder.mail.strip()
    try:
        validate_email(mail)
    except ValidationError:
        raise Refused(Refusal.MAIL_WRONG, mail=mail) from None
    return {
        "name": normalise_name(holder.name),
        "id_type": holder.id_type,
        "id_number": check_identity(holder.id_type, holder.id_number),
        "phone": check_phone(holder.phone),
        "mail": mail,
    }


def hashed(chosen: str, username: str, name: str) -> str:
    """A password that somebody has chosen, as it is kept. Refused when it is too weak."""
    try:
        validate_password(chosen, User(username=username, last_name=name))
    except ValidationError as weak:
        why = "；".join(weak.messages).rstrip("。")
        raise Refused(PeopleRefusal.PASSWORD_WEAK, why=why) from None
    return make_password(chosen)


@action
def enter_by_password(*, username: str, password: str, by: Actor) -> Entry:
    """Come in without a key. A wrong password counts; too many in a row lock the account. (PRP-03)

    An account that is not activated yet opens nothing but that.
    """
    return entered(_locked(username.strip().lower()), password, by)


@action
def confirm_old_holder(*, certificate_no: str, password: str, by: Actor) -> Entry:
    """维修资金网上业务经办人信息确认: the holder of an old key comes in by its number and a password. (PRP-06)

    Wrong ones count as at every sign-in, and can be corrected.
    """
    came = entered(_locked(normalise(certificate_no)), password, by)
    if came.because == Refusal.LOGIN_WRONG:
        return Entry(because=Refusal.CONFIRMATION_WRONG)
    return came


def _locked(username: str) -> Applicant | None:
    return Applicant.objects.select_for_update().filter(username=username).first()


def entered(applicant: Applicant | None, password: str, by: Actor) -> Entry:
    """Whether this is the password of a locked record; an account that is locked says so to who knows it."""
    is_right = check_password(password, applicant.password if applicant else NO_PASSWORD)
    if applicant is None or not is_right:
        if applicant is not None:
            count_failure(applicant, by)
        return Entry(because=Refusal.LOGIN_WRONG)
    if applicant.status == ApplicantStatus.LOCKED:
        return Entry(because=Refusal.LOCKED)
    if applicant.failures:
        applicant.failures = 0
        applicant.save(update_fields=["failures"])
    return Entry(applicant.pk)


def count_failure(applicant: Applicant, by: Actor) -> None:
    failures = min(applicant.failures + 1, LOCKED_AFTER)
    if failures == LOCKED_AFTER and applicant.status == ApplicantStatus.ACTIVE:
        move(applicant, "lock", by=by, failures=failures)
    elif failures != applicant.failures:
        applicant.failures = failures
        applicant.save(update_fields=["failures"])


@action
def choose_password(*, present: str, chosen: str, by: Actor) -> Entry:
    """Replace one's password; one that was handed over must be replaced before anything else opens. (rule C4.8)"""
    applicant = lock(Applicant, pk=by.applicant_id)
    came = entered(applicant, present, by)
    if came.because is not None:
        return came
    if present == chosen:
        raise Refused(PeopleRefusal.PASSWORD_SAME)
    applicant.password = hashed(chosen, applicant.username, applicant.name)
    applicant.must_choose_password = False
    applicant.save(update_fields=["password", "must_choose_password"])
    return came


def is_own(applicant: Applicant, by: Actor) -> None:
    """What belongs to an applicant, nobody else works on."""
    ensure(by.applicant_id == applicant.pk, f"{by.name} is another applicant")
