"""What a page offers is what the action then does, and nothing else."""

import pytest

from anju.agencies.tests.offices import an_institution
from anju.core.actors import NOBODY
from anju.credit import actions, queries
from anju.credit.models import ListEntry
from anju.credit.tests.scoring import (
    APPLYING,
    BOTH,
    DECIDER,
    KEEPER,
    OTHER_REVIEWER,
    REVIEWING,
    applied,
    objected,
    own,
    scored,
)

pytestmark = pytest.mark.django_db


@pytest.mark.covers("CRD-01")
def test_what_can_be_done_with_an_event_and_by_whom(days):
    event = applied(an_institution())
    offers = queries.acts_on_event
    assert offers(event, APPLYING) == {"withdraw_application"}
    assert offers(event, REVIEWING) == {"accept_score", "refuse_score"}
    assert offers(event, own(event)) == offers(event, NOBODY) == frozenset()
    event = actions.accept_score(event_id=event.pk, by=REVIEWING)
    assert offers(event, own(event)) == {"object_to_score"}
    assert offers(event, OTHER_REVIEWER) == frozenset()
    objected(event)
    assert offers(event, own(event)) == frozenset()
    assert offers(event, REVIEWING) == frozenset()
    assert offers(event, OTHER_REVIEWER) == {"uphold_objection", "dismiss_objection"}
    late = scored(an_institution())
    days.be("2026-11-17")
    assert offers(late, own(late)) == frozenset()
    assert offers(applied(an_institution(), by=BOTH), BOTH) == {"withdraw_application"}


@pytest.mark.covers("CRD-03")
def test_what_can_be_done_with_a_place_on_a_list_and_by_whom(days):
    scored(an_institution(), "R21")
    entry, offers = ListEntry.objects.get(), queries.acts_on_entry
    assert offers(entry, KEEPER) == {"notify_entry", "reject_entry"}
    assert offers(entry, APPLYING) == frozenset()
    entry = actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    assert offers(entry, KEEPER) == frozenset()
    assert offers(entry, DECIDER) == {"reject_entry"}
    assert offers(entry, own(entry)) == {"state_on_entry"}
    days.be("2026-11-10")
    assert offers(entry, own(entry)) == frozenset()
    assert offers(entry, DECIDER) == {"reject_entry", "publish_entry"}
    entry = actions.publish_entry(entry_id=entry.pk, because="事实清楚", by=DECIDER)
    assert offers(entry, KEEPER) == {"ask_removal"}
    assert offers(entry, own(entry)) == frozenset()
    days.be("2027-05-10")
    assert offers(entry, own(entry)) == {"ask_removal"}
    entry = actions.ask_removal(entry_id=entry.pk, ground="revoked", because="撤销", by=KEEPER)
    assert offers(entry, KEEPER) == frozenset()
    assert offers(entry, DECIDER) == {"remove_entry", "keep_entry"}
