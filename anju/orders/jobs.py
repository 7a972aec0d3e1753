"""What the clock does with orders: book what has come in, end what is over, take providers' days apart."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from anju.clients import bank
from anju.clients.outcomes import Unavailable
from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.core.refusals import Refused
from anju.orders import actions, queries, reading
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.jobs import close_at_provider, record_trade
from anju.payments.rules import Channel

if TYPE_CHECKING:
    from anju.payments.models import Payment

log = logging.getLogger(__name__)
BATCH = 2_000
LINES = 25_000


@app.periodic(cron="* * * * * *")
@app.task(queue="booking", name="orders.book", queueing_lock="orders.book")
def book_inbound(timestamp: int) -> None:
    """Book all new facts with their neighbours. Any number of workers may do so: each takes other facts."""
    while actions.book_credits(limit=BATCH, by=OUTSIDE) == BATCH:
        pass
    while actions.book_notifications(limit=BATCH, by=OUTSIDE) == BATCH:
        pass


@app.periodic(cron="* * * * * */2")
@app.task(
    queue="payments", name="orders.expire", lock="orders.expire", queueing_lock="orders.expire"
)
def end_what_is_over(timestamp: int) -> None:
    """Cancel orders nobody acted on, and have the provider close payments whose time is over."""
    while actions.expire_orders(limit=500, by=CLOCK) == 500:
        pass
    for payment in payment_queries.payments_to_close()[:200]:
        try:
            close_payment(payment)
        except (Unavailable, Refused) as failure:
            log.warning("payment %s not closed: %s", payment.no, failure)


def close_payment(payment: Payment) -> None:
    """Close one payment at the bank or the provider. The answer «already paid» wins. (CHN-03)"""
    if payment.channel == Channel.BANK_TRANSFER:
        bank.cancel_collection_code(payment.bank_account.bank, payment.collection_code or "")
        actions.payment_closed(
            payment_id=payment.pk, failed=False, because="收款识别码已注销", by=CLOCK
        )
        return
    answer = close_at_provider(payment)
    if answer == "already_paid":
        record_trade(payment)
        return
    is_over = payment.expires_at is not None and payment.expires_at <= clock.now()
    if answer == "closed" or is_over:
        actions.payment_closed(
            payment_id=payment.pk, failed=False, because="超过规定时间未支付", by=CLOCK
        )


@app.periodic(cron="* * * * * */5")
@app.task(
    queue="booking", name="orders.settle", lock="orders.settle", queueing_lock="orders.settle"
)
def settle_days(timestamp: int) -> None:
    """Take apart each provider's day that the bank has credited. Interrupted, it goes on where it stopped."""
    for settlement in payment_queries.settlements_to_book():
        if payments.report_untold_trades(settlement_id=settlement.pk, by=CLOCK):
            while actions.book_notifications(limit=BATCH, by=OUTSIDE) == BATCH:
                pass
        while actions.settle_lines(settlement_id=settlement.pk, limit=LINES, by=CLOCK):
            pass
        payments.finish_settlement(settlement_id=settlement.pk, by=CLOCK)


@app.periodic(cron="* * * * * *")
@app.task(
    queue="imports", name="orders.uploads", lock="orders.uploads", queueing_lock="orders.uploads"
)
def work_on_uploads(timestamp: int) -> None:
    for upload_id in queries.uploads_to_work_on():
        work_on_upload(upload_id)


def work_on_upload(upload_id: int) -> None:
    """Look at the rows of one file, some leases to a transaction: after a crash the rest is done."""
    upload = queries.upload(upload_id)
    by = Actor(upload.received_by, "enterprise", organisation_id=upload.organisation_id)
    actions.start_upload(upload_id=upload_id, by=by)
    file, done = upload.file, queries.rows_done(upload_id)
    for rows in reading.in_portions(reading.rows_of(file.name, bytes(file.content)), done):
        actions.check_rows(upload_id=upload_id, rows=rows, by=by)
    actions.finish_upload(upload_id=upload_id, by=by)
