"""A bank's programs are told how the day of its own account stands. (OPS-04)"""

from anju.closings.models import Closing
from anju.core.actors import Actor
from anju.people import queries as people
from anju.webhooks import actions as webhooks
from anju.webhooks.rules import Event


def tell_bank(day_of: Closing, event: Event, *, by: Actor, **more: str | int) -> None:
    """By each key of this bank that listens; what is different it asks of the API by the day."""
    day = day_of.day.isoformat()
    version = day_of.statement.version if day_of.statement else 0
    for client_id in people.keys_of_bank(day_of.bank_account.bank):
        webhooks.tell(
            organisation_id=None,
            client_id=client_id,
            event=event,
            about=day,
            facts={"day": day, "statement_version": version, **more},
            by=by,
        )
