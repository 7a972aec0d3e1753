import logging

from procrastinate.contrib.django import app

from anju.clients import mail, sms
from anju.clients.outcomes import Unavailable
from anju.companies import actions, queries
from anju.companies.rules import ACTIVATION_SUBJECT, Channel
from anju.core.actors import CLOCK
from anju.core.refusals import Refused

BATCH = 20
log = logging.getLogger("anju.companies")


@app.periodic(cron="* * * * * *")
@app.task(
    queue="notices",
    queueing_lock="companies.activations",
    lock="companies.activations",
    pass_context=False,
)
def activations(timestamp: int) -> None:
    """Send the codes and links by which accounts are activated. (PRP-02)"""
    for activation_id in actions.claim_activations(limit=BATCH, by=CLOCK):
        message = queries.activation_message(activation_id)
        try:
            if message.channel == Channel.MAIL:
                mail.send(message.out_id, message.to, ACTIVATION_SUBJECT, message.text)
            else:
                sms.send(message.out_id, message.to, message.text)
        except (Unavailable, Refused) as failure:
            log.warning("%s not sent: %s", message.out_id, failure)
        else:
            actions.record_activation_sent(activation_id=activation_id, by=CLOCK)


@app.periodic(cron="20 3 * * *")
@app.task(queue="notices", name="companies.forget", lock="companies.forget")
def forget_applicants(timestamp: int) -> None:
    """What was typed for accounts that nobody activated is forgotten."""
    actions.forget_applicants(by=CLOCK)
