"""What an enterprise is told of a warning, in the transaction of what it tells."""

from datetime import date

from anju.core.actors import Actor
from anju.notices import actions as notices
from anju.oversight.models import EarlyWarning


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
