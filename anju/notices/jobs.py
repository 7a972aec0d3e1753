from collections.abc import Mapping

from procrastinate.contrib.django import app

from anju.clients import mail, sms
from anju.clients.outcomes import Unavailable
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.notices import actions, queries
from anju.notices.rules import NO_ADDRESS, Channel

BATCH = 100


@app.periodic(cron="* * * * * *")
@app.task(queue="notices", queueing_lock="send_notices", lock="send_notices", pass_context=False)
def send_notices(timestamp: int) -> None:
    """Send what stands in the outbox, batch by batch, until it is empty."""
    while batch := actions.claim_batch(limit=BATCH, by=CLOCK):
        words = queries.words_in_force()
        for notice_id in batch:
            send(notice_id, words)


def hand_over(message: queries.Message) -> str:
    if message.channel == Channel.MAIL:
        return mail.send(message.out_id, message.to, message.subject, message.text)
    return sms.send(message.out_id, message.to, message.text)


def send(notice_id: int, words: Mapping[str, str] | None = None) -> None:
    message = queries.message(notice_id, words)
    if not message.to:
        actions.give_up(notice_id=notice_id, because=str(NO_ADDRESS), by=CLOCK)
        return
    try:
        outcome = hand_over(message)
    except (Unavailable, Refused) as failure:
        actions.record_attempt(notice_id=notice_id, succeeded=False, outcome=str(failure), by=CLOCK)
    else:
        actions.record_attempt(notice_id=notice_id, succeeded=True, outcome=outcome or "", by=CLOCK)
