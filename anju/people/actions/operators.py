"""An institution's administrator manages the users of the institution: its operators (操作员). (IDN-04)"""

from collections.abc import Iterable

from django.contrib.auth.models import User

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.identity_numbers import normalise_name
from anju.core.refusals import Refused
from anju.people.actions.accounts import draw_password, end_accounts
from anju.people.models import Operator, Organisation
from anju.people.rules import OF_OPERATORS, InstitutionPower, Refusal


@action
def open_operator(*, name: str, powers: Iterable[str], by: Actor) -> tuple[str, str]:
    """Open an account for an operator of one's own institution; returns its name and its password, told this once.

    The name is the institution's code with a number, so it is nobody else's.
    """
    check_manages_users(by)
    organisation = lock(Organisation, pk=by.organisation_id)
    number = Operator.objects.filter(organisation=organisation).count() + 1
    user = User.objects.create(
        username=f"{organisation.uscc}.{number:02}", last_name=normalise_name(name)
    )
    Operator.objects.create(
        user=user,
        organisation=organisation,
        powers=powers_of_operator(powers),
        opened_at=clock.now(),
        opened_by=by.name,
    )
    return user.username, draw_password(user)


@action
def change_operator(*, operator_id: int, powers: Iterable[str], by: Actor) -> None:
    """An operator may do other things from now on."""
    operator = _of_ones_own(operator_id, by)
    operator.powers = powers_of_operator(powers)
    operator.save(update_fields=["powers"])


@action
def reset_operator_password(*, operator_id: int, by: Actor) -> str:
    """Draw another first password, told this once; every session of the operator ends. (IDN-02)"""
    operator = _of_ones_own(operator_id, by)
    operator.must_choose_password = True
    operator.save(update_fields=["must_choose_password"])
    return draw_password(operator.user)


@action
def close_operator(*, operator_id: int, by: Actor) -> None:
    """An operator has left: the account opens nothing any more."""
    end_accounts(Operator.objects.filter(pk=_of_ones_own(operator_id, by).pk))


def powers_of_operator(powers: Iterable[str]) -> list[str]:
    chosen = sorted({InstitutionPower(power) for power in powers})
    if not chosen or not OF_OPERATORS.issuperset(chosen):
        raise Refused(Refusal.OPERATOR_POWERS)
    return [power.value for power in chosen]


def check_manages_users(by: Actor) -> None:
    if by.organisation_id is None or InstitutionPower.USERS not in by.may:
        raise Refused(Refusal.POWER_MISSING, power=InstitutionPower.USERS.label)


def _of_ones_own(operator_id: int, by: Actor) -> Operator:
    """The operator, locked; one of another institution is not there."""
    check_manages_users(by)
    operator: Operator = lock(Operator, pk=operator_id, organisation=by.organisation_id)
    if operator.closed_at is not None:
        raise Refused(Refusal.OPERATOR_CLOSED)
    return operator
