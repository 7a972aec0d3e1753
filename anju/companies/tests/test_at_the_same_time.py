"""Two at the same second: one area, one draft, one change; the other is told."""

import pytest

from anju.companies import actions, queries
from anju.companies.models import Area, AreaApplication, NameCheck, UnitChange
from anju.companies.serving import Refusal
from anju.companies.tests.applying import (
    DEPARTMENT,
    a_built_community,
    auxiliary,
    begun,
    submitted,
)
from anju.companies.tests.world import REVIEWER, a_company
from anju.core.models import Event
from anju.core.refusals import Refused
from anju.notices.models import Notice
from anju.tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.covers("PRP-12")
def test_two_officers_who_grant_one_community_to_two_companies_grant_it_to_one():
    community = a_built_community()
    asked = [
        submitted(a_company(name=name)[1], community)
        for name in ("北京甲物业有限公司", "北京乙物业有限公司")
    ]

    def grant(application, by):
        return actions.approve_areas(
            application_id=application.pk, community_ids=[community.pk], because="可以", by=by
        )

    done = together(lambda: grant(asked[0], DEPARTMENT), lambda: grant(asked[1], REVIEWER))

    [refusal] = [one for one in done if isinstance(one, Refused)]
    [winner] = [one for one in done if isinstance(one, AreaApplication)]
    assert refusal.code == Refusal.SERVED_MEANWHILE
    assert winner.company.name in refusal.message
    assert queries.area_of(community.pk).application == winner
    assert Area.objects.count() == 1
    [told] = Notice.objects.filter(kind="area_taken")
    assert told.organisation_id != winner.company.organisation_id


@pytest.mark.covers("PRP-12")
def test_a_double_click_names_the_communities_once_and_submits_them_once():
    community = a_built_community()
    _, actor = a_company()
    made = together(*[lambda: begun(actor, community)] * 6)
    assert {one.pk for one in made} == {AreaApplication.objects.get().pk}

    together(*[lambda: actions.submit_areas_on_paper(application_id=made[0].pk, by=actor)] * 6)
    assert Event.objects.filter(kind="companies.areaapplication", move="submit").count() == 1


@pytest.mark.covers("PRP-12")
def test_two_officers_who_end_the_same_area_end_it_once():
    community = a_built_community()
    a_company(communities=[community])
    area = queries.area_of(community.pk)

    done = together(*[lambda: actions.end_area(area_id=area.pk, because="解聘", by=DEPARTMENT)] * 2)

    assert [type(one) for one in done].count(Refused) == 1
    assert Notice.objects.filter(kind="area_ended").count() == 1


@pytest.mark.covers("PRP-13")
def test_a_double_click_asks_about_a_name_once():
    _, actor = a_company()
    together(*[lambda: actions.check_name(name="北京新名物业有限公司", by=actor)] * 6)
    assert NameCheck.objects.count() == 1


@pytest.mark.covers("PRP-13")
def test_two_who_change_the_unit_from_the_same_page_do_not_overwrite_each_other():
    company, actor = a_company()

    def change(address):
        stated = auxiliary(company, address=address)
        return actions.change_unit(name=company.name, stated=stated, seen=0, by=actor)

    done = together(lambda: change("甲路1号"), lambda: change("乙路2号"))

    [refusal] = [one for one in done if isinstance(one, Refused)]
    assert refusal.code.value == "changed_meanwhile"
    assert UnitChange.objects.count() == 1
