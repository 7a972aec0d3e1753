from datetime import timedelta

import pytest

from anju.core import actions as core
from anju.core.actors import CLOCK
from anju.core.models import Event
from anju.notices import actions, jobs, queries
from anju.notices.models import Attempt, Notice
from anju.notices.rules import PAUSES, TEMPLATES, Status
from anju.people.models import Consent
from anju.people.rules import Office
from anju.tests.world import a_lease

pytestmark = pytest.mark.django_db


def the_notice():
    a_lease()
    return Notice.objects.get(kind="lease_filed")


def try_once(succeeded):
    for notice_id in actions.claim_batch(limit=10, by=CLOCK):
        actions.record_attempt(notice_id=notice_id, succeeded=succeeded, outcome="x", by=CLOCK)


@pytest.mark.covers("CHN-07")
def test_a_message_is_written_with_the_change_that_causes_it_and_sent_once():
    notice = the_notice()
    message = queries.message(notice.pk)
    assert message.to == "13800000001"
    assert "合计28,000.00元" in message.text
    try_once(True)
    try_once(True)
    notice.refresh_from_db()
    assert (notice.status, Attempt.objects.count()) == (Status.SENT, 1)


@pytest.mark.covers("CHN-07")
def test_the_same_cause_is_told_once():
    notice = the_notice()
    for _ in range(3):
        actions.queue(
            key=notice.key, kind=notice.kind, facts={}, person_id=notice.person_id, by=CLOCK
        )
    assert Notice.objects.get().facts == notice.facts


@pytest.mark.covers("CHN-07")
def test_a_failed_message_is_tried_again_ever_less_often_and_then_left_to_a_person():
    notice = the_notice()
    for pause in PAUSES:
        try_once(False)
        assert actions.claim_batch(limit=10, by=CLOCK) == []
        core.advance_clock(seconds=int(pause.total_seconds()) + 1, by=CLOCK)
    try_once(False)
    notice.refresh_from_db()
    assert notice.status == Status.UNDELIVERED
    assert Attempt.objects.filter(succeeded=False).count() == len(PAUSES) + 1
    assert list(queries.undelivered()) == [notice]
    actions.send_again(notice_id=notice.pk, by=CLOCK)
    try_once(True)
    notice.refresh_from_db()
    assert notice.status == Status.SENT
    moves = Event.objects.filter(kind="notices.notice").values_list("move", flat=True)
    assert sorted(moves) == ["give_up", "send", "try_again"]


@pytest.mark.covers("CHN-07")
def test_a_message_claimed_by_a_process_that_died_is_due_again():
    notice = the_notice()
    assert actions.claim_batch(limit=10, by=CLOCK) == [notice.pk]
    assert actions.claim_batch(limit=10, by=CLOCK) == []
    core.advance_clock(seconds=int(PAUSES[0] / timedelta(seconds=1)) + 1, by=CLOCK)
    assert actions.claim_batch(limit=10, by=CLOCK) == [notice.pk]
    assert queries.message(notice.pk).out_id == f"notice-{notice.pk}"


@pytest.mark.covers("CHN-07")
def test_who_read_the_notice_in_english_is_written_to_in_english():
    notice = the_notice()
    Consent.objects.create(
        person_id=notice.person_id,
        version="2026-11",
        language="en",
        accepted_at=notice.queued_at,
        seconds_read=10,
    )
    text = queries.message(notice.pk).text
    assert text.startswith("[Housing Fund Centre] Your lease BA")
    assert "28,000.00 yuan" in text


@pytest.mark.covers("CHN-07")
@pytest.mark.parametrize("kind", TEMPLATES)
def test_both_languages_of_a_template_say_the_same_facts(kind):
    """A fact that is a word stands in English under its name with `_en`."""

    def facts(words):
        return {part.split("}")[0] for part in words.split("{")[1:]}

    chinese, english = facts(TEMPLATES[kind].zh), facts(TEMPLATES[kind].en)
    assert chinese == {fact.removesuffix("_en") for fact in english}
    assert not {fact for fact in chinese if fact.endswith("_en")}
    assert len({fact.removesuffix("_en") for fact in english}) == len(english)


@pytest.mark.covers("CHN-07")
def test_a_message_to_nobodys_number_is_left_to_a_person_without_asking_the_provider():
    lease = a_lease()
    actions.queue(
        key="no number",
        kind="settlement_account_wanted",
        facts={},
        organisation_id=lease.enterprise_id,
        by=CLOCK,
    )
    notice = Notice.objects.get(key="no number")
    for _ in range(2):
        jobs.send(notice.pk)
    notice.refresh_from_db()
    assert (notice.status, notice.log.count()) == (Status.UNDELIVERED, 0)
    [event] = Event.objects.filter(kind="notices.notice", record_id=notice.pk)
    assert (event.move, event.because) == ("give_up", "没有收件号码或者邮箱")


@pytest.mark.covers("CHN-07")
def test_every_office_has_a_mailbox_of_its_own_and_without_one_nobody_else_waits(settings):
    assert set(settings.OFFICE_MAIL) == set(Office.values)
    settings.OFFICE_MAIL = {}
    facts = {"count": "2", "places": "朝阳区2件"}
    actions.queue_for_office(
        key="late", kind="reviews_late", facts=facts, office=Office.CENTRE, by=CLOCK
    )
    other = the_notice()
    for notice_id in actions.claim_batch(limit=10, by=CLOCK):
        jobs.send(notice_id)
    assert Notice.objects.get(key="late").status == Status.UNDELIVERED
    assert other.log.count() == 1
