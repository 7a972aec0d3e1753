"""The only writers of the accounts and the powers of staff."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import User

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.people import queries
from anju.people.models import StaffPost
from anju.people.rules import Power, Refusal, office_of


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
