"""物业区域关联: asked for with papers, reviewed in three working days, granted, ended. (manual 004, 7)"""

from datetime import date

import pytest

from anju.companies import actions, queries
from anju.companies.models import Area, AreaApplication
from anju.companies.serving import MOST_COMMUNITIES, REQUIRED_PAPERS, Paper, Refusal, Status, WhyNot
from anju.companies.tests.applying import (
    DEPARTMENT,
    DEVELOPER,
    ELSEWHERE,
    a_built_community,
    a_file,
    begun,
    submitted,
    with_papers,
)
from anju.companies.tests.world import ISSUER, a_company
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY, Actor
from anju.core.reasons import Refusal as ReasonRefusal
from anju.core.refusals import Broken, Refused
from anju.homes.estate import CustodyMode
from anju.notices.models import Notice
from anju.people.rules import Power

pytestmark = [pytest.mark.django_db, pytest.mark.covers("PRP-12")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def fresh(application: AreaApplication) -> AreaApplication:
    return AreaApplication.objects.get(pk=application.pk)


def told(kind: str) -> list[dict[str, str]]:
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("facts", flat=True))


def refused(code, action, **kwargs) -> str:
    with pytest.raises(Refused) as no:
        action(**kwargs)
    assert no.value.code == code
    return no.value.message


def approve(application, *communities, by=DEPARTMENT):
    return actions.approve_areas(
        application_id=application.pk,
        community_ids=[one.pk for one in communities],
        because="材料齐全",
        by=by,
    )


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
