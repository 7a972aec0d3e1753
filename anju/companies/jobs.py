"""What the clock does for property companies: send codes, ask the register about names, tell of late reviews."""

import logging

from procrastinate.contrib.django import app

from anju.clients import mail, organisation_registry, sms
from anju.clients.organisation_registry import Answer, Question
from anju.clients.outcomes import Unavailable
from anju.companies import actions, queries
from anju.companies.models import NameCheck
from anju.companies.rules import ACTIVATION_SUBJECT, Channel
from anju.companies.units import NAMES_A_RUN, Denied
from anju.core.actors import CLOCK
from anju.core.refusals import Refused

BATCH = 20
LATE = 500
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


@app.periodic(cron="* * * * * *")
@app.task(
    queue="homes", name="companies.names", lock="companies.names", queueing_lock="companies.names"
)
def check_names(timestamp: int) -> None:
    """Ask about the names that wait, one after the other; after the first silence the others wait for the next run."""
    for _ in range(NAMES_A_RUN):
        claimed = actions.claim_name_checks(limit=1, by=CLOCK)
        if not claimed or not all(check_one(one) for one in claimed):
            break


def check_one(check: NameCheck) -> bool:
    """Ask the register about one name, outside of any transaction; whether it answered."""
    question = Question(f"zj-{check.pk}", check.company.uscc, check.name)
    try:
        answer = organisation_registry.ask(question)
    except Unavailable as silent:
        log.warning("register of organisations: %s", silent.why)
        actions.note_silence(check_id=check.pk, why=silent.why, by=CLOCK)
        return False
    if answer.confirms:
        actions.confirm_name(check_id=check.pk, by=CLOCK)
    else:
        actions.deny_name(check_id=check.pk, why=reason(answer), by=CLOCK)
    return True


def reason(answer: Answer) -> Denied:
    if not answer.found:
        return Denied.NOT_FOUND
    return Denied.NOT_IN_BUSINESS if answer.name_matches else Denied.OTHER_NAME


@app.periodic(cron="10 8 * * *")
@app.task(queue="payments", name="companies.late", lock="companies.late")
def tell_of_late_reviews(timestamp: int) -> None:
    while actions.tell_of_late_reviews(limit=LATE, by=CLOCK) == LATE:
        pass
