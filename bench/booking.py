"""A process that books and does nothing else. It imports models only once Django is set up."""

import time
from typing import Any


def work(ready: Any, took: Any) -> None:
    """The body of a worker process: book batch after batch, as the job does, until nothing is new."""
    import django

    django.setup()
    from anju.core.actors import OUTSIDE
    from anju.orders import actions
    from anju.orders.jobs import BATCH

    actions.book_notifications(limit=1, by=OUTSIDE)  # connects
    ready.wait()
    began = time.monotonic()
    while actions.book_credits(limit=BATCH, by=OUTSIDE):
        pass
    took.put((began, time.monotonic()))
