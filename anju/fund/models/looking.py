from django.db import models

from anju.fund import rules
from anju.fund.models.deposits import Account


class LookUp(models.Model):
    """我要查询: who looked for a home, and which they found; kept, as every look at another's home is. (OWN-30)

    For a while whoever found another's home may deposit for it and see its movements. (manual 002, 2.5.2)
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    mode = models.CharField(max_length=20, choices=rules.Mode)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode__in=rules.Mode.values), name="fund_lookup_mode_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(organisation__isnull=True),
                name="fund_lookup_by_one",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="fund_lookup_of_person"),
            models.Index(fields=["organisation", "-at"], name="fund_lookup_of_organisation"),
        ]


class Tries(models.Model):
    """How often somebody guessed wrongly in 快速交存, from one address or at one number, in one window. (QCK-03)"""

    digest = models.BinaryField(max_length=32)
    window_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "window_at"], name="fund_tries_once"),
        ]
        indexes = [models.Index(fields=["window_at"], name="fund_tries_by_window")]
