"""What the clock does with runs: it starts the yearly one, counts and books, chunk by chunk."""

import logging

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.fund_runs import actions, queries
from anju.payments import queries as payment_queries
from anju.payments.rules import Business

log = logging.getLogger(__name__)


@app.periodic(cron="20 3 * * *")
@app.task(queue="payments", name="fund_runs.start", lock="fund_runs.start")
def start_what_is_due(timestamp: int) -> None:
    """On the first nights of July: the interest of the year; a bank where it cannot start is left for a person."""
    for account in payment_queries.accounts_of(Business.FUND):
        try:
            actions.start_interest_run(bank=account.bank, by=CLOCK)
        except Refused as refused:
            log.warning("interest of %s: %s", account.bank, refused.message)


def run_what_is_open(timestamp: int) -> None:
    """Count and book; each chunk is a transaction, so after a crash it goes on where it was."""
    for run_id in queries.runs_to_count():
        while actions.count_chunk(run_id=run_id, by=CLOCK):
            pass
    for run_id in queries.runs_to_book():
        while actions.book_chunk(run_id=run_id, by=CLOCK):
            pass


# Two workers take a chunk each in turn: seven million homes are counted and booked in half the time.
for name in ("fund_runs.run", "fund_runs.run_beside"):
    app.periodic(cron="* * * * * */5")(
        app.task(queue="payments", name=name, lock=name, queueing_lock=name)(run_what_is_open)
    )
