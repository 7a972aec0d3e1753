"""What the clock does with withdrawals: what the bank did, what came in, forms, what owners are told."""

import logging

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK
from anju.core.documents import Unwritable
from anju.payments import queries as payments
from anju.works import actions, paper, queries

log = logging.getLogger("anju.works")
BATCH = 500
SHEETS = 20


@app.periodic(cron="* * * * * */2")
@app.task(queue="payments", name="works.heed", lock="works.heed", queueing_lock="works.heed")
def hear_of_payments(timestamp: int) -> None:
    """What the bank made of payments."""
    for payout_id in payments.payouts_to_heed(actions.PURPOSE, BATCH):
        actions.end_payment(payout_id=payout_id, by=CLOCK)


@app.periodic(cron="* * * * *")
@app.task(
    queue="booking", name="works.recount", lock="works.recount", queueing_lock="works.recount"
)
def count_what_came_in(timestamp: int) -> None:
    """What homes that owe have paid since covers their shares; of emergency works it is frozen."""
    for order_id in queries.orders_to_recount():
        actions.recount_shares(order_id=order_id, by=CLOCK)


@app.periodic(cron="* * * * * */2")
@app.task(queue="imports", name="works.sheets", lock="works.sheets", queueing_lock="works.sheets")
def make_sheets(timestamp: int) -> None:
    """Forms that were asked for, one after the other; one that was broken off is begun anew.

    One that cannot be written fails alone (生成失败), until somebody asks for it again.
    """
    for sheet_id in queries.sheets_to_make(SHEETS):
        sheet = actions.advance_sheet(sheet_id=sheet_id, rows_done=0, by=CLOCK)
        try:
            content = paper.pdf_of(queries.sheet(sheet.pk))
        except Unwritable as why:
            log.error("%s cannot be written: %s", sheet.no, why)
            actions.fail_sheet(sheet_id=sheet_id, because="无法排版", by=CLOCK)
            continue
        actions.finish_sheet(sheet_id=sheet_id, content=content, by=CLOCK)


@app.periodic(cron="* * * * *")
@app.task(queue="imports", name="works.tell", lock="works.tell", queueing_lock="works.tell")
def tell_of_works(timestamp: int) -> None:
    """A chunk at a time, until every owner has been told."""
    for telling_id in queries.tellings_to_do():
        while actions.tell_owners(telling_id=telling_id, by=CLOCK):
            pass
