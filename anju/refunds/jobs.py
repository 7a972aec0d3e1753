"""What the clock does at the end of leases: pays what is due, hears what became of it, acts where nobody did.

Each case is acted on in a transaction of its own: an interrupted run is simply run again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from procrastinate.contrib.django import app

from anju.contracts.rules import CUSTODY_SINCE
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.days import daily
from anju.core.refusals import Refused
from anju.payments import queries as payments
from anju.refunds import actions, queries, reading
from anju.refunds.actions.paying import PURPOSE
from anju.refunds.enterprise_rules import RowOutcome, UploadStatus

log = logging.getLogger(__name__)
BATCH = 1_000
LATELY = timedelta(days=31)


@app.periodic(cron="* * * * * *")
@app.task(queue="payments", name="refunds.pay", lock="refunds.pay", queueing_lock="refunds.pay")
def pay(timestamp: int) -> None:
    """Hear what the bank made of payouts, and have it pay what is due. (REF-06, REF-12)"""
    for payout_id in payments.payouts_to_heed(PURPOSE, BATCH):
        actions.take_note_of_payout(payout_id=payout_id, by=CLOCK)
    for portion_id in queries.portions_wanting_account():
        actions.use_new_settlement_account(portion_id=portion_id, by=CLOCK)
    for portion_id in queries.portions_to_instruct():
        try:
            actions.instruct_portion(portion_id=portion_id, by=CLOCK)
        except Refused as refused:  # interest that another payment took first: it is due again
            log.warning("portion %s not instructed: %s", portion_id, refused)


@app.periodic(cron="* * * * * */5")
@app.task(
    queue="payments",
    name="refunds.deadlines",
    lock="refunds.deadlines",
    queueing_lock="refunds.deadlines",
)
def keep_deadlines(timestamp: int) -> None:
    """Act for those who let their time pass; first move the deadlines that a new calendar moves. (CTR-04)"""
    for ids, act in DEADLINES:
        for case_id in ids():
            try:
                act(case_id=case_id, by=CLOCK)
            except Refused as refused:
                log.warning("case %s, %s: %s", case_id, act.__name__, refused)


DEADLINES: list[tuple[Callable[[], list[int]], Callable[..., Any]]] = [
    (queries.cases_to_compute_again, actions.compute_deadlines_again),
    (queries.cases_to_refund, actions.refund_all),
    (queries.cases_to_accept, actions.accept_by_silence),
    (queries.cases_to_remind, actions.remind),
    (queries.cases_to_warn, actions.warn),
    (queries.cases_to_escalate, actions.escalate),
    (queries.cases_to_alert, actions.alert_of_overdue_plan),
    (queries.awards_to_ask_for, actions.remind_of_award),
]


@app.periodic(cron="*/10 * * * *")
@app.task(
    queue="payments", name="refunds.sweep", lock="refunds.sweep", queueing_lock="refunds.sweep"
)
def sweep(timestamp: int) -> None:
    """Sweep what has ended lately."""
    sweep_since(clock.today() - LATELY)


@app.periodic(cron="30 19 * * *")  # 3:30 in Beijing: cron counts in UTC
@app.task(queue="payments", name="refunds.sweep_all", lock="refunds.sweep")
def sweep_all(timestamp: int) -> None:
    """Once a night sweep everything, however long ago it ended."""
    sweep_since(CUSTODY_SINCE)


def sweep_since(since: date) -> None:
    """Open the end of leases whose last day is over, and pay out what came in after a plan was carried out."""
    for lease_id in queries.leases_to_end(since):
        try:
            actions.register_expiry(lease_id=lease_id, by=CLOCK)
        except Refused as refused:
            log.warning("the end of lease %s not registered: %s", lease_id, refused)
    for case_id in queries.cases_with_late_money(since):
        actions.pay_late_money(case_id=case_id, by=CLOCK)


@app.periodic(cron="* * * * * *")
@app.task(
    queue="imports", name="refunds.uploads", lock="refunds.uploads", queueing_lock="refunds.uploads"
)
def work_on_uploads(timestamp: int) -> None:
    for upload_id in queries.refund_uploads_to_work_on():
        work_on_upload(upload_id)


def work_on_upload(upload_id: int) -> None:
    """Try each row of a file, or do it once that was confirmed, in a transaction of its own. (ENT-08)"""
    upload = queries.refund_upload(upload_id)
    by = Actor(upload.received_by, "enterprise", organisation_id=upload.organisation_id)
    if upload.status == UploadStatus.CONFIRMED:
        for row in queries.rows_of_refund_upload(upload_id, RowOutcome.READY):
            actions.carry_out_refund_row(row_id=row.pk, by=by)
        actions.finish_refund_upload(upload_id=upload_id, by=by)
        return
    actions.start_refund_upload(upload_id=upload_id, by=by)
    file = upload.file
    for stated in reading.rows_of(file.name, bytes(file.content)):
        actions.check_refund_row(upload_id=upload_id, row=stated, by=by)
    actions.finish_checking(upload_id=upload_id, by=by)


@daily("refunds.report", rank=90)
def report(day: date) -> dict[str, Any]:
    """What the clock did for want of an answer on a day, in numbers. (CTR-04)"""
    return queries.what_the_clock_did(day)
