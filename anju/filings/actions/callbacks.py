"""Telling programs: what is next to be sent, and what came of it."""

from anju.core import callbacks
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import ensure
from anju.filings.models import Callback
from anju.people.rules import Power


@action
def claim_callbacks(*, limit: int, by: Actor) -> list[int]:
    """The next to be sent. Each counts as tried, and is due again later should we crash now."""
    return callbacks.claim(Callback, limit)


@action
def callback_delivered(*, callback_id: int, by: Actor) -> None:
    callbacks.delivered(Callback, callback_id, by)


@action
def callback_failed(*, callback_id: int, why: str, by: Actor) -> None:
    callbacks.failed(Callback, callback_id, why, by)


@action
def callback_again(*, callback_id: int, by: Actor) -> None:
    """Put one that was given up back among those to be sent."""
    ensure(Power.FILING_ENTER in by.may, f"{by.name} does not work at the counter")
    callbacks.again(Callback, callback_id, by)
