"""Everybody does anything at any time: the books balance after each step, and every lease ends with empty pots."""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, stateful
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from anju.core import clock
from anju.core.actors import OUTSIDE
from anju.core.money import plain_yuan
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.custody import queries as held
from anju.custody.jobs import hear_of_releases, run_releases
from anju.custody.models import Hold
from anju.payments import actions as payments
from anju.payments.models import Payout
from anju.refunds import actions, jobs, queries
from anju.refunds.models import AuthorityOrder, Case, FinalPlan, NameChange, Offer, Portion
from anju.refunds.rules import BASES, DISPUTED, Opinion, Status
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    ACCOUNT,
    APPROVER,
    CHECKS,
    MEDIATOR,
    OFFICER,
    OTHER_ACCOUNT,
    Days,
    a_final,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    an_authority_order,
    arrive,
    books_balance,
    payee_of,
    pots_of,
)
from anju.refunds.tests.test_paying import another_name
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_paying_order,
    an_approved_batch,
    enterprise_of,
    tenant_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
pick = st.integers(0, 10**6)
share = st.integers(0, 100)
side = st.sampled_from([tenant_of, enterprise_of])
disputing = st.sampled_from([Opinion.MEDIATION, Opinion.ARBITRATION, Opinion.LITIGATION])
TWO = (("08", "deposit", "1000.01"), ("11", "rent", "777.77"))
allowed = contextlib.suppress(Refused)
CHECKED = [
    (FinalPlan, "final_id", actions.approve_final, actions.reject_final, APPROVER),
    (NameChange, "change_id", actions.approve_name_change, actions.refuse_name_change, APPROVER),
    (AuthorityOrder, "order_id", actions.approve_order, actions.reject_order, CHECKS),
]


def one_of(records, number):
    found = list(records.order_by("pk"))
    return found[number % len(found)] if found else None


class Ends(RuleBasedStateMachine):
    monkeypatch = None

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    @initialize(stages=st.lists(st.integers(0, 4), min_size=2, max_size=2), opinion=disputing)
    def two_leases(self, stages, opinion):
        self.days = Days(self.monkeypatch)
        self.days.be("2026-11-02")
        self.leases = [
            a_held_lease(tenants=[ZHANG_SAN, LI_SI]),
            a_held_lease(tenants=[LI_SI], monthly_rent="3333.33", deposit="3333.33"),
        ]
        self.on_their_way = {one.pk: a_paying_order(one, kinds="second") for one in self.leases}
        for lease, stage in zip(self.leases, stages, strict=True):
            self.brought_to(lease, stage, opinion)

    def brought_to(self, lease, stage, opinion):
        """So far an end has come when the others begin to act: not registered, returned, proposed, disputed, agreed."""
        if stage:
            case = a_return(lease)
        if stage > 1:
            a_plan(case, TWO)
        if stage > 2:
            an_answer(case, *((opinion, "100.00") if stage == 3 else (Opinion.AGREE,)))

    def lease(self, number):
        return self.leases[number % len(self.leases)]

    def case(self, number):
        return one_of(Case.objects.exclude(status="cancelled"), number)

    # The two sides ----------------------------------------------------------------------------------------

    @rule(number=pick, by=side, reason=st.sampled_from(["termination", "filing_revoked"]))
    def register(self, number, by, reason):
        lease = self.lease(number)
        with allowed, transaction.atomic():
            a_return(lease, by=by(lease), reason=reason)

    @rule(number=pick, by=side)
    def confirm(self, number, by):
        if case := self.case(number):
            with allowed:
                actions.confirm_return(case_id=case.pk, by=by(case.lease))

    @rule(number=pick, by=side)
    def cancel(self, number, by):
        case = self.case(number)
        if case and number % 5 == 0:
            with allowed:
                actions.cancel_case(case_id=case.pk, because="误登记", by=by(case.lease))

    @rule(number=pick, deposit=share, rent=share, payee=st.booleans())
    def propose(self, number, deposit, rent, payee):
        if case := self.case(number):
            holdings = held.holdings(case.lease_id)
            parts = (
                ("08", "deposit", holdings.deposit_fen * deposit // 100),
                ("11", "rent", holdings.rent_fen * rent // 100),
            )
            deductions = [(kind, part, plain_yuan(fen)) for kind, part, fen in parts if fen]
            with allowed, transaction.atomic():
                a_plan(case, deductions, payee=ACCOUNT if payee else ("", ""))

    @rule(number=pick, opens=st.booleans())
    def open_or_withdraw(self, number, opens):
        case = self.case(number)
        plan = case and queries.current_plan(case)
        if plan:
            with allowed:
                if opens:
                    actions.open_plan(case_id=case.pk, by=payee_of(case))
                else:
                    by = enterprise_of(case.lease)
                    actions.withdraw_plan(case_id=case.pk, plan_id=plan.pk, by=by)

    @rule(number=pick, opinion=st.sampled_from(list(Opinion)), agreed=share)
    def answer(self, number, opinion, agreed):
        case = self.case(number)
        plan = case and queries.current_plan(case)
        if plan:
            says = opinion not in (Opinion.AGREE, Opinion.SEND_BACK)
            fen = plan.deducted.total_fen * agreed // 100
            with allowed, transaction.atomic():
                an_answer(case, opinion, plain_yuan(fen) if says else None)

    @rule(number=pick, by=side, part=share)
    def make_an_offer(self, number, by, part):
        self.offer(number, by, part)

    def offer(self, number, by, part):
        case = self.case(number)
        item = case and one_of(queries.items_of(case), number)
        if item:
            fen = item.disputed_fen * part // 100
            with allowed:
                actions.make_offer(item_id=item.pk, to_enterprise_fen=fen, by=by(case.lease))

    @rule(number=pick, part=share)
    def agree_on_an_item(self, number, part):
        for by in (tenant_of, enterprise_of):
            self.offer(number, by, part)

    @rule(number=pick, by=side, takes=st.booleans())
    def accept_or_withdraw_offer(self, number, by, takes):
        if offer := one_of(Offer.objects.all(), number):
            act = actions.accept_offer if takes else actions.withdraw_offer
            with allowed:
                act(offer_id=offer.pk, by=by(offer.item.plan.case.lease))

    @rule(number=pick, account=st.sampled_from([ACCOUNT, OTHER_ACCOUNT]))
    def confirm_account(self, number, account):
        if portion := one_of(Portion.objects.filter(status="account_wanted"), number):
            with allowed:
                if portion.is_tenants:
                    self.give_account(portion, account)
                else:
                    by = enterprise_of(portion.case.lease)
                    actions.pay_enterprise_again(portion_id=portion.pk, by=by)

    def give_account(self, portion, account):
        actions.confirm_account(
            portion_id=portion.pk,
            payee_account=account[0],
            payee_bank=account[1],
            by=payee_of(portion.case),
        )

    @rule(number=pick)
    def apply_for_another_name(self, number):
        if portion := one_of(Portion.objects.filter(status="account_wanted"), number):
            with allowed, transaction.atomic():
                another_name(portion.case)

    @rule(account=st.sampled_from(["11001018800053000001", "11001018800053000002"]))
    def name_a_settlement_account(self, account):
        with allowed:
            an_account_of(self.leases[0], account)

    @rule(number=pick)
    def pay_late(self, number):
        if order := self.on_their_way.pop(self.lease(number).pk, None):
            arrive(order)

    # The association and the authorities -----------------------------------------------------------------

    @rule(number=pick, arbitration=st.booleans())
    def turn(self, number, arbitration):
        if case := self.case(number):
            way = actions.turn_to_arbitration if arbitration else actions.turn_to_litigation
            with allowed:
                way(case_id=case.pk, because="调解不成", by=MEDIATOR)

    @rule(number=pick, part=share)
    def propose_final(self, number, part):
        case = self.case(number)
        if case and case.status in DISPUTED:
            with allowed, transaction.atomic():
                self.a_final_plan(case, part)

    def a_final_plan(self, case, part):
        disputed = queries.disputed_now(case)
        given = Parts(disputed.deposit_fen * part // 100, disputed.rent_fen * part // 100)
        return a_final(
            case,
            given,
            disputed - given,
            basis=BASES[Status(case.status)][0],
            document_no="1号",
            court="北京",
            effective_on=clock.today(),
        )

    @rule(number=pick, what=st.sampled_from(CHECKED), approves=st.booleans())
    def check_what_another_proposed(self, number, what, approves):
        model, name, approve, reject, by = what
        if proposed := one_of(model.objects.filter(status="proposed"), number):
            with allowed:
                act, more = (approve, {}) if approves else (reject, {"because": "再议"})
                act(**{name: proposed.pk}, **more, by=by)

    @rule(number=pick, covers_disputed=st.booleans())
    def enter_an_order(self, number, covers_disputed):
        if number % 5 == 0:
            with allowed, transaction.atomic():
                an_authority_order(self.lease(number), covers_disputed=covers_disputed)

    @rule(number=pick, reason=st.sampled_from(["judicial", "authority"]))
    def hold_back(self, number, reason):
        with allowed:
            custody.hold_releases(
                lease_id=self.lease(number).pk,
                reason=reason,
                document_no=f"{reason}{number % 3}",
                note="暂停",
                by=OFFICER,
            )

    @rule()
    def lift_what_holds_back(self):
        for hold in Hold.objects.filter(status="in_force").exclude(reason="ending"):
            custody.lift_hold(hold_id=hold.pk, because="解除", by=OFFICER)

    # The clock and the bank -------------------------------------------------------------------------------

    @rule(count=st.integers(1, 4))
    def days_pass(self, count):
        for _ in range(count):
            self.days.be(clock.today() + timedelta(days=1), hour=0)
            jobs.keep_deadlines(timestamp=0)
        jobs.sweep(timestamp=0)
        run_releases(clock.today())

    @rule(fails=st.booleans())
    def the_bank_pays_one(self, fails):
        jobs.pay(timestamp=0)
        payout = Payout.objects.filter(status="due").order_by("pk").first()
        if payout:
            self.ended(payout, fails)

    def ended(self, payout, fails):
        bank = payout.bank_account.bank
        an_approved_batch(payout)
        if fails:
            payments.fail_payout(bank=bank, payout_no=payout.no, because="销户", by=OUTSIDE)
        else:
            debit = a_credit(
                amount=plain_yuan(payout.amount_fen),
                direction="debit",
                end_to_end_id=payout.no,
                bank=bank,
            )
            payments.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
        self.heard()

    def heard(self):
        jobs.pay(timestamp=0)
        hear_of_releases(timestamp=0)
        jobs.pay(timestamp=0)

    @rule(number=pick)
    def the_bank_brings_one_back(self, number):
        if payout := one_of(Payout.objects.filter(status="done"), number):
            credit = a_credit(
                amount=plain_yuan(payout.amount_fen),
                code="",
                end_to_end_id=payout.no,
                bank=payout.bank_account.bank,
            )
            payments.give_payout_back(payout_no=payout.no, credit_id=credit.pk, by=OUTSIDE)
            self.heard()

    # What is always so ------------------------------------------------------------------------------------

    @invariant()
    def every_fen_of_a_lease_is_held_due_or_disputed(self):
        assert books_balance()
        for lease in getattr(self, "leases", []):
            case = Case.objects.filter(lease=lease).exclude(status="cancelled").first()
            if case is None:
                continue
            pots, holdings = pots_of(lease), held.holdings(lease.pk)
            waiting = Portion.objects.filter(case=case).exclude(status__in=["paying", "paid"])
            owed = sum((p.principal for p in waiting), Parts())
            expected = (
                Parts(holdings.deposit_fen, holdings.rent_fen) + owed + queries.disputed_now(case)
            )
            assert pots["interest"] == 0
            assert pots["deposit"] + pots["rent"] + pots["disputed"] == expected.total_fen
            assert case.status != "closed" or not waiting.exists()

    # No path without an end -------------------------------------------------------------------------------

    def teardown(self):
        if hasattr(self, "leases"):
            self.lift_what_holds_back()
            for _ in range(30):
                if self.all_is_over():
                    break
                self.a_turn_for_everybody()
            assert self.all_is_over()
            ended = Case.objects.filter(status="closed")
            assert not any(fen for case in ended for fen in pots_of(case.lease).values())
            assert books_balance()
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def all_is_over(self):
        return not Case.objects.exclude(status__in=["closed", "cancelled"]).exists()

    def a_turn_for_everybody(self):
        """Days pass, the association does its work, accounts are confirmed, the bank pays: nobody else is needed."""
        self.name_a_settlement_account(f"1100101880005300{clock.today():%m%d}")
        for case in Case.objects.filter(status="sent_back", escalated_at__isnull=False):
            actions.take_up(case_id=case.pk, by=MEDIATOR)
        for case in Case.objects.filter(status__in=DISPUTED):
            for final in case.final_plans.filter(status="proposed"):
                actions.reject_final(final_id=final.pk, because="重新提出", by=APPROVER)
            final = self.a_final_plan(case, 50)
            actions.approve_final(final_id=final.pk, by=APPROVER)
        for change in NameChange.objects.filter(status="proposed"):
            actions.approve_name_change(change_id=change.pk, by=APPROVER)
        for portion in Portion.objects.filter(status="account_wanted", side="tenant"):
            self.give_account(portion, OTHER_ACCOUNT)
        for payout in Payout.objects.filter(status="due").order_by("pk"):
            self.ended(payout, fails=False)
        self.days_pass(3)
        jobs.pay(timestamp=0)


@pytest.mark.covers("REF-11", "LED-02", "BEY-01", "CTR-04")
def test_whatever_is_done_every_lease_comes_to_an_end_with_empty_pots(monkeypatch):
    Ends.monkeypatch = monkeypatch
    checks = settings(
        max_examples=10,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    stateful.run_state_machine_as_test(Ends, settings=checks)
