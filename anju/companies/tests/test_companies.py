"""A property company acts by the key of its holder, for the communities it serves."""

import pytest

from anju.companies import actions, queries
from anju.companies.rules import Refusal
from anju.companies.tests.world import REVIEWER, a_community, a_company, an_entry
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.people.rules import Power

pytestmark = pytest.mark.django_db


def test_who_has_signed_in_by_a_key_acts_for_its_company_and_its_communities():
    here, elsewhere = a_community(), a_community(name="望京花园")
    company, actor = a_company(name="北京望京物业管理有限公司", communities=[here])

    assert actor.is_company and actor.organisation_id == company.organisation_id
    assert queries.company_of(actor) == company
    assert list(queries.communities_of(actor)) == [here]
    assert queries.manages(actor, here.pk) and not queries.manages(actor, elsewhere.pk)


def test_nobody_lets_a_company_in_alone():
    both = Actor(
        REVIEWER.name, "centre", frozenset({Power.FUND_COMPANY, Power.FUND_KEY}), staff_id=911
    )
    entry = an_entry()

    with pytest.raises(Refused) as refused:
        actions.issue_key(application_id=entry.pk, by=both)

    assert refused.value.code == Refusal.SAME_PERSON
    assert entry.keys.count() == 0
