"""What the clock does with deposits: book what has come in, take the fund's days apart, end what is over."""

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK, OUTSIDE
from anju.fund import actions
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.rules import Business

BATCH = 500
LINES = 1_000


@app.periodic(cron="* * * * * *")
@app.task(queue="booking", name="fund.book", queueing_lock="fund.book")
def book_inbound(timestamp: int) -> None:
    """Book all new facts of the fund. Any number of workers may do so: each takes other facts."""
    while actions.book_notifications(limit=BATCH, by=OUTSIDE) == BATCH:
        pass


@app.periodic(cron="* * * * * */5")
@app.task(queue="booking", name="fund.settle", lock="fund.settle", queueing_lock="fund.settle")
def settle_days(timestamp: int) -> None:
    """Take apart each day of the fund's merchants that the bank has credited; interrupted, it goes on."""
    for settlement in payment_queries.settlements_to_book(Business.FUND):
        if payments.report_untold_trades(settlement_id=settlement.pk, by=CLOCK):
            book_inbound(timestamp)
        while actions.settle_lines(settlement_id=settlement.pk, limit=LINES, by=CLOCK):
            pass
        payments.finish_settlement(settlement_id=settlement.pk, by=CLOCK)


@app.periodic(cron="* * * * * */2")
@app.task(queue="payments", name="fund.heed", lock="fund.heed", queueing_lock="fund.heed")
def hear_of_refunds(timestamp: int) -> None:
    """What the bank made of refunds."""
    for payout_id in payment_queries.payouts_to_heed(actions.REFUND_PURPOSE, BATCH):
        actions.end_refund(payout_id=payout_id, by=CLOCK)


@app.periodic(cron="30 2 * * *")
@app.task(queue="payments", name="fund.forget", lock="fund.forget")
def forget_guesses(timestamp: int) -> None:
    actions.forget_tries(by=CLOCK)


@app.periodic(cron="* * * * * */2")
@app.task(queue="payments", name="fund.end", lock="fund.end", queueing_lock="fund.end")
def end_what_is_over(timestamp: int) -> None:
    """Payments are closed by the job of all payments; their deposits then wait again."""
    while actions.end_payments(limit=BATCH, by=CLOCK) == BATCH:
        pass
