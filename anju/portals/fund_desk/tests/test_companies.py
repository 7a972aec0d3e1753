"""物业区域关联审核 and 物业服务企业 at a department's desk. (manual 004, 7 and 8)"""

import pytest
from django.urls import reverse

from anju.companies import actions, queries
from anju.companies.models import AreaApplication
from anju.companies.serving import REQUIRED_PAPERS, Status
from anju.companies.tests.applying import a_built_community, auxiliary, begun, submitted
from anju.companies.tests.world import ISSUER, a_company
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.core.models import Look
from anju.people import actions as people
from anju.people.rules import Power
from anju.refunds.tests.endings import PNG
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("PRP-12")]
KEEPER = Actor("xi.tong", "centre", frozenset({Power.USER_KEEP}), staff_id=999)


@pytest.fixture
def desk(pages: Pages) -> Pages:
    """A member of staff of Chaoyang's department who looks after companies."""
    user = pages.as_staff(Power.FUND_COMPANY, Power.FUND_KEY, username="gao.yi", name="高怡")
    people.place_at_department(member_id=user.pk, district="110105", by=KEEPER)
    return pages


def to(name: str, *args: object) -> str:
    return reverse(f"fund_desk:{name}", args=args)


def fresh(application: AreaApplication) -> AreaApplication:
    return AreaApplication.objects.get(pk=application.pk)


def test_what_waits_stands_on_the_desk_the_late_one_flagged(desk: Pages, settings):
    settings.MOVABLE_CLOCK = True
    _, actor = a_company(name="北京望京物业管理有限公司")
    application = submitted(actor, a_built_community())
    desk.get(to("home"))
    assert "待审核的物业区域关联" in desk.page.text and "已逾期" not in desk.page.text

    advance_clock(seconds=15 * 86400, by=CLOCK)

    desk.get(to("home"))
    assert "1件物业区域关联申请已逾期" in desk.page.text
    desk.get(to("area_reviews"))
    assert application.no in desk.page.text and "已逾期" in desk.page.text
    desk.get(to("area_review", application.pk))
    assert "已逾期" in desk.page.text


def test_documents_are_shown_and_each_look_written_down(desk: Pages):
    _, actor = a_company()
    application = submitted(actor, a_built_community())
    desk.get(to("area_review", application.pk))
    assert desk.page.text.count("合同.png") == len(REQUIRED_PAPERS)
    document = application.documents.first()

    shown = desk.get(to("area_paper", document.pk))

    assert shown.content == PNG
    assert Look.objects.get().whose == application.no


def test_ticked_communities_are_granted_with_an_opinion(desk: Pages):
    _, actor = a_company()
    one, two = a_built_community("甲园"), a_built_community("乙园")
    application = submitted(actor, one, two)
    desk.post(to("decide_areas", application.pk), {"decision": "approve"})
    assert "请填写" in desk.page.text
    sent = {"decision": "approve", "communities": [one.pk], "because": "材料齐全"}

    answer = desk.post(to("decide_areas", application.pk), sent)

    assert answer["Location"] == to("area_review", application.pk)
    desk.get(answer["Location"])
    for said in ("已关联", "未通过", "材料齐全", "高怡"):
        assert said in desk.page.text
    assert queries.manages(actor, one.pk) and not queries.manages(actor, two.pk)


def test_what_another_serves_by_now_is_marked_and_not_offered(desk: Pages):
    community = a_built_community()
    _, actor = a_company()
    application = submitted(actor, community)
    a_company(name="北京别家物业有限公司", communities=[community])

    desk.get(to("area_review", application.pk))

    assert "现由北京别家物业有限公司服务" in desk.page.text
    assert "请退回" in desk.page.text
    sent = {"decision": "approve", "communities": [community.pk], "because": "可以"}
    desk.post(to("decide_areas", application.pk), sent)
    assert fresh(application).status == Status.SUBMITTED


def test_papers_at_the_counter_are_ticked_before_it_is_granted(desk: Pages):
    community = a_built_community()
    _, actor = a_company()
    application = begun(actor, community)
    actions.submit_areas_on_paper(application_id=application.pk, by=actor)
    desk.get(to("area_review", application.pk))
    assert desk.page.text.count("未收到") == len(REQUIRED_PAPERS)
    sent = {"decision": "approve", "communities": [community.pk], "because": "可以"}
    desk.post(to("decide_areas", application.pk), sent)
    assert "还没有收到：物业服务合同" in desk.page.text

    desk.post(to("receive_area_papers", application.pk), {"papers": list(REQUIRED_PAPERS)})
    desk.get(to("area_review", application.pk))
    assert "未收到" not in desk.page.text and "柜台收件" in desk.page.text
    desk.post(to("decide_areas", application.pk), sent)
    assert queries.manages(actor, community.pk)
    desk.post(to("receive_area_papers", application.pk), {"papers": []}, follow=True)
    assert "不能再次审核" in desk.page.text
    assert fresh(application).papers_seen == list(REQUIRED_PAPERS)


def test_returned_with_an_opinion_and_found_again_by_number(desk: Pages):
    company, actor = a_company()
    application = submitted(actor, a_built_community())

    desk.post(to("decide_areas", application.pk), {"decision": "reject", "because": "合同没有盖章"})

    assert fresh(application).status == Status.RETURNED
    desk.get(to("area_reviews"))
    assert application.no not in desk.page.text
    for asked in ({"text": application.no}, {"status": "returned"}, {"text": company.name}):
        desk.get(to("area_reviews"), asked)
        assert application.no in desk.page.text


def test_another_districts_application_area_and_paper_are_not_there(desk: Pages):
    community = a_built_community("海淀园", district="110108")
    _, actor = a_company(district="110108", communities=[community])
    asked = a_built_community("海淀二园", district="110108")
    application = begun(actor, asked, district="110108")
    actions.submit_areas_on_paper(application_id=application.pk, by=actor)
    area = queries.area_of(community.pk)

    desk.get(to("area_reviews"))
    assert application.no not in desk.page.text
    for address in (
        to("area_review", application.pk),
        to("end_area", area.pk),
        to("company", area.company_id),
        to("company_in_full", area.company_id),
    ):
        assert desk.get(address).status_code == 404
    assert desk.post(to("end_area", area.pk), {"because": "x"}).status_code == 404
    assert desk.post(to("decide_areas", application.pk), {"decision": "reject"}).status_code == 404
    assert queries.manages(actor, community.pk)


def test_the_end_of_a_relation_is_given_a_reason(desk: Pages):
    community = a_built_community()
    company, actor = a_company(communities=[community])
    area = queries.area_of(community.pk)
    desk.get(to("company", company.pk))
    assert "正在服务" in desk.page.text
    desk.get(to("end_area", area.pk))
    assert "任务单草稿不再有效" in desk.page.text
    desk.post(to("end_area", area.pk), {"because": ""})
    assert queries.manages(actor, community.pk)

    answer = desk.post(to("end_area", area.pk), {"because": "业主大会解聘"})

    assert not queries.manages(actor, community.pk)
    desk.get(answer["Location"])
    assert "业主大会解聘" in desk.page.text and "正在服务" not in desk.page.text
    desk.post(to("end_area", area.pk), {"because": "再次"})
    assert "已经终止" in desk.page.text


@pytest.mark.covers("PRP-13")
def test_a_company_is_found_by_words_and_code_and_shown_with_all_that_is_its_own(desk: Pages):
    company, actor = a_company(
        name="北京望京物业管理有限公司", communities=[a_built_community("甲园")]
    )
    application = submitted(actor, a_built_community("乙园"))
    change = actions.change_unit(
        name=company.name,
        stated=auxiliary(company, representative_mobile="13912345678", address="甲路1号"),
        seen=0,
        by=actor,
    )
    for asked in ({"words": "望京"}, {"uscc": company.uscc}, {}):
        desk.get(to("companies"), asked)
        assert company.name in desk.page.text
    desk.get(to("companies"), {"words": "没有这家"})
    assert "没有符合条件的单位" in desk.page.text

    desk.get(to("company", company.pk))

    key = queries.keys_of_company(ISSUER, company).get()
    for said in ("甲园", application.no, change.no, "甲路1号", key.number, "李**"):
        assert said in desk.page.text
    assert "13912345678" not in desk.page.text and "李建国" not in desk.page.text
    assert not Look.objects.exists()
    desk.get(to("company_in_full", company.pk))
    assert "13912345678" in desk.page.text and "李建国" in desk.page.text
    assert Look.objects.get().whose == company.name


@pytest.mark.covers("SEC-02")
def test_who_only_hands_out_keys_sees_companies_and_reviews_no_area(pages: Pages):
    pages.as_staff(Power.FUND_KEY, username="fa.yao", name="法耀")
    community = a_built_community()
    company, actor = a_company(communities=[community])
    application = submitted(actor, a_built_community("乙园"))
    pages.get(to("company", company.pk))
    assert "终止服务" not in pages.page.text and application.no not in pages.page.text
    assert pages.get(to("area_review", application.pk)).status_code == 403
    assert pages.get(to("end_area", queries.area_of(community.pk).pk)).status_code == 403
