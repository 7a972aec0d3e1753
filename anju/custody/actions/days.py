"""What lots made by day: the rows that the database writes with them are put together, or made anew."""

from django.db import connection

from anju.core.actors import Actor
from anju.core.db import action, one_at_a_time

FOLD = """
    WITH gone AS (
        DELETE FROM custody_lotday WHERE (bank_account_id, day) IN (
            SELECT bank_account_id, day FROM custody_lotday GROUP BY 1, 2 HAVING count(*) > 1
        ) RETURNING *
    )
    INSERT INTO custody_lotday (bank_account_id, day, came_fen, left_fen, earned_parts)
    SELECT bank_account_id, day, sum(came_fen), sum(left_fen), sum(earned_parts) FROM gone GROUP BY 1, 2
"""


@action
def fold_days(*, by: Actor) -> int:
    """One row for each bank and day, where several were written since; gives how many those are. It says the same."""
    one_at_a_time("custody.days")
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        return int(cursor.rowcount)


@action
def count_days(*, by: Actor) -> None:
    """All of it anew from the lots, which it reads one and all. Who writes lots meanwhile waits."""
    one_at_a_time("custody.days")
    with connection.cursor() as cursor:
        cursor.execute("LOCK custody_lot IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT custody_count_days()")
