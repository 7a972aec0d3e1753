"""A home is held for a contract from its signing on: by one at a time, for the database's word. (rule C1.12)"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.homes import actions, queries
from anju.homes.models import Letting, Verification
from anju.homes.rules import ONE_AT_A_TIME, Outcome, Refusal, Role, Status
from anju.homes.tests.asking import again, an_enterprise
from anju.signings.tests.signing import a_home_verified
from anju.tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-04")]
DAY = timedelta(days=1)


@pytest.fixture
def verification(db):
    return a_home_verified(an_enterprise())


def hold(verification, contract_no="ZL1", unit="", first=0, last=99):
    today = clock.today()
    return actions.hold_home(
        verification_id=verification.pk,
        contract_no=contract_no,
        unit=unit,
        from_on=today + first * DAY,
        to_on=today + last * DAY,
        by=CLOCK,
    )


def refused(*args, **kwargs):
    with pytest.raises(Refused) as refusal:
        hold(*args, **kwargs)
    return refusal.value


def consume(verification, filing_no="BA1", contract_no="ZL1", unit=""):
    today = clock.today()
    return actions.consume_verification(
        verification_id=verification.pk,
        filing_no=filing_no,
        unit=unit,
        from_on=today,
        to_on=today + 99 * DAY,
        contract_no=contract_no,
        by=CLOCK,
    )


def test_what_is_held_is_held_once_and_for_nobody_else(verification):
    letting = hold(verification)

    assert hold(verification) == letting
    assert refused(verification, last=98).code == Refusal.HELD_DIFFERENTLY
    refusal = refused(verification, "ZL2", first=99, last=120)
    assert refusal.code == Refusal.OVERLAPS
    assert refusal.facts == {"from_on": letting.from_on, "to_on": letting.to_on}
    assert refused(verification, "ZL2", unit="A").code == Refusal.OVERLAPS
    hold(verification, "ZL3", first=100, last=120)
    assert refused(verification, "ZL4", first=2, last=1).code == Refusal.LETTING_BACKWARDS
    assert Letting.objects.count() == 2
    assert again(verification).status == Status.PASSED


def test_rooms_are_held_beside_each_other_and_never_beside_the_whole_home(verification):
    hold(verification, "ZL1", unit="A")
    hold(verification, "ZL2", unit="B")
    assert refused(verification, "ZL3", unit="A").code == Refusal.OVERLAPS
    assert refused(verification, "ZL3").code == Refusal.OVERLAPS

    actions.release_home(contract_no="ZL1", by=CLOCK)
    actions.release_home(contract_no="ZL1", by=CLOCK)

    hold(verification, "ZL3", unit="A")
    assert Letting.objects.count() == 2


def test_the_database_itself_refuses_a_second_letting_of_the_same_home_room_and_day(verification):
    held = hold(verification, unit="A")
    row = {"home": held.home, "from_on": held.to_on, "to_on": held.to_on + DAY}
    for unit in ("", "A"):
        with pytest.raises(IntegrityError, match=ONE_AT_A_TIME), transaction.atomic():
            Letting.objects.create(**row, unit=unit, contract_no="ZL2")
    Letting.objects.create(**row, unit="B", contract_no="ZL2")
    Letting.objects.create(
        home=held.home,
        unit="A",
        contract_no="ZL3",
        from_on=held.to_on + DAY,
        to_on=date(2046, 1, 1),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Letting.objects.create(**row, unit="C")


def test_what_is_held_may_be_filed_though_the_verification_ran_out_but_not_though_restricted(
    verification,
):
    hold(verification)
    Verification.objects.update(valid_until=clock.today() - DAY)
    assert refused(verification, "ZL2").code == Refusal.NOT_VALID
    actions.expire_verifications(limit=10, by=CLOCK)

    letting = consume(verification)
    assert consume(verification) == letting

    assert (letting.contract_no, letting.filing_no) == ("ZL1", "BA1")
    with pytest.raises(Refused) as refusal:
        consume(verification, "BA2")
    assert refusal.value.code == Refusal.HELD_DIFFERENTLY
    actions.release_home(contract_no="ZL1", by=CLOCK)
    assert Letting.objects.count() == 1
    other = a_home_verified(an_enterprise(), 2)
    hold(other, "ZL2")
    Verification.objects.filter(pk=other.pk).update(status=Status.RESTRICTED)
    with pytest.raises(Refused) as refusal:
        consume(other, "BA2", "ZL2")
    assert refusal.value.code == Refusal.NOT_VALID


def test_filing_another_period_than_the_one_held_is_refused(verification):
    hold(verification, last=98)
    with pytest.raises(Refused) as refusal:
        consume(verification)
    assert refusal.value.code == Refusal.HELD_DIFFERENTLY
    assert Letting.objects.get().filing_no is None


def test_a_home_that_is_only_held_is_not_yet_let(verification):
    """A contract that tenants may still decline fails nobody's check; one that is filed does."""
    hold(verification)
    assert not queries.lettings_of(verification)
    broker = an_enterprise(1)
    Verification.objects.update(role=Role.OWNER)
    verification.home.manager = None
    verification.home.save()
    assert a_home_verified(broker, 1, Role.BROKER).outcome == Outcome.PASS


@pytest.mark.django_db(transaction=True)
def test_of_two_contracts_held_at_the_same_moment_one_has_the_home():
    verification = a_home_verified(an_enterprise())

    done = together(
        lambda: hold(verification, "ZL1", first=0, last=10),
        lambda: hold(verification, "ZL2", unit="A", first=10, last=20),
    )

    assert [one.code for one in done if isinstance(one, Refused)] == [Refusal.OVERLAPS]
    assert Letting.objects.count() == 1
