"""Builders of refunds that are over: made of actions, so many days after the home was handed back."""

from datetime import timedelta

from anju.core import clock
from anju.refunds.models import Case
from anju.refunds.tests.endings import Days, a_held_lease, a_plan, a_return, an_answer, bank_pays


def a_refund(days: Days, took: int, **terms) -> Case:
    """A home was handed back so many days ago, and its tenant is paid today."""
    lease = a_held_lease(starts_on=clock.today() - timedelta(days=60), **terms)
    case = a_return(lease, returned_on=clock.today() - timedelta(days=took))
    a_plan(case, deductions=())
    an_answer(case)
    bank_pays()
    case.refresh_from_db()
    return case
