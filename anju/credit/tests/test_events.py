import pytest
from django.db import IntegrityError, transaction

from anju.agencies.tests.offices import a_paper, an_institution, refused
from anju.core.actors import Actor
from anju.core.queries import history_of
from anju.credit import actions, queries
from anju.credit.actions.standard import terms_of
from anju.credit.models import CreditEvent, CreditTotal, ListEntry, Measure
from anju.credit.rules import COUNTED, Refusal
from anju.credit.terms import RuleTerms
from anju.credit.tests.scoring import (
    APPLYING,
    BOTH,
    KEEPER,
    OF_RULES,
    OTHER_REVIEWER,
    REVIEWING,
    a_rule,
    applied,
    objected,
    own,
    scored,
)
from anju.notices.models import Notice
from anju.people.rules import Refusal as PeopleRefusal

pytestmark = pytest.mark.django_db
STRANGER = Actor("organisation 999", "tenant_web", organisation_id=999)


def totals_agree():
    """Every total is the sum of the events that stand in its cycle."""
    for total in CreditTotal.objects.all():
        events = CreditEvent.objects.filter(
            organisation=total.organisation, year=total.year, status__in=COUNTED
        ).select_related("rule")
        standing = [e for e in events if e.status == "effective" or queries.ran_to_the_end(e)]
        demerits = sum(e.points for e in standing if e.is_demerit)
        merits = sum(e.points for e in standing if not e.is_demerit)
        if (total.demerits, total.merits) != (demerits, merits):
            return False
    return True


@pytest.mark.covers("CRD-01")
def test_a_scoring_counts_after_another_officer_reviewed_it_and_the_institution_is_told():
    institution = an_institution()
    event = applied(institution, "R05")
    assert event.status == "applied"
    assert queries.standing_of(institution.organisation_id).points == 0
    assert list(queries.events_seen_by(own(event))) == []

    actions.accept_score(event_id=event.pk, by=REVIEWING)
    actions.accept_score(event_id=event.pk, by=REVIEWING)
    event.refresh_from_db()
    assert (event.status, event.year, str(event.effective_on)) == ("effective", 2026, "2026-11-02")
    assert (str(event.object_until), str(event.expires_on)) == ("2026-11-16", "2026-12-31")
    assert queries.standing_of(institution.organisation_id).points == 2
    assert [e.move for e in history_of(event)] == ["take_effect"]
    told = Notice.objects.get(kind="credit_scored")
    assert told.organisation_id == institution.organisation_id
    assert told.facts == {
        "rule": "R05",
        "item": "发布没有核验码的房源",
        "operation": "记分",
        "points": "2",
        "total": "2",
        "until": "2026-11-16",
    }
    assert list(queries.events_seen_by(own(event))) == [event]
    assert totals_agree()


@pytest.mark.covers("CRD-01")
def test_nobody_reviews_their_own_application():
    event = applied(an_institution(), by=BOTH)
    assert refused(actions.accept_score, event_id=event.pk, by=BOTH).code == Refusal.SAME_PERSON
    code = refused(actions.refuse_score, event_id=event.pk, because="不符", by=BOTH).code
    assert code == Refusal.SAME_PERSON
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditEvent.objects.filter(pk=event.pk).update(reviewed_by="quan")
    assert list(queries.events_to_review(BOTH)) == []
    assert list(queries.events_to_review(REVIEWING)) == [event]
    assert CreditTotal.objects.count() == 0


def test_each_step_needs_its_power():
    institution = an_institution()
    event = applied(institution)
    assert refused(applied, institution=institution, by=REVIEWING).code == (
        PeopleRefusal.POWER_MISSING
    )
    code = refused(actions.accept_score, event_id=event.pk, by=APPLYING).code
    assert code == PeopleRefusal.POWER_MISSING
    assert list(queries.events_seen_by(STRANGER)) == []
    assert list(queries.events_to_review(APPLYING)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"points": 4}, Refusal.POINTS_NOT_A_STEP),
        ({"points": 3}, Refusal.POINTS_NEED_REASON),
        ({"file_ids": []}, Refusal.EVIDENCE_MISSING),
        ({"file_ids": [987654]}, Refusal.FILE_UNKNOWN),
        ({"file_ids": list(range(1, 23))}, Refusal.TOO_MANY_FILES),
    ],
)
def test_an_application_states_what_happened_and_proves_it(changes, code):
    assert refused(applied, institution=an_institution(), **changes).code == code
    assert CreditEvent.objects.count() == 0


def test_nothing_is_scored_that_has_not_happened_yet(days):
    tomorrow = days.moment.date().replace(day=3)
    code = refused(applied, institution=an_institution(), happened_on=tomorrow).code
    assert code == Refusal.HAPPENED_IN_FUTURE


def test_other_points_than_suggested_need_a_reason():
    event = scored(an_institution(), "R05", points=3, points_because="屡次发布")
    assert (event.points, event.points_because) == (3, "屡次发布")


@pytest.mark.covers("CRD-01")
def test_the_same_key_is_the_same_application_and_with_other_content_refused():
    institution = an_institution()
    first = applied(institution, key="form-1", facts="一处房源")
    assert applied(institution, key="form-1", facts="一处房源") == first
    code = refused(applied, institution=institution, key="form-1", facts="两处房源").code
    assert code == Refusal.KEY_REUSED
    assert CreditEvent.objects.count() == 1


def test_an_application_is_withdrawn_by_who_made_it_or_refused():
    institution = an_institution()
    event, other = applied(institution), applied(institution)
    code = refused(actions.withdraw_application, event_id=event.pk, because="x", by=BOTH).code
    assert code == Refusal.NOT_THE_APPLICANT
    for _ in range(2):
        actions.withdraw_application(event_id=event.pk, because="录错", by=APPLYING)
        actions.refuse_score(event_id=other.pk, because="证据不足", by=REVIEWING)
    event.refresh_from_db()
    other.refresh_from_db()
    assert (event.status, other.status) == ("withdrawn", "refused")
    assert CreditTotal.objects.count() == 0


def test_what_an_application_says_never_changes_in_the_database():
    event = applied(an_institution())
    for change in ({"points": 12}, {"facts": "别的"}, {"applied_by": "别人"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CreditEvent.objects.filter(pk=event.pk).update(**change)


@pytest.mark.covers("CRD-01")
def test_an_institution_objects_within_ten_working_days_and_meanwhile_the_points_count(days):
    event = scored(an_institution())
    days.be("2026-11-16")
    objection = objected(event)
    assert objected(event) == objection
    assert str(objection.decide_until) == "2026-11-30"
    assert queries.standing_of(event.organisation_id).points == 2
    code = refused(
        actions.object_to_score, event_id=event.pk, text="换一个说法", by=own(event)
    ).code
    assert code == Refusal.OBJECTED_ALREADY
    late = scored(an_institution())
    days.be("2026-12-01")
    refusal = refused(actions.object_to_score, event_id=late.pk, text="不服", by=own(late))
    assert refusal.code == Refusal.TOO_LATE
    assert str(refusal.facts["until"]) == "2026-11-30"


def test_only_the_institution_itself_objects_and_only_to_what_counts():
    event, waiting = scored(an_institution()), applied(an_institution())
    for by in (
        own(waiting),
        STRANGER,
        Actor("x", "tenant_web", organisation_id=event.organisation_id),
    ):
        code = refused(actions.object_to_score, event_id=event.pk, text="不服", by=by).code
        assert code == Refusal.NOT_YOURS
    code = refused(actions.object_to_score, event_id=waiting.pk, text="不服", by=own(waiting)).code
    assert code == Refusal.NOT_COUNTED


@pytest.mark.covers("CRD-01")
def test_an_objection_is_decided_by_somebody_who_had_nothing_to_do_with_the_event():
    event = scored(an_institution(), "R10")
    objection = objected(event)
    for by in (REVIEWING, Actor("shenqing", "authority", BOTH.may)):
        code = refused(
            actions.uphold_objection, objection_id=objection.pk, because="属实", by=by
        ).code
        assert code == Refusal.SAME_PERSON
        assert list(queries.objections_to_decide(by)) == []
    assert list(queries.objections_to_decide(OTHER_REVIEWER)) == [objection]
    for name in ("shenqing", "shencha"):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(objection).objects.filter(pk=objection.pk).update(decided_by=name)
    assert Measure.objects.filter(status="open").count() == 2
    for _ in range(2):
        actions.uphold_objection(objection_id=objection.pk, because="属实", by=OTHER_REVIEWER)
    event.refresh_from_db()
    assert event.status == "annulled"
    assert queries.standing_of(event.organisation_id).points == 0
    assert Measure.objects.filter(status="lapsed").count() == 2
    assert Notice.objects.filter(kind="credit_objection_upheld").count() == 1
    assert totals_agree()


def test_a_dismissed_objection_leaves_the_event_as_it_is():
    event = scored(an_institution())
    objection = objected(event)
    for _ in range(2):
        actions.dismiss_objection(objection_id=objection.pk, because="证据充分", by=OTHER_REVIEWER)
    event.refresh_from_db()
    assert event.status == "effective"
    told = Notice.objects.get(kind="credit_objection_dismissed")
    assert told.facts == {"rule": "R05", "because": "证据充分"}


@pytest.mark.covers("CRD-04")
def test_thresholds_open_what_follows_once_each():
    institution = an_institution()
    scored(institution, "R05")
    assert Measure.objects.count() == 0
    scored(institution, "R02")
    assert [(m.threshold, m.action) for m in Measure.objects.all()] == [(3, "talk")]
    scored(institution, "R10")
    assert set(Measure.objects.values_list("threshold", flat=True)) == {3, 6}
    [talk, _other] = queries.measures_open(REVIEWING)
    for _ in range(2):
        actions.carry_out_measure(measure_id=talk.pk, note="已约谈", by=REVIEWING)
    assert [m.threshold for m in queries.measures_open(REVIEWING)] == [6]
    scored(institution, "R02")
    assert Measure.objects.count() == 2
    assert list(queries.measures_open(APPLYING)) == []
    assert queries.standing_of(institution.organisation_id).grade == "C"
    assert Notice.objects.filter(kind="credit_threshold").count() == 2


def test_what_is_to_ones_credit_makes_up_for_points_and_for_no_more():
    institution = an_institution()
    scored(institution, "G01")
    scored(institution, "G01")
    assert queries.standing_of(institution.organisation_id).points == 0
    scored(institution, "R05")
    scored(institution, "R02")
    standing = queries.standing_of(institution.organisation_id)
    assert (standing.points, standing.grade) == (1, "A")
    assert Measure.objects.count() == 0


@pytest.mark.covers("CRD-04")
def test_a_new_year_begins_at_nothing_and_the_old_one_keeps_its_history(days):
    institution = an_institution()
    event = scored(institution, "R10")
    days.be("2027-01-04")
    event.refresh_from_db()
    assert event.status == "expired"
    assert queries.standing_of(institution.organisation_id).points == 0
    assert queries.standing_of(institution.organisation_id, 2026).points == 6
    assert list(queries.events_found(REVIEWING, year=2026)) == [event]
    scored(institution, "R05")
    assert queries.standing_of(institution.organisation_id).points == 2
    assert totals_agree()


def test_a_rule_may_set_a_shorter_time(days):
    rule = a_rule("R05")
    short = RuleTerms(**(terms_of(rule).__dict__ | {"validity_months": 1}))
    actions.revise_rule(rule_id=rule.pk, terms=short, by=OF_RULES)
    event = scored(an_institution(), "R05")
    assert str(event.expires_on) == "2026-12-02"
    days.be("2026-12-02")
    assert queries.standing_of(event.organisation_id).points == 2
    days.be("2026-12-03")
    assert queries.standing_of(event.organisation_id).points == 0
    assert not actions.expire_event(event_id=event.pk, by=KEEPER)
    assert totals_agree()


def test_an_objection_upheld_after_the_cycle_takes_its_points_out_of_that_cycle(days):
    event = scored(an_institution(), "R10")
    objection = objected(event)
    days.be("2027-01-04")
    actions.uphold_objection(objection_id=objection.pk, because="属实", by=OTHER_REVIEWER)
    event.refresh_from_db()
    assert event.status == "annulled"
    assert queries.standing_of(event.organisation_id, 2026).points == 0
    assert totals_agree()


@pytest.mark.covers("CRD-01")
def test_scorings_are_searched_by_institution_rule_state_and_cycle():
    first = an_institution(name="北京安家住房租赁有限公司")
    other = an_institution(name="北京乐居住房租赁有限公司")
    one, two = scored(first, "R05"), applied(other, "R10")
    found = queries.events_found
    for search, wanted in (
        ({"text": "安家"}, [one]),
        ({"organisation_id": other.organisation_id}, [two]),
        ({"rule_code": "r10"}, [two]),
        ({"status": "effective"}, [one]),
        ({"year": 2026}, [one]),
        ({"text": "北京"}, [two, one]),
    ):
        assert list(found(REVIEWING, **search)) == wanted
    totals = list(queries.totals_seen_by(REVIEWING, 2026))
    assert [(t.organisation_id, t.points) for t in totals] == [(first.organisation_id, 2)]
    assert list(queries.totals_seen_by(own(two), 2026)) == []
    assert queries.totals_seen_by(own(one), 2026).count() == 1


def test_evidence_stays_with_the_event_and_says_whose_it_is():
    event = scored(an_institution())
    by = own(event)
    actions.object_to_score(
        event_id=event.pk, text="不服", file_ids=[a_paper(by, "说明.pdf")], by=by
    )
    assert [(e.by_institution, e.file.name) for e in event.evidence.order_by("pk")] == [
        (False, "现场检查记录.pdf"),
        (True, "说明.pdf"),
    ]
    assert ListEntry.objects.count() == 0
