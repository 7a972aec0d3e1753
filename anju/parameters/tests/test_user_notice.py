"""《用户须知》 is settled like all that the city settles; its versions and who accepted them stay as they were."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.core.refusals import Broken
from anju.parameters import actions
from anju.parameters.models import Value
from anju.parameters.reading import kept_notice
from anju.parameters.rules import Refusal
from anju.parameters.tests.settling import APPROVER, PROPOSER, a_notice, a_proposal, settle
from anju.parameters.tests.test_values import refused as refusal_of
from anju.people import actions as people
from anju.people import queries
from anju.people.models import Consent, PublishedNotice
from anju.people.rules import READING_TIME, Power
from anju.people.rules import Refusal as PeopleRefusal
from anju.people.user_notice import ORIGINAL

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-06", "IDN-14")]
CODE = "people.user_notice"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def refused(work, **about):
    return refusal_of(work, **about).code


def a_tenant() -> Actor:
    person = people.sign_in_person(
        subject="s",
        name="张建国",
        id_type="resident_id",
        id_number="11010519491231002X",
        phone="13800000001",
        level=3,
        by=CLOCK,
    )
    return Actor("person", "tenant_web", person_id=person.pk)


def accept(by: Actor, version: str, language: str = "zh-hans") -> Consent:
    shown_at = clock.now() - READING_TIME
    return people.accept_notice(
        version=version, language=language, shown_at=shown_at, ip=None, device="", by=by
    )


def in_days(days: int):
    return clock.today() + timedelta(days=days)


def test_it_counts_from_its_day_on_and_who_accepted_an_older_one_is_asked_again():
    tenant, day = a_tenant(), in_days(2)
    old = accept(tenant, ORIGINAL.version)
    settle(CODE, a_notice("从此可以用数字人民币缴款。", "Digital yuan is taken."), in_days=2)
    advance_clock(days=1, by=CLOCK)
    assert not queries.consent_needed(tenant) and queries.notice_in_force() == ORIGINAL

    advance_clock(days=1, by=CLOCK)

    assert queries.consent_needed(tenant)
    assert refused(accept, by=tenant, version=ORIGINAL.version) == PeopleRefusal.NOTICE_OUTDATED
    present = queries.notice_in_force()
    assert (present.version, present.from_on) == (day.isoformat(), day)
    new = accept(tenant, present.version, "en")
    assert not queries.consent_needed(tenant)
    assert [one.version for one in queries.consents_of(tenant)] == [
        ORIGINAL.version,
        day.isoformat(),
    ]
    for consent, words in ((old, ORIGINAL.chinese), (new, present.english)):
        assert consent.digest == hashlib.sha256(words.encode()).hexdigest()
    assert present.english.endswith("\n\nDigital yuan is taken.\n")


def test_of_two_for_the_same_day_the_later_one_said_stands_and_both_stay_readable():
    for words in ("一", "二"):
        settle(CODE, a_notice(words, "same"), in_days=3)
    day = in_days(3)

    assert queries.notice_in_force(day).version == f"{day}-2"
    assert [one.version for one in queries.notices()] == [f"{day}-2", f"{day}", ORIGINAL.version]
    assert [one.chinese[-2] for one in queries.notices()[:2]] == ["二", "一"]


def test_approved_twice_it_is_published_once_and_its_proposer_cannot():
    value = a_proposal(CODE, a_notice("一", "one"), in_days=1)
    own = Actor("canshuti", "centre", frozenset({Power.CENTRE_PARAMETER_CHECK}), department="")
    refusal = refused(actions.approve_value, value_id=value.pk, by=own)
    assert refusal == Refusal.OWN_PROPOSAL
    for _ in range(2):
        actions.approve_value(value_id=value.pk, by=APPROVER)

    published = PublishedNotice.objects.get()
    assert (published.proposed_by, published.approved_by) == ("canshuti", "canshufu")
    assert published.because == "会议纪要第3号"
    about = {"chinese": published.chinese, "english": published.english, "because": "再次"}
    about |= {"from_on": published.from_on, "proposed_by": "canshuti"}
    assert people.publish_notice(**about, by=APPROVER).version == published.version
    assert refused(people.publish_notice, **about, by=PROPOSER) == PeopleRefusal.POWER_MISSING
    with pytest.raises(Broken), transaction.atomic():
        people.publish_notice(**about, by=own)
    assert PublishedNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("value", "days", "expected"),
    [
        (a_notice("一", "one"), 0, PeopleRefusal.NOTICE_TOO_SOON),
        (kept_notice(ORIGINAL.chinese, ORIGINAL.english), 1, PeopleRefusal.NOTICE_UNCHANGED),
        (a_notice("一\n\n二", "one"), 1, PeopleRefusal.NOTICE_LANGUAGES),
        (kept_notice("没有标题", "# Title\n\none"), 1, PeopleRefusal.NOTICE_UNREADABLE),
        (kept_notice("# 空节", "# Empty"), 1, PeopleRefusal.NOTICE_UNREADABLE),
        (a_notice("长" * 20_000, "one"), 1, PeopleRefusal.NOTICE_TOO_LONG),
        (ORIGINAL.chinese, 1, Refusal.UNREADABLE),
        (a_notice("一\n----\n二", "one"), 1, Refusal.UNREADABLE),
    ],
)
def test_what_cannot_be_a_notice_is_refused(value, days, expected):
    assert refused(a_proposal, code=CODE, value=value, in_days=days) == expected
    assert not Value.objects.exists()


def test_a_day_that_has_come_before_it_was_approved_is_too_late():
    value = a_proposal(CODE, a_notice("一", "one"), in_days=1)
    advance_clock(days=1, by=CLOCK)
    refusal = refused(actions.approve_value, value_id=value.pk, by=APPROVER)
    assert refusal == PeopleRefusal.NOTICE_TOO_SOON and not PublishedNotice.objects.exists()


def test_the_database_refuses_to_change_or_forge_a_version_or_a_consent():
    settle(CODE, a_notice("一", "one"), in_days=1)
    accept(a_tenant(), ORIGINAL.version)
    for statement in (
        "UPDATE people_publishednotice SET chinese = '# 假'",
        "DELETE FROM people_publishednotice",
        "UPDATE people_consent SET version = '2027-01-01'",
        "DELETE FROM people_consent",
    ):
        with pytest.raises(Exception, match="change"), transaction.atomic():
            connection.cursor().execute(statement)
    published = PublishedNotice.objects.get()
    for forged in ({"chinese": "# 假"}, {"approved_by": "canshuti"}):
        copy = PublishedNotice(
            **{f.name: getattr(published, f.name) for f in published._meta.fields}
        )
        copy.pk, copy.version = None, "forged"
        for name, other in forged.items():
            setattr(copy, name, other)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()
