"""The accounts of institutions, and the passwords of all accounts: drawn, told once, chosen."""

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.refusals import Refused
from anju.people import queries
from anju.people.models import Administrator, Operator, Organisation, StaffMember
from anju.people.rules import INITIAL_PASSWORD_BYTES, Refusal


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
    return username, draw_password(user)


@action
def renew_initial_password(*, organisation_id: int, by: Actor) -> tuple[str, str]:
    """A password was lost: draw another for the institution's administrator, told this once, to be changed again."""
    administrator = Administrator.objects.select_for_update(of=("self",)).get(
        organisation=organisation_id, closed_at__isnull=True
    )
    administrator.must_choose_password = True
    administrator.save(update_fields=["must_choose_password"])
    return administrator.user.username, draw_password(administrator.user)


def draw_password(user: User) -> str:
    password = secrets.token_urlsafe(INITIAL_PASSWORD_BYTES)
    user.set_password(password)
    user.save(update_fields=["password"])
    return password


@action
def choose_password(*, user_id: int, present: str, chosen: str, by: Actor) -> None:
    """Who has an account replaces its password; a drawn one must be replaced before anything opens. (IDN-01)

    Refused when the present one is wrong, and when the chosen one is the same or too weak. Every session of the
    account ends with the old password.
    """
    user = lock(User, pk=user_id)
    if not user.check_password(present):
        raise Refused(Refusal.PASSWORD_WRONG)
    set_password(user, chosen)
    for accounts in (Administrator.objects, Operator.objects, StaffMember.objects):
        accounts.filter(user=user).update(must_choose_password=False)


def set_password(user: User, chosen: str) -> None:
    """Set a password that the holder of an account has chosen: another than the present one, and a strong one."""
    if user.check_password(chosen):
        raise Refused(Refusal.PASSWORD_SAME)
    try:
        validate_password(chosen, user)
    except ValidationError as weak:
        raise Refused(Refusal.PASSWORD_WEAK, why="；".join(weak.messages).rstrip("。")) from None
    user.set_password(chosen)
    user.save(update_fields=["password"])


@action
def close_administrator(*, organisation_id: int, by: Actor) -> None:
    """The institution is filed no longer: neither its administrator's account nor an operator's opens anything."""
    for accounts in (Administrator.objects, Operator.objects):
        end_accounts(accounts.filter(organisation=organisation_id, closed_at__isnull=True))


def end_accounts(accounts: Any) -> None:
    for account in accounts.select_for_update(of=("self",)):
        account.closed_at = clock.now()
        account.save(update_fields=["closed_at"])
        User.objects.filter(pk=account.user_id).update(is_active=False)
