"""信用管理: applications, their review by another, objections by a third, measures. (CRD-01)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies.tests.offices import PDF, an_institution
from anju.core.models import AccessRefused
from anju.credit.models import CreditEvent, Evidence, Measure
from anju.credit.tests.scoring import a_rule, applied, objected, scored
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import forms_of, text_of, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CRD-01")]


@pytest.fixture
def applying(officer):
    return officer(Power.CREDIT_APPLY, username="shen.qing", name="申青")


@pytest.fixture
def judging(officer):
    return officer(Power.CREDIT_REVIEW, username="cha.ming", name="查明")


def typed(pages, institution, **changes):
    pages.get(to("apply_score", institution.pk))
    [key] = [one.get("value") for one in pages.page.all("input") if one.get("name") == "key"]
    rule = a_rule("R05")
    return {
        "key": key,
        "rule": rule.pk,
        "points": str(rule.points),
        "points_because": "",
        "happened_on": "2026-10-30",
        "facts": "现场检查发现",
        "uploads": SimpleUploadedFile("现场检查记录.pdf", PDF, "application/pdf"),
    } | changes


def test_one_applies_with_evidence_and_another_lets_it_count(applying, judging):
    institution = an_institution()
    address = to("apply_score", institution.pk)
    assert applying.post(address, typed(applying, institution)).status_code == 302
    event = CreditEvent.objects.get()
    shown = text_of(applying, "event", event.pk)
    assert "办理此事需要「审核记分申请」岗位权限。有此权限的人员：查明" in shown
    assert to("review_score", event.pk) not in forms_of(applying)
    assert applying.post(to("review_score", event.pk), {"decision": "approve"}).status_code == 403
    assert "待审核的记分申请 1" in text_of(judging, "home")

    judging.post(to("review_score", event.pk), {"decision": "approve"})
    event.refresh_from_db()
    assert event.status == "effective"
    history = text_of(judging, "credit_history", institution.pk)
    assert f"本周期累计记分 {event.points}" in history and "R05" in history


def test_an_application_without_evidence_reason_or_facts_is_told_where(applying):
    institution = an_institution()
    address = to("apply_score", institution.pk)
    wrong = [
        ({"uploads": ""}, "请上传证据材料"),
        ({"points": "12"}, "请说明理由"),
        ({"happened_on": "2027-01-01"}, "行为发生日期不能晚于今天"),
        ({"happened_on": ""}, "行为发生日期 *：请填写"),
        ({"rule": ""}, "请选择"),
        ({"points": "5"}, "请从列表中选择"),
    ]
    for changes, told in wrong:
        applying.post(address, typed(applying, institution, **changes))
        assert told in applying.page.text, changes
    assert CreditEvent.objects.count() == 0


def test_the_same_form_sent_twice_is_one_application(applying):
    institution = an_institution()
    stated = typed(applying, institution)
    for _each in range(2):
        file = SimpleUploadedFile("现场检查记录.pdf", PDF, "application/pdf")
        applying.post(to("apply_score", institution.pk), stated | {"uploads": file})
    assert CreditEvent.objects.count() == 1


def test_who_has_both_posts_does_not_review_what_they_applied_for(officer):
    both = officer(Power.CREDIT_APPLY, Power.CREDIT_REVIEW, username="quan", name="全能")
    institution = an_institution()
    both.post(to("apply_score", institution.pk), typed(both, institution))
    event = CreditEvent.objects.get()
    assert "须由另一人审核" in text_of(both, "event", event.pk)
    both.post(to("review_score", event.pk), {"decision": "approve"})
    assert CreditEvent.objects.get().status == "applied"
    both.post(to("withdraw_score", event.pk), {"because": "填写有误"})
    assert CreditEvent.objects.get().status == "withdrawn"


def test_what_is_not_scored_says_why(judging):
    event = applied(an_institution())
    judging.post(to("review_score", event.pk), {"decision": "reject", "because": ""})
    assert "请填写原因" in judging.page.text
    judging.post(to("review_score", event.pk), {"decision": "reject", "because": "证据不足"})
    assert CreditEvent.objects.get().status == "refused"
    assert "证据不足" in text_of(judging, "event", event.pk)


def test_an_objection_is_decided_by_a_third_person(judging, applying):
    event = scored(an_institution())
    objected(event)
    assert "该房源并非本机构发布" in text_of(applying, "event", event.pk)
    assert "有此权限的人员：查明" in applying.page.text
    assert event.organisation.name in text_of(judging, "objections")
    judging.post(to("decide_objection", event.pk), {"decision": "approve", "because": "证据有误"})
    event.refresh_from_db()
    assert event.status == "annulled"
    assert "没有待处理的异议" in text_of(judging, "objections")


def test_an_event_without_objection_has_nothing_to_decide(judging):
    event = scored(an_institution())
    answer = judging.post(to("decide_objection", event.pk), {"decision": "approve", "because": "x"})
    assert answer.status_code == 200
    event.refresh_from_db()
    assert event.status == "effective"


def test_what_follows_a_threshold_is_done_and_noted(judging):
    scored(an_institution(), "R21")
    measure = Measure.objects.order_by("threshold").first()
    assert str(measure.get_action_display()) in text_of(judging, "measures")
    judging.post(to("carry_out", measure.pk), {"note": ""})
    assert Measure.objects.get(pk=measure.pk).status == "open"
    judging.post(to("carry_out", measure.pk), {"note": "已约谈"})
    assert Measure.objects.get(pk=measure.pk).note == "已约谈"
    assert judging.get(to("carry_out", measure.pk)).status_code == 404


def test_events_are_found_by_words_rule_state_and_cycle(applying):
    event = scored(an_institution())
    for ask, count in [
        ("text=安家", 1),
        ("text=别家", 0),
        ("rule_code=r05&status=effective", 1),
        ("year=2025", 0),
        ("year=2026", 1),
    ]:
        applying.get(to("events", ask=ask))
        links = [a.get("href") for a in applying.page.all("a")]
        assert links.count(to("event", event.pk)) == count, ask


def test_evidence_is_there_for_officers_of_credit_only(applying, entering):
    applied(an_institution())
    evidence = Evidence.objects.get()
    assert applying.get(to("evidence", evidence.pk)).content == PDF
    assert entering.get(to("evidence", evidence.pk)).status_code == 403
    assert applying.get(to("evidence", 999)).status_code == 404
    assert AccessRefused.objects.count() == 1
