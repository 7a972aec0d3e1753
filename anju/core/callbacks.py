"""What programs are still to be told about their requests: kept until the other side accepts it, or given up.

A package that tells programs has a model of this kind with what it is about, and three short actions over these.
"""

from typing import Any

from django.db import models

from anju.core import clock, rules
from anju.core.actors import Actor
from anju.core.db import lock, move, status_is_known
from anju.core.rules import CALLBACK_PAUSES, CallbackStatus


class Callback(models.Model):
    """One telling: when it was made, how often it was tried, when it is tried next, what came of it."""

    status = models.CharField(
        max_length=20, choices=rules.CallbackStatus, default=rules.CallbackStatus.WAITING
    )
    made_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    outcome = models.CharField(max_length=200, blank=True)
    MOVES = rules.CALLBACK_MOVES

    class Meta:
        abstract = True
        constraints = [status_is_known(rules.CallbackStatus)]
        indexes = [
            models.Index(
                fields=["try_at"],
                condition=models.Q(status="waiting"),
                name="%(app_label)s_callback_to_send",
            )
        ]


def make(model: Any, **about: Any) -> Any:
    """A callback to be sent at once."""
    now = clock.now()
    return model.objects.create(made_at=now, try_at=now, **about)


def claim(model: Any, limit: int) -> list[int]:
    """The next to be sent. Each counts as tried, and is due again later should we crash now."""
    now = clock.now()
    due = model.objects.filter(status=CallbackStatus.WAITING, try_at__lte=now)
    claimed = list(due.order_by("try_at", "id").select_for_update(skip_locked=True)[:limit])
    for callback in claimed:
        callback.try_at = now + CALLBACK_PAUSES[min(callback.attempts, len(CALLBACK_PAUSES) - 1)]
        callback.attempts += 1
    model.objects.bulk_update(claimed, ["try_at", "attempts"])
    return [callback.pk for callback in claimed]


def delivered(model: Any, callback_id: int, by: Actor) -> None:
    callback = lock(model, pk=callback_id)
    if callback.status == CallbackStatus.WAITING:
        move(callback, "deliver", by=by, outcome="")


def failed(model: Any, callback_id: int, why: str, by: Actor) -> None:
    """The program did not accept it; after the last attempt it has to ask by itself, or a person sends it again."""
    callback = lock(model, pk=callback_id)
    if callback.status != CallbackStatus.WAITING:
        return
    if callback.attempts > len(CALLBACK_PAUSES):
        move(callback, "give_up", by=by, because=why, outcome=why[:200])
        return
    callback.outcome = why[:200]
    callback.save(update_fields=["outcome"])


def again(model: Any, callback_id: int, by: Actor) -> None:
    """Put one that was given up back among those to be sent."""
    callback = lock(model, pk=callback_id)
    if callback.status == CallbackStatus.UNDELIVERED:
        move(callback, "try_again", by=by, attempts=0, try_at=clock.now())
