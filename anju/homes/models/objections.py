from django.db import models
from django.db.models import Q

from anju.core.db import status_is_known
from anju.homes import rules
from anju.homes.models.verifications import Verification


class Objection(models.Model):
    """Somebody says that a failed check is wrong (异议); another person reviews it by `review_by`. (rule C1.8)"""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="objections")
    grounds = models.CharField(max_length=1000)
    raised_by = models.CharField(max_length=80)
    raised_at = models.DateTimeField()
    review_by = models.DateField()
    status = models.CharField(
        max_length=20, choices=rules.ObjectionStatus, default=rules.ObjectionStatus.OPEN
    )
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=1000, blank=True)
    MOVES = rules.OBJECTION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ObjectionStatus),
            models.UniqueConstraint(
                fields=["verification"], condition=Q(status="open"), name="homes_objection_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(reviewed_by=models.F("raised_by")),
                name="homes_objection_reviewed_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "review_by", "id"], name="homes_objection_to_review")
        ]


class ObjectionDocument(models.Model):
    """One document handed in with an objection."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=rules.DocumentKind)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["objection", "kind", "file"], name="homes_objectiondocument_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=rules.DocumentKind.values),
                name="homes_objectiondocument_kind_is_known",
            ),
        ]
