"""Telling programs: what is next to be sent, and what came of it."""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import ensure
from anju.homes.models import Callback
from anju.homes.rules import CALLBACK_PAUSES, CallbackStatus
from anju.people.rules import Power


@action
def claim_callbacks(*, limit: int, by: Actor) -> list[int]:
    """The next to be sent. Each counts as tried, and is due again later should we crash now."""
    now = clock.now()
    due = Callback.objects.filter(status=CallbackStatus.WAITING, try_at__lte=now)
    claimed = list(due.order_by("try_at", "id").select_for_update(skip_locked=True)[:limit])
    for callback in claimed:
        callback.try_at = now + CALLBACK_PAUSES[min(callback.attempts, len(CALLBACK_PAUSES) - 1)]
        callback.attempts += 1
    Callback.objects.bulk_update(claimed, ["try_at", "attempts"])
    return [callback.pk for callback in claimed]


@action
def callback_delivered(*, callback_id: int, by: Actor) -> None:
    callback = lock(Callback, pk=callback_id)
    if callback.status == CallbackStatus.WAITING:
        move(callback, "deliver", by=by, outcome="")


@action
def callback_failed(*, callback_id: int, why: str, by: Actor) -> None:
    """The program did not accept it; after the last attempt it has to ask by itself, or a person sends it again."""
    callback = lock(Callback, pk=callback_id)
    if callback.status != CallbackStatus.WAITING:
        return
    if callback.attempts > len(CALLBACK_PAUSES):
        move(callback, "give_up", by=by, because=why, outcome=why[:200])
        return
    callback.outcome = why[:200]
    callback.save(update_fields=["outcome"])


@action
def callback_again(*, callback_id: int, by: Actor) -> None:
    """Put one that was given up back among those to be sent."""
    ensure(Power.HOME_TROUBLE in by.may, f"{by.name} does not work on tickets")
    callback = lock(Callback, pk=callback_id)
    if callback.status == CallbackStatus.UNDELIVERED:
        move(callback, "try_again", by=by, attempts=0, try_at=clock.now())
