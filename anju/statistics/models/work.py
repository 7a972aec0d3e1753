from django.db import models
from django.db.models import Q

from anju.refunds.office_rules import OpenWork


class WorkWaiting(models.Model):
    """How much work of a kind was open on a day, by district and enterprise; rows of zero are not kept.

    The rows of today are written anew each few minutes; those of a day that is over stay.
    """

    day = models.DateField()
    work = models.CharField(max_length=20, choices=OpenWork)
    district = models.CharField(max_length=6)
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    count = models.PositiveIntegerField()
    oldest_on = models.DateField(help_text="since when the oldest of them is open")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "work", "district", "enterprise"], name="statistics_workwaiting_once"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="statistics_workwaiting_is_some"),
        ]
