"""The stories of changed and renewed leases as tables of transfers and balances: for auditors, kept true."""

from datetime import date

import pytest

from anju.contracts.queries import bills_of
from anju.custody.jobs import carry_over_deposits
from anju.ledger.queries import balance_fen
from anju.refunds import jobs
from anju.refunds.models import Case
from anju.refunds.tests.endings import (
    Days,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    arrive,
    bank_pays,
    books_balance,
    released_on,
)
from anju.tests.renewals import (
    a_carry_over,
    a_paying_order_of,
    a_renewal,
    change,
    consented,
    replanned,
)
from anju.tests.stories import Stories

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-13")]
story = Stories("renewal-stories.md")
D = date.fromisoformat


class Told:
    """The clock of a story, set by its test."""

    days = None
    lease = None


def filed(day: str = "2026-11-02", **terms):
    Told.days.be(day)
    Told.lease = a_held_lease(starts_on=D(day), **terms)
    an_account_of(Told.lease)
    return Told.lease


@story("The rent rises for the second half-year, and the deposit with it")
def risen():
    """4,000 a month and as much deposit; 4,500 from 2 May 2027: 27,000 of rent, 500 more of deposit."""
    lease = filed()
    released_on(Told.days, "2026-11-03")
    Told.days.be("2027-03-01")
    plan = replanned(lease, 1, "4500.00", each=6, months=12)
    change(lease, **plan, deposit_fen=4_500_00, deposit_due_on=D("2027-05-02"))
    top_up, second = bills_of(lease).filter(due_on=D("2027-05-02")).order_by("kind")
    Told.days.be("2027-05-02")
    arrive(a_paying_order_of(top_up, second))
    released_on(Told.days, "2027-05-03")
    assert balance_fen(lease.deposit_pot) == 4_500_00
    # the first half is all released by then, of the second the first three months
    assert balance_fen(lease.rent_pot) == 13_500_00


@story("From half-yearly to monthly rent: what is held goes on by its schedule, no more comes in")
def monthly():
    lease = filed()
    released_on(Told.days, "2026-11-03")
    Told.days.be("2026-12-01")
    change(lease, **replanned(lease, 1, "4000.00", each=1, months=12))
    for day in ("2027-02-02", "2027-03-02", "2027-04-02"):
        released_on(Told.days, day)
    assert not lease.rent_is_supervised
    assert balance_fen(lease.rent_pot) == 0


@story("A renewal takes the deposit along, and 300 are added to it")
def renewed():
    """4,000 are carried over on 2 November 2027. In the end the tenant gets 4,000 for 731 days, 406.1 fen, and 300
    for 366 days, 15.25 fen: 4,304.21.
    """
    lease = filed(kinds="deposit", each=1)
    Told.days.be("2027-10-20")
    renewal = a_renewal(lease, each=1, monthly_rent="4300.00", deposit="4300.00")
    consented(a_carry_over(lease, renewal))
    Told.days.be("2027-11-02")
    carry_over_deposits(timestamp=0)
    arrive(a_paying_order_of(*bills_of(renewal)))
    Told.days.be("2028-11-02")
    case = a_return(renewal, reason="expiry", returned_on=D("2028-11-02"))
    a_plan(case, deductions=())
    an_answer(case)
    bank_pays()
    case.refresh_from_db()
    assert case.status == "closed"
    [portion] = case.portions.all()
    assert (portion.deposit_fen, portion.interest_fen) == (4_300_00, 406 + 15)
    assert balance_fen(lease.deposit_pot) == balance_fen(renewal.deposit_pot) == 0


@story("A renewal with a lower deposit: the rest is refunded at the end of the old lease")
def lowered():
    """3,000 go over; the 1,000 left come back with 366 days' interest: 100,000 × 366 × 500 / 360,000,000 = 50.8 fen."""
    lease = filed(kinds="deposit", each=1)
    Told.days.be("2027-10-20")
    renewal = a_renewal(lease, each=1, monthly_rent="3000.00", deposit="3000.00")
    consented(a_carry_over(lease, renewal))
    Told.days.be("2027-11-02", hour=0)
    carry_over_deposits(timestamp=0)
    jobs.sweep(timestamp=0)
    Told.days.be("2027-11-03")
    case = Case.objects.get()
    a_plan(case, deductions=())
    an_answer(case)
    bank_pays()
    [portion] = case.portions.all()
    assert (case.lease, portion.deposit_fen, portion.interest_fen) == (lease, 1_000_00, 51)
    assert balance_fen(renewal.deposit_pot) == 3_000_00


@pytest.mark.parametrize("title", story.plays)
def test_the_story_is_told_as_it_happens(title, monkeypatch):
    Told.days = Days(monkeypatch)
    story.play(title)
    assert books_balance()


def test_every_story_of_the_page_is_played():
    assert story.on_the_page() == list(story.plays)
