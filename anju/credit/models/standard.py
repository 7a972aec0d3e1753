from django.db import models
from django.db.models import Q

from anju.core.db import status_is_known
from anju.credit import rules


class CreditRule(models.Model):
    """One version of a rule of the standard (记分标准). What it says never changes: a revision is the next version."""

    code = models.CharField(max_length=4)
    version = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=rules.Category)
    points = models.PositiveSmallIntegerField()
    operation = models.CharField(max_length=10, choices=rules.Operation)
    detail = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    lists_at_once = models.BooleanField(default=False, help_text="one event proposes a black entry")
    validity_months = models.PositiveSmallIntegerField(
        null=True, help_text="an event counts so long; none: to the end of its cycle"
    )
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    status = models.CharField(
        max_length=20, choices=rules.RuleStatus, default=rules.RuleStatus.IN_FORCE
    )
    MOVES = rules.RULE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.RuleStatus),
            models.UniqueConstraint(fields=["code", "version"], name="credit_creditrule_version"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status="in_force"),
                name="credit_creditrule_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(points__in=rules.STEPS), name="credit_creditrule_points_are_a_step"
            ),
            models.CheckConstraint(
                condition=Q(validity_months__isnull=True)
                | Q(validity_months__gte=1, validity_months__lte=12),
                name="credit_creditrule_validity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.item}"


class CreditMode(models.Model):
    """From which year on points are counted which way (`rules.SCHEMES`). Only added to."""

    from_year = models.PositiveSmallIntegerField(unique=True)
    mode = models.CharField(max_length=10, choices=rules.Mode)
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()
