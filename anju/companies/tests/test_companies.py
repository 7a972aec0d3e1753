"""A property company acts by the key of its holder, for the communities it serves."""

import pytest

from anju.companies import actions, queries
from anju.companies.models import Company, Key
from anju.companies.rules import KeyStatus, Refusal
from anju.companies.tests.world import (
    ISSUER,
    NAME,
    REVIEWER,
    a_community,
    a_company,
    an_entry,
)
from anju.core.actors import NOBODY, Actor
from anju.core.refusals import Refused
from anju.tests.test_strangers import everything

pytestmark = pytest.mark.django_db


@pytest.mark.covers("PRP-05")
def test_who_has_signed_in_by_a_key_acts_for_its_company_and_its_communities():
    here, elsewhere = a_community(), a_community(name="望京花园")
    company, actor = a_company(name="北京望京物业管理有限公司", communities=[here])

    assert actor.is_company and actor.organisation_id == company.organisation_id
    assert queries.company_of(actor) == company
    assert list(queries.communities_of(actor)) == [here]
    assert queries.manages(actor, here.pk) and not queries.manages(actor, elsewhere.pk)
    assert queries.area_of(here.pk).company == company
    assert queries.area_of(elsewhere.pk) is None


def test_who_is_no_company_serves_nothing():
    here = a_community()
    company, _ = a_company(communities=[here])
    as_organisation = Actor("org", "enterprise", organisation_id=company.organisation_id)

    for who in (NOBODY, REVIEWER, as_organisation):
        assert not queries.manages(who, here.pk)
        assert not queries.communities_of(who).exists()
        with pytest.raises(Company.DoesNotExist):
            queries.company_of(who)


@pytest.mark.covers("PRP-05")
def test_a_revoked_key_acts_for_nobody_from_the_next_page_on():
    a_company()
    key = Key.objects.get(status=KeyStatus.ACTIVE)

    actions.revoke_key(key_id=key.pk, because="遗失", by=ISSUER)

    assert queries.actor_of_key(key.pk) == NOBODY


@pytest.mark.covers("PRP-06")
def test_a_community_that_another_company_serves_is_not_kept_with_an_old_key():
    here = a_community()
    a_company(communities=[here])
    before = everything()

    with pytest.raises(Refused) as refused:
        an_entry(name="北京别家物业管理有限公司", communities=[here])

    assert refused.value.code == Refusal.AREA_OF_ANOTHER
    assert NAME in refused.value.message
    assert everything() == before
