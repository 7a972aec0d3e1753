"""For whom a program may act: an enterprise's key for this enterprise, a platform's for each that it serves."""

from typing import Any

from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.people import queries as people
from anju.portals.api.rules import Refusal


def check_own(uscc: str, actor: Actor) -> None:
    if actor.organisation_id is None:
        return
    own = people.organisation(actor.organisation_id)
    if own.uscc != uscc:
        raise Refused(Refusal.OTHER_ENTERPRISE, name=own.name)


def with_own(stated: Any, actor: Actor) -> Any:
    """What an enterprise's program states of itself may be left out: its key says who it is."""
    if actor.organisation_id is None or not isinstance(stated, dict):
        return stated
    own = people.organisation(actor.organisation_id)
    known = {"uscc": own.uscc, "organisation_name": own.name}
    return stated | {name: stated.get(name) or told for name, told in known.items()}
