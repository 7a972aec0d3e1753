"""Refunds that are over, so that the service board has times to tell, and the report of this month. (BEY-07, CTR-08)"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from anju.contracts import queries as contract_queries
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.calendar import add_months
from anju.custody import queries as custody
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.rules import PayoutStatus
from anju.refunds import actions as refunds
from anju.refunds import queries as refund_queries
from anju.refunds.actions import AnswerTerms, PlanTerms
from anju.refunds.rules import Opinion, Reason, Status
from anju.refunds.split import Parts
from anju.statistics import actions as statistics
from anju.statistics import queries as figures
from sample.endings import ACCOUNT, tenant
from sample.enterprise import office
from sample.leases import lease
from sample.offices import officer
from sample.people import OTHERS, PAYOUT_CHECKER, PAYOUT_MAKER, SUPERVISOR

if TYPE_CHECKING:
    from anju.contracts.models import Lease
    from anju.contracts.terms import LeaseTerms
    from anju.refunds.models import Case

TOOK = (2, 3, 3, 4, 4, 5, 5, 6, 7, 9, 13, 24)
"""So many days ago the homes were handed back; the refunds are paid today."""
FIRST = 570


def leases() -> list[LeaseTerms]:
    """Twelve tenants of three enterprises who will have moved out."""
    return [
        lease([OTHERS[n]], enterprise=n % 3, rent=3200 + 100 * n, starts_in=-90, number=FIRST + n)
        for n in range(len(TOOK))
    ]


def are_ended(left: list[Lease]) -> None:
    """Each gets everything back: the enterprise says so, the tenant agrees."""
    for one, took in zip(left, TOOK, strict=True):
        if not has_ended(one):
            is_ended(one, took)


def has_ended(one: Lease) -> bool:
    """Whether an interrupted run has ended it before."""
    return refund_queries.open_case_of(one) is not None


@transaction.atomic
def is_ended(one: Lease, took: int) -> None:
    lessor = office(one)
    day = clock.today() - timedelta(days=took)
    case = refunds.register_return(
        lease_id=one.pk, reason=Reason.TERMINATION, returned_on=day, by=lessor
    )
    held = custody.holdings(one.pk)
    whole = Parts(held.deposit_fen, held.rent_fen)
    terms = PlanTerms(held=whole, to_tenant=whole, deducted=Parts(), deductions=[])
    plan = refunds.submit_plan(case_id=case.pk, terms=terms, by=lessor)
    answer = AnswerTerms(Opinion.AGREE, *ACCOUNT, agreed_fen=None)
    refunds.answer_plan(case_id=case.pk, plan_id=plan.pk, terms=answer, by=tenant(one))


def are_instructed(left: list[Lease]) -> bool:
    """Whether the worker has had all of them paid, or will once they are in a batch."""
    return all(
        portion.payout_id is not None for one in left for portion in case_of(one).portions.all()
    )


@transaction.atomic
def are_given_to_the_banks(left: list[Lease]) -> None:
    """One puts them into a batch for each bank, another releases it."""
    due: dict[str, list[int]] = {}
    for one in left:
        for portion in case_of(one).portions.all():
            for payout in payment_queries.payouts_of(f"portion:{portion.pk}"):
                if payout.status == PayoutStatus.DUE:
                    due.setdefault(one.bank_account.bank, []).append(payout.pk)
    for bank, ids in due.items():
        batch = payments.make_batch(bank=bank, payout_ids=ids, by=officer(PAYOUT_MAKER))
        payments.approve_batch(batch_id=batch.pk, by=officer(PAYOUT_CHECKER))


def are_paid(left: list[Lease]) -> bool:
    return all(case_of(one).status == Status.CLOSED for one in left)


def are_counted() -> None:
    """The board is counted at once; the officer asks for the reports of the last month and of this one so far."""
    statistics.count_refunds(day=clock.today(), by=CLOCK)
    statistics.count_year_of_refunds(day=clock.today(), by=CLOCK)
    statistics.count_work(day=clock.today(), by=CLOCK)
    this = clock.today().replace(day=1)
    for month in (add_months(this, -1), this):
        if not figures.reports().filter(month=month).exists():
            statistics.ask_for_report(month=month, by=officer(SUPERVISOR))


def known() -> list[Lease]:
    """The same leases, found again."""
    found = (contract_queries.lease_by_filing_no(terms.filing_no) for terms in leases())
    return [one for one in found if one is not None]


def case_of(one: Lease) -> Case:
    case = refund_queries.open_case_of(one)
    assert case is not None
    return case
