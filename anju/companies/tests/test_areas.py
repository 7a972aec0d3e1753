"""物业区域关联: asked for with papers, reviewed in three working days, granted, ended. (manual 004, 7)"""

from datetime import date

import pytest

from anju.companies import actions, queries
from anju.companies.models import AreaApplication
from anju.companies.serving import MOST_COMMUNITIES, REQUIRED_PAPERS, Paper, Refusal, Status, WhyNot
from anju.companies.tests.applying import (
    DEPARTMENT,
    DEVELOPER,
    a_built_community,
    a_file,
    approve,
    begun,
    fresh,
    refused,
    submitted,
    with_papers,
)
from anju.companies.tests.world import a_company
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Broken
from anju.homes.estate import CustodyMode

pytestmark = [pytest.mark.django_db, pytest.mark.covers("PRP-12")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


# Which communities are found


def test_a_developers_communities_of_a_district_are_found_by_a_part_of_its_name():
    free, served, own = (a_built_community(name) for name in ("甲园", "乙园", "丙园"))
    kept = a_built_community("丁园", custody_mode=CustodyMode.SELF_MANAGED)
    a_built_community("海淀园", district="110108")
    a_company(name="北京别家物业有限公司", communities=[served])
    _, actor = a_company(communities=[own])
    asked = a_built_community("戊园")
    begun(actor, asked)

    found = queries.communities_offered(actor, district="110105", developer="望京 开发")

    assert {one.community: one.why_not for one in found} == {
        free: None,
        served: WhyNot.SERVED,
        own: WhyNot.SERVED_BY_US,
        kept: WhyNot.SELF_MANAGED,
        asked: WhyNot.ASKED,
    }
    assert queries.communities_offered(actor, district="110105", developer="没有这家") == []


def test_another_company_may_ask_for_what_one_has_asked_for():
    community = a_built_community()
    _, first = a_company()
    _, second = a_company(name="北京别家物业有限公司")
    begun(first, community)

    [found] = queries.communities_offered(second, district="110105", developer="望京")

    assert found.why_not is None


# Asking


def test_naming_the_same_communities_again_is_the_same_draft():
    one, two = a_built_community("甲园"), a_built_community("乙园")
    _, actor = a_company()

    draft = begun(actor, one, two)

    assert begun(actor, two, one) == draft
    assert draft.status == Status.DRAFT and draft.no.startswith("GL")
    assert len(draft.no) == 21
    assert AreaApplication.objects.count() == 1


def test_what_is_not_offered_is_not_taken():
    _, actor = a_company()
    kept = a_built_community("自管园", custody_mode=CustodyMode.SELF_MANAGED)
    served = a_built_community("有主园")
    a_company(name="北京别家物业有限公司", communities=[served])
    named = {"district": "110105", "developer_name": DEVELOPER[0], "by": actor}

    assert "业主自管" in refused(
        Refusal.NOT_OFFERED, actions.begin_areas, community_ids=[kept.pk], **named
    )
    assert "其他单位正在服务" in refused(
        Refusal.NOT_OFFERED, actions.begin_areas, community_ids=[served.pk], **named
    )
    refused(Refusal.NO_COMMUNITY, actions.begin_areas, community_ids=[], **named)
    many = range(1, MOST_COMMUNITIES + 2)
    refused(Refusal.TOO_MANY_COMMUNITIES, actions.begin_areas, community_ids=many, **named)
    elsewhere = a_built_community("海淀园", district="110108")
    with pytest.raises(Broken):
        actions.begin_areas(community_ids=[elsewhere.pk], **named)
    assert not AreaApplication.objects.exists()


def test_each_required_paper_is_added_one_by_one_before_it_is_submitted():
    _, actor = a_company()
    draft = with_papers(begun(actor, a_built_community()), actor, [Paper.CONTRACT, Paper.OTHER])

    message = refused(
        Refusal.PAPERS_MISSING, actions.submit_areas, application_id=draft.pk, by=actor
    )
    assert "物业服务合同备案证明" in message and "朝阳区管理部" in message
    assert "物业服务合同、" not in message
    with_papers(draft, actor, REQUIRED_PAPERS[1:])
    actions.submit_areas(application_id=draft.pk, by=actor)

    now = fresh(draft)
    assert (now.status, now.is_on_paper, now.submitted_by) == (Status.SUBMITTED, False, actor.name)
    assert now.documents.count() == 6


def test_the_review_is_due_on_the_third_working_day():
    advance_clock(seconds=int((date(2027, 1, 8) - clock.today()).days) * 86400, by=CLOCK)
    assert clock.today() == date(2027, 1, 8)  # a Friday
    _, actor = a_company()

    assert submitted(actor, a_built_community()).due_on == date(2027, 1, 13)


def test_skipped_papers_go_to_the_department_which_ticks_what_it_was_handed():
    community = a_built_community()
    company, actor = a_company()
    draft = begun(actor, community)
    actions.submit_areas_on_paper(application_id=draft.pk, by=actor)
    assert fresh(draft).is_on_paper

    message = refused(
        Refusal.PAPERS_NOT_SEEN,
        actions.approve_areas,
        application_id=draft.pk,
        community_ids=[community.pk],
        because="齐全",
        by=DEPARTMENT,
    )
    assert "物业服务合同" in message
    actions.receive_papers(application_id=draft.pk, papers=REQUIRED_PAPERS, by=DEPARTMENT)
    approve(draft, community)

    assert queries.area_of(community.pk).company == company
    assert fresh(draft).papers_seen_by == DEPARTMENT.name


def test_submitting_twice_is_submitting_once():
    _, actor = a_company()
    application = submitted(actor, a_built_community())

    again = actions.submit_areas(application_id=application.pk, by=actor)
    skipped = actions.submit_areas_on_paper(application_id=application.pk, by=actor)

    assert (again.submitted_at, skipped.is_on_paper) == (application.submitted_at, False)
    assert fresh(application).submitted_at == application.submitted_at


def test_papers_of_what_was_submitted_stay_and_those_of_a_draft_can_be_removed():
    _, actor = a_company()
    draft = with_papers(begun(actor, a_built_community()), actor, [Paper.CONTRACT])
    actions.remove_paper(document_id=draft.documents.get().pk, by=actor)
    assert draft.documents.count() == 0

    with_papers(draft, actor)
    actions.submit_areas(application_id=draft.pk, by=actor)

    document = draft.documents.first()
    refused(Refusal.NOT_A_DRAFT, actions.remove_paper, document_id=document.pk, by=actor)
    more = {"application_id": draft.pk, "paper": Paper.OTHER, "file_id": a_file(actor)}
    refused(Refusal.NOT_A_DRAFT, actions.attach_paper, by=actor, **more)


def test_no_more_than_so_many_files_come_with_an_application(monkeypatch):
    monkeypatch.setattr("anju.companies.actions.areas.MOST_DOCUMENTS", 2)
    _, actor = a_company()
    draft = with_papers(begun(actor, a_built_community()), actor, [Paper.CONTRACT, Paper.OTHER])

    more = {"application_id": draft.pk, "paper": Paper.OTHER, "file_id": a_file(actor)}
    refused(Refusal.TOO_MANY_DOCUMENTS, actions.attach_paper, by=actor, **more)


def test_a_file_that_somebody_else_stored_is_not_attached():
    _, actor = a_company()
    _, other = a_company(name="北京别家物业有限公司")
    draft = begun(actor, a_built_community())

    with pytest.raises(Broken):
        actions.attach_paper(
            application_id=draft.pk, paper=Paper.OTHER, file_id=a_file(other), by=actor
        )
