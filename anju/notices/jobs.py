from procrastinate.contrib.django import app

from anju.clients import sms
from anju.clients.outcomes import Unavailable
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.notices import actions, queries

BATCH = 100


@app.periodic(cron="* * * * * *")
@app.task(queue="notices", queueing_lock="send_notices", lock="send_notices", pass_context=False)
def send_notices(timestamp: int) -> None:
    """Send what stands in the outbox, batch by batch, until it is empty."""
    while batch := actions.claim_batch(limit=BATCH, by=CLOCK):
        for notice_id in batch:
            send(notice_id)


def send(notice_id: int) -> None:
    message = queries.message(notice_id)
    try:
        outcome = sms.send(message.out_id, message.to, message.text)
    except (Unavailable, Refused) as failure:
        actions.record_attempt(notice_id=notice_id, succeeded=False, outcome=str(failure), by=CLOCK)
    else:
        actions.record_attempt(notice_id=notice_id, succeeded=True, outcome=outcome or "", by=CLOCK)
