"""What an enterprise is told of a warning, in the transaction of what it tells."""

from datetime import date

from anju.core.actors import Actor
from anju.core.db import action
from anju.core.rules import DISTRICTS
from anju.notices import actions as notices
from anju.oversight import queries
from anju.oversight.models import EarlyWarning
from anju.people.rules import Office


def tell_of_new(*, day: date, by: Actor) -> None:
    """Those whose warning was opened by the figures of a day; all in one statement."""
    notices.queue_selected(
        rows="""
            SELECT 'warning_opened:' || id, 'warning_opened', NULL::bigint, enterprise_id,
                   jsonb_build_object('no', 'FX' || to_char(opened_on, 'YYYYMMDD') || '-' || lpad(id::text, 6, '0'))
            FROM oversight_earlywarning WHERE opened_on = %s AND status = 'open'
        """,
        parameters=[day],
        by=by,
    )


def tell(warning: EarlyWarning, kind: str, occasion: str, *, by: Actor, **facts: str) -> None:
    notices.queue(
        key=f"{kind}:{warning.pk}:{occasion}",
        kind=kind,
        facts={"no": warning.no, **facts},
        organisation_id=warning.enterprise_id,
        by=by,
    )


@action
def remind_departments(*, day: date, by: Actor) -> int:
    """One mail a day about reviews whose day is over, by department; gives how many those are. (CTR-05)"""
    late = [one for one in queries.loads_by_district() if one.overdue]
    count = sum(one.overdue for one in late)
    if late:
        places = "；".join(
            f"{DISTRICTS[one.district]}{one.kind.label}{one.overdue}件（最早应于{one.first_on}办结）"
            for one in late
        )
        notices.queue_for_office(
            key=f"reviews_late:{day}",
            kind="reviews_late",
            facts={"count": str(count), "places": places},
            office=Office.CENTRE,
            by=by,
        )
    return count
