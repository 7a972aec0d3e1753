"""Anything happens to homes of the fund in any order: after each step every fen is in one place, and what a home
owes or gets back is what one works out by hand.
"""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.db import rehearse
from anju.core.refusals import Refused
from anju.fund import actions as fund
from anju.fund import jobs as fund_jobs
from anju.fund import queries as fund_queries
from anju.fund.models import Account, CounterRefund, Deposit
from anju.fund.rules import CLOSING, DUE_REASONS, RefundReason
from anju.fund.tests.test_refunds import CARD
from anju.fund.tests.test_refunds import CHECKER as REFUND_CHECKER
from anju.fund.tests.test_refunds import MAKER as REFUND_MAKER
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, signed_in, start
from anju.fund_runs import actions as runs
from anju.fund_runs import jobs
from anju.fund_runs.models import Chunk, Run
from anju.fund_runs.tests.things import CHECKER, MAKER
from anju.fund_runs.tests.town import Town
from anju.ledger.proof import prove
from anju.payments.models import Payment
from anju.refunds.tests.endings import Days

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
pick = st.integers(0, 10**6)
channels = st.sampled_from(["alipay", "wechat"])
allowed = contextlib.suppress(Refused)


class Fund(RuleBasedStateMachine):
    monkeypatch = None

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    @initialize(areas=st.lists(st.integers(50_00, 150_00), min_size=3, max_size=3))
    def three_homes(self, areas):
        days = Days(self.monkeypatch)
        days.be("2026-06-20")
        self.town = Town(days)
        self.people = [signed_in(WANG), signed_in(ZHAO)]
        self.homes = [
            self.town.home(bank, area_hundredths=area, storeys=storeys)
            for bank, storeys, area in zip((0, 0, 1), (6, 12, 12), areas, strict=True)
        ]
        self.told = {}

    def home(self, number):
        return Account.objects.get(pk=self.homes[number % 3].pk)

    def somebody(self, number):
        return self.people[number % 2]

    # Owners -----------------------------------------------------------------------------------------------

    @rule(number=pick, channel=channels)
    def begin_to_pay(self, number, channel):
        by = self.somebody(number)
        with allowed:
            deposit = fund.demand_deposit(account_id=self.home(number).pk, by=by)
            start(deposit, by, channel)

    @rule(number=pick, fen=st.integers(1, 30_000_00), channel=channels)
    def begin_to_pay_more(self, number, fen, channel):
        by = self.somebody(number)
        with allowed:
            about = {"account_id": self.home(number).pk, "amount_fen": fen, "by": by}
            start(fund.deposit_voluntarily(**about), by, channel)

    @rule(number=pick)
    def pay(self, number):
        """Whatever was begun, also what nobody waits for any more, once or again."""
        begun = list(Payment.objects.order_by("pk"))
        if begun:
            payment = begun[number % len(begun)]
            if payment.pk in self.told:
                return
            self.told[payment.pk] = True
            self.town.is_paid(payment)

    # The department ---------------------------------------------------------------------------------------

    @rule(number=pick, area=st.integers(50_00, 150_00))
    def measure(self, number, area):
        fund.correct_area(account_id=self.home(number).pk, area_hundredths=area, by=DEPARTMENT)

    @rule(number=pick)
    def sell(self, number):
        owner = (WANG, ZHAO)[number % 2]
        fund.sell_home(account_id=self.home(number).pk, owners=[owner], by=DEPARTMENT)

    @rule(number=pick, reason=st.sampled_from(RefundReason), part=st.integers(1, 100))
    def enter_refund(self, number, reason, part):
        account = self.home(number)
        paid = list(account.deposits.filter(status="deposited").order_by("pk"))
        due = fund_queries.due_of(account).refund_fen
        deposit = paid[number % len(paid)] if paid and reason not in CLOSING else None
        amount = due if reason in DUE_REASONS else deposit.amount_fen if deposit else 0
        with allowed:
            fund.enter_refund(
                account_id=account.pk,
                deposit_id=deposit.pk if deposit else None,
                reason=reason,
                amount_fen=amount * part // 100,
                payee_name=(WANG, ZHAO)[part % 2].name,
                payee_account=CARD,
                payee_bank="中国工商银行",
                by=REFUND_MAKER,
            )

    @rule(number=pick, approves=st.booleans())
    def check_refund(self, number, approves):
        entered = list(CounterRefund.objects.filter(status="entered").order_by("pk"))
        if entered:
            refund = entered[number % len(entered)]
            act = fund.approve_refund if approves else fund.reject_refund
            more = {} if approves else {"because": "有误"}
            with allowed:
                act(refund_id=refund.pk, **more, by=REFUND_CHECKER)

    # The centre and the banks -----------------------------------------------------------------------------

    @rule(number=pick)
    def give_up(self, number):
        with allowed:
            runs.close_interest(account_id=self.home(number).pk, by=MAKER)

    @rule(number=pick, limit=st.integers(1, 3))
    def work_on_runs(self, number, limit):
        """A chunk or two, with a crash in between; then it waits to be checked."""
        for run in Run.objects.filter(status="counting").order_by("pk"):
            rehearse(runs.count_chunk, run_id=run.pk, limit=limit, by=CLOCK)
            while runs.count_chunk(run_id=run.pk, limit=limit, by=CLOCK):
                pass
        for run in Run.objects.filter(status="booking").order_by("pk"):
            rehearse(runs.book_chunk, run_id=run.pk, by=CLOCK)
            runs.book_chunk(run_id=run.pk, by=CLOCK)

    @rule(number=pick, approves=st.integers(0, 4))
    def check_run(self, number, approves):
        counted = list(Run.objects.filter(status="counted").order_by("pk"))
        if not counted:
            return
        run = counted[number % len(counted)]
        with allowed:
            if not approves:
                runs.reject_run(run_id=run.pk, because="有误", by=CHECKER)
                return
            if run.kind != "revenue" and run.amount_fen:
                bank = next(b for b in self.town.banks if b.bank == run.bank_account.bank)
                bank.enters(run.amount_fen, transaction_code="ACMT/MCOP/INTR")
            runs.approve_run(run_id=run.pk, by=CHECKER)

    @rule(number=pick, fen=st.integers(1, 5_000_00))
    def public_revenue(self, number, fen):
        account = self.home(number)
        entry = self.town.bank_of(account).enters(fen, text="电梯广告")
        community = account.dwelling.building.community_id
        about = {"community_id": community, "entry_id": entry.pk, "purpose": "电梯广告"}
        with allowed:
            runs.enter_revenue(**about, by=MAKER)

    @rule(fails=st.booleans())
    def banks_pay_out(self, fails):
        self.town.banks_pay_out(failing=CARD[-4:] if fails else "")

    @rule()
    def providers_refund(self):
        self.town.providers_refund()

    @rule(days=st.integers(1, 6))
    def days_pass(self, days):
        self.town.pass_to(clock.today() + timedelta(days=days))
        fund_jobs.end_what_is_over(0)

    @precondition(lambda self: clock.today().month < 7)
    @rule()
    def the_year_ends(self):
        self.town.pass_to(clock.today().replace(month=7, day=4))
        jobs.start_what_is_due(0)

    # What always holds ------------------------------------------------------------------------------------

    @invariant()
    def every_fen_is_in_one_place(self):
        self.town.is_in_order()

    @invariant()
    def what_was_first_deposited_is_what_stands_of_it(self):
        for account in Account.objects.all():
            paid = account.deposits.filter(
                kind__in=("first", "supplement"), status__in=("paid", "deposited")
            )
            gone = account.refunds.filter(status__in=("paying", "paid"))
            stands = sum(one.amount_fen for one in paid) - sum(one.counted_fen for one in gone)
            assert account.first_fen == stands >= 0

    @invariant()
    def a_home_owes_what_one_works_out_by_hand(self):
        for account in Account.objects.all():
            home = account.dwelling
            standard = 100_00 if home.building.storeys <= 6 else 200_00
            required = home.area_hundredths * standard // 100
            due = fund_queries.due_of(account)
            difference = required - account.first_fen
            if difference < 0:
                assert (due.refund_fen, due.amount_fen) == (-difference, 0)
            elif difference:
                assert (due.refund_fen, due.amount_fen) == (0, difference)
                assert due.kind == ("supplement" if account.first_fen else "first")
            else:
                assert due.kind in (None, "top_up")

    @invariant()
    def nothing_was_booked_twice_nor_lost(self):
        """A home holds its deposits, its shares of runs, less what went back."""
        for account in Account.objects.all():
            came = sum(
                one.amount_fen
                for one in Deposit.objects.filter(account=account, status="deposited")
            )
            chunks = Chunk.objects.filter(after__lt=account.pk, upto__gte=account.pk)
            for chunk in chunks.exclude(booked_at=None):
                lines = chunk.run.lines.filter(account=account)
                came += sum(line.amount_fen for line in lines)
            gone = account.refunds.filter(status__in=("paying", "paid"))
            held = came - sum(one.amount_fen for one in gone)
            assert fund_queries.balance_fen(account) == held

    def teardown(self):
        try:
            assert prove().holds
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)


def test_every_fen_is_in_one_place_whatever_happens(db, monkeypatch):
    Fund.monkeypatch = monkeypatch
    run_state_machine_as_test(
        Fund,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
