"""Count the work that is open now. Counting it again replaces what the day said before."""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, one_at_a_time
from anju.refunds import queries as refunds
from anju.statistics.models import Counting, WorkWaiting


@action
def count_work(*, day: date, by: Actor) -> int:
    """What is open of each kind of work now, as a day's figures; gives how much. It reads what is open, no more."""
    one_at_a_time("statistics.work")
    rows = [
        WorkWaiting(
            day=day,
            work=one.work,
            district=one.district,
            enterprise_id=one.enterprise_id,
            count=one.count,
            oldest_on=one.oldest_on,
        )
        for one in refunds.open_work()
    ]
    WorkWaiting.objects.filter(day=day).delete()
    WorkWaiting.objects.bulk_create(rows)
    Counting.objects.update_or_create(pk=1, defaults={"work_at": clock.now()})
    return sum(row.count for row in rows)
