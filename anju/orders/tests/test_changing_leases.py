"""A filed lease is changed: what is paid, or on its way, stays exactly; all else is planned anew. (CON-13, A9.1)"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from anju.contracts.models import Bill, Lease, LeaseVersion
from anju.contracts.queries import bills_of, versions_of
from anju.contracts.rules import Refusal
from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.custody.models import Lot
from anju.ledger.queries import balance_fen, trial_balance
from anju.notices.models import Notice
from anju.orders import actions, queries
from anju.orders.models import Order
from anju.orders.rules import Refusal as OrderRefusal
from anju.orders.rules import Status
from anju.payments.models import BankEntry, Refund
from anju.payments.rules import Channel
from anju.tests.custody_world import an_account, lots_taken_in, released
from anju.tests.renewals import DAY, a_paying_order_of, change, replanned, terms_now
from anju.tests.together import together
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_lease_in_custody,
    a_notification,
    a_paying_order,
    an_order,
    book,
    tenant_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-13")]


def plan_of(lease):
    """Kind, number, due day and yuan of every bill, whatever its state."""
    return [
        (bill.kind, bill.number, str(bill.due_on), bill.amount_fen // 100)
        for bill in bills_of(lease)
    ]


def refused(work, *arguments, **terms):
    """The code of a refusal; nothing of what was tried is kept."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work(*arguments, **terms)
    assert refusal.value.message
    return refusal.value.code


@pytest.fixture
def lease():
    """A year from next month on, 4,000 yuan a month, half-yearly; its deposit and first half are in custody."""
    begins = clock.today().replace(day=1) + timedelta(days=32)
    return a_lease_in_custody(starts_on=begins.replace(day=1))


# What is planned anew


def test_the_rent_rises_from_the_first_instalment_that_nobody_has_paid(lease):
    first, second = bills_of(lease).filter(kind="rent")
    change(lease, **replanned(lease, 1, "4500.00", each=6, months=12))

    again, new = bills_of(lease).filter(kind="rent")
    assert again == first
    assert (new.number, new.amount_fen, new.from_on) == (2, 27_000_00, second.from_on)
    second.refresh_from_db()
    assert second.withdrawn_at is not None
    assert balance_fen(lease.rent_pot) == 24_000_00
    assert lease.monthly_rent_fen == 4_500_00
    assert lease.rent_is_supervised


def test_the_lease_is_lengthened_and_what_is_unpaid_but_unchanged_stays_the_same_bill(lease):
    before = list(bills_of(lease))
    change(lease, **replanned(lease, 2, "4000.00", each=6, months=18))

    after = list(bills_of(lease))
    assert after[:3] == before
    assert [(bill.number, bill.amount_fen) for bill in after[3:]] == [(3, 24_000_00)]


def test_the_lease_is_shortened_to_what_is_paid(lease):
    change(lease, **replanned(lease, 1, "4000.00", each=6, months=6))

    assert [bill.number for bill in bills_of(lease)] == [0, 1]
    assert lease.ends_on == bills_of(lease).get(number=1).to_on
    assert lease.rent_is_supervised


def test_from_then_on_monthly_rent_is_not_supervised_and_what_is_held_goes_by_its_schedule(lease):
    """Rule A9.1: a rhythm of three months or less makes no new bills; the lots left are released as planned."""
    lots_taken_in()
    planned = list(Lot.objects.filter(kind="rent").values_list("release_on", "amount_fen"))
    change(lease, **replanned(lease, 1, "4000.00", each=1, months=12))

    assert not lease.rent_is_supervised
    assert [bill.number for bill in bills_of(lease)] == [0, 1]
    an_account(lease.enterprise_id)
    [at_once] = released(clock.today() + DAY)
    [month] = released(lease.starts_on.replace(day=28) + timedelta(days=95))
    assert (at_once.principal_fen, at_once.lot_count) == (12_000_00, 3)
    assert month.principal_fen == sum(
        fen for on, fen in planned if clock.today() + DAY < on <= month.day
    )


def test_a_lease_that_becomes_supervised_gets_bills_from_then_on():
    """Quarterly rent was paid beside custody; from the second quarter on it is half-yearly."""
    lease = a_lease(each=3, starts_on=clock.today() - timedelta(days=40))
    assert [bill.kind for bill in bills_of(lease)] == ["deposit"]
    change(lease, **replanned(lease, 1, "4000.00", each=9, months=12))

    assert lease.rent_is_supervised
    rents = bills_of(lease).filter(kind="rent")
    assert [(bill.number, bill.amount_fen) for bill in rents] == [(2, 36_000_00)]


def test_a_quarterly_lease_whose_rent_falls_later_stays_unsupervised():
    lease = a_lease(each=3)
    change(lease, **replanned(lease, 2, "3500.00", each=3, months=12))

    assert not lease.rent_is_supervised
    assert [bill.kind for bill in bills_of(lease)] == ["deposit"]


def test_what_is_due_within_a_month_of_a_paid_instalment_counts_together_with_it():
    """Splitting half a year into two instalments a fortnight apart does not escape supervision. (rule A3.5)"""
    lease = a_lease(each=3, starts_on=clock.today() + DAY)
    plan = list(terms_now(lease).instalments)
    plan[2] = replace(plan[2], due_on=plan[1].due_on + timedelta(days=14))
    change(lease, instalments=tuple(plan))

    assert lease.rent_is_supervised


def test_an_address_is_corrected_and_no_bill_changes(lease):
    before = list(bills_of(lease).values())
    done = change(lease, address="北京市朝阳区建国路88号3号楼1207")

    assert (done.is_new, done.made, done.withdrawn) == (True, [], [])
    assert list(bills_of(lease).values()) == before
    assert lease.address.endswith("1207")


def test_what_the_lease_agreed_before_is_kept_for_good(lease):
    old = terms_now(lease)
    change(lease, **replanned(lease, 1, "4500.00", each=3, months=12))
    change(lease, address="北京市朝阳区建国路88号3号楼1207")

    second, first = versions_of(lease)
    assert (first.number, second.number, lease.version) == (1, 2, 3)
    assert first.monthly_rent_fen == 4_000_00
    assert [row["amount_fen"] for row in first.instalments] == [24_000_00] * 2
    assert bytes(first.content_digest) == old.digest
    assert first.because == "变更备案"
    with pytest.raises(DatabaseError), transaction.atomic():
        LeaseVersion.objects.filter(pk=first.pk).update(monthly_rent_fen=1)


def test_the_same_change_again_changes_nothing_and_back_again_is_a_change(lease):
    old = terms_now(lease)
    terms = replace(old, **replanned(lease, 1, "4500.00", each=6, months=12))
    once = actions.change_lease(lease_id=lease.pk, terms=terms, because="1", by=CLOCK)
    twice = actions.change_lease(lease_id=lease.pk, terms=terms, because="1", by=CLOCK)
    assert (once.is_new, twice.is_new) == (True, False)
    assert versions_of(lease).count() == 1

    actions.change_lease(lease_id=lease.pk, terms=old, because="2", by=CLOCK)
    assert [bill[2:] for bill in plan_of(lease)] == [
        (str(bill.due_on), bill.amount_fen // 100) for bill in bills_of(lease)
    ]
    assert bills_of(lease).get(kind="rent", number=2).amount_fen == 24_000_00
    assert Bill.objects.filter(lease=lease, kind="rent", number=2).count() == 3


def test_every_tenant_is_told(lease):
    change(lease, address="北京市朝阳区建国路88号3号楼1207")
    assert Notice.objects.filter(kind="lease_changed").count() == 1


# What may not be changed


def test_what_is_paid_may_not_be_changed_and_the_refusal_says_from_when_a_change_may_apply(lease):
    first = bills_of(lease).get(kind="rent", number=1)
    with pytest.raises(Refused) as refusal, transaction.atomic():
        change(lease, **replanned(lease, 0, "4500.00", each=6, months=12))
    assert refusal.value.code == Refusal.CHANGE_TOO_EARLY
    assert refusal.value.facts["from_on"] == first.to_on + DAY
    assert str(first.to_on + DAY) in refusal.value.message
    lease.refresh_from_db()
    assert (lease.version, lease.monthly_rent_fen) == (1, 4_000_00)
    assert not LeaseVersion.objects.exists()


def test_a_bill_in_an_open_order_stays_until_the_order_is_over():
    lease = a_lease()
    order = an_order(lease, "deposit first")
    assert refused(change, lease, **replanned(lease, 0, "4500.00", each=6, months=12)) == (
        Refusal.CHANGE_TOO_EARLY
    )
    actions.cancel_order(order_id=order.pk, by=tenant_of(lease))
    change(lease, **replanned(lease, 0, "4500.00", each=6, months=12))
    assert [bill.amount_fen for bill in bills_of(lease).filter(kind="rent")] == [27_000_00] * 2


def test_an_order_whose_ten_minutes_are_over_keeps_nothing():
    lease = a_lease()
    order = an_order(lease, "deposit first")
    Order.objects.filter(pk=order.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    change(lease, **replanned(lease, 0, "4500.00", each=6, months=12))
    order.refresh_from_db()
    assert order.status == Status.CANCELLED


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (lambda rest: [replace(rest[0], from_on=rest[0].from_on + DAY)], Refusal.INSTALMENT_GAP),
        (lambda rest: [replace(rest[0], amount_fen=23_999_99)], Refusal.PLAN_DOES_NOT_ADD_UP),
        (lambda rest: [], Refusal.INSTALMENT_END),
    ],
)
def test_the_new_plan_joins_what_is_paid_without_gap_and_adds_up(lease, plan, code):
    first, *rest = terms_now(lease).instalments
    assert refused(change, lease, instalments=(first, *plan(rest))) == code


def test_another_rent_needs_another_plan(lease):
    assert refused(change, lease, monthly_rent_fen=5_000_00) == Refusal.RENT_WITHOUT_PLAN


def test_who_lets_and_who_rents_is_never_changed(lease):
    assert refused(change, lease, tenants=(LI_SI,)) == Refusal.OTHER_PARTIES
    assert refused(change, lease, tenants=(ZHANG_SAN, LI_SI)) == Refusal.OTHER_PARTIES
    assert refused(change, lease, enterprise_uscc="91110105MA00TE5T3R") == Refusal.OTHER_PARTIES
    assert refused(change, lease, bank="icbc") == Refusal.OTHER_PARTIES


def test_a_lease_that_is_over_or_ended_is_not_changed(lease):
    custody.begin_ending(lease_id=lease.pk, because="解约", by=CLOCK)
    assert refused(change, lease, area="60.00") == OrderRefusal.LEASE_ENDED
    other = a_lease(starts_on=clock.today() - timedelta(days=400))
    assert refused(change, other, area="60.00") == Refusal.LEASE_OVER


# The deposit


def test_a_higher_deposit_is_topped_up_by_a_bill_of_its_own(lease):
    due_on = clock.today() + timedelta(days=30)
    plan = replanned(lease, 1, "4500.00", each=6, months=12)
    change(lease, **plan, deposit_fen=4_500_00, deposit_due_on=due_on)

    paid, top_up = bills_of(lease).filter(kind="deposit").order_by("number")
    assert (paid.number, paid.amount_fen) == (0, 4_000_00)
    assert (top_up.number, top_up.amount_fen, top_up.due_on) == (1, 500_00, due_on)
    a_credit(a_paying_order_of(top_up))
    lots_taken_in()
    assert balance_fen(lease.deposit_pot) == 4_500_00
    assert Lot.objects.filter(lease=lease, kind="deposit", status="held").count() == 2


def test_a_deposit_that_is_paid_cannot_become_less_and_one_that_is_not_is_billed_anew(lease):
    assert refused(change, lease, deposit_fen=3_000_00) == Refusal.DEPOSIT_BELOW_KEPT
    unpaid = a_lease()
    change(unpaid, deposit_fen=3_000_00)
    assert [bill[3] for bill in plan_of(unpaid) if bill[0] == "deposit"] == [3000]
    change(unpaid, deposit_fen=0)
    assert [bill[3] for bill in plan_of(unpaid) if bill[0] == "deposit"] == []


def test_a_deposit_rises_to_a_months_rent_at_most_and_may_stay_when_the_rent_falls(lease):
    assert refused(change, lease, deposit_fen=4_000_01) == Refusal.DEPOSIT_TOO_HIGH
    change(lease, **replanned(lease, 1, "3500.00", each=6, months=12))
    assert [bill[3] for bill in plan_of(lease)] == [4000, 24000, 21000]


# Who pays meanwhile


def test_bills_that_were_withdrawn_are_nowhere_to_be_paid(lease):
    by = tenant_of(lease)
    withdrawn = bills_of(lease).get(number=2)
    change(lease, **replanned(lease, 1, "4500.00", each=6, months=12))

    code = refused(actions.place_order, bill_ids=[withdrawn.pk], by=by)
    assert code == OrderRefusal.BILLS_CHANGED
    assert withdrawn not in queries.bills_seen_by(by)
    [found] = queries.leases_to_pay(by, filing_no=lease.filing_no)
    assert found.unpaid_fen == 27_000_00
    assert sum(bill.amount_fen for bill in queries.bills_to_pay(by)) == 27_000_00


def test_late_money_for_a_bill_that_was_withdrawn_goes_back():
    """The order was cancelled, the bill changed, then the transfer came: it is set aside, and returned."""
    lease = a_lease()
    order = a_paying_order(lease)
    actions.cancel_order(order_id=order.pk, by=tenant_of(lease))
    change(lease, **replanned(lease, 0, "4500.00", each=6, months=12))
    entry = a_credit(order)
    book()

    entry.refresh_from_db()
    assert (entry.status, entry.return_due_on) == ("set_aside", clock.today())
    assert entry.because == f"订单{order.no}的账单已因合同变更作废"
    assert balance_fen(lease.rent_pot) == balance_fen(lease.deposit_pot) == 0
    assert balance_fen("suspense:ccb") == 28_000_00
    by_hand = refused(actions.match_credit, entry_id=entry.pk, order_no=order.no, by=CLOCK)
    assert by_hand == OrderRefusal.BILLS_WITHDRAWN


def test_a_late_payment_by_alipay_for_a_bill_that_was_withdrawn_is_refunded_to_its_source():
    lease = a_lease()
    order = a_paying_order(lease, Channel.ALIPAY)
    actions.payment_closed(payment_id=order.payment.pk, failed=False, because="", by=OUTSIDE)
    change(lease, **replanned(lease, 0, "4500.00", each=6, months=12))
    a_notification(order)
    book()

    order.refresh_from_db()
    assert order.status == Status.CANCELLED
    assert Refund.objects.get().amount_fen == 28_000_00
    assert balance_fen("transit:alipay:ccb") == 28_000_00


@pytest.mark.django_db(transaction=True)
def test_a_change_and_a_payment_at_the_same_moment_leave_one_plan_that_is_whole():
    """Who comes first counts: the order has its bill and the change is refused, or the other way round."""
    for number in range(6):
        lease = a_lease(filing_no=f"BA-RACE-{number:04}")
        terms = replace(terms_now(lease), **replanned(lease, 0, "4500.00", each=6, months=12))
        works = [
            lambda terms=terms, lease=lease: actions.change_lease(
                lease_id=lease.pk, terms=terms, because="变更", by=CLOCK
            ),
            lambda lease=lease: an_order(lease, "deposit first"),
        ]
        changed, ordered = together(*works)
        lease.refresh_from_db()
        first = bills_of(lease).get(kind="rent", number=1)
        if isinstance(changed, Refused):
            assert changed.code == Refusal.CHANGE_TOO_EARLY
            assert ordered.amount_fen == 28_000_00 and first.amount_fen == 24_000_00
        elif isinstance(ordered, Refused):
            assert ordered.code == OrderRefusal.BILLS_CHANGED
            assert first.amount_fen == 27_000_00
        else:
            assert ordered.amount_fen == 31_000_00 and first.amount_fen == 27_000_00
    assert sum(line.balance_fen for line in trial_balance()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_and_late_money_at_the_same_moment_lose_no_fen():
    for number in range(6):
        lease = a_lease(filing_no=f"BA-LATE-{number:04}")
        order = a_paying_order(lease)
        actions.cancel_order(order_id=order.pk, by=tenant_of(lease))
        entry = a_credit(order)
        terms = replace(terms_now(lease), **replanned(lease, 0, "4500.00", each=6, months=12))
        together(
            book,
            lambda terms=terms, lease=lease: actions.change_lease(
                lease_id=lease.pk, terms=terms, because="变更", by=CLOCK
            ),
        )
        entry = BankEntry.objects.get(pk=entry.pk)
        lease = Lease.objects.get(pk=lease.pk)
        held = balance_fen(lease.rent_pot)
        first = bills_of(lease).get(kind="rent", number=1)
        assert (entry.status, held, first.amount_fen) in [
            ("matched", 24_000_00, 24_000_00),
            ("set_aside", 0, 27_000_00),
        ]
