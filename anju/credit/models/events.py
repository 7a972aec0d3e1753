from django.db import models
from django.db.models import F, Q

from anju.core.db import status_is_known
from anju.credit import rules
from anju.credit.models.standard import CreditRule


class CreditEvent(models.Model):
    """One scoring (记分) of an organisation under one version of a rule: applied for, reviewed by another, told.

    It counts in the calendar year in which it takes effect (`year`) and stays in the history for good.
    """

    key = models.CharField(max_length=80, unique=True, help_text="the caller's: once for each")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="credit_events", db_index=False
    )
    rule = models.ForeignKey(CreditRule, models.PROTECT, related_name="events", db_index=False)
    points = models.PositiveSmallIntegerField()
    happened_on = models.DateField()
    facts = models.CharField(max_length=500)
    points_because = models.CharField(max_length=200, blank=True)
    applied_by = models.CharField(max_length=80)
    applied_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    effective_on = models.DateField(null=True)
    expires_on = models.DateField(null=True, help_text="the last day on which it counts")
    object_until = models.DateField(null=True)
    status = models.CharField(
        max_length=20, choices=rules.EventStatus, default=rules.EventStatus.APPLIED
    )
    MOVES = rules.EVENT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.EventStatus),
            models.CheckConstraint(
                condition=Q(points__in=rules.STEPS), name="credit_creditevent_points_are_a_step"
            ),
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("applied_by")),
                name="credit_creditevent_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["applied", "refused", "withdrawn"])
                | Q(
                    year__isnull=False,
                    effective_on__isnull=False,
                    expires_on__isnull=False,
                    object_until__isnull=False,
                    reviewed_at__isnull=False,
                ),
                name="credit_creditevent_counted_has_its_days",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="credit_event_of"),
            models.Index(fields=["status", "applied_at", "id"], name="credit_event_to_review"),
            models.Index(fields=["status", "-id"], name="credit_event_by_state"),
            models.Index(fields=["rule", "-id"], name="credit_event_by_rule"),
            models.Index(fields=["year", "-id"], name="credit_event_by_year"),
            models.Index(
                fields=["expires_on", "id"],
                condition=Q(status="effective"),
                name="credit_event_to_expire",
            ),
            models.Index(
                fields=["object_until"],
                condition=Q(status="effective"),
                name="credit_event_objectable",
            ),
        ]

    @property
    def is_demerit(self) -> bool:
        return self.rule.operation == rules.Operation.DEMERIT


class Evidence(models.Model):
    """A file that proves an event, or with which its institution objects."""

    event = models.ForeignKey(CreditEvent, models.PROTECT, related_name="evidence")
    by_institution = models.BooleanField(default=False)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+", db_index=False)
    handed_in_by = models.CharField(max_length=80)
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "file"], name="credit_evidence_once"),
        ]


class Objection(models.Model):
    """What an institution says against an event (异议); decided by somebody who had nothing to do with the event."""

    event = models.OneToOneField(CreditEvent, models.PROTECT, related_name="objection")
    text = models.CharField(max_length=1000)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    decide_until = models.DateField()
    applied_by = models.CharField(max_length=80)
    reviewed_by = models.CharField(max_length=80)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=20, choices=rules.ObjectionStatus, default=rules.ObjectionStatus.OPEN
    )
    MOVES = rules.OBJECTION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ObjectionStatus),
            models.CheckConstraint(
                condition=~Q(decided_by=F("applied_by")) & ~Q(decided_by=F("reviewed_by")),
                name="credit_objection_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(decided_by=""),
                name="credit_objection_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "decide_until", "id"], name="credit_objection_to_decide")
        ]


class CreditTotal(models.Model):
    """What an organisation's events of one cycle come to. Kept by the same action that lets an event count or not."""

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="credit_totals", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    demerits = models.PositiveIntegerField(default=0)
    merits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"], name="credit_credittotal_once_a_year"
            ),
        ]
        indexes = [models.Index(fields=["year", "-demerits", "-id"], name="credit_total_worst")]

    @property
    def points(self) -> int:
        """What counts towards the thresholds: merits make up for demerits, and for no more than there are."""
        return max(0, self.demerits - self.merits)


class Measure(models.Model):
    """That a cycle's points have reached a threshold, and whether what follows has been done."""

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    threshold = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=20, choices=rules.Action)
    opened_at = models.DateTimeField()
    done_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500, blank=True)
    status = models.CharField(
        max_length=20, choices=rules.MeasureStatus, default=rules.MeasureStatus.OPEN
    )
    MOVES = rules.MEASURE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.MeasureStatus),
            models.UniqueConstraint(
                fields=["organisation", "year", "threshold"],
                condition=~Q(status="lapsed"),
                name="credit_measure_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "opened_at", "id"], name="credit_measure_open")]
