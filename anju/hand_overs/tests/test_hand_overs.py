"""Tickets: who gets one, what it opens, and that it opens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from anju.clients.rules import TIME_WINDOW
from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY, OUTSIDE, Actor
from anju.core.days import JOBS
from anju.core.refusals import Refused
from anju.hand_overs import actions
from anju.hand_overs.models import HandOver
from anju.hand_overs.rules import KEPT_FOR, VALID_FOR, Refusal
from anju.hand_overs.tests.announced import (
    COMPANY,
    COMPANY_AS_TENANT,
    LI_SI,
    ZHANG_SAN,
    a_hand_over,
    by_mini_program,
    by_platform,
)
from anju.people.models import Organisation, Person
from anju.people.rules import Refusal as PeopleRefusal
from anju.tests.world import LI_SI as LI_SI_TERMS
from anju.tests.world import a_lease

FILING_NO = "BA11010520260000017"
LATE = int(VALID_FOR.total_seconds())


def refusal_of(announcement):
    with pytest.raises(Refused) as no:
        a_hand_over(announcement)
    return no.value


def refusal_of_ticket(ticket):
    with pytest.raises(Refused) as no:
        actions.redeem(ticket=ticket, by=NOBODY)
    return no.value


@pytest.mark.django_db
@pytest.mark.covers("IDN-11")
def test_the_mini_program_hands_over_a_person_whom_it_has_proven():
    ticket, made = a_hand_over()
    person = Person.objects.get()
    assert (person.name, person.subject, person.real_name_level) == ("张三", "person-1", 3)
    assert (made.person_id, made.lease_id, made.face) == (person.pk, None, "mobile")
    came = actions.redeem(ticket=ticket, by=NOBODY)
    assert (came.pk, came.used_at is not None) == (made.pk, True)


@pytest.mark.django_db
def test_the_ticket_itself_is_kept_nowhere():
    ticket, made = a_hand_over()
    assert len(ticket) >= 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT hand_overs_handover::text FROM hand_overs_handover")
        [[row]] = cursor.fetchall()
    assert ticket not in row and ticket.encode().hex() not in row
    assert len(bytes(made.ticket_digest)) == 32


@pytest.mark.django_db
@pytest.mark.covers("NET-01")
def test_the_rental_platform_hands_over_a_tenant_for_one_lease_and_proves_nothing():
    lease = a_lease(filing_no=FILING_NO)
    ticket, _ = a_hand_over(by_platform(FILING_NO))
    came = actions.redeem(ticket=ticket, by=NOBODY)
    assert (came.person_id, came.lease_id) == (lease.tenants.get().person_id, lease.pk)
    person = Person.objects.get()
    assert (person.verified_at, person.subject, person.real_name_level) == (None, None, 0)


@pytest.mark.django_db
@pytest.mark.covers("NET-01")
def test_who_comes_for_one_lease_sees_no_other_of_their_leases():
    lease, other = a_lease(), a_lease()
    party = {"person_id": lease.tenants.get().person_id}
    whole = Actor("person 1", "tenant_web", **party)
    narrow = Actor("person 1", "tenant_web", **party, only_lease_id=lease.pk)
    assert set(contracts.leases_seen_by(whole)) == {lease, other}
    assert set(contracts.leases_seen_by(narrow)) == {lease}
    assert set(contracts.bills_seen_by(narrow)) == set(contracts.bills_of(lease))
    stranger = a_lease(tenants=[LI_SI_TERMS])
    foreign = Actor("person 1", "tenant_web", **party, only_lease_id=stranger.pk)
    assert not contracts.leases_seen_by(foreign).exists()


@pytest.mark.django_db
@pytest.mark.covers("NET-01")
def test_an_organisation_is_handed_over_by_its_code():
    lease = a_lease(filing_no=FILING_NO, tenants=[COMPANY_AS_TENANT])
    _, made = a_hand_over(by_platform(FILING_NO, **COMPANY))
    assert made.organisation_id == lease.tenants.get().organisation_id
    assert Organisation.objects.get(pk=made.organisation_id).verified_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"real_name_level": 2}, PeopleRefusal.NOT_REAL_NAME),
        (COMPANY, Refusal.PERSONS_ONLY),
    ],
)
def test_whom_the_mini_program_may_not_hand_over_is_not_kept(claims, code):
    assert refusal_of(by_mini_program(**claims)).code == code
    assert (HandOver.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("filing_no", "claims", "code", "words"),
    [
        ("BA11010520260009999", {}, Refusal.UNKNOWN_LEASE, "BA11010520260009999"),
        (FILING_NO, LI_SI, Refusal.NOT_A_TENANT, "李四不是合同「BA11010520260000017」的承租人"),
        (FILING_NO, {"real_name_level": 2}, PeopleRefusal.NOT_REAL_NAME, "实名认证"),
        (FILING_NO, COMPANY, Refusal.NOT_A_TENANT, "北京某某科技有限公司不是合同"),
        (
            FILING_NO,
            {**COMPANY, "registration_no": ""},
            PeopleRefusal.NOT_REGISTERED,
            "没有正式登记号",
        ),
    ],
)
def test_whom_the_rental_platform_may_not_hand_over_is_not_kept(filing_no, claims, code, words):
    a_lease(filing_no=FILING_NO)
    a_lease(tenants=[LI_SI_TERMS])
    people, organisations = Person.objects.count(), Organisation.objects.count()
    no = refusal_of(by_platform(filing_no, **claims))
    assert (no.code, words in no.message) == (code, True)
    assert HandOver.objects.count() == 0
    assert (Person.objects.count(), Organisation.objects.count()) == (people, organisations)


@pytest.mark.django_db
def test_another_name_under_a_proven_number_is_refused():
    a_lease(filing_no=FILING_NO)
    a_hand_over()  # the mini program has proven 张三
    no = refusal_of(by_platform(FILING_NO, name="张四"))
    assert no.code == PeopleRefusal.NAME_DIFFERS and ZHANG_SAN["id_number"] not in no.message
    assert HandOver.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.covers("IDN-11")
def test_a_nonce_is_good_for_one_hand_over():
    announcement = by_mini_program()
    a_hand_over(announcement)
    assert refusal_of(announcement).code == Refusal.REPLAYED
    assert HandOver.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.covers("IDN-11", "NET-01")
def test_a_ticket_opens_once_within_two_minutes_and_says_how_to_come_again(settings):
    a_lease(filing_no=FILING_NO)
    used, _ = a_hand_over()
    late, made = a_hand_over(by_platform(FILING_NO))
    actions.redeem(ticket=used, by=NOBODY)
    no = refusal_of_ticket(used)
    assert (no.code, "重新点击【住房租赁押金 租金】" in no.message) == (Refusal.USED, True)
    advance_clock(seconds=LATE + 1, by=CLOCK)
    no = refusal_of_ticket(late)
    assert (no.code, "重新点击【去支付】" in no.message) == (Refusal.EXPIRED, True)
    assert refusal_of_ticket("made-up").code == Refusal.UNKNOWN_TICKET
    made.refresh_from_db()
    assert made.used_at is None


@pytest.mark.django_db
@pytest.mark.covers("SEC-03")
def test_a_hand_over_is_forgotten_half_a_year_after_its_ticket_expired_used_or_not():
    ticket, _ = a_hand_over()
    actions.redeem(ticket=ticket, by=NOBODY)
    a_hand_over()
    advance_clock(days=KEPT_FOR.days, by=CLOCK)  # and the two minutes are not over
    _, recent = a_hand_over()
    assert run_jobs_of_yesterday() == {"forgotten": 0}
    advance_clock(seconds=LATE, by=CLOCK)
    assert run_jobs_of_yesterday() == {"forgotten": 2}
    assert list(HandOver.objects.all()) == [recent]


def run_jobs_of_yesterday():
    """What the daily job says, as the worker finds it: by its name."""
    return JOBS["hand_overs.forget"].run(clock.today() - timedelta(days=1))


def test_a_nonce_is_kept_longer_than_its_signature_is_good():
    """Signed at most five minutes ahead of our clock, it is stale ten minutes after it came."""
    assert KEPT_FOR > 2 * TIME_WINDOW


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("IDN-11")
def test_of_two_browsers_with_the_same_ticket_at_the_same_time_one_comes_in():
    ticket, _ = a_hand_over()

    def comes_in(_number):
        try:
            actions.redeem(ticket=ticket, by=NOBODY)
        except Refused as no:
            return no.code
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(4) as browsers:
        outcomes = sorted(map(str, browsers.map(comes_in, range(4))))
    assert outcomes == sorted(["in", *[str(Refusal.USED)] * 3])


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_the_same_nonce_at_the_same_time_one_is_taken():
    announcement = by_mini_program()

    def announces(_number):
        try:
            actions.make_hand_over(announcement=announcement, by=OUTSIDE)
        except Refused as no:
            return no.code
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(4) as senders:
        outcomes = sorted(map(str, senders.map(announces, range(4))))
    assert outcomes == sorted(["made", *[str(Refusal.REPLAYED)] * 3])
    assert HandOver.objects.count() == 1
