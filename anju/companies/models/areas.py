from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.companies import serving
from anju.companies.models.companies import Company
from anju.core.db import status_is_known


class AreaApplication(models.Model):
    """物业区域关联: which communities a company asks to be taken for its own, with the papers that show it.

    Without attachments (`is_on_paper`) the papers go to the department, which ticks those it was handed
    (`papers_seen`). Reviewed by `due_on`. (manual 004, 7.2)
    """

    no = models.CharField(max_length=24, unique=True)
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="area_applications", db_index=False
    )
    district = models.CharField(max_length=6)
    developer_name = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    is_on_paper = models.BooleanField(default=False)
    submitted_by = models.CharField(max_length=80, blank=True)
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    papers_seen = ArrayField(models.CharField(max_length=20, choices=serving.Paper), default=list)
    papers_seen_by = models.CharField(max_length=80, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=200, blank=True)
    is_told_late = models.BooleanField(default=False, help_text="its company knows: overdue")
    status = models.CharField(max_length=20, choices=serving.Status, default=serving.Status.DRAFT)
    MOVES = serving.MOVES

    class Meta:
        constraints = [
            status_is_known(serving.Status),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | ~Q(submitted_by="") & Q(submitted_at__isnull=False, due_on__isnull=False),
                name="companies_areaapplication_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "returned"])
                | ~Q(decided_by="") & Q(decided_at__isnull=False),
                name="companies_areaapplication_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("submitted_by")),
                name="companies_areaapplication_decided_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="companies_areas_of_company"),
            models.Index(
                fields=["district", "due_on", "id"],
                condition=Q(status="submitted"),
                name="companies_areas_of_department",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(status="submitted"),
                name="companies_areas_to_review",
            ),
            models.Index(
                fields=["id"],
                condition=Q(status="submitted", is_told_late=False),
                name="companies_areas_to_tell",
            ),
            models.Index(fields=["district", "-id"], name="companies_areas_of_district"),
            models.Index(fields=["status", "-id"], name="companies_areas_in_status"),
        ]

    def __str__(self) -> str:
        return self.no


class AreaRequest(models.Model):
    """One community that an application names; `is_granted` once it was approved."""

    application = models.ForeignKey(
        AreaApplication, models.PROTECT, related_name="requests", db_index=False
    )
    community = models.ForeignKey("homes.Community", models.PROTECT, related_name="+")
    is_granted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "community"], name="companies_arearequest_once"
            )
        ]


class AreaDocument(models.Model):
    """One attachment of an application, and which of the required papers it shows."""

    application = models.ForeignKey(
        AreaApplication, models.PROTECT, related_name="documents", db_index=False
    )
    paper = models.CharField(max_length=20, choices=serving.Paper)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "paper", "file"], name="companies_areadocument_once"
            ),
            models.CheckConstraint(
                condition=Q(paper__in=serving.Paper.values),
                name="companies_areadocument_paper_is_known",
            ),
        ]


class Area(models.Model):
    """A community that a company serves, since when and until when; one company at a time. (manual 004, 7.1)

    `application` is empty for an area that came with an old key. It is ended by a department, which says why.
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
    ended_by = models.CharField(max_length=80, blank=True)
    because = models.CharField(max_length=200, blank=True, help_text="why it was ended")

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
            models.CheckConstraint(
                condition=Q(until__isnull=True) ^ ~Q(ended_by=""),
                name="companies_area_ended_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["community", "id"], name="companies_area_history")]
