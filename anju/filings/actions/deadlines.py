"""What the clock does with reviews: a new calendar moves their last day, what is late is told. (rules C3.9, D1.7)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.filings import queries
from anju.filings.queries.parameters import review_by
from anju.notices import actions as notices
from anju.people.rules import Office


@action
def compute_deadlines_again(*, by: Actor) -> int:
    """Move every deadline that a new calendar moves to a later day, none to an earlier one; how many they were."""
    moved = 0
    for filing in queries.filings_under_review().select_for_update(of=("self",)):
        until = review_by(clock.day_of(filing.submitted_at))
        if until > filing.review_by:
            filing.review_by = until
            filing.save(update_fields=["review_by"])
            moved += 1
    return moved


@action
def remind_of_late_reviews(*, today: date, by: Actor) -> int:
    """One mail a day to the authority while reviews are late: how many, and the longest overdue."""
    late = queries.filings_late(today)
    oldest, count = late.first(), late.count()
    if oldest is not None:
        notices.queue_for_office(
            key=f"filings_late:{today}",
            kind="filings_late",
            facts={
                "count": str(count),
                "no": oldest.application_no,
                "due_on": oldest.review_by.isoformat(),
            },
            office=Office.AUTHORITY,
            by=by,
        )
    return count
