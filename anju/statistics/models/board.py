"""What the service board shows, and the reports of the months. (BEY-07, CTR-08; decision 37)"""

from django.db import models
from django.db.models import F, Q

from anju.core.db import status_is_known
from anju.statistics import board_rules


class RefundTime(models.Model):
    """How long one refund took: from the day the home was handed back to the day the tenant had all of it.

    Written once, when its case was closed for the first time; money that comes later changes nothing here.
    """

    case = models.OneToOneField("refunds.Case", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    district = models.CharField(max_length=6)
    returned_on = models.DateField()
    paid_on = models.DateField()
    month = models.DateField(help_text="the first day of that in which it was paid")
    days = models.PositiveIntegerField(help_text="calendar days from one to the other")
    is_disputed = models.BooleanField()
    was_late = models.BooleanField(help_text="the enterprise let its time for a plan pass")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1) & Q(paid_on__gte=F("month")),
                name="statistics_refundtime_month_begins",
            )
        ]
        indexes = [
            models.Index(fields=["month", "-days", "id"], name="statistics_refundtime_month"),
            models.Index(fields=["enterprise", "-days", "id"], name="statistics_refundtime_whose"),
        ]


class RefundTimes(models.Model):
    """The refund times of the city (no enterprise) or of an enterprise, in a month or the year that ends with it."""

    span = models.CharField(max_length=10, choices=board_rules.TimeSpan)
    month = models.DateField(help_text="its first day")
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    count = models.PositiveIntegerField()
    enterprises = models.PositiveIntegerField()
    median_days = models.PositiveIntegerField()
    p95_days = models.PositiveIntegerField()
    longest_days = models.PositiveIntegerField()
    disputed = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["span", "month", "enterprise"],
                nulls_distinct=False,
                name="statistics_refundtimes_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["span", "month", "-late", "-count", "id"],
                name="statistics_refundtimes_late",
                condition=Q(enterprise__isnull=False),
            ),
        ]


class UptimeOfDay(models.Model):
    """In how many minutes of a day somebody looked, and in how many the site answered. (BEY-07)"""

    day = models.DateField(primary_key=True)
    measured = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField()
    last_minute = models.DateTimeField(help_text="the last one that was counted")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered__lte=F("measured")),
                name="statistics_uptimeofday_no_more_than_measured",
            )
        ]


class MonthlyReport(models.Model):
    """The report of a month as it stood on a day (月报): asked for, then made by the worker. (CTR-08)

    Its paper is a certificate, which anyone can check; the figures that stand on it are the certificate's facts.
    """

    month = models.DateField(help_text="its first day")
    as_of = models.DateField(help_text="the last day that is in it")
    is_whole = models.BooleanField(help_text="the month was over: it is for everybody")
    status = models.CharField(
        max_length=20, choices=board_rules.ReportStatus, default=board_rules.ReportStatus.WAITING
    )
    certificate = models.OneToOneField(
        "certificates.Certificate",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,  # nothing is ever deleted there: a guard of its own refuses it
    )
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    MOVES = board_rules.REPORT_MOVES

    class Meta:
        constraints = [
            status_is_known(board_rules.ReportStatus),
            models.CheckConstraint(
                condition=~Q(status="made") | Q(certificate__isnull=False, made_at__isnull=False),
                name="statistics_monthlyreport_made_has_its_paper",
            ),
            models.UniqueConstraint(
                fields=["month", "as_of", "is_whole"],
                condition=Q(status="waiting"),
                name="statistics_monthlyreport_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(status="waiting"), name="statistics_report_to_make"
            ),
            models.Index(fields=["-month", "-id"], name="statistics_report_newest"),
            models.Index(
                fields=["-month", "-id"],
                condition=Q(is_whole=True, status="made"),
                name="statistics_report_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
