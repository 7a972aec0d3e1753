"""Interest is counted and booked while people deposit; two workers do it once."""

import pytest

from anju.core import clock
from anju.core.actors import CLOCK
from anju.fund.tests.world import an_account
from anju.fund_runs import actions, queries
from anju.fund_runs.rules import Status
from anju.fund_runs.tests.test_interest import RATES
from anju.fund_runs.tests.things import (
    CHECKER,
    by_days,
    counted,
    deposit,
    fresh,
    the_bank_pays,
    wait_for_the_run,
)
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.covers("CTR-04")
def test_deposits_go_on_while_interest_is_counted_and_booked_by_two():
    accounts = [an_account() for _ in range(4)]
    opened = clock.today()
    for account in accounts:
        deposit(account, 18_000_00, opened)
    due = wait_for_the_run()
    run = actions.start_interest_run(bank="bob", by=CLOCK)

    def count():
        while actions.count_chunk(run_id=run.pk, limit=1, by=CLOCK):
            pass

    def pay():
        for account in accounts:
            deposit(account, 7_77, clock.today())

    together(count, pay, count, pay)
    run = fresh(run)
    interest = by_days([(opened, 18_000_00)], opened, due, RATES)
    assert (run.status, run.amount_fen) == (Status.COUNTED, 4 * interest)
    the_bank_pays(run.amount_fen)
    actions.approve_run(run_id=run.pk, by=CHECKER)

    def book():
        while actions.book_chunk(run_id=run.pk, by=CLOCK):
            pass

    together(book, pay, book, pay)
    assert fresh(run).status == Status.DONE
    held = {balance_fen(account.pot) for account in accounts}
    assert held == {18_000_00 + interest + 4 * 7_77}
    assert queries.position("bob").difference_fen == 0
    assert prove().holds


def test_the_run_of_a_year_is_started_once():
    account = an_account()
    deposit(account, 18_000_00, clock.today())
    wait_for_the_run()
    started = together(*[lambda: actions.start_interest_run(bank="bob", by=CLOCK)] * 4)
    assert len({run.pk for run in started}) == 1
    assert counted().amount_fen > 0
