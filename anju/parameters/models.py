from django.db import models
from django.db.models import Q

from anju.core.db import status_is_known
from anju.parameters import rules
from anju.people.rules import Office


class Value(models.Model):
    """What a parameter is from a day on: proposed by one, approved by another. Never edited: a later row stands.

    The value on a day is that of the last approved row for the latest day that has come. `value` is written as
    `reading.py` reads it. The database refuses any change but the decision, and any deletion.
    """

    code = models.CharField(max_length=80)
    office = models.CharField(max_length=20, choices=Office)
    value = models.TextField()
    from_on = models.DateField()
    because = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.PROPOSED)
    MOVES = rules.MOVES
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.CheckConstraint(
                condition=~Q(status="in_force")
                | Q(decided_at__isnull=False) & ~Q(decided_by=models.F("proposed_by")),
                name="parameters_value_is_seen_by_two",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status="proposed"),
                name="parameters_value_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["code", "-from_on", "-id"],
                condition=Q(status="in_force"),
                name="parameters_value_in_force",
            ),
            models.Index(fields=["code", "-id"], name="parameters_value_history"),
            models.Index(fields=["office", "-id"], name="parameters_value_of_office"),
            models.Index(
                fields=["office", "id"],
                condition=Q(status="proposed"),
                name="parameters_value_waiting",
            ),
        ]


class ValueDocument(models.Model):
    """A paper by which a value was proposed: the regulation, the announcement, the minutes. Never changed."""

    value = models.ForeignKey(Value, models.PROTECT, related_name="documents", db_index=False)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["value", "file"], name="parameters_document_once")
        ]
