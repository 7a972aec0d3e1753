"""Which bills are due and not paid: kept from night to night, so that none looks at every bill there ever was.

What is paid stays paid and what is withdrawn stays withdrawn; so a night adds those whose day was over since the last
one and those written since with a day that was over, and takes away what was paid. On the first of a month all are
looked at.
"""

from datetime import date
from typing import Any

from anju.oversight.models import Watching

IS_PAID = """
    EXISTS (
        SELECT FROM orders_orderline AS line JOIN orders_order AS placed ON placed.id = line.order_id
        WHERE line.bill_id = bill.id AND line.holds AND placed.status IN ('paid', 'in_custody')
    )
"""

ADD = f"""
    INSERT INTO oversight_duebill (bill_id)
    SELECT id FROM (
        SELECT id, withdrawn_at FROM contracts_bill WHERE due_on >= %(since)s AND due_on < %(day)s
        UNION ALL SELECT id, withdrawn_at FROM contracts_bill WHERE id > %(known)s AND due_on < %(since)s
    ) AS bill WHERE withdrawn_at IS NULL AND NOT {IS_PAID}
    ON CONFLICT (bill_id) DO NOTHING
"""  # noqa: S608 - a text of this program

TAKE_AWAY = f"""
    DELETE FROM oversight_duebill AS due USING contracts_bill AS bill
    WHERE bill.id = due.bill_id AND (bill.withdrawn_at IS NOT NULL OR {IS_PAID})
"""  # noqa: S608


def watch_bills(cursor: Any, day: date) -> None:
    """After this the bills that were due before a day, or before a later one, and are not paid stand in the list.

    Ids are drawn before they can be seen: looked at are those newer than the newest of the night before the last one.
    """
    watching, _ = Watching.objects.get_or_create(pk=1)
    since = date.min if watching.upto is None or day.day == 1 else watching.upto
    cursor.execute(ADD, {"since": since, "day": day, "known": watching.known_before})
    cursor.execute(TAKE_AWAY)
    if watching.upto is None or day > watching.upto:
        cursor.execute("SELECT coalesce(max(id), 0) FROM contracts_bill")
        watching.upto, watching.known_before = day, watching.known
        [watching.known] = cursor.fetchone()
        watching.save()
