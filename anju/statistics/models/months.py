from django.db import models
from django.db.models import Q


class MonthFigures(models.Model):
    """What is published of a district, or of the whole city (""), for a month, as of a day.

    An amount behind which too few leases stand was never written: there is nothing here to recognise anybody by.
    """

    month = models.DateField(help_text="its first day")
    district = models.CharField(max_length=6, blank=True)
    as_of = models.DateField(help_text="the last day that was counted")
    institutions = models.PositiveIntegerField(help_text="filed at the end of that day")
    homes_verified = models.PositiveIntegerField(help_text="in the month")
    leases_filed = models.PositiveIntegerField(help_text="in the month")
    rent_fen_per_m2 = models.PositiveBigIntegerField(
        null=True, help_text="a month's rent of the leases filed in the month"
    )
    deposits_fen = models.BigIntegerField(null=True, help_text="in custody at the end of that day")
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "district"], name="statistics_monthfigures_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="statistics_monthfigures_month_begins"
            ),
        ]
