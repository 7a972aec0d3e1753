"""What the clock does with money in custody: make lots, release what is due, hear what became of it."""

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK
from anju.custody import actions

BATCH = 1_000


@app.periodic(cron="* * * * * *")
@app.task(queue="booking", name="custody.take_in", queueing_lock="custody.take_in")
def take_in(timestamp: int) -> None:
    """Make the lots of what has come into custody. Any number of workers may do so: each takes other bills."""
    while actions.take_in(limit=BATCH, by=CLOCK) == BATCH:
        pass
