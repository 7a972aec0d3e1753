"""Anything happens to works and to the homes that bear them, in any order: after each step every fen is in one place,
what is frozen is what orders hold, and nobody was paid more than was approved and is known.
"""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from anju.companies.tests.world import a_company
from anju.core import clock
from anju.core.actors import CLOCK, NOBODY
from anju.core.db import rehearse
from anju.core.refusals import Refused
from anju.fund import actions as fund
from anju.fund.models import Account, Deposit
from anju.fund.rules import DepositKind
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, signed_in, start
from anju.fund_runs.tests.town import Town
from anju.homes import actions as homes
from anju.ledger.models import Pot
from anju.ledger.proof import prove
from anju.ledger.queries import balances
from anju.people import actions as people
from anju.refunds.tests.endings import Days
from anju.votes import queries as votes
from anju.works import actions, jobs, queries
from anju.works.models import Order, Payment, Settlement, Share
from anju.works.rules import HOLDING, Exclusion, PaymentStatus
from anju.works.tests.world import (
    APPROVER,
    CHECKER,
    PAYER,
    REVIEWER,
    a_developer,
    a_dwelling_of,
    a_paper,
    all_agree,
    entered,
    settled_for,
    stated,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
pick = st.integers(0, 10**6)
allowed = contextlib.suppress(Refused)
FAILING = "0200004119000000099"
MOST_ORDERS = 5


class Works(RuleBasedStateMachine):
    monkeypatch = None

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    @initialize()
    def a_community(self):
        """At one bank a home of two owners and one of sold public housing, at another one home; and an unsold one."""
        days = Days(self.monkeypatch)
        days.be("2026-03-02")
        self.town = Town(days)
        self.there = homes.record_community(
            name="望京里",
            district="110105",
            address="阜通东大街1号",
            developer_id=a_developer().pk,
            by=DEPARTMENT,
        )
        building = homes.record_building(
            community_id=self.there.pk, name="1号楼", storeys=12, by=DEPARTMENT
        )
        unit = people.record_organisation(
            name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=CLOCK
        )
        public = {"kind": "sold_public", "selling_unit_id": unit.pk}
        every = [([WANG, ZHAO], {}, 0), ([ZHAO], public, 0), ([WANG], {}, 1), (None, {}, None)]
        for place, (owners, terms, bank) in enumerate(every):
            home = a_dwelling_of(
                building.pk, place, owners, (89_35, 60_17, 102_70, 75_00)[place], **terms
            )
            if bank is not None:
                name = self.town.banks[bank].bank
                fund.open_account(dwelling_id=home.pk, bank=name, by=DEPARTMENT)
        self.company = a_company(communities=[self.there])[1]
        self.people = [signed_in(WANG), signed_in(ZHAO)]
        for account in Account.objects.filter(dwelling__kind="commercial"):
            with allowed:
                self.town.pays(fund.demand_deposit(account_id=account.pk, by=NOBODY), NOBODY)
        self.town.pass_to(clock.today() + timedelta(days=1))
        for kind in (True, False):
            order = self.submitted(6_000_00, 15 if kind else 5, kind)
            with allowed:
                actions.approve_order(order_id=order.pk, by=REVIEWER)

    def one(self, number, *statuses):
        found = Order.objects.order_by("pk")
        listed = list(found.filter(status__in=statuses) if statuses else found)
        return listed[number % len(listed)] if listed else None

    # The company ------------------------------------------------------------------------------------------

    @rule(fen=st.integers(1, 12_000_00), which=st.integers(1, 15), kind=st.booleans())
    def submit(self, fen, which, kind):
        if Order.objects.count() < MOST_ORDERS:
            self.submitted(fen, which, kind)

    def submitted(self, fen, which, kind):
        every = list(self.there.buildings.get().dwellings.order_by("pk"))
        chosen = [home.pk for n, home in enumerate(every) if which & 1 << n]
        order = actions.draft_order(community_id=self.there.pk, by=self.company)
        about = {"order_id": order.pk, "by": self.company}
        text = f"{fen // 100}.{fen % 100:02}"
        more = {"kind": "emergency", "emergency": "EM1"} if kind else {}
        actions.describe_order(stated=stated(amount_fen=text, **more), **about)
        actions.choose_homes(dwelling_ids=chosen, **about)
        actions.fill_in(building_ids=[self.there.buildings.get().pk], **about)
        no = dict.fromkeys(Exclusion.values, False)
        actions.answer_exclusions(answers=no, remarks={}, **about)
        for name in ("budget", "contract", "photo"):
            actions.attach_paper(kind=name, file_id=a_paper(), **about)
        if kind:
            told = {"place": "大厅", "posted_at": clock.now(), "file_ids": [a_paper()]}
            actions.record_notice(**told, **about)
        actions.submit_order(**about)
        if not kind:
            all_agree(order, self.company)
        return order

    @rule(number=pick)
    def revoke_or_copy(self, number):
        order = self.one(number)
        if order:
            for act in (actions.revoke_order, actions.copy_order):
                with allowed:
                    act(order_id=order.pk, by=self.company)

    @rule(number=pick)
    def demand(self, number):
        order = self.one(number)
        if order:
            with allowed:
                actions.demand_shares(order_id=order.pk, by=self.company)

    @rule(number=pick, part=st.integers(1, 105))
    def settle(self, number, part):
        order = self.one(number, "approved", "working")
        if order:
            with allowed:
                made = settled_for(order, max(1, order.amount_fen * part // 100), self.company)
                if part % 2:
                    actions.approve_settlement(settlement_id=made.pk, by=REVIEWER)

    # Whoever pays -----------------------------------------------------------------------------------------

    @rule(number=pick)
    def pay_cash(self, number):
        asked = list(
            Deposit.objects.filter(kind=DepositKind.SHARE, status="awaiting").order_by("pk")
        )
        if asked:
            payment = start(asked[number % len(asked)], NOBODY)
            self.town.is_paid(payment)

    @rule(number=pick, fen=st.integers(1, 5_000_00))
    def deposit(self, number, fen):
        accounts = list(Account.objects.order_by("pk"))
        with allowed:
            about = {"account_id": accounts[number % len(accounts)].pk, "amount_fen": fen}
            made = fund.deposit_voluntarily(**about, by=NOBODY)
            self.town.is_paid(start(made, NOBODY))

    # The authority ----------------------------------------------------------------------------------------

    @rule(number=pick, verb=st.integers(0, 9))
    def decide(self, number, verb):
        order = self.one(number, "submitted", "second_review")
        if order:
            with allowed:
                if verb:
                    rehearse(actions.approve_order, order_id=order.pk, by=REVIEWER)
                    actions.approve_order(order_id=order.pk, by=REVIEWER)
                else:
                    actions.return_order(order_id=order.pk, because="退回", by=REVIEWER)

    @rule(number=pick, withdraws=st.booleans())
    def undo(self, number, withdraws):
        order = self.one(number, *HOLDING)
        if order:
            act = actions.withdraw_approval if withdraws else actions.stop_order
            with allowed:
                act(order_id=order.pk, because="有误", by=APPROVER)

    @rule(number=pick)
    def overturn(self, number):
        """The voices of a vote turn out to be false."""
        order = self.one(number, *HOLDING)
        vote = votes.vote_for(order.cause) if order else None
        if vote:
            for seat in votes.roll_of(vote):
                for voice in seat.head.counted:
                    voice.status = "struck"
                    voice.save(update_fields=["status"])

    @rule(number=pick, approves=st.integers(0, 3))
    def check_settlement(self, number, approves):
        waiting = list(Settlement.objects.filter(status="entered").order_by("pk"))
        if waiting:
            about = {"settlement_id": waiting[number % len(waiting)].pk, "by": REVIEWER}
            with allowed:
                if approves:
                    actions.approve_settlement(**about)
                else:
                    actions.return_settlement(because="不清楚", **about)

    # The centre and the banks -----------------------------------------------------------------------------

    @rule(number=pick, part=st.integers(1, 101), fails=st.integers(0, 3))
    def enter(self, number, part, fails):
        order = self.one(number, *HOLDING)
        if order:
            may = queries.payable_of(order)
            stage = "final" if order.status == "settled" else "first"
            most = may.final_fen if stage == "final" else may.first_fen
            payee = {} if fails else {"payee_account": FAILING}
            with allowed:
                made = entered(order, max(1, most * part // 100), stage, **payee)
                for payment in made if part % 3 else ():
                    actions.approve_payment(payment_id=payment.pk, by=CHECKER)
            if part % 2:
                self.banks_pay_out(not fails)

    @rule(number=pick, approves=st.integers(0, 4))
    def check_payment(self, number, approves):
        waiting = list(Payment.objects.filter(status="entered").order_by("pk"))
        if waiting:
            about = {"payment_id": waiting[number % len(waiting)].pk, "by": CHECKER}
            with allowed:
                if approves:
                    actions.approve_payment(**about)
                else:
                    actions.reject_payment(because="有误", **about)

    @rule(fails=st.booleans())
    def banks_pay_out(self, fails):
        self.town.banks_pay_out(failing=FAILING if fails else "")
        jobs.hear_of_payments(0)

    @rule(number=pick)
    def finish(self, number):
        order = self.one(number, "settled")
        if order:
            with allowed:
                actions.finish_order(order_id=order.pk, because="自行催收", by=PAYER)

    @rule(days=st.integers(1, 4))
    def days_pass(self, days):
        self.town.pass_to(clock.today() + timedelta(days=days))
        jobs.count_what_came_in(0)

    # What always holds ------------------------------------------------------------------------------------

    @invariant()
    def every_fen_is_in_one_place(self):
        self.town.is_in_order()

    @invariant()
    def what_is_frozen_is_what_orders_hold(self):
        wanted: dict[str, int] = {}
        for one in Share.objects.filter(order__status__in=HOLDING):
            for suffix, fen in (
                ("frozen", one.covered_fen - one.paid_fen),
                ("unit:frozen", one.unit_covered_fen - one.unit_paid_fen),
            ):
                pot = f"home:{one.dwelling_id}:{suffix}"
                wanted[pot] = wanted.get(pot, 0) + fen
        codes = Pot.objects.filter(code__endswith=":frozen").values_list("code", flat=True)
        held = {code: fen for code, fen in balances(codes).items() if fen}
        assert held == {code: fen for code, fen in wanted.items() if fen}

    @invariant()
    def shares_add_up_and_nobody_is_paid_more_than_there_is(self):
        for order in Order.objects.filter(submitted_at__isnull=False):
            sums = order.shares.aggregate(
                share=Sum("share_fen"), paid=Sum(F("paid_fen") + F("unit_paid_fen"))
            )
            if order.status == "stopped":
                assert sums["share"] == sums["paid"]
            else:
                whole = order.amount_fen if order.settled_fen is None else order.settled_fen
                assert sums["share"] == whole
            out = order.payments.filter(status__in=(PaymentStatus.PAYING, PaymentStatus.PAID))
            assert sums["paid"] == sum(one.amount_fen for one in out) <= sums["share"]

    @invariant()
    def nothing_is_asked_of_homes_for_works_that_are_over(self):
        live = {one.cause for one in Order.objects.all() if one.ended_at is None}
        asked = Deposit.objects.filter(kind=DepositKind.SHARE, status__in=("awaiting", "paying"))
        assert {one.cause for one in asked} <= live

    def teardown(self):
        try:
            assert prove().holds
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)


def test_every_fen_is_in_one_place_whatever_happens_to_works(db, monkeypatch):
    Works.monkeypatch = monkeypatch
    run_state_machine_as_test(
        Works,
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
