from django.db import models
from django.db.models import Q

from anju.works import rules
from anju.works.models.orders import Order


class Telling(models.Model):
    """What the owners of the homes that share an order are to be told, once: written with the change that they are told
    of, and worked through by a job, owner by owner. `after` is the digest of the last one told.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="tellings", db_index=False)
    event = models.CharField(max_length=20, choices=rules.Event)
    asked_at = models.DateTimeField()
    after = models.BinaryField(max_length=32, default=b"")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "event"], name="works_telling_once"),
            models.CheckConstraint(
                condition=Q(event__in=rules.Event.values), name="works_telling_event_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(done_at__isnull=True), name="works_telling_to_do"
            )
        ]
