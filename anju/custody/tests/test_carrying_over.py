"""A renewal takes the deposit along, once every tenant has consented; it never leaves custody. (CON-13, rule A9.2)"""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from anju.contracts.queries import bills_of
from anju.core.actors import CLOCK, Actor
from anju.core.refusals import Refused
from anju.custody import actions, jobs, queries
from anju.custody.models import CarryOver, Consent, Lot
from anju.custody.rules import CarryOverStatus, Refusal
from anju.ledger.queries import balance_fen
from anju.notices.models import Notice
from anju.orders import actions as orders
from anju.orders.rules import Refusal as OrderRefusal
from anju.refunds import actions as refunds
from anju.refunds import jobs as refund_jobs
from anju.refunds.models import Case
from anju.refunds.tests.endings import (
    CHECKS,
    OFFICER,
    Days,
    a_held_lease,
    a_return,
    an_authority_order,
    books_balance,
    pay,
    refused,
)
from anju.tests.renewals import a_carry_over, a_renewal, change, consented, replanned
from anju.tests.together import together
from anju.tests.world import LI_SI, ZHANG_SAN, a_lease, an_order, tenant_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-13")]
OTHER = ("其他租赁有限公司", "91110108MA01ABCD5T")


@pytest.fixture
def days(monkeypatch):
    days = Days(monkeypatch)
    days.be("2026-11-02")
    return days


@pytest.fixture
def lease(days):
    """A year of monthly rent from 2 November 2026; its deposit of 4,000 yuan is in custody since that day."""
    return a_held_lease("deposit", each=1)


@pytest.fixture
def renewal(lease):
    """The year after, for 4,300 yuan a month and as much deposit."""
    return a_renewal(lease, each=1, monthly_rent="4300.00", deposit="4300.00")


def deposit_bills(lease):
    return [(bill.number, bill.amount_fen) for bill in bills_of(lease).filter(kind="deposit")]


def deposits(*leases):
    return [balance_fen(lease.deposit_pot) for lease in leases]


# Asking for consent


def test_until_all_have_consented_the_new_deposit_is_to_be_paid_as_ever(lease, renewal):
    carry_over = a_carry_over(lease, renewal)

    assert carry_over.status == CarryOverStatus.PROPOSED
    assert deposit_bills(renewal) == [(0, 4_300_00)]
    assert Notice.objects.filter(kind="carry_over_asked").count() == 1
    assert a_carry_over(lease, renewal) == carry_over


def test_with_the_last_consent_the_new_lease_bills_only_what_is_missing(days):
    lease = a_held_lease("deposit", each=1, tenants=[ZHANG_SAN, LI_SI])
    renewal = a_renewal(lease, each=1, monthly_rent="4300.00", deposit="4300.00")
    carry_over = a_carry_over(lease, renewal)
    assert (
        orders.consent_to_carry_over(carry_over_id=carry_over.pk, by=tenant_of(lease, 2)) is False
    )
    assert deposit_bills(renewal) == [(0, 4_300_00)]
    assert orders.consent_to_carry_over(carry_over_id=carry_over.pk, by=tenant_of(lease, 1)) is True

    carry_over.refresh_from_db()
    assert (carry_over.status, carry_over.amount_fen) == (CarryOverStatus.AGREED, 4_000_00)
    assert deposit_bills(renewal) == [(0, 300_00)]
    assert deposits(lease, renewal) == [4_000_00, 0]
    given = {(consent.person_id, consent.portal) for consent in Consent.objects.all()}
    assert given == {(tenant.person_id, "tenant_web") for tenant in lease.tenants.all()}


def test_to_consent_twice_is_once_and_a_consent_stands_for_good(lease, renewal):
    carry_over = a_carry_over(lease, renewal)
    for _ in range(2):
        consented(carry_over)
    assert Consent.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.all().delete()


def test_a_new_tenant_and_the_old_one_both_have_to_consent(lease):
    """Rule A9.6: the money is the old tenant's, and the new one is who gets it back."""
    renewal = a_renewal(lease, each=1, tenants=[LI_SI])
    carry_over = a_carry_over(lease, renewal)
    assert len(queries.parties_to_ask(carry_over)) == 2
    orders.consent_to_carry_over(carry_over_id=carry_over.pk, by=tenant_of(renewal))
    carry_over.refresh_from_db()
    assert carry_over.status == CarryOverStatus.PROPOSED
    assert consented(carry_over).status == CarryOverStatus.AGREED


def test_nobody_else_consents(lease, renewal):
    carry_over = a_carry_over(lease, renewal)
    stranger = tenant_of(a_lease(tenants=[LI_SI]))
    enterprise = Actor("e", "enterprise", organisation_id=lease.enterprise_id)
    tenant = tenant_of(lease)
    for_one = Actor("x", "tenant_web", person_id=tenant.person_id, only_lease_id=lease.pk)
    for by in (stranger, enterprise, for_one, CLOCK):
        code = refused(orders.consent_to_carry_over, carry_over_id=carry_over.pk, by=by)
        assert code == Refusal.NOT_A_TENANT


# What is refused


def test_what_is_not_held_by_the_same_enterprise_and_bank_is_not_carried_over(lease, days):
    def proposed(source, target):
        ids = {"from_lease_id": source.pk, "to_lease_id": target.pk}
        return refused(actions.propose_carry_over, **ids, by=CLOCK)

    assert proposed(lease, a_renewal(lease, enterprise=OTHER)) == Refusal.OTHER_ENTERPRISE
    assert proposed(lease, a_renewal(lease, deposit="0.00")) == Refusal.NO_DEPOSIT_WANTED
    assert proposed(lease, a_renewal(lease, starts_on=lease.starts_on)) == Refusal.NOT_LATER
    unpaid = a_lease()
    assert proposed(unpaid, a_renewal(unpaid)) == Refusal.NO_DEPOSIT_HELD
    renewal = a_renewal(lease)
    a_carry_over(lease, renewal)
    assert proposed(lease, a_renewal(lease)) == Refusal.CARRIED_ALREADY


def test_a_refund_that_is_open_and_a_court_come_first(lease, renewal):
    by_court = court(lease)
    ids = {"from_lease_id": lease.pk, "to_lease_id": renewal.pk}
    assert refused(actions.propose_carry_over, **ids, by=CLOCK) == Refusal.FROZEN
    actions.lift_hold(hold_id=by_court.pk, because="解除", by=OFFICER)
    a_return(lease)
    assert refused(actions.propose_carry_over, **ids, by=CLOCK) == Refusal.ENDING


def court(lease):
    return actions.hold_releases(
        lease_id=lease.pk, reason="judicial", document_no="1号", note="", by=OFFICER
    )


def test_who_has_begun_to_pay_the_new_deposit_pays_it(lease, renewal):
    carry_over = a_carry_over(lease, renewal)
    order = an_order(renewal, "deposit")
    by = tenant_of(lease)
    code = refused(orders.consent_to_carry_over, carry_over_id=carry_over.pk, by=by)
    assert code == OrderRefusal.DEPOSIT_IN_ORDER
    assert not Consent.objects.exists()
    orders.cancel_order(order_id=order.pk, by=by)
    assert consented(carry_over).status == CarryOverStatus.AGREED


# The day on which the new lease begins


def test_the_deposit_goes_over_on_the_first_day_of_the_new_lease_and_not_before(
    lease, renewal, days
):
    carry_over = consented(a_carry_over(lease, renewal))
    days.be("2027-11-01")
    jobs.carry_over_deposits(timestamp=0)
    assert actions.carry_over_deposit(carry_over_id=carry_over.pk, by=CLOCK) is False
    assert deposits(lease, renewal) == [4_000_00, 0]

    days.be("2027-11-02", hour=0)
    for _ in range(2):
        refund_jobs.sweep(timestamp=0)
        jobs.carry_over_deposits(timestamp=0)
        refund_jobs.sweep(timestamp=0)
    assert deposits(lease, renewal) == [0, 4_000_00]
    assert not Case.objects.exists()
    carry_over.refresh_from_db()
    assert carry_over.status == CarryOverStatus.CARRIED
    assert Notice.objects.filter(kind="deposit_carried").count() == 1
    assert deposit_bills(renewal) == [(0, 300_00)]
    assert books_balance()


def test_what_was_carried_over_earns_from_the_day_it_first_came_in(lease, renewal, days):
    """4,000 yuan from 2 November 2026 to 2 November 2028: 731 days × 400,000 × 500 / 360,000,000 = 406.1 fen."""
    consented(a_carry_over(lease, renewal))
    days.be("2027-11-02")
    jobs.carry_over_deposits(timestamp=0)

    [lot] = queries.holdings(renewal.pk).lots
    assert lot.value_on == date(2026, 11, 2)
    assert queries.interest_of([lot], "deposit", date(2028, 11, 2)) == 4_06
    assert queries.holdings(lease.pk).lots == ()
    [gone] = queries.schedule_of(lease.pk)
    assert (gone.status_label, gone.interest_fen, gone.left_on) == ("已结转", 0, date(2027, 11, 2))
    day = date(2027, 12, 31)
    position = queries.interest_position(lease.bank_account_id, "ccb", lease.starts_on, day)
    assert position.earned_fen == 2_36  # 425 days, 236.1 fen: not a day twice
    assert position.in_lots_fen == 4_000_00


def test_a_lower_deposit_leaves_the_rest_to_be_refunded(lease, days):
    renewal = a_renewal(lease, each=1, monthly_rent="3000.00", deposit="3000.00")
    consented(a_carry_over(lease, renewal))
    assert deposit_bills(renewal) == []
    days.be("2027-11-02", hour=0)
    jobs.carry_over_deposits(timestamp=0)
    refund_jobs.sweep(timestamp=0)

    assert deposits(lease, renewal) == [1_000_00, 3_000_00]
    case = Case.objects.get()
    assert (case.lease, case.reason) == (lease, "expiry")
    days.pass_to("2027-11-06")
    assert queries.holdings(lease.pk).lots == ()
    assert [lot.amount_fen for lot in queries.holdings(renewal.pk).lots] == [3_000_00]


def test_a_deposit_is_carried_on_from_renewal_to_renewal(lease, renewal, days):
    consented(a_carry_over(lease, renewal))
    days.be("2027-11-02")
    jobs.carry_over_deposits(timestamp=0)
    pay(renewal, "deposit")
    third = a_renewal(renewal, each=1, monthly_rent="4100.00", deposit="4100.00")
    consented(a_carry_over(renewal, third))
    days.be("2028-11-02")
    jobs.carry_over_deposits(timestamp=0)

    assert deposits(lease, renewal, third) == [0, 200_00, 4_100_00]
    lots = {(lot.amount_fen, lot.value_on.year) for lot in queries.holdings(third.pk).lots}
    assert lots == {(4_000_00, 2026), (100_00, 2027)}
    assert books_balance()


def test_a_renewal_that_has_begun_gets_its_deposit_at_once(lease, days):
    renewal = a_renewal(lease, each=1)
    days.be("2027-11-02", hour=1)
    consented(a_carry_over(lease, renewal))
    jobs.carry_over_deposits(timestamp=0)
    assert deposits(lease, renewal) == [0, 4_000_00]


def test_while_a_court_holds_the_old_lease_nothing_moves_and_nothing_is_lost(lease, renewal, days):
    carry_over = consented(a_carry_over(lease, renewal))
    hold = court(lease)
    days.be("2027-11-02", hour=0)
    refund_jobs.sweep(timestamp=0)
    assert actions.carry_over_deposit(carry_over_id=carry_over.pk, by=CLOCK) is False
    assert (deposits(lease, renewal), Case.objects.count()) == ([4_000_00, 0], 0)
    actions.lift_hold(hold_id=hold.pk, because="解除", by=OFFICER)
    jobs.carry_over_deposits(timestamp=0)
    assert deposits(lease, renewal) == [0, 4_000_00]


# The end comes first


@pytest.mark.parametrize("which", ["old", "by order"])
def test_the_end_of_the_old_lease_takes_the_carry_over_back(which, lease, renewal, days):
    carry_over = consented(a_carry_over(lease, renewal))
    if which == "old":
        a_return(lease)
    else:
        order = an_authority_order(lease)
        refunds.approve_order(order_id=order.pk, by=CHECKS)

    carry_over.refresh_from_db()
    assert carry_over.status == CarryOverStatus.CANCELLED
    assert deposit_bills(renewal) == [(0, 4_300_00)]
    days.be("2027-11-02")
    jobs.carry_over_deposits(timestamp=0)
    assert deposits(renewal) == [0]


def test_without_consent_the_old_lease_ends_as_ever(lease, renewal, days):
    carry_over = a_carry_over(lease, renewal)
    days.be("2027-11-02", hour=0)
    refund_jobs.sweep(timestamp=0)
    carry_over.refresh_from_db()
    assert (Case.objects.get().lease, carry_over.status) == (lease, CarryOverStatus.CANCELLED)
    by = tenant_of(lease)
    with pytest.raises(Refused), transaction.atomic():
        orders.consent_to_carry_over(carry_over_id=carry_over.pk, by=by)


def test_a_changed_renewal_counts_what_comes_over_as_paid(lease, renewal):
    consented(a_carry_over(lease, renewal))
    code = refused(change, lease=renewal, deposit_fen=3_999_99)
    assert code == "deposit_below_kept"
    change(renewal, deposit_fen=4_100_00)
    assert deposit_bills(renewal) == [(0, 100_00)]
    plan = replanned(renewal, 0, "5000.00", each=1, months=12)
    change(renewal, **plan, deposit_fen=5_000_00)
    assert deposit_bills(renewal) == [(0, 1_000_00)]


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_eight_workers_carry_a_deposit_over_once(days):
    lease = a_held_lease("deposit", each=1, starts_on=date(2025, 11, 2))
    renewal = a_renewal(lease, each=1, starts_on=date(2026, 11, 1))
    carry_over = consented(a_carry_over(lease, renewal))
    done = together(
        *[lambda: actions.carry_over_deposit(carry_over_id=carry_over.pk, by=CLOCK)] * 8
    )
    assert sorted(done) == [False] * 7 + [True]
    assert deposits(lease, renewal) == [0, 4_000_00]
    assert Lot.objects.filter(status="held").count() == 1
    assert books_balance()


@pytest.mark.django_db(transaction=True)
def test_a_return_and_a_carry_over_at_the_same_moment_leave_the_deposit_in_one_place(days):
    for number in range(4):
        lease = a_held_lease(
            "deposit", each=1, starts_on=date(2025, 11, 2), filing_no=f"BA-OLD-{number:05}"
        )
        renewal = a_renewal(
            lease, each=1, starts_on=date(2026, 11, 1), filing_no=f"BA-NEW-{number:05}"
        )
        carry_over = consented(a_carry_over(lease, renewal))
        together(
            lambda lease=lease: a_return(lease),
            lambda pk=carry_over.pk: actions.carry_over_deposit(carry_over_id=pk, by=CLOCK),
        )
        carry_over = CarryOver.objects.get(pk=carry_over.pk)
        went = carry_over.status == CarryOverStatus.CARRIED
        assert deposits(lease, renewal) == ([0, 4_000_00] if went else [4_000_00, 0])
        assert deposit_bills(renewal) == ([] if went else [(0, 4_000_00)])
        assert Case.objects.filter(lease=lease).exists() != went
    assert books_balance()
