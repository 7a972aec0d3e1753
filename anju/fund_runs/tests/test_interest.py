"""A year's interest of every home, to the fen. (rules B3.4 to B3.8; CTR-04)"""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.db import rehearse
from anju.core.refusals import Refused
from anju.fund import actions as fund
from anju.fund.tests.world import DEPARTMENT, ZHAO, OwnerTerms, an_account
from anju.fund_runs import actions, jobs, queries
from anju.fund_runs.models import InterestRate, Run
from anju.fund_runs.rules import Status
from anju.fund_runs.tests.things import (
    CHECKER,
    MAKER,
    booked,
    by_days,
    counted,
    deposit,
    fresh,
    settled,
    the_bank_pays,
    wait_for_the_run,
    withdraw,
)
from anju.ledger import actions as ledger
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.parameters.tests.settling import APPROVER, PROPOSER
from anju.people import actions as people

pytestmark = pytest.mark.django_db
RATES = [(date(2015, 6, 28), 16000, 3500), (date(2015, 10, 24), 11000, 3500)]


def refusal(work, **arguments):
    with pytest.raises(Refused) as no:
        work(**arguments)
    return no.value


@pytest.mark.covers("OWN-91", "CTR-04")
def test_two_years_of_one_home_by_hand():
    account, opened = an_account(), clock.today()
    deposit(account, 18_000_00, opened)
    first = wait_for_the_run()
    settled()
    days = (first - opened).days
    interest = round(1_800_000 * days * 3500 / 360_000_000)
    assert balance_fen(account.pot) == 18_000_00 + interest
    second = wait_for_the_run()
    settled()
    carried = round((1_800_000 + interest) * (second - first).days * 11000 / 360_000_000)
    assert balance_fen(account.pot) == 18_000_00 + interest + carried
    assert [(year.to_on, year.opening_fen, year.interest_fen) for year in years(account)] == [
        (second, 18_000_00 + interest, carried),
        (first, 0, interest),
    ]
    assert prove().holds


def years(account):
    return queries.interest_by_year(account.pk)


@pytest.mark.covers("CTR-04")
@pytest.mark.parametrize("seed", range(4))
def test_whatever_moved_is_counted_as_on_paper(seed):
    dice = random.Random(seed)
    accounts = [an_account() for _ in range(12)]
    for account in accounts:
        ledger.open_pots(codes=[f"{account.pot}:frozen"])
    opened, due = clock.today(), wait_for_the_run()
    settled_before = dice.random() < 0.5
    moved = {account.pk: [] for account in accounts}
    if settled_before:
        for account in accounts:
            moved[account.pk].append((opened, dice.randint(1, 20_000_00)))
            deposit(account, moved[account.pk][0][1], opened)
        for line in settled().lines.all():
            moved[line.account_id].append((due - timedelta(days=1), line.amount_fen))
        opened, due = due, wait_for_the_run()
    rate_change = due - timedelta(days=dice.randint(1, 200))
    for account in accounts:
        held = sum(fen for _, fen in moved[account.pk])
        span = (due - opened).days + 2
        days = sorted(opened + timedelta(days=dice.randint(0, span)) for _ in range(6))
        for day in days:
            fen = dice.choice([1, 99, dice.randint(1, 30_000_00), -dice.randint(0, held)])
            held += fen
            if fen > 0:
                deposit(account, fen, day)
            elif fen < 0:
                withdraw(account, -fen, day)
            moved[account.pk].append((day, fen))
        freeze(account, min(held, 1_000))
    changed = [*RATES, (rate_change, 9_999, 2_001)]
    InterestRate.objects.create(
        from_on=rate_change,
        carried_ppm=9_999,
        current_ppm=2_001,
        source="test",
        recorded_by="test",
        recorded_at=clock.now(),
    )
    run = counted(limit=5)
    got = dict(run.lines.values_list("account", "amount_fen"))
    wanted = {pk: by_days(moves, run.from_on, run.to_on, changed) for pk, moves in moved.items()}
    assert got == {pk: fen for pk, fen in wanted.items() if fen}
    assert (run.amount_fen, run.to_on) == (sum(wanted.values()), due)


def freeze(account, fen):
    if fen > 0:
        ledger.transfer(
            key=f"frozen:{account.pk}",
            reason="frozen",
            cause="test",
            happened_at=clock.now() - timedelta(days=20),
            legs=[(account.pot, f"{account.pot}:frozen", fen)],
        )


@pytest.mark.covers("CTR-04")
def test_a_run_killed_half_way_and_run_again_gives_the_same():
    accounts = [an_account() for _ in range(7)]
    opened = clock.today()
    for number, account in enumerate(accounts, 1):
        deposit(account, number * 1_000_00, opened)
    due = wait_for_the_run()
    run = actions.start_interest_run(bank="bob", by=CLOCK)
    for _ in range(2):  # the run is cut, and its first chunk counted
        assert actions.count_chunk(run_id=run.pk, limit=3, by=CLOCK)
    rehearse(actions.count_chunk, run_id=run.pk, by=CLOCK)
    assert uptos(run, counted_at=None) == [accounts[5].pk, accounts[6].pk]
    assert run.lines.count() == 3
    run = counted()
    wanted = {
        account.pk: by_days([(opened, number * 1_000_00)], opened, due, RATES)
        for number, account in enumerate(accounts, 1)
    }
    assert dict(run.lines.values_list("account", "amount_fen")) == wanted
    the_bank_pays(run.amount_fen)
    actions.approve_run(run_id=run.pk, by=CHECKER)
    assert actions.book_chunk(run_id=run.pk, by=CLOCK)
    rehearse(actions.book_chunk, run_id=run.pk, by=CLOCK)
    assert uptos(run, booked_at=None) == [accounts[5].pk, accounts[6].pk]
    assert queries.progress_of(run) == (3, 7)
    jobs.run_what_is_open(0)
    jobs.run_what_is_open(0)
    assert fresh(run).status == Status.DONE
    assert actions.book_chunk(run_id=run.pk, by=CLOCK) is False
    balances = [balance_fen(account.pot) for account in accounts]
    assert balances == [
        number * 1_000_00 + wanted[account.pk] for number, account in enumerate(accounts, 1)
    ]
    assert balance_fen("interest:bob") == 0
    assert prove().holds


def uptos(run, **mark):
    """The last accounts of the chunks of a run that have not this mark yet."""
    return list(run.chunks.filter(**mark).order_by("after").values_list("upto", flat=True))


def test_interest_that_the_bank_has_not_paid_is_not_credited():
    account = an_account()
    deposit(account, 18_000_00, clock.today())
    wait_for_the_run()
    run = counted()
    the_bank_pays(run.amount_fen - 1)
    short = refusal(actions.approve_run, run_id=run.pk, by=CHECKER)
    assert (short.code, short.facts["missing"]) == ("short", "0.01")
    assert balance_fen(account.pot) == 18_000_00
    the_bank_pays(1)
    assert booked(run).status == Status.DONE


def test_a_run_is_approved_by_another_and_made_anew_after_it_was_sent_back():
    account = an_account()
    deposit(account, 18_000_00, clock.today())
    wait_for_the_run()
    run = counted()
    assert refusal(actions.approve_run, run_id=run.pk, by=MAKER).code == "power_missing"
    assert refusal(actions.reject_run, run_id=run.pk, because=" ", by=CHECKER).code == (
        "reason_missing"
    )
    actions.reject_run(run_id=run.pk, because="利率有误", by=CHECKER)
    assert refusal(actions.approve_run, run_id=run.pk, by=CHECKER).code == "not_counted"
    again = actions.start_interest_run(bank="bob", by=MAKER)
    assert again.pk != run.pk
    while actions.count_chunk(run_id=again.pk, by=CLOCK):
        pass
    both = replace(CHECKER, name=MAKER.name)
    assert refusal(actions.approve_run, run_id=again.pk, by=both).code == "same_person"
    assert fresh(again).amount_fen == run.amount_fen
    assert list(queries.runs_seen_by(CHECKER)) == [again, run]
    assert [line.account_id for line in queries.lines_of(again)] == [account.pk]


def test_the_clock_starts_one_run_a_year_for_each_bank_of_the_fund():
    assert refusal(actions.start_interest_run, bank="bob", by=CLOCK).code == "no_accounts"
    account = an_account()
    assert actions.start_interest_run(bank="bob", by=CLOCK) is None
    deposit(account, 18_000_00, clock.today())
    wait_for_the_run()
    for _ in range(2):
        jobs.start_what_is_due(0)
    jobs.run_what_is_open(0)
    assert Run.objects.get().status == Status.COUNTED
    wait_for_the_run()
    jobs.start_what_is_due(0)
    open_one = refusal(actions.start_interest_run, bank="bob", by=CLOCK)
    assert open_one.code == "run_open"


def test_a_sale_keeps_what_was_earned_and_the_unit_part_earns_too():
    unit = people.record_organisation(name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=MAKER)
    account = an_account(kind="sold_public", selling_unit_id=unit.pk)
    opened = clock.today()
    deposit(account, 5_000_00, opened)
    deposit(account, 20_000_00, opened, suffix=":unit")
    fund.sell_home(
        account_id=account.pk, owners=[OwnerTerms(ZHAO.name, ZHAO.id_number)], by=DEPARTMENT
    )
    due = wait_for_the_run()
    settled()
    earned = [by_days([(opened, fen)], opened, due, RATES) for fen in (5_000_00, 20_000_00)]
    assert [balance_fen(account.pot), balance_fen(account.unit_pot)] == [
        5_000_00 + earned[0],
        20_000_00 + earned[1],
    ]
    assert [year.interest_fen for year in years(account)] == [sum(earned)]


def test_rates_are_only_added_to():
    tomorrow = clock.today() + timedelta(days=1)
    terms = {"carried_ppm": 9_500, "current_ppm": 2_000, "because": "公告", "by": PROPOSER}
    propose = actions.propose_interest_rates
    assert refusal(propose, from_on=clock.today(), **terms).code == "rate_in_past"
    proposed = propose(from_on=tomorrow, **terms)
    assert propose(from_on=tomorrow, **terms) == proposed
    assert not queries.rate_table().filter(from_on=tomorrow).exists()
    approve = {"value_id": proposed, "by": APPROVER}
    rate = actions.approve_interest_rates(**approve)
    assert actions.approve_interest_rates(**approve) == rate
    refused = refusal(propose, from_on=tomorrow, **terms | {"carried_ppm": 9_600})
    assert refused.code == "rate_out_of_order"
    assert queries.rate_table()[0].from_on == tomorrow
    with pytest.raises(DatabaseError), transaction.atomic():
        InterestRate.objects.update(carried_ppm=1)
    advance_clock(days=1, by=CLOCK)


def test_all_homes_together_are_what_the_bank_holds():
    accounts = [an_account() for _ in range(3)]
    for account in accounts:
        deposit(account, 12_345_67, clock.today())
    withdraw(accounts[0], 345_67, clock.today())
    wait_for_the_run()
    settled()
    the_bank_pays(77)
    position = queries.position("bob")
    assert position.difference_fen == 0
    assert position.interest_fen == 77
    assert position.homes_fen == sum(balance_fen(account.pot) for account in accounts)
    assert queries.position("none") is None


def test_a_home_given_up_earns_the_demand_rate_up_to_that_day_and_no_day_twice():
    account, other = an_account(), an_account()
    opened = clock.today()
    for one in (account, other):
        deposit(one, 18_000_00, opened)
    first = wait_for_the_run()
    settled()
    carried = balance_fen(account.pot)
    assert refusal(actions.close_interest, account_id=account.pk, by=CHECKER).code == (
        "power_missing"
    )
    advance_clock(days=100, by=CLOCK)
    given_up = clock.today()
    run = actions.close_interest(account_id=account.pk, by=MAKER)
    assert actions.close_interest(account_id=account.pk, by=MAKER) == run
    jobs.run_what_is_open(0)
    at_demand = [(date(2015, 6, 28), 3500, 3500)]
    closing = by_days([(opened, carried)], first, given_up, at_demand)
    assert (fresh(run).homes, fresh(run).amount_fen) == (1, closing)
    the_bank_pays(closing)
    booked(fresh(run))
    assert balance_fen(account.pot) == carried + closing
    withdraw(account, carried + closing, given_up)
    advance_clock(days=1, by=CLOCK)
    deposit(account, 5_000_00, clock.today())
    due = wait_for_the_run()
    yearly = counted()
    anew = by_days([(given_up + timedelta(days=1), 5_000_00)], given_up, due, RATES)
    whole = by_days([(opened, carried)], first, due, RATES)
    assert dict(yearly.lines.values_list("account", "amount_fen")) == {
        account.pk: anew,
        other.pk: whole,
    }
    assert refusal(actions.close_interest, account_id=other.pk, by=MAKER).code == "run_open"
    the_bank_pays(yearly.amount_fen)
    booked(yearly)
    assert [year.interest_fen for year in years(account)][:2] == [anew, closing]
    assert actions.close_interest(account_id=an_account().pk, by=MAKER) is None


def test_two_runs_never_take_from_the_same_interest():
    accounts = [an_account(), an_account()]
    for account in accounts:
        deposit(account, 18_000_00, clock.today())
    advance_clock(days=50, by=CLOCK)
    runs = [actions.close_interest(account_id=account.pk, by=MAKER) for account in accounts]
    jobs.run_what_is_open(0)
    the_bank_pays(fresh(runs[0]).amount_fen)
    actions.approve_run(run_id=runs[0].pk, by=CHECKER)
    assert refusal(actions.approve_run, run_id=runs[1].pk, by=CHECKER).code == "run_open"
    jobs.run_what_is_open(0)
    assert fresh(runs[0]).status == Status.DONE
    assert refusal(actions.approve_run, run_id=runs[1].pk, by=CHECKER).code == "short"
