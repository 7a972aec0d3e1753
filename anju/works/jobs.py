"""What the clock does with withdrawals."""

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK
from anju.works import actions, queries


@app.periodic(cron="* * * * *")
@app.task(queue="imports", name="works.tell", lock="works.tell", queueing_lock="works.tell")
def tell_of_works(timestamp: int) -> None:
    """A chunk at a time, until every owner has been told."""
    for telling_id in queries.tellings_to_do():
        while actions.tell_owners(telling_id=telling_id, by=CLOCK):
            pass
