"""Two at the same moment: points are counted once each, what follows begins once, a list is decided once."""

from functools import partial

import pytest

from anju.agencies.tests.offices import a_paper, an_institution
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.credit import actions, queries
from anju.credit.models import CreditEvent, CreditTotal, ListEntry, Measure, Objection
from anju.credit.tests.scoring import (
    APPLYING,
    DECIDER,
    KEEPER,
    OTHER_REVIEWER,
    REVIEWING,
    applied,
    objected,
    own,
    scored,
)
from anju.tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
THIRD = Actor("disan", "authority", DECIDER.may)


def refusals(results):
    return [str(result.code) for result in results if isinstance(result, Refused)]


@pytest.mark.covers("CRD-01")
def test_the_same_application_five_times_at_once_is_one():
    institution, paper = an_institution(), a_paper(APPLYING)
    results = together(*[partial(applied, institution, key="form-1", file_ids=[paper])] * 5)
    assert refusals(results) == []
    assert {event.pk for event in results} == {CreditEvent.objects.get().pk}
    assert CreditEvent.objects.get().evidence.count() == 1


@pytest.mark.covers("CRD-01", "CRD-04")
def test_scorings_of_one_institution_reviewed_at_once_all_count_and_what_follows_begins_once():
    institution = an_institution()
    events = [applied(institution, "R10") for _ in range(3)]
    results = together(
        *[
            partial(actions.accept_score, event_id=event.pk, by=by)
            for event in events
            for by in (REVIEWING, OTHER_REVIEWER)
        ]
    )
    assert refusals(results) == []
    assert queries.standing_of(institution.organisation_id).points == 18
    assert CreditTotal.objects.count() == 1
    assert sorted(Measure.objects.values_list("threshold", flat=True)) == [3, 6, 12]
    assert ListEntry.objects.filter(kind="black").count() == 1


@pytest.mark.covers("CRD-01")
def test_an_objection_is_made_once_and_decided_once():
    event = scored(an_institution(), "R10")
    together(*[partial(objected, event)] * 4)
    objection = Objection.objects.get()
    decide = {"objection_id": objection.pk, "because": "复核", "by": OTHER_REVIEWER}
    results = together(
        *[partial(actions.uphold_objection, **decide), partial(actions.dismiss_objection, **decide)]
        * 2
    )
    objection.refresh_from_db()
    assert refusals(results) == ["wrong_status"] * 2
    points = queries.standing_of(event.organisation_id).points
    assert points == (0 if objection.status == "upheld" else 6)


@pytest.mark.covers("CRD-03")
def test_a_place_on_the_list_is_published_or_rejected_and_not_both():
    scored(an_institution(), "R21")
    entry = ListEntry.objects.get()
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    actions.state_on_entry(entry_id=entry.pk, text="不服", by=own(entry))
    results = together(
        partial(actions.publish_entry, entry_id=entry.pk, because="清楚", by=DECIDER),
        partial(actions.reject_entry, entry_id=entry.pk, because="不清", by=THIRD),
        partial(actions.publish_entry, entry_id=entry.pk, because="清楚", by=THIRD),
    )
    entry.refresh_from_db()
    published = entry.status == "published"
    assert refusals(results) == ["wrong_status"] * (1 if published else 2)
    assert queries.is_blacklisted(entry.organisation_id) == published


@pytest.mark.covers("CRD-04")
def test_two_proposals_at_once_are_one():
    organisation_id = an_institution().organisation_id
    propose = partial(
        actions.propose_by_court,
        organisation_id=organisation_id,
        reason="非法集资",
        basis="刑初1号",
        by=KEEPER,
    )
    assert refusals(together(*[propose] * 4)) == []
    assert ListEntry.objects.count() == 1
