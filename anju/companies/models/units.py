from django.db import models
from django.db.models import Q

from anju.companies import units
from anju.companies.models.companies import Company
from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known


class NameCheck(models.Model):
    """质监校验: whether the register of organisations knows a company by a new name. A job asks. (manual 004, 8.2 (2))

    While the register is silent the question waits, and is asked again.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField()
    silence = models.CharField(max_length=200, blank=True, help_text="why there was no answer")
    answered_at = models.DateTimeField(null=True)
    denied = models.CharField(max_length=20, choices=units.Denied, blank=True)
    status = models.CharField(
        max_length=20, choices=units.CheckStatus, default=units.CheckStatus.WAITING
    )
    MOVES = units.CHECK_MOVES

    class Meta:
        constraints = [
            status_is_known(units.CheckStatus),
            models.UniqueConstraint(
                fields=["company", "name"],
                condition=Q(status="waiting"),
                name="companies_namecheck_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting") ^ Q(answered_at__isnull=False),
                name="companies_namecheck_answered_when",
            ),
            models.CheckConstraint(
                condition=Q(status="denied") ^ Q(denied=""),
                name="companies_namecheck_denied_why",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "name", "-id"], name="companies_namecheck_newest"),
            models.Index(fields=["company", "asked_at"], name="companies_namecheck_of_company"),
            models.Index(
                fields=["try_at", "id"],
                condition=Q(status="waiting"),
                name="companies_namecheck_to_ask",
            ),
        ]


class UnitChange(models.Model):
    """单位信息变更: done at once, by whom and when; what changed are its lines. (manual 004, 8)"""

    no = models.CharField(max_length=24, unique=True)
    company = models.ForeignKey(Company, models.PROTECT, related_name="changes", db_index=False)
    name_check = models.OneToOneField(NameCheck, models.PROTECT, null=True, related_name="change")
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["company", "-id"], name="companies_unitchange_of")]

    def __str__(self) -> str:
        return self.no


class UnitChangeLine(models.Model):
    """One field, from what to what. Both are sealed: some tell of people."""

    change = models.ForeignKey(UnitChange, models.PROTECT, related_name="lines", db_index=False)
    field = models.CharField(max_length=40)
    before = EncryptedTextField(blank=True)
    after = EncryptedTextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "field"], name="companies_unitchangeline_once"
            ),
        ]
