"""What the clock does: it seals every minute, and proves the books every night."""

from datetime import date
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from anju.core import clock
from anju.core.days import daily
from anju.ledger import actions
from anju.ledger.proof import prove

MONTHS_AHEAD = 14


@app.periodic(cron="* * * * *")
@app.task(name="ledger.seal", lock="ledger.seal", queueing_lock="ledger.seal")
def seal(timestamp: int) -> None:
    actions.seal()


@daily("ledger.month_partitions", rank=1)
def make_month_partitions(day: date) -> dict[str, Any]:
    """The months to come have their partitions, and each refuses to be written to directly."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_make_month_partitions(%s, %s)", [clock.today(), MONTHS_AHEAD])
        return {"made": cursor.fetchone()[0]}


@daily("ledger.proof", rank=90)
def prove_the_books(day: date) -> dict[str, Any]:
    """The day's head is noted and the books are proved; what does not add up is in the report."""
    head = actions.close_day(day=day)
    proof = prove()
    return {
        "head": head,
        "seals": proof.seals,
        "transfers": proof.sealed + proof.unsealed,
        "trial": {kind.kind: kind.balance_fen for kind in proof.trial},
        "found": [found.message for found in proof.found],
    }
