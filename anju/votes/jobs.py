"""What the clock does with votes: owners are told, and a vote is over after its last day."""

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK
from anju.votes import actions, queries


@app.periodic(cron="*/5 * * * *")
@app.task(queue="imports", name="votes.close", lock="votes.close", queueing_lock="votes.close")
def close_votes(timestamp: int) -> None:
    for cause in queries.causes_to_close():
        actions.close_vote(cause=cause, by=CLOCK)


@app.periodic(cron="* * * * *")
@app.task(queue="imports", name="votes.tell", lock="votes.tell", queueing_lock="votes.tell")
def tell_of_votes(timestamp: int) -> None:
    """A chunk at a time, until everybody has been told."""
    for vote_id in queries.votes_to_tell():
        while actions.tell_of_vote(vote_id=vote_id, by=CLOCK):
            pass
