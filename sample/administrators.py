"""Administrators of institutions in the sample world, an operator, all with the demo's password, and verified homes."""

from django.contrib.auth.models import User
from django.db import transaction

from anju.agencies import queries as agencies
from anju.agencies.rules import VERIFIES_AS, Kind
from anju.core.actors import CLOCK, Actor
from anju.homes import actions as homes
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.rules import InstitutionPower
from sample import outside
from sample.checks import stated
from sample.people import (
    ADMINISTRATORS_OF_INSTITUTIONS,
    OPERATOR_OF_AN_INSTITUTION,
    PASSWORD,
    SampleAdministrator,
)
from sample.sign_ins import SECRET

NUMBERS = ((61, 62, 63, 66, 67, 68, 70), (64, 65))
"""Homes by their number in the register, for each institution; 63 is objected to and may not be let."""


def have_chosen() -> None:
    """Whoever still has the password that was drawn takes the demo's; an interrupted run goes on where it was."""
    for one in ADMINISTRATORS_OF_INSTITUTIONS:
        user = User.objects.get(username=one.uscc)
        if people_queries.must_choose_password(user.pk):
            organisation = people_queries.organisation_by_uscc(one.uscc)
            assert organisation is not None
            _, first = people.renew_initial_password(organisation_id=organisation.pk, by=CLOCK)
            people.choose_password(user_id=user.pk, present=first, chosen=PASSWORD, by=CLOCK)
        people.link_authenticator(user_id=user.pk, secret=SECRET, by=CLOCK)


@transaction.atomic
def have_an_operator() -> None:
    """The enterprise's administrator has opened an account for somebody who has taken the demo's password."""
    one, by = OPERATOR_OF_AN_INSTITUTION, acting_for(ADMINISTRATORS_OF_INSTITUTIONS[0])
    if people_queries.operators_seen_by(by).exists():
        return
    username, first = people.open_operator(name=one.name, powers=one.powers, by=by)
    user = User.objects.get(username=username)
    people.choose_password(user_id=user.pk, present=first, chosen=PASSWORD, by=CLOCK)
    people.link_authenticator(user_id=user.pk, secret=SECRET, by=CLOCK)


def acting_for(one: SampleAdministrator) -> Actor:
    """The administrator of an institution, who may do everything for it."""
    organisation = people_queries.organisation_by_uscc(one.uscc)
    assert organisation is not None
    may = frozenset(InstitutionPower)
    return Actor(one.uscc, "agency", may, organisation_id=organisation.pk)


def ask_for_homes() -> None:
    """Each institution has some homes verified, so that contracts can be made for them."""
    register = dict(enumerate(outside.homes(61, 10), 61))
    for one, numbers in zip(ADMINISTRATORS_OF_INSTITUTIONS, NUMBERS, strict=True):
        by = acting_for(one)
        institution = agencies.own_institution(by)
        assert institution is not None
        for number in numbers:
            homes.request_verification(
                key=f"sample-{number}",
                terms=stated(register[number]),
                role=VERIFIES_AS[Kind(institution.kind)],
                by=by,
            )
