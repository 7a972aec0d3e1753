"""The red list: who may come on it, who is proposed by the clock, what ends it. (rule C6.3)"""

from datetime import date

import pytest

from anju.agencies.tests.offices import an_institution, refused
from anju.core.actions import import_calendar_year
from anju.core.actors import CLOCK
from anju.core.calendar import Arrangement
from anju.credit import actions, queries
from anju.credit.models import ListEntry
from anju.credit.rules import Refusal
from anju.credit.tests.scoring import DECIDER, KEEPER, scored

pytestmark = pytest.mark.django_db


def in_good_standing(days, **changes):
    """Filed throughout 2027; it is January 2028."""
    institution = an_institution(**changes)
    enter_calendar(2027)
    enter_calendar(2028)
    return institution


def enter_calendar(year):
    first = Arrangement(day=date(year, 1, 1), is_workday=False, name="元旦")
    import_calendar_year(year=year, days=[first], official=False, source="test", by=CLOCK)


@pytest.mark.covers("CRD-04")
def test_a_commended_institution_in_good_standing_comes_on_the_red_list_for_a_year(days):
    institution, plain = in_good_standing(days), an_institution()
    days.be("2027-06-01")
    scored(institution, "G01")
    days.be("2028-01-03")
    entry = ListEntry.objects.get()
    assert (entry.kind, entry.status, entry.year) == ("red", "proposed", 2027)
    assert entry.organisation_id == institution.organisation_id
    actions.publish_entry(entry_id=entry.pk, because="符合条件", by=DECIDER)
    entry.refresh_from_db()
    assert str(entry.valid_until) == "2029-01-03"
    other = actions.propose_red(organisation_id=plain.organisation_id, reason="管理规范", by=KEEPER)
    assert (
        actions.propose_red(organisation_id=plain.organisation_id, reason="管理规范", by=KEEPER)
        == other
    )
    assert list(queries.entries_to_decide(DECIDER)) == [other]
    code = refused(actions.publish_entry, entry_id=other.pk, because="x", by=KEEPER).code
    assert code == Refusal.SAME_PERSON


@pytest.mark.covers("CRD-04")
@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (["R05", "R02"], "该记分周期的信用等级不是A级"),
        (["R04", "G01"], "有单次3分以上的记分"),
        (["R14"], "有成立的投诉"),
    ],
)
def test_who_was_scored_badly_is_not_put_on_the_red_list(days, codes, why):
    institution = in_good_standing(days)
    days.be("2027-06-01")
    for code in codes:
        scored(institution, code)
    days.be("2028-01-03")
    refusal = refused(
        actions.propose_red,
        organisation_id=institution.organisation_id,
        reason="管理规范",
        by=KEEPER,
    )
    assert (refusal.code, refusal.facts["why"]) == (Refusal.NOT_IN_GOOD_STANDING, why)
    assert ListEntry.objects.count() == 0


def test_who_was_not_filed_for_the_whole_cycle_or_is_blacklisted_is_not_put_on_it(days):
    institution = an_institution()
    assert queries.why_not_red(institution.organisation_id, 2026) == (
        "在该记分周期内没有持续有效的机构备案"
    )
    days.be("2026-11-03")
    court = actions.propose_by_court(
        organisation_id=institution.organisation_id, reason="集资", basis="刑初1号", by=KEEPER
    )
    actions.notify_entry(entry_id=court.pk, by=KEEPER)
    days.be("2026-11-11")
    actions.publish_entry(entry_id=court.pk, because="事实清楚", by=DECIDER)
    assert queries.why_not_red(institution.organisation_id, 2027) == "正在黑名单上"


@pytest.mark.covers("CRD-04")
def test_a_serious_event_ends_a_place_on_the_red_list_at_once(days):
    institution = in_good_standing(days)
    days.be("2028-01-03")
    entry = actions.propose_red(
        organisation_id=institution.organisation_id, reason="管理规范", by=KEEPER
    )
    actions.publish_entry(entry_id=entry.pk, because="符合条件", by=DECIDER)
    scored(institution, "R05")
    assert list(queries.entries_published()) == [entry]
    scored(institution, "R04")
    entry.refresh_from_db()
    assert (entry.status, str(entry.ended_on)) == ("dropped", "2028-01-03")
    assert list(queries.entries_published()) == []


def test_only_a_black_entry_is_repaired(days):
    institution = in_good_standing(days)
    days.be("2028-01-03")
    entry = actions.propose_red(
        organisation_id=institution.organisation_id, reason="管理规范", by=KEEPER
    )
    actions.publish_entry(entry_id=entry.pk, because="符合条件", by=DECIDER)
    code = refused(
        actions.ask_removal, entry_id=entry.pk, ground="repaired", because="x", by=KEEPER
    ).code
    assert code == Refusal.NOT_BLACK
