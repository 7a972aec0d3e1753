from django.db import models
from django.db.models import F, Q

from anju.companies import rules
from anju.companies.models.companies import Company
from anju.core.db import status_is_known


class AreaApplication(models.Model):
    """物业区域关联: which communities a company asks to be taken for its own, with the papers that show it.

    Without attachments (`is_on_paper`) the papers go to the department. Reviewed by `due_on`. (manual 004, 7.2)
    """

    no = models.CharField(max_length=24, unique=True)
    company = models.ForeignKey(Company, models.PROTECT, related_name="area_applications")
    district = models.CharField(max_length=6)
    developer_name = models.CharField(max_length=200)
    is_on_paper = models.BooleanField(default=False)
    submitted_by = models.CharField(max_length=80)
    submitted_at = models.DateTimeField()
    due_on = models.DateField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True, help_text="the department's opinion")
    status = models.CharField(
        max_length=20,
        choices=rules.AreaApplicationStatus,
        default=rules.AreaApplicationStatus.SUBMITTED,
    )
    MOVES = rules.AREA_APPLICATION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.AreaApplicationStatus),
            models.CheckConstraint(
                condition=Q(status="submitted") ^ ~Q(decided_by=""),
                name="companies_areaapplication_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("submitted_by")),
                name="companies_areaapplication_decided_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "district", "due_on", "id"], name="companies_areas_to_review"
            )
        ]

    def __str__(self) -> str:
        return self.no


class AreaRequest(models.Model):
    """One community that an application names."""

    application = models.ForeignKey(
        AreaApplication, models.PROTECT, related_name="requests", db_index=False
    )
    community = models.ForeignKey("homes.Community", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "community"], name="companies_arearequest_once"
            )
        ]


class AreaDocument(models.Model):
    """One attachment of an application, as the company uploaded it."""

    application = models.ForeignKey(AreaApplication, models.PROTECT, related_name="documents")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")


class Area(models.Model):
    """A community that a company serves, since when and until when; one company at a time. (manual 004, 7.1)

    `application` is empty for an area that came with an old key.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="areas")
    community = models.ForeignKey(
        "homes.Community", models.PROTECT, related_name="+", db_index=False
    )
    application = models.ForeignKey(
        AreaApplication, models.PROTECT, null=True, related_name="areas"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(until__isnull=True),
                name="companies_area_of_one_company",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="companies_area_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["community", "id"], name="companies_area_history")]
