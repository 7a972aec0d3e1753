"""An institution's administrator manages its further users, and nobody else's. (IDN-04)"""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.people import actions, queries
from anju.people.models import Operator
from anju.people.rules import InstitutionPower, Refusal
from anju.web.session import account_actor

pytestmark = [pytest.mark.django_db, pytest.mark.covers("IDN-04")]
CHOSEN = "Peking-2026-xyz"
SECRET = "JBSWY3DPEHPK3PXP"
POWERS = [InstitutionPower.HOMES, InstitutionPower.CONTRACTS]


def administrator(name="北京安家住房租赁有限公司", uscc="91110105MA00TE5T2T"):
    organisation = actions.record_organisation(name=name, uscc=uscc, by=CLOCK)
    return ready(actions.open_administrator(organisation_id=organisation.pk, by=CLOCK))


def ready(opened):
    """The actor of an account whose first password was changed, with a second factor."""
    username, password = opened
    user = User.objects.get(username=username)
    actions.choose_password(user_id=user.pk, present=password, chosen=CHOSEN, by=CLOCK)
    actions.link_authenticator(user_id=user.pk, secret=SECRET, by=CLOCK)
    return account_actor(User.objects.get(pk=user.pk))


@pytest.fixture
def chief(db):
    return administrator()


def test_an_operator_acts_for_the_institution_with_what_they_were_given(chief):
    username, password = actions.open_operator(name="周舟", powers=POWERS, by=chief)
    user = User.objects.get(username=username)
    assert username == "91110105MA00TE5T2T.01"
    assert account_actor(user).organisation_id is None
    assert queries.must_choose_password(user.pk)

    actor = ready((username, password))

    assert actor.organisation_id == chief.organisation_id
    assert actor.may == set(POWERS)
    assert [one.user for one in queries.operators_seen_by(chief)] == [user]


@pytest.mark.parametrize("name", ["zhou.zhou", "ZHOUZHOU", "91110105MA00TE5T2T"])
def test_what_an_account_opens_is_no_matter_of_its_name(chief, name, django_assert_num_queries):
    """And every page asks: one question for the account and its second factor."""
    ready(actions.open_operator(name="周舟", powers=POWERS, by=chief))
    User.objects.filter(username=chief.name).update(username="anna.an")
    User.objects.filter(operator__isnull=False).update(username=name)
    for user, may in (
        (User.objects.get(operator__isnull=False), set(POWERS)),
        (User.objects.get(administrator__isnull=False), set(InstitutionPower)),
    ):
        with django_assert_num_queries(1):
            actor = account_actor(user)
        assert (actor.may, actor.organisation_id) == (may, chief.organisation_id)


def test_an_operator_manages_no_users(chief):
    operator = ready(actions.open_operator(name="周舟", powers=POWERS, by=chief))
    operator_id = Operator.objects.get().pk
    for action, facts in (
        (actions.open_operator, {"name": "别人", "powers": POWERS}),
        (actions.close_operator, {"operator_id": operator_id}),
        (actions.reset_operator_password, {"operator_id": operator_id}),
        (actions.change_operator, {"operator_id": operator_id, "powers": POWERS}),
    ):
        with pytest.raises(Refused) as refusal, transaction.atomic():
            action(**facts, by=operator)
        assert refusal.value.code == Refusal.POWER_MISSING
    assert list(queries.operators_seen_by(operator)) == []


def test_the_operators_of_another_institution_are_not_there(chief):
    actions.open_operator(name="周舟", powers=POWERS, by=chief)
    other = administrator("北京邻居住房租赁有限公司", "91110108MA01A0002G")
    with pytest.raises(Operator.DoesNotExist):
        actions.close_operator(operator_id=Operator.objects.get().pk, by=other)
    assert list(queries.operators_seen_by(other)) == []


@pytest.mark.parametrize("powers", [[], [InstitutionPower.USERS], [*POWERS, "institution.users"]])
def test_the_power_over_users_is_not_passed_on(chief, powers):
    with pytest.raises(Refused) as refusal, transaction.atomic():
        actions.open_operator(name="周舟", powers=powers, by=chief)
    assert refusal.value.code == Refusal.OPERATOR_POWERS
    assert Operator.objects.count() == 0


def test_the_database_takes_no_operator_with_the_power_over_users(chief):
    actions.open_operator(name="周舟", powers=POWERS, by=chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        Operator.objects.update(powers=["institution.users"])


def test_an_operator_is_changed_reset_and_closed_by_the_administrator(chief):
    opened = actions.open_operator(name="周舟", powers=POWERS, by=chief)
    ready(opened)
    one = Operator.objects.get()
    actions.change_operator(operator_id=one.pk, powers=[InstitutionPower.FILING], by=chief)
    assert account_actor(one.user).may == {InstitutionPower.FILING}
    password = actions.reset_operator_password(operator_id=one.pk, by=chief)
    one.user.refresh_from_db()
    assert one.user.check_password(password)
    assert account_actor(one.user).organisation_id is None
    actions.close_operator(operator_id=one.pk, by=chief)
    one.user.refresh_from_db()
    assert not one.user.is_active
    assert queries.account(one.user_id) is None
    with pytest.raises(Refused) as refusal, transaction.atomic():
        actions.reset_operator_password(operator_id=one.pk, by=chief)
    assert refusal.value.code == Refusal.OPERATOR_CLOSED


def test_when_an_institution_is_filed_no_longer_its_operators_are_out_too(chief):
    username, _ = actions.open_operator(name="周舟", powers=POWERS, by=chief)
    actions.close_administrator(organisation_id=chief.organisation_id, by=CLOCK)
    assert not User.objects.get(username=username).is_active
