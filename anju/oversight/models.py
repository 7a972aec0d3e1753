from django.db import models
from django.db.models import Q

from anju.core.db import status_is_known
from anju.oversight import rules


class Finding(models.Model):
    """One lease, or one payment, because of which an enterprise is watched, as of the last day looked at.

    Written anew every night; what no longer applies is gone.
    """

    code = models.CharField(max_length=20, choices=rules.Code)
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    subject = models.CharField(max_length=60, help_text="what it is about: one of a code")
    lease = models.ForeignKey(
        "contracts.Lease", models.PROTECT, null=True, related_name="+", db_index=False
    )
    district = models.CharField(max_length=6, blank=True)
    since_on = models.DateField()
    days = models.PositiveIntegerField(help_text="how long by the day looked at")
    count = models.PositiveIntegerField(default=1, help_text="say bills of the lease")
    amount_fen = models.BigIntegerField(default=0)
    day = models.DateField(help_text="the last day looked at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "subject"], name="oversight_finding_once"),
        ]
        indexes = [
            models.Index(fields=["enterprise", "code", "-days", "id"], name="oversight_finding_of"),
            models.Index(
                fields=["-days", "id"],
                condition=Q(code="overdue_refunds"),
                name="oversight_finding_refunds",
            ),
            models.Index(
                fields=["district", "-days", "id"],
                condition=Q(code="overdue_refunds"),
                name="oversight_finding_by_district",
            ),
        ]


class DueBill(models.Model):
    """A bill whose day is over and that is not paid: what a night looks at instead of all bills."""

    bill = models.OneToOneField(
        "contracts.Bill", models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )


class Watching(models.Model):
    """How far bills are watched: one row. All that were due before `upto` and written up to the id `known`."""

    upto = models.DateField(null=True)
    known = models.BigIntegerField(default=0, help_text="the newest bill of the last night")
    known_before = models.BigIntegerField(default=0, help_text="and that of the night before")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="oversight_watching_is_one_row")
        ]


class Indicator(models.Model):
    """A figure of an enterprise on a day; a day on which there was nothing to tell has none."""

    day = models.DateField()
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    code = models.CharField(max_length=20, choices=rules.Code)
    value = models.PositiveIntegerField()
    of = models.PositiveIntegerField(help_text="out of so many; 0 where that says nothing")
    days = models.PositiveIntegerField(default=0, help_text="the longest that one has lasted")
    amount_fen = models.BigIntegerField(default=0)
    level = models.PositiveSmallIntegerField(choices=rules.Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "code", "day"], name="oversight_indicator_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=rules.Level.values), name="oversight_indicator_level_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["day", "enterprise"],
                condition=Q(level__gt=0),
                name="oversight_indicator_told",
            )
        ]

    @property
    def percent(self) -> int:
        return self.value * 100 // self.of if self.of else 0


class EarlyWarning(models.Model):
    """风险预警: an enterprise gives cause for worry. A serious one proposes to hold its releases; a person decides."""

    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField(choices=rules.Level, help_text="as of `assessed_on`")
    decided_level = models.PositiveSmallIntegerField(
        choices=rules.Level, default=rules.Level.NONE, help_text="when it was dismissed"
    )
    opened_on = models.DateField(help_text="the day whose figures opened it")
    assessed_on = models.DateField(help_text="the last day looked at")
    hold = models.ForeignKey(
        "custody.Hold", models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True, help_text="of the last decision")
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.OPEN)
    MOVES = rules.WARNING_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(status__in=rules.CURRENT),
                name="oversight_earlywarning_one_current",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "lifting"]) | Q(hold__isnull=False),
                name="oversight_earlywarning_holds_by_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-level", "-id"],
                condition=Q(status__in=rules.CURRENT),
                name="oversight_earlywarning_current",
            ),
            models.Index(fields=["status", "-level", "-id"], name="oversight_earlywarning_state"),
            models.Index(fields=["enterprise", "-id"], name="oversight_earlywarning_of"),
        ]

    @property
    def no(self) -> str:
        """What people call it."""
        return f"FX{self.opened_on:%Y%m%d}-{self.pk:06d}"

    def __str__(self) -> str:
        return self.no


class WarningAnswer(models.Model):
    """What an enterprise says of a warning, and what an officer answers to that. (rule E1.13)"""

    warning = models.ForeignKey(
        EarlyWarning, models.PROTECT, related_name="answers", db_index=False
    )
    text = models.CharField(max_length=rules.LONGEST_ANSWER)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    reply = models.CharField(max_length=500, blank=True)
    replied_by = models.CharField(max_length=80, blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | Q(replied_at__isnull=False),
                name="oversight_warninganswer_replied",
            )
        ]
        indexes = [
            models.Index(fields=["warning", "id"], name="oversight_warninganswer_of"),
            models.Index(
                fields=["warning"],
                condition=Q(replied_at__isnull=True),
                name="oversight_warninganswer_open",
            ),
        ]
