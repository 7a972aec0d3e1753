"""What the clock does with receipts: it has them issued and voided, and asks before it repeats anything."""

import logging

from procrastinate.contrib.django import app

from anju.clients import receipt_platform
from anju.clients.outcomes import Unavailable, Unreadable
from anju.clients.receipt_platform import Issued
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.receipts import actions, queries
from anju.receipts.models import Receipt
from anju.receipts.rules import CLAIMED_A_RUN, Result, Status

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * *")
@app.task(
    queue="receipts", name="receipts.send", lock="receipts.send", queueing_lock="receipts.send"
)
def send_receipts(timestamp: int) -> None:
    """After the first silence the others wait for the next run: a line that is down is tried with one receipt."""
    for _ in range(CLAIMED_A_RUN):
        claimed = actions.claim_receipts(limit=1, by=CLOCK)
        if not claimed or not all(settle(one) for one in claimed):
            break
    actions.resolve_what_is_over(by=CLOCK)


def settle(receipt: Receipt) -> bool:
    """Have one receipt issued or voided; whether the platform answered. Outside of any transaction."""
    try:
        if receipt.status == Status.REQUESTED:
            take(receipt, issued_once(receipt))
        else:
            voided = its_own(receipt, receipt_platform.void(receipt.no, receipt.reason))
            actions.take_voided(receipt_id=receipt.pk, voided=voided, by=CLOCK)
    except Refused as refused:
        reason = str(refused.facts["reason"])
        actions.take_refusal(receipt_id=receipt.pk, reason=reason, by=CLOCK)
    except Unreadable as bad:
        return silence(receipt, Result.UNREADABLE, bad.why, bad.raw)
    except Unavailable as silent:
        return silence(receipt, Result.UNREACHABLE, silent.why)
    return True


def silence(receipt: Receipt, result: Result, why: str, raw: str = "") -> bool:
    log.warning("receipt platform, %s: %s", receipt.no, why)
    actions.note_silence(receipt_id=receipt.pk, result=result, why=why, raw=raw, by=CLOCK)
    return False


def issued_once(receipt: Receipt) -> Issued:
    """What may have been sent before is asked about first: issued is issued, whoever crashed meanwhile."""
    found = receipt_platform.find(receipt.no) if receipt.attempts > 1 else None
    return its_own(receipt, found or receipt_platform.issue(queries.wanted(receipt)))


def its_own(receipt: Receipt, issued: Issued) -> Issued:
    """Numbers that another receipt has, or other ones than we know, are no answer: it is asked about again."""
    if queries.are_numbers_of_another(receipt, issued):
        told = f"{issued.code}-{issued.number}"
        raise Unreadable(receipt_platform.SYSTEM, f"另一张票据的号码 {told}", told)
    return issued


def take(receipt: Receipt, issued: Issued) -> None:
    if issued.voided_at is not None:
        actions.take_voided(receipt_id=receipt.pk, voided=issued, by=CLOCK)
    else:
        paper = receipt_platform.paper(receipt.no)
        actions.take_issued(receipt_id=receipt.pk, issued=issued, paper=paper, by=CLOCK)
