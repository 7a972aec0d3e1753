"""One long random test: all actions in any order; after each step the books balance and agree with the records."""

import contextlib
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from anju.contracts.models import Bill, Lease
from anju.contracts.queries import bills_of, instalments_of
from anju.core import actions as core
from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.core.money import parse_yuan, plain_yuan
from anju.core.refusals import Refused
from anju.ledger.queries import balance_fen, balances, trial_balance
from anju.orders import actions
from anju.orders.models import Order, OrderLine
from anju.orders.rules import CHANNELS, HOLDING, OrderKind, Status
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.actions.settlements import BillLine
from anju.payments.models import (
    BankEntry,
    CreditReturn,
    Payment,
    ProviderNotification,
    Refund,
    SettlementLine,
)
from anju.payments.rules import UNPAID
from anju.tests.renewals import change, replanned
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    book,
    tenant_of,
)

pick = st.integers(0, 3)
WAYS = CHANNELS[OrderKind.TENANT]


def one_of(records, number):
    records = list(records)
    return records[number % len(records)] if records else None


class City(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.days = 0
        for channel in WAYS:
            a_paying_order(a_lease(tenants=[ZHANG_SAN, LI_SI]), channel, "deposit")
        a_credit(amount="123.45", code="000000")

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    # What people do --------------------------------------------------------------------------------------

    @rule(
        number=pick,
        bits=st.sampled_from([1, 3, 7]),
        position=st.sampled_from([1, 2]),
        channel=st.sampled_from([None, *WAYS]),
    )
    def order_bills(self, number, bits, position, channel):
        lease = one_of(Lease.objects.order_by("pk"), number)
        bills = [bill.pk for n, bill in enumerate(bills_of(lease)) if bits >> n & 1]
        by = tenant_of(lease, position)
        with contextlib.suppress(Refused):
            order = actions.place_order(bill_ids=bills, by=by)
            if channel:
                actions.start_payment(order_id=order.pk, channel=channel, by=by)

    @rule(number=pick, channel=st.sampled_from(WAYS))
    def choose_how_to_pay(self, number, channel):
        order = one_of(Order.objects.order_by("-pk"), number)
        if order:
            with contextlib.suppress(Refused):
                by = tenant_of(order.lease)
                actions.start_payment(order_id=order.pk, channel=channel, by=by)

    @rule(number=pick, channel=st.sampled_from(WAYS))
    def choose_another_way(self, number, channel):
        order = one_of(Order.objects.filter(payment__channel="alipay").order_by("-pk"), number)
        if order:
            with contextlib.suppress(Refused):
                by = tenant_of(order.lease)
                actions.choose_again(order_id=order.pk, by=by)
                actions.start_payment(order_id=order.pk, channel=channel, by=by)

    @rule(number=pick)
    def cancel_an_order(self, number):
        order = one_of(Order.objects.order_by("-pk"), number)
        if order:
            with contextlib.suppress(Refused):
                actions.cancel_order(order_id=order.pk, by=tenant_of(order.lease))

    @rule(number=pick, which=pick)
    def match_a_credit_by_hand(self, number, which):
        credit = one_of(BankEntry.objects.filter(status="set_aside").order_by("pk"), number)
        order = one_of(Order.objects.order_by("-pk"), which)
        if credit and order:
            with contextlib.suppress(Refused):
                actions.match_credit(entry_id=credit.pk, order_no=order.no, by=CLOCK)

    @rule(
        number=pick,
        keep=st.integers(0, 2),
        rent=st.sampled_from(["4000.00", "4500.00", "3500.00"]),
        each=st.sampled_from([1, 3, 4, 6]),
        deposit=st.sampled_from(["", "3000.00", "4500.00"]),
    )
    def change_a_lease(self, number, keep, rent, each, deposit):
        lease = one_of(Lease.objects.order_by("pk"), number)
        more = {"deposit_fen": parse_yuan(deposit)} if deposit else {}
        kept = list(held_bills(lease).values())
        with contextlib.suppress(Refused), transaction.atomic():
            change(lease, **replanned(lease, keep, rent, each, 12), **more)
        assert list(held_bills(lease).values()) == kept

    # What the outside does -------------------------------------------------------------------------------

    @rule(
        number=pick,
        off=st.sampled_from([0, 0, 0, -1, 1]),
        copies=st.integers(1, 2),
        at_once=st.booleans(),
    )
    def a_transfer_comes(self, number, off, copies, at_once):
        payment = one_of(Payment.objects.filter(channel="bank_transfer").order_by("-pk"), number)
        if payment:
            for _ in range(copies):
                amount = plain_yuan(payment.amount_fen + off)
                a_credit(amount=amount, code=payment.collection_code)
            if at_once:
                book()

    @rule(number=pick, copies=st.integers(1, 2), at_once=st.booleans())
    def alipay_says_paid(self, number, copies, at_once):
        payment = one_of(Payment.objects.filter(channel="alipay").order_by("-pk"), number)
        if payment:
            order = Order.objects.get(attempts__payment=payment)
            for _ in range(copies):
                a_notification(order, payment=payment)
            if at_once:
                book()

    @rule(number=pick, failed=st.booleans())
    def alipay_closes_a_payment(self, number, failed):
        unpaid = Payment.objects.filter(channel="alipay", status__in=UNPAID).order_by("pk")
        payment = one_of(unpaid, number)
        if payment:
            actions.payment_closed(payment_id=payment.pk, failed=failed, because="", by=CLOCK)

    @rule(number=pick, fails=st.booleans())
    def the_bank_pays_a_return_or_fails(self, number, fails):
        under_way = CreditReturn.objects.filter(status__in=("due", "sent")).order_by("pk")
        instruction = one_of(under_way, number)
        if instruction is None:
            return
        reference = instruction.end_to_end_id
        if fails:
            payments.fail_return(end_to_end_id=reference, because="AC04", by=CLOCK)
        else:
            amount = plain_yuan(instruction.amount_fen)
            a_credit(amount=amount, direction="debit", end_to_end_id=reference)

    @rule()
    def alipay_settles_a_day(self):
        """The bill of all that was paid and has not been in a bill yet, and the bank's credit for it."""
        billed = SettlementLine.objects.values("payment_no")
        told = ProviderNotification.objects.filter(trade_status="TRADE_SUCCESS").exclude(
            status="new"
        )
        paid = Payment.objects.filter(no__in=told.values("payment_no")).exclude(no__in=billed)
        lines = [
            BillLine("trade", f"T{p.no}", p.no, p.amount_fen, 0, clock.now())
            for p in paid.order_by("pk")
        ]
        if not lines:
            return
        self.days += 1
        day = clock.today() + timedelta(days=self.days)
        settlement = payments.record_bill(
            channel="alipay", bank="ccb", day=day, digest=b"d" * 32, lines=lines, by=CLOCK
        )
        text = f"ALIPAY SETTLEMENT {day} 2021000000000001"
        a_credit(amount=plain_yuan(settlement.net_fen), text=text)

    # What the clock does ---------------------------------------------------------------------------------

    @rule()
    def the_jobs_run(self):
        book()
        for settlement in payment_queries.settlements_to_book():
            while actions.settle_lines(settlement_id=settlement.pk, limit=2, by=CLOCK):
                pass
            payments.finish_settlement(settlement_id=settlement.pk, by=CLOCK)
        for refund in Refund.objects.filter(status="due"):
            payments.confirm_refund(refund_id=refund.pk, by=OUTSIDE)
        for entry in payment_queries.returns_falling_due(clock.today()):
            payments.return_credit(entry_id=entry.pk, because=entry.because, by=CLOCK)

    @rule(seconds=st.sampled_from([61, 601]))
    def time_passes(self, seconds):
        core.advance_clock(seconds=seconds, by=CLOCK)
        actions.expire_orders(limit=100, by=CLOCK)

    # What must always be true ----------------------------------------------------------------------------

    @invariant()
    def the_books_balance_and_nothing_is_below_zero(self):
        totals = trial_balance()
        assert sum(kind.balance_fen for kind in totals) == 0
        assert all(kind.balance_fen >= 0 for kind in totals if kind.kind != "world")

    @invariant()
    def a_bill_is_in_one_order_at_most_and_only_such_orders_hold(self):
        held = OrderLine.objects.filter(holds=True)
        assert not held.values("bill").annotate(n=Count("id")).filter(n__gt=1).exists()
        assert not held.exclude(order__status__in=HOLDING).exists()
        assert not OrderLine.objects.filter(order__status__in=HOLDING, holds=False).exists()

    @invariant()
    def each_lease_holds_just_what_its_booked_orders_paid(self):
        for lease in Lease.objects.all():
            booked = OrderLine.objects.filter(
                order__lease=lease, order__status=Status.IN_CUSTODY
            ).values_list("bill__kind")
            expected = dict(booked.annotate(fen=Sum("amount_fen")).order_by())
            held = balances([lease.deposit_pot, lease.rent_pot])
            assert held.get(lease.deposit_pot, 0) == expected.get("deposit", 0)
            assert held.get(lease.rent_pot, 0) == expected.get("rent", 0)
            assert held.get(lease.deposit_pot, 0) <= lease.deposit_fen

    @invariant()
    def every_fen_is_in_one_place(self):
        def fen(records):
            return records.aggregate(fen=Coalesce(Sum("amount_fen"), 0))["fen"]

        credits = BankEntry.objects.filter(direction="credit")
        assert balance_fen("suspense:ccb") == fen(credits.filter(status="set_aside"))
        assert balance_fen("payout:ccb") == fen(credits.filter(status="returning"))
        waiting = Payment.objects.filter(channel="alipay", status__in=("received", "refunding"))
        assert balance_fen("transit:alipay:ccb") == fen(waiting)
        came = fen(credits.exclude(status="new"))
        went = fen(BankEntry.objects.filter(direction="debit", status="matched"))
        assert -balance_fen("world:ccb") == came - went

    @invariant()
    def what_is_to_be_paid_is_what_the_lease_agrees(self):
        for lease in Lease.objects.all():
            bills, plan = bills_of(lease), instalments_of(lease)
            assert sum(b.amount_fen for b in bills.filter(kind="deposit")) == lease.deposit_fen
            rents = {
                b.number: (b.from_on, b.to_on, b.amount_fen) for b in bills.filter(kind="rent")
            }
            agreed = {one.number: (one.from_on, one.to_on, one.amount_fen) for one in plan}
            assert rents.items() <= agreed.items()
            first = min(rents, default=0)
            if lease.rent_is_supervised and rents:
                assert set(rents) == set(range(first, len(agreed) + 1))
            days = [(one.from_on, one.to_on) for one in plan]
            assert (days[0][0], days[-1][1]) == (lease.starts_on, lease.ends_on)
            assert all(a[1] + timedelta(days=1) == b[0] for a, b in pairwise(days))

    @invariant()
    def no_order_holds_a_bill_that_was_withdrawn(self):
        assert not OrderLine.objects.filter(holds=True, bill__withdrawn_at__isnull=False).exists()

    @invariant()
    def an_order_in_custody_was_paid_once(self):
        for order in Order.objects.filter(status=Status.IN_CUSTODY):
            lines = fen_of(Bill.objects.filter(lines__order=order))
            assert lines == order.amount_fen


def held_bills(lease):
    lines = OrderLine.objects.filter(holds=True, bill__lease=lease)
    return Bill.objects.filter(pk__in=lines.values("bill")).order_by("pk")


def fen_of(bills):
    return bills.aggregate(fen=Sum("amount_fen"))["fen"]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.covers("LED-02", "LED-03", "PAY-10", "CHN-03", "ORD-07", "CON-13")
def test_whatever_happens_in_whatever_order_every_fen_is_in_one_place():
    checks = settings(
        max_examples=20,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(City, settings=checks)
