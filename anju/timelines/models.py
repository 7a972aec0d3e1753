from django.db import models

from anju.core.db import status_is_known
from anju.timelines import rules


class Verification(models.Model):
    """The books, verified because somebody asked: how far it is, and what does not add up. (LED-04, LED-05)"""

    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    seals = models.BigIntegerField(default=0)
    seals_done = models.BigIntegerField(default=0)
    transfers = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    found = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.ASKED)
    MOVES = rules.VERIFICATION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            # one at a time: each reads all of the books
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(status__in=[status.value for status in rules.OPEN]),
                name="timelines_verification_one_at_a_time",
            ),
        ]


class Clue(models.Model):
    """A sealed text of a record, by its digest: somebody is found by a name or an account that is typed exactly.

    Written by a job from what is new, never changed: what it was read from never changes either.
    """

    source = models.CharField(max_length=20)
    source_id = models.BigIntegerField()
    what = models.CharField(max_length=10, choices=rules.Clue)
    digest = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=20, choices=rules.Kind)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id", "what"], name="timelines_clue_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["digest", "what", "kind", "record_id"], name="timelines_clue_found"
            )
        ]


class ReadUpTo(models.Model):
    """Up to which record of a source clues were read: all of it is old enough to be complete."""

    source = models.CharField(max_length=20, primary_key=True)
    record_id = models.BigIntegerField(default=0)
