"""Builders of ends of leases: made of actions, on a day that the test says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.core.files import ATTACHMENT
from anju.core.money import parse_yuan, plain_yuan
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.custody import queries as held
from anju.custody.jobs import hear_of_releases, run_releases
from anju.ledger import actions as ledger
from anju.ledger.queries import balances, trial_balance
from anju.payments import actions as payments
from anju.payments.models import Payout
from anju.refunds import actions, jobs
from anju.refunds.actions import AnswerTerms, Deduction, FinalTerms, OrderTerms, PlanTerms
from anju.refunds.models import AuthorityOrder, Case, Plan, Portion
from anju.refunds.rules import Basis, Opinion
from anju.refunds.split import Parts
from anju.tests.world import (
    a_credit,
    a_lease,
    a_paying_order,
    an_approved_batch,
    book,
    enterprise_of,
    tenant_of,
)

MEDIATOR = Actor("li.mediator", "association", frozenset({"dispute.mediate"}))
APPROVER = Actor("wu.approver", "association", frozenset({"dispute.approve"}))
OFFICER = Actor("officer", "centre")
ENTERS = Actor("gao.enters", "centre", frozenset({"authority_order.enter"}))
CHECKS = Actor("han.checks", "centre", frozenset({"authority_order.check"}))
ACCOUNT = ("6222020200000000014", "中国工商银行北京分行")
OTHER_ACCOUNT = ("6217000010000000003", "中国建设银行北京分行")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "6060606060000000050001a5f645400000000049454e44ae426082"
)


class Days:
    """The clock of a test: it stands where it was put."""

    def __init__(self, monkeypatch) -> None:
        self.moment = datetime(2026, 11, 2, 2, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: self.moment)

    def be(self, day: date | str, hour: int = 10) -> None:
        """It is this day in Beijing, at this hour."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        self.moment = clock.start_of(day) + timedelta(hours=hour)
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_make_month_partitions(%s, 2)", [day - timedelta(days=31)])

    def pass_to(self, day: date | str) -> None:
        """The deadlines are looked at on every day up to this one, just after midnight."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        while clock.today() < day:
            self.be(clock.today() + timedelta(days=1), hour=0)
            jobs.keep_deadlines(timestamp=0)


def refused(work, **arguments):
    """The code with which an action is refused; nothing of it is kept."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work(**arguments)
    assert refusal.value.message
    return refusal.value.code


def a_file(by: Actor, name: str = "凭证.png") -> int:
    return store_file(name=name, content=PNG, allowed=ATTACHMENT, by=by)


def a_held_lease(kinds: str = "deposit first", days_held: int = 0, **terms):
    """A lease whose bills are paid and in custody since today, and whose bank has interest to give."""
    lease = a_lease(**terms)
    pay(lease, kinds)
    some_interest(lease)
    return lease


def pay(lease, kinds: str) -> None:
    arrive(a_paying_order(lease, kinds=kinds))


def arrive(order) -> None:
    """The money of an order that was placed before is in custody."""
    a_credit(order)
    book()
    custody.take_in(limit=1000, by=CLOCK)


def some_interest(lease, amount: str = "1000.00") -> None:
    """The bank has paid us interest."""
    bank = lease.bank_account.bank
    ledger.transfer(
        key=f"interest:{bank}:{clock.now().isoformat()}",
        reason="bank_interest",
        cause="test",
        happened_at=clock.now(),
        legs=[(f"world:{bank}", f"interest:{bank}", parse_yuan(amount))],
    )


def t_1_ends_early(days: Days, on: str = "2025-11-20") -> Case:
    """Schedule T-1 of rule A15, releases and all; its home is handed back on 20 November 2025."""
    days.be("2025-03-31")
    lease = a_held_lease(starts_on=date(2025, 3, 31))
    an_account_of(lease)
    for day in ("2025-04-01", "2025-06-30", "2025-07-31", "2025-08-31"):
        released_on(days, day)
    days.be("2025-09-30")
    pay(lease, "second")
    released_on(days, "2025-10-01")
    days.be(on)
    return a_return(lease)


def released_on(days: Days, day: str, failing: str = "") -> None:
    """What is due on a day is released, and the bank pays it, unless the account ends in what it refuses."""
    days.be(day)
    run_releases(date.fromisoformat(day))
    bank_pays(failing, because="AC04")
    hear_of_releases(timestamp=0)


def an_account_of(lease, account_no: str = "11001018800053000001"):
    """The enterprise's settlement account, proposed by it and checked by an officer."""
    proposed = custody.propose_account(
        enterprise_id=lease.enterprise_id,
        account_no=account_no,
        bank_name="中国银行北京分行",
        by=enterprise_of(lease),
    )
    return custody.approve_account(account_id=proposed.pk, by=OFFICER)


def a_return(lease, *, by=None, reason="termination", returned_on=None, **more) -> Case:
    return actions.register_return(
        lease_id=lease.pk,
        reason=reason,
        returned_on=returned_on or clock.today(),
        by=by or enterprise_of(lease),
        **more,
    )


def plan_terms(
    case: Case, deductions=(), payee=("", ""), to_tenant=None, deducted=None, **more
) -> PlanTerms:
    """A plan that deducts these and gives everything else back. A deduction: (kind, part, yuan[, note])."""
    by = enterprise_of(case.lease)
    holdings = held.holdings(case.lease_id)
    all_of_it = Parts(holdings.deposit_fen, holdings.rent_fen)
    stated = [
        Deduction(kind, part, parse_yuan(amount), *note, file_ids=(a_file(by),))
        for kind, part, amount, *note in deductions
    ]
    taken = deducted or sum((Parts.of(d.part, d.amount_fen) for d in stated), Parts())
    return PlanTerms(
        held=all_of_it,
        to_tenant=to_tenant or all_of_it - taken,
        deducted=taken,
        deductions=stated,
        payee_account=payee[0],
        payee_bank=payee[1],
        **more,
    )


DAMAGE = (("08", "deposit", "1000.00"),)


def a_plan(case: Case, deductions=DAMAGE, **more) -> Plan:
    """A plan before the tenant: 1,000.00 of the deposit for damage, unless told otherwise."""
    terms = plan_terms(case, deductions, **more)
    return actions.submit_plan(case_id=case.pk, terms=terms, by=enterprise_of(case.lease))


def an_answer(case: Case, opinion=Opinion.AGREE, agreed: str | None = None, **more):
    case.refresh_from_db()
    plan = case.plans.filter(withdrawn_at=None).latest("version")
    terms = {
        "payee_account": ACCOUNT[0],
        "payee_bank": ACCOUNT[1],
        "agreed_fen": None if agreed is None else parse_yuan(agreed),
    }
    by = more.pop("by", None) or payee_of(case)
    return actions.answer_plan(
        case_id=case.pk,
        plan_id=plan.pk,
        terms=AnswerTerms(opinion=opinion, **(terms | more)),
        by=by,
    )


def payee_of(case: Case) -> Actor:
    return tenant_of(case.lease, case.payee_tenant.position)


def a_dispute(lease=None, opinion=Opinion.MEDIATION, agreed="0.00", deductions=DAMAGE, **more):
    """A case in dispute, with its undisputed part due to be paid."""
    case = a_return(lease or a_held_lease(**more))
    a_plan(case, deductions)
    an_answer(case, opinion, agreed)
    case.refresh_from_db()
    return case


def a_final(case: Case, to_tenant: Parts, to_enterprise: Parts, **more):
    terms = {
        "basis": Basis.MEDIATION,
        "to_tenant": to_tenant,
        "to_enterprise": to_enterprise,
        "file_ids": [a_file(MEDIATOR, "调解书.png")],
    }
    return actions.propose_final(case_id=case.pk, terms=FinalTerms(**(terms | more)), by=MEDIATOR)


def an_authority_order(lease, by: Actor = ENTERS, **more) -> AuthorityOrder:
    """A district authority has written that what is held for a lease goes to its tenant; nobody has checked it yet."""
    terms = {
        "authority": "朝阳区住房和城乡建设委员会",
        "document_no": "朝住建函〔2026〕8号",
        "dated_on": clock.today(),
        "reason": "企业失联",
        "file_ids": [a_file(by, "书面意见.png")],
    }
    return actions.enter_order(lease_id=lease.pk, terms=OrderTerms(**(terms | more)), by=by)


def bank_pays(failing: str = "", because: str = "AC04") -> None:
    """Everything that is due is instructed, released and paid by the bank; accounts that end so are refused by it."""
    jobs.pay(timestamp=0)
    for payout in Payout.objects.filter(status="due").order_by("pk"):
        batch = an_approved_batch(payout)
        payments.send_batch(batch_id=batch.pk, by=CLOCK)
        bank = payout.bank_account.bank
        if failing and payout.creditor_account.endswith(failing):
            payments.fail_payout(bank=bank, payout_no=payout.no, because=because, by=OUTSIDE)
            continue
        debit = a_credit(
            amount=plain_yuan(payout.amount_fen),
            direction="debit",
            end_to_end_id=payout.no,
            bank=bank,
        )
        payments.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
    jobs.pay(timestamp=0)


def pots_of(lease) -> dict[str, int]:
    """What the four pots of a lease hold, by their last word."""
    codes = [
        f"lease:{lease.filing_no}:{kind}" for kind in ("deposit", "rent", "interest", "disputed")
    ]
    return {code.rsplit(":", 1)[1]: fen for code, fen in balances(codes).items()}


EMPTY = {"deposit": 0, "rent": 0, "interest": 0, "disputed": 0}


def books_balance() -> bool:
    return sum(line.balance_fen for line in trial_balance()) == 0


def portions_of(case: Case) -> list[tuple]:
    """Side, source, deposit, rent and interest in fen, status."""
    rows = Portion.objects.filter(case=case).order_by("pk")
    return [(p.side, p.source, p.deposit_fen, p.rent_fen, p.interest_fen, p.status) for p in rows]


def status_of(case: Case) -> str:
    case.refresh_from_db()
    return case.status
