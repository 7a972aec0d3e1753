"""The accounts of institutions: one at a time, a first password told once; nothing opens before it is changed."""

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.people import actions, queries
from anju.people.models import Administrator
from anju.people.rules import (
    ADMINISTRATIVE,
    POWERS_OF,
    InstitutionPower,
    Office,
    Power,
    Refusal,
    office_of,
)
from anju.web.session import account_actor, home_of_account

pytestmark = pytest.mark.django_db
CHOSEN = "Peking-2026-xyz"


@pytest.fixture
def organisation():
    return actions.record_organisation(
        name="北京安家住房租赁有限公司", uscc="91110105MA00TE5T2T", by=CLOCK
    )


@pytest.fixture
def opened(organisation):
    username, password = actions.open_administrator(organisation_id=organisation.pk, by=CLOCK)
    return User.objects.get(username=username), password


def choose(user, present, chosen):
    actions.choose_password(user_id=user.pk, present=present, chosen=chosen, by=CLOCK)


@pytest.mark.covers("AGY-01")
def test_an_account_stands_for_nobody_before_its_password_is_changed_and_it_has_a_second_factor(
    organisation, opened
):
    user, password = opened
    actor = account_actor(user)
    assert (actor.portal, actor.organisation_id, actor.staff_id) == ("agency", None, None)
    choose(user, password, CHOSEN)
    user.refresh_from_db()
    assert user.check_password(CHOSEN)
    assert account_actor(user).organisation_id is None
    actions.link_authenticator(user_id=user.pk, secret=generate_totp_secret(), by=CLOCK)
    assert account_actor(user).organisation_id == organisation.pk
    assert account_actor(user).may == set(InstitutionPower)
    assert home_of_account(account_actor(user)) == "/agency/"


@pytest.mark.parametrize(
    ("present", "chosen", "code"),
    [
        ("wrong", CHOSEN, Refusal.PASSWORD_WRONG),
        (None, None, Refusal.PASSWORD_SAME),
        (None, "short", Refusal.PASSWORD_WEAK),
        (None, "password1234", Refusal.PASSWORD_WEAK),
    ],
)
def test_a_password_is_changed_by_who_knows_the_present_one_to_a_better_one(
    opened, present, chosen, code
):
    user, password = opened
    with pytest.raises(Refused) as refusal, transaction.atomic():
        choose(user, present or password, chosen or password)
    assert refusal.value.code == code
    user.refresh_from_db()
    assert user.check_password(password)
    assert Administrator.objects.get().must_choose_password


@pytest.mark.covers("AGY-01")
def test_an_organisation_has_one_open_account_and_the_next_one_another_name(organisation, opened):
    user, _ = opened
    with pytest.raises(Refused) as refusal, transaction.atomic():
        actions.open_administrator(organisation_id=organisation.pk, by=CLOCK)
    assert refusal.value.code == Refusal.ADMINISTRATOR_THERE
    assert refusal.value.facts["username"] == user.username == organisation.uscc
    other = User.objects.create(username="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Administrator.objects.create(
            user=other,
            organisation=organisation,
            opened_at=Administrator.objects.get().opened_at,
            opened_by="x",
        )
    actions.close_administrator(organisation_id=organisation.pk, by=CLOCK)
    user.refresh_from_db()
    assert not user.is_active
    assert queries.account(user.pk) is None
    username, _ = actions.open_administrator(organisation_id=organisation.pk, by=CLOCK)
    assert username == f"{organisation.uscc}-2"


def test_an_account_is_no_member_of_staff(opened):
    user, _ = opened
    assert queries.powers_of(user.pk) == frozenset()
    assert account_actor(user).portal not in Office.values


def test_the_housing_authority_is_an_office_of_its_own():
    assert office_of([Power.AGENCY_ENTER]) == Office.AUTHORITY
    powers = [power for office in Office for power in POWERS_OF[office]]
    assert sorted([*powers, *ADMINISTRATIVE]) == sorted(Power)
    user = actions.record_staff(
        username="luru", name="李录", password="x" * 20, powers=[Power.AGENCY_ENTER], by=CLOCK
    )
    assert home_of_account(account_actor(user)) == "/authority/"
    for power in (Power.BANK_READ, Power.DISPUTE_MEDIATE):
        with pytest.raises(Refused) as refusal, transaction.atomic():
            actions.give_power(user_id=user.pk, power=power, by=CLOCK)
        assert refusal.value.code == Refusal.POWER_OF_ANOTHER_OFFICE
