from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.homes import rules


class Trouble(models.Model):
    """A fault of the line to the registry (问题单), with its ticket number. One is open of each kind. (ERR-01)

    The raw answers are sealed with the attempts that met it.
    """

    no = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=20, choices=rules.Result)
    opened_at = models.DateTimeField()
    status = models.CharField(
        max_length=20, choices=rules.TroubleStatus, default=rules.TroubleStatus.OPEN
    )
    report = models.TextField(blank=True, help_text="the problem report as it was handed on")
    MOVES = rules.TROUBLE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.TroubleStatus),
            models.UniqueConstraint(
                fields=["kind"], condition=~Q(status="resolved"), name="homes_trouble_one_open"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["unreachable", "unreadable"]),
                name="homes_trouble_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.no


class Attempt(models.Model):
    """One question to the registry: when, for which verification (none: asked again by the clock), what came of it."""

    verification = models.ForeignKey(
        "homes.Verification", models.PROTECT, null=True, related_name="log"
    )
    at = models.DateTimeField(db_index=True)
    took_ms = models.PositiveIntegerField()
    result = models.CharField(max_length=20, choices=rules.Result)
    why = models.CharField(max_length=200, blank=True)
    raw = EncryptedTextField(blank=True)
    trouble = models.ForeignKey(Trouble, models.PROTECT, null=True, related_name="log")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=rules.Result.values), name="homes_attempt_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(result="answered") ^ Q(trouble__isnull=False),
                name="homes_attempt_failed_has_a_trouble",
            ),
        ]
