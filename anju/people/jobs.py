import logging

from procrastinate.contrib.django import app

from anju.clients import mail, sms
from anju.clients.outcomes import Unavailable
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.people import actions, queries
from anju.people.rules import RECOVERY_SUBJECT, CodeChannel

BATCH = 20
log = logging.getLogger("anju.people")


@app.periodic(cron="* * * * * *")
@app.task(
    queue="notices", queueing_lock="people.recoveries", lock="people.recoveries", pass_context=False
)
def recoveries(timestamp: int) -> None:
    """Send codes that open forgotten passwords, and tell whose password was recovered. (IDN-02)"""
    for recovery_id in actions.claim_recoveries(limit=BATCH, by=CLOCK):
        message = queries.recovery_message(recovery_id)
        try:
            if message.channel == CodeChannel.MAIL:
                mail.send(message.out_id, message.to, RECOVERY_SUBJECT, message.text)
            else:
                sms.send(message.out_id, message.to, message.text)
        except (Unavailable, Refused) as failure:
            log.warning("%s not sent: %s", message.out_id, failure)
        else:
            actions.record_recovery_sent(recovery_id=recovery_id, by=CLOCK)
