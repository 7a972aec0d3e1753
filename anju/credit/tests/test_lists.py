from datetime import date

import pytest
from django.db import IntegrityError, transaction

from anju.agencies.tests.offices import a_branch, a_paper, an_institution, refused
from anju.core.actions import import_calendar_year
from anju.core.actors import CLOCK
from anju.core.calendar import Arrangement
from anju.core.queries import history_of
from anju.credit import actions, jobs, queries
from anju.credit.models import ListEntry
from anju.credit.rules import Refusal
from anju.credit.tests.scoring import (
    APPLYING,
    DECIDER,
    KEEPER,
    OTHER_REVIEWER,
    a_black_entry,
    objected,
    own,
    scored,
)
from anju.notices.models import Notice
from anju.people.rules import Refusal as PeopleRefusal

pytestmark = pytest.mark.django_db


def black(institution):
    return ListEntry.objects.get(organisation=institution.organisation_id, kind="black")


def moves(entry):
    return [event.move for event in history_of(entry)]


@pytest.mark.covers("CRD-04")
def test_twelve_points_propose_the_black_list_once():
    institution = an_institution()
    scored(institution, "R10")
    assert ListEntry.objects.count() == 0
    scored(institution, "R11")
    scored(institution, "R05")
    entry = black(institution)
    assert (entry.status, entry.ground, entry.year, entry.proposed_by) == (
        "proposed",
        "points",
        2026,
        "clock",
    )
    assert not queries.is_blacklisted(institution.organisation_id)
    assert list(queries.entries_seen_by(own(entry))) == []
    assert list(queries.entries_to_notify(KEEPER)) == [entry]


@pytest.mark.covers("CRD-04")
def test_forging_and_absconding_propose_the_black_list_at_once_and_for_three_years(days):
    institution = an_institution()
    entry = a_black_entry(days, institution)
    assert (entry.ground, entry.basis) == ("serious_rule", "R21 伪造材料、一房多租")
    assert (str(entry.published_on), str(entry.valid_until)) == ("2026-11-10", "2029-11-10")
    assert queries.is_blacklisted(institution.organisation_id)


@pytest.mark.covers("CRD-03")
def test_nobody_is_blacklisted_before_they_were_told_and_heard(days):
    institution = an_institution()
    scored(institution, "R21")
    entry = black(institution)
    decide = {"entry_id": entry.pk, "because": "事实清楚", "by": DECIDER}
    assert refused(actions.publish_entry, **decide).code == Refusal.NOT_NOTICED
    for _ in range(2):
        actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    entry.refresh_from_db()
    assert str(entry.statement_until) == "2026-11-09"
    told = Notice.objects.get(kind="list_noticed")
    assert (told.organisation_id, told.facts["until"]) == (entry.organisation_id, "2026-11-09")
    days.be("2026-11-09")
    refusal = refused(actions.publish_entry, **decide)
    assert refusal.code == Refusal.STATEMENT_RUNS
    assert list(queries.entries_to_decide(DECIDER)) == []
    days.be("2026-11-10")
    assert list(queries.entries_to_decide(DECIDER)) == [entry]
    for _ in range(2):
        actions.publish_entry(**decide)
    assert moves(entry) == ["notify", "publish"]
    assert Notice.objects.filter(kind="list_published").count() == 1


@pytest.mark.covers("CRD-03")
def test_who_has_made_a_statement_may_be_decided_on_at_once():
    institution = an_institution()
    scored(institution, "R21")
    entry = black(institution)
    state = {"entry_id": entry.pk, "text": "材料并非本机构伪造", "by": own(entry)}
    assert refused(actions.state_on_entry, **state).code == Refusal.NOT_NOTICED
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    for _ in range(2):
        actions.state_on_entry(**state)
    assert refused(actions.state_on_entry, **(state | {"text": "再说"})).code == (
        Refusal.STATED_ALREADY
    )
    other = own(black_of_another())
    assert refused(actions.state_on_entry, **(state | {"by": other})).code == Refusal.NOT_YOURS
    actions.reject_entry(entry_id=entry.pk, because="申辩成立", by=DECIDER)
    entry.refresh_from_db()
    assert entry.status == "rejected"
    assert Notice.objects.get(kind="list_rejected").facts["because"] == "申辩成立"
    actions.reject_entry(entry_id=entry.pk, because="申辩成立", by=DECIDER)


def black_of_another():
    other = an_institution()
    scored(other, "R22")
    return black(other)


def test_a_statement_comes_in_time(days):
    entry = black_of_another()
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    days.be("2026-11-10")
    refusal = refused(actions.state_on_entry, entry_id=entry.pk, text="不服", by=own(entry))
    assert refusal.code == Refusal.STATEMENT_OVER


@pytest.mark.covers("CRD-03")
def test_whoever_proposed_or_notified_does_not_decide(days):
    entry = black_of_another()
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    days.be("2026-11-10")
    for work in (actions.publish_entry, actions.reject_entry):
        code = refused(work, entry_id=entry.pk, because="x", by=KEEPER).code
        assert code == Refusal.SAME_PERSON
    assert list(queries.entries_to_decide(KEEPER)) == []
    for change in ({"decided_by": "mingdan"}, {"decided_by": "clock"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ListEntry.objects.filter(pk=entry.pk).update(**change)
    court = actions.propose_by_court(
        organisation_id=an_institution().organisation_id,
        reason="非法集资",
        basis="（2026）京0105刑初1号",
        by=DECIDER,
    )
    actions.notify_entry(entry_id=court.pk, by=KEEPER)
    days.be("2026-11-18")
    assert refused(actions.publish_entry, entry_id=court.pk, because="x", by=DECIDER).code == (
        Refusal.SAME_PERSON
    )


def test_what_a_court_found_is_proposed_with_its_judgment():
    organisation_id = an_institution().organisation_id
    stated = {
        "organisation_id": organisation_id,
        "reason": "非法集资",
        "basis": "（2026）京0105刑初1号",
        "by": KEEPER,
    }
    assert refused(actions.propose_by_court, **(stated | {"basis": " "})).code == (
        Refusal.BASIS_MISSING
    )
    entry = actions.propose_by_court(**stated)
    assert actions.propose_by_court(**stated) == entry
    assert refused(actions.propose_by_court, **(stated | {"reason": "别的"})).code == (
        Refusal.LISTED_ALREADY
    )
    assert refused(actions.propose_by_court, **(stated | {"by": APPLYING})).code == (
        PeopleRefusal.POWER_MISSING
    )


@pytest.mark.covers("CRD-04")
def test_a_blacklisted_enterprise_may_not_sign_until_its_last_day_is_over(days):
    entry = a_black_entry(days)
    refusal = refused(queries.check_may_sign, organisation_id=entry.organisation_id)
    assert refusal.code == Refusal.BLACKLISTED
    assert entry.name in refusal.message and "2029-11-10" in refusal.message
    assert set(queries.blacklisted([entry.organisation_id, 0])) == {entry.organisation_id}
    days.moment = days.moment.replace(year=2029)
    assert queries.is_blacklisted(entry.organisation_id)
    days.moment = days.moment.replace(day=11)
    assert not queries.is_blacklisted(entry.organisation_id)
    queries.check_may_sign(entry.organisation_id)
    assert list(queries.entries_published()) == []
    jobs.end_the_day(days.moment.date().replace(day=10))
    entry.refresh_from_db()
    assert (entry.status, str(entry.ended_on)) == ("expired", "2029-11-10")
    assert Notice.objects.filter(kind="list_ended").count() == 1
    assert not actions.expire_entry(entry_id=entry.pk, by=CLOCK)


@pytest.mark.covers("CRD-04")
def test_a_branch_is_blacklisted_with_its_head_office_and_not_the_other_way_round(days):
    head = an_institution()
    branch, plain = a_branch(head), an_institution()
    a_black_entry(days, head)
    assert queries.is_blacklisted(branch.organisation_id)
    assert not queries.is_blacklisted(plain.organisation_id)
    other = an_institution()
    of_other = a_branch(other, name="北京乐居住房租赁有限公司海淀分公司")
    actions.propose_by_court(
        organisation_id=of_other.organisation_id, reason="集资", basis="刑初1号", by=KEEPER
    )
    entry = black(of_other)
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    days.be("2026-11-18")
    actions.publish_entry(entry_id=entry.pk, because="事实清楚", by=DECIDER)
    assert queries.is_blacklisted(of_other.organisation_id)
    assert not queries.is_blacklisted(other.organisation_id)


@pytest.mark.covers("CRD-03")
def test_an_entry_is_removed_with_a_reason_by_two(days):
    entry = a_black_entry(days)
    ask = {"entry_id": entry.pk, "ground": "revoked", "because": "处罚决定已撤销", "by": KEEPER}
    for _ in range(2):
        actions.ask_removal(**ask)
    entry.refresh_from_db()
    assert (entry.status, str(entry.remove_until)) == ("removal_asked", "2026-11-13")
    assert queries.is_blacklisted(entry.organisation_id)
    assert list(queries.removals_to_decide(KEEPER)) == []
    assert list(queries.removals_to_decide(DECIDER)) == [entry]
    remove = {"entry_id": entry.pk, "because": "核实无误"}
    assert refused(actions.remove_entry, **remove, by=KEEPER).code == Refusal.SAME_PERSON
    with pytest.raises(IntegrityError), transaction.atomic():
        ListEntry.objects.filter(pk=entry.pk).update(removed_by="mingdan")
    for _ in range(2):
        actions.remove_entry(**remove, by=DECIDER)
    assert not queries.is_blacklisted(entry.organisation_id)
    assert list(queries.entries_published()) == []
    assert [e.because for e in history_of(entry)][-2:] == ["处罚决定已撤销", "核实无误"]


@pytest.mark.covers("CRD-03")
def test_an_early_repair_needs_six_months_proof_and_nothing_new(days):
    entry = a_black_entry(days)
    by = own(entry)

    def repair(**changes):
        stated = {"entry_id": entry.pk, "ground": "repaired", "because": "已完成整改", "by": by}
        return actions.ask_removal(**(stated | changes))

    refusal = refused(repair, file_ids=[a_paper(by)])
    assert (refusal.code, str(refusal.facts["from_on"])) == (Refusal.TOO_EARLY, "2027-05-10")
    days.be("2027-05-10")
    assert refused(repair).code == Refusal.EVIDENCE_MISSING
    assert refused(repair, file_ids=[987654]).code == Refusal.FILE_UNKNOWN
    assert refused(repair, file_ids=list(range(21))).code == Refusal.TOO_MANY_FILES
    assert refused(repair, ground="revoked").code == Refusal.NOT_YOURS
    assert refused(repair, ground="whim").code == Refusal.UNKNOWN_CHOICE
    assert repair(file_ids=[a_paper(by)]).status == "removal_asked"
    actions.keep_entry(entry_id=entry.pk, because="整改不到位", by=DECIDER)
    entry.refresh_from_db()
    assert entry.status == "published"
    scored(an_institution_of(entry), "R02")
    days.be("2027-05-11")
    assert refused(repair, file_ids=[a_paper(by)]).code == Refusal.NEW_EVENT


def an_institution_of(entry):
    return entry.organisation.institution


@pytest.mark.covers("CRD-03")
def test_a_place_whose_ground_was_annulled_is_to_be_removed_within_three_working_days(days):
    institution = an_institution()
    event = scored(institution, "R21")
    objection = objected(event)
    entry = black(institution)
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    days.be("2026-11-10")
    actions.publish_entry(entry_id=entry.pk, because="事实清楚", by=DECIDER)
    actions.uphold_objection(objection_id=objection.pk, because="属实", by=OTHER_REVIEWER)
    entry.refresh_from_db()
    assert (entry.status, entry.removal_ground) == ("removal_asked", "revoked")
    assert str(entry.remove_until) == "2026-11-13"
    actions.remove_entry(entry_id=entry.pk, because="依据已撤销", by=KEEPER)
    assert not queries.is_blacklisted(institution.organisation_id)


def test_a_proposal_falls_with_its_ground_and_stays_while_the_points_are_still_reached():
    institution = an_institution()
    first, second = scored(institution, "R10"), scored(institution, "R11")
    third = scored(institution, "R16")
    entry = black(institution)
    for event, status in ((first, "proposed"), (second, "dropped")):
        objection = objected(event)
        actions.uphold_objection(objection_id=objection.pk, because="属实", by=OTHER_REVIEWER)
        entry.refresh_from_db()
        assert entry.status == status
    assert third.status == "effective"


# What others read and ask


@pytest.mark.covers("CRD-05")
def test_the_public_reads_name_code_list_reason_basis_and_days_and_nothing_else(days):
    entry = a_black_entry(days, an_institution(name="北京安家住房租赁有限公司"))
    [shown] = queries.entries_found(queries.entries_published(), text="安家", kind="black")
    assert shown == entry
    assert shown.get_deferred_fields() >= {"statement", "proposed_by", "decided_by", "noticed_by"}
    assert list(queries.entries_found(queries.entries_published(), kind="red")) == []
    assert list(queries.entries_found(queries.entries_published(), uscc=entry.uscc)) == [entry]
    assert list(queries.entries_found(queries.entries_seen_by(KEEPER), status="published")) == [
        entry
    ]


@pytest.mark.covers("CRD-04")
def test_releases_of_a_blacklisted_enterprise_are_proposed_to_be_held_until_that_is_heeded(days):
    assert queries.holds_to_propose(10) == []
    entry = a_black_entry(days)
    assert queries.holds_to_propose(10) == [entry]
    for _ in range(2):
        actions.heed_hold(entry_id=entry.pk, by=CLOCK)
    assert queries.holds_to_propose(10) == []


def test_a_new_calendar_makes_deadlines_later_and_never_earlier(days):
    institution = an_institution()
    event = scored(institution, "R21")
    objection = objected(event)
    actions.notify_entry(entry_id=black(institution).pk, by=KEEPER)
    holiday = date(2026, 11, 5)
    days_off = [Arrangement(holiday, False, "临时放假")]
    import_calendar_year(year=2026, days=days_off, official=True, source="test", by=CLOCK)
    assert jobs.end_the_day(holiday.replace(day=1))["deadlines_moved"] == 3
    event.refresh_from_db()
    objection.refresh_from_db()
    assert (str(event.object_until), str(objection.decide_until)) == ("2026-11-17", "2026-11-17")
    assert str(black(institution).statement_until) == "2026-11-10"
    worked = [Arrangement(holiday.replace(day=7), True, "补班"), *days_off]
    import_calendar_year(year=2026, days=worked, official=True, source="test", by=CLOCK)
    assert actions.compute_deadlines_again(by=CLOCK) == 0
