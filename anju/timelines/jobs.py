"""What the clock does: it verifies the books when somebody has asked for it, and makes what is new findable."""

import contextlib
import time

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.ledger import queries as books
from anju.ledger.proof import Proof, prove_in_parts
from anju.timelines import actions, queries
from anju.timelines.clues import SOURCES
from anju.timelines.rules import READS_FOR_SECONDS, SEALS_AT_A_TIME


@app.periodic(cron="* * * * * *")
@app.task(
    queue="imports",
    name="timelines.verify",
    lock="timelines.verify",
    queueing_lock="timelines.verify",
)
def verify_books(timestamp: int) -> None:
    work = queries.verification_to_work_on()
    if work is not None:
        verify(work.pk)


def verify(verification_id: int) -> None:
    """Seal what is finished, then read everything, telling how far it is; killed, it is begun again."""
    with contextlib.suppress(Refused):  # still being written: verified all the same, sealed later
        ledger.seal()
    last = books.latest_seal()
    actions.begin_verification(
        verification_id=verification_id, seals=last.no if last else 0, by=CLOCK
    )
    proof = Proof()
    for _part in prove_in_parts(proof, SEALS_AT_A_TIME):
        actions.note_progress(
            verification_id=verification_id,
            seals_done=proof.seals,
            transfers=proof.sealed + proof.unsealed,
            by=CLOCK,
        )
    actions.end_verification(
        verification_id=verification_id,
        seals_done=proof.seals,
        transfers=proof.sealed + proof.unsealed,
        head=proof.head,
        found=[found.message for found in proof.found],
        by=CLOCK,
    )


@app.periodic(cron="* * * * * */10")
@app.task(
    queue="imports",
    name="timelines.clues",
    lock="timelines.clues",
    queueing_lock="timelines.clues",
)
def read_clues(timestamp: int) -> None:
    """Batch after batch of every source, and so long as there is much to read, for most of a turn."""
    until = time.monotonic() + READS_FOR_SECONDS
    for source in SOURCES:
        while actions.read_clues(source_name=source.name, by=CLOCK) and time.monotonic() < until:
            pass
