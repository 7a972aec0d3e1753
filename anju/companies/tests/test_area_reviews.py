"""物业区域关联 reviewed by a department: granted, returned, overdue, ended; and by whom. (manual 004, 7)"""

import pytest

from anju.companies import actions, queries
from anju.companies.models import Area
from anju.companies.serving import REQUIRED_PAPERS, Refusal, Status
from anju.companies.tests.applying import (
    DEPARTMENT,
    ELSEWHERE,
    a_built_community,
    approve,
    begun,
    fresh,
    refused,
    submitted,
    told,
    with_papers,
)
from anju.companies.tests.world import ISSUER, a_company
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY, Actor
from anju.core.reasons import Refusal as ReasonRefusal
from anju.core.refusals import Broken, Refused
from anju.people.rules import Power

pytestmark = [pytest.mark.django_db, pytest.mark.covers("PRP-12")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


# Reviewing


def test_what_is_ticked_is_served_from_then_on_and_the_rest_is_not():
    one, two = a_built_community("甲园"), a_built_community("乙园")
    _company, actor = a_company()
    application = submitted(actor, one, two)

    approve(application, one)

    assert list(queries.communities_of(actor)) == [one]
    assert [(r.community, r.is_granted) for r in queries.requests_of(application)] == [
        (two, False),
        (one, True),
    ]
    [facts] = told("areas_approved")
    assert facts == {"no": application.no, "communities": "甲园", "opinion": "材料齐全"}
    assert fresh(application).status == Status.APPROVED


def test_returned_it_is_corrected_with_its_papers_and_reviewed_again():
    _, actor = a_company()
    community = a_built_community()
    application = submitted(actor, community)
    decide = {"application_id": application.pk, "by": DEPARTMENT}
    refused(ReasonRefusal.REASON_MISSING, actions.return_areas, because=" ", **decide)

    actions.return_areas(because="合同没有盖章", **decide)

    assert told("areas_returned") == [{"no": application.no, "opinion": "合同没有盖章"}]
    actions.correct_areas(application_id=application.pk, by=actor)
    actions.correct_areas(application_id=application.pk, by=actor)
    assert fresh(application).status == Status.DRAFT
    assert application.documents.count() == len(REQUIRED_PAPERS)
    actions.submit_areas(application_id=application.pk, by=actor)
    approve(application, community)
    assert queries.manages(actor, community.pk)


def test_what_was_decided_is_not_decided_again():
    _, actor = a_company()
    community = a_built_community()
    application = submitted(actor, community)
    approve(application, community)

    for decide, about in (
        (actions.approve_areas, {"community_ids": [community.pk], "because": "x"}),
        (actions.return_areas, {"because": "x"}),
        (actions.receive_papers, {"papers": []}),
    ):
        refused(
            Refusal.DECIDED_BEFORE,
            decide,
            application_id=application.pk,
            by=DEPARTMENT,
            **about,
        )
    assert Area.objects.count() == 1


def test_nothing_ticked_is_no_approval():
    _, actor = a_company()
    application = submitted(actor, a_built_community())

    about = {"application_id": application.pk, "because": "可以", "by": DEPARTMENT}
    refused(Refusal.NOTHING_GRANTED, actions.approve_areas, community_ids=[], **about)
    with pytest.raises(Broken):
        actions.approve_areas(community_ids=[a_built_community("别园").pk], **about)


def test_of_two_companies_that_ask_for_the_same_one_has_it_and_the_other_is_told():
    community = a_built_community()
    winner, first = a_company()
    _, second = a_company(name="北京别家物业有限公司")
    one, two = submitted(first, community), submitted(second, community)

    approve(one, community)

    [facts] = told("area_taken")
    assert facts == {"no": two.no, "community": "望京新城", "place": "朝阳区"}
    message = refused(
        Refusal.SERVED_MEANWHILE,
        actions.approve_areas,
        application_id=two.pk,
        community_ids=[community.pk],
        because="可以",
        by=DEPARTMENT,
    )
    assert winner.name in message and "望京新城" in message
    assert queries.served_by_others(two)[community.pk].company == winner
    assert fresh(two).status == Status.SUBMITTED
    assert Area.objects.count() == 1


def test_a_draft_whose_community_was_taken_meanwhile_is_not_submitted():
    community = a_built_community()
    _, first = a_company()
    _, second = a_company(name="北京别家物业有限公司")
    draft = with_papers(begun(second, community), second)
    approve(submitted(first, community), community)

    refused(Refusal.NOT_OFFERED, actions.submit_areas, application_id=draft.pk, by=second)


def test_a_company_takes_back_what_nobody_has_approved():
    _, actor = a_company()
    community = a_built_community()
    application = submitted(actor, community)

    actions.withdraw_areas(application_id=application.pk, by=actor)
    actions.withdraw_areas(application_id=application.pk, by=actor)

    assert fresh(application).status == Status.WITHDRAWN
    assert begun(actor, community) != application


# Whose it is


def test_only_its_own_company_does_anything_with_an_application():
    _, actor = a_company()
    _, other = a_company(name="北京别家物业有限公司")
    application = begun(actor, a_built_community())

    for verb in (
        actions.submit_areas,
        actions.submit_areas_on_paper,
        actions.correct_areas,
        actions.withdraw_areas,
    ):
        with pytest.raises(Broken):
            verb(application_id=application.pk, by=other)
    assert not queries.area_applications_seen_by(other).exists()
    assert not queries.area_documents_seen_by(other).exists()


def test_only_the_department_of_the_district_with_the_power_decides():
    _, actor = a_company()
    community = a_built_community()
    application = submitted(actor, community)
    powerless = Actor("kan", "centre", frozenset({Power.FUND_READ}), staff_id=923)

    for by in (ELSEWHERE, ISSUER, powerless, actor, NOBODY):
        with pytest.raises((Broken, Refused)):
            approve(application, community, by=by)
        with pytest.raises((Broken, Refused)):
            actions.receive_papers(application_id=application.pk, papers=[], by=by)
        with pytest.raises((Broken, Refused)):
            actions.return_areas(application_id=application.pk, because="x", by=by)
    assert not Area.objects.exists()
    assert list(queries.area_applications_to_review(DEPARTMENT)) == [application]
    assert not queries.area_applications_to_review(ELSEWHERE).exists()
    assert not queries.area_applications_seen_by(powerless).exists()


def test_a_department_sees_no_draft():
    _, actor = a_company()
    begun(actor, a_built_community())

    assert not queries.area_applications_seen_by(DEPARTMENT).exists()


def test_applications_are_found_by_number_company_status_and_district():
    company, actor = a_company()
    application = submitted(actor, a_built_community())
    other = submitted(a_company(name="北京别家物业有限公司")[1], a_built_community("别园"))

    def found(**wanted):
        return list(queries.area_applications_found(DEPARTMENT, **wanted))

    assert found(status=Status.SUBMITTED) == [application, other]
    assert found() == [other, application]
    assert found(text=f" {application.no.lower()} ") == [application]
    assert found(text=company.uscc) == [application]
    assert found(text=company.name) == [application]
    assert found(district="110108") == []
    assert found(status=Status.APPROVED) == []


# Late


def test_an_overdue_review_is_flagged_and_its_company_told_once_whom_to_ask():
    _, actor = a_company()
    application = submitted(actor, a_built_community())
    assert not queries.area_applications_overdue(DEPARTMENT).exists()
    assert actions.tell_of_late_reviews(limit=10, by=CLOCK) == 0

    advance_clock(seconds=15 * 86400, by=CLOCK)

    assert list(queries.area_applications_overdue(DEPARTMENT)) == [application]
    assert queries.is_overdue(application)
    assert actions.tell_of_late_reviews(limit=10, by=CLOCK) == 1
    assert actions.tell_of_late_reviews(limit=10, by=CLOCK) == 0
    [facts] = told("areas_late")
    assert facts == {"no": application.no, "due_on": str(application.due_on), "place": "朝阳区"}


# The end


def test_a_department_ends_what_a_company_serves_and_another_may_ask():
    community = a_built_community()
    company, actor = a_company(communities=[community])
    _, next_one = a_company(name="北京别家物业有限公司")
    area = queries.area_of(community.pk)

    actions.end_area(area_id=area.pk, because="业主大会解聘", by=DEPARTMENT)

    assert not queries.manages(actor, community.pk) and queries.area_of(community.pk) is None
    [facts] = told("area_ended")
    assert facts == {"community": "望京新城", "because": "业主大会解聘", "place": "朝阳区"}
    [history] = queries.areas_of(company)
    assert (history.ended_by, history.because) == (DEPARTMENT.name, "业主大会解聘")
    approve(submitted(next_one, community), community)
    assert queries.manages(next_one, community.pk)
    message = refused(
        Refusal.ENDED_BEFORE, actions.end_area, area_id=area.pk, because="x", by=DEPARTMENT
    )
    assert "望京新城" in message


def test_only_its_own_department_ends_it_and_says_why():
    community = a_built_community()
    _, actor = a_company(communities=[community])
    area = queries.area_of(community.pk)

    refused(
        ReasonRefusal.REASON_MISSING, actions.end_area, area_id=area.pk, because="", by=DEPARTMENT
    )
    for by in (ELSEWHERE, ISSUER, actor):
        with pytest.raises((Broken, Refused)):
            actions.end_area(area_id=area.pk, because="x", by=by)
    assert queries.manages(actor, community.pk)
    assert list(queries.areas_seen_by(DEPARTMENT)) == [area]
    assert not queries.areas_seen_by(ELSEWHERE).exists()
