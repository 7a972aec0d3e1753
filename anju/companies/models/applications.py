from django.db import models
from django.db.models import Q

from anju.companies import rules
from anju.companies.models.applicants import Applicant
from anju.companies.models.companies import Company
from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known


class Application(models.Model):
    """物业单位注册申请: what a unit states of itself, for the chosen department to review. (manual 004, 2.2)

    `certificate_no` is that of an old key: the department entered the unit and its areas as they were.
    """

    no = models.CharField(max_length=24, unique=True)
    applicant = models.OneToOneField(Applicant, models.PROTECT, related_name="application")
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, related_name="applications", help_text="once approved"
    )
    certificate_no = models.CharField(max_length=24, unique=True, null=True)
    district = models.CharField(max_length=6)
    name = models.CharField(max_length=200)
    nature = models.CharField(max_length=20, choices=rules.Nature)
    uscc = models.CharField(max_length=18)
    organisation_code = models.CharField(max_length=10, blank=True)
    legal_representative = EncryptedTextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    phone = EncryptedTextField(blank=True)
    submitted_at = models.DateTimeField()
    due_on = models.DateField(
        null=True, help_text="by when the department reviews, or hands out the key"
    )
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=200, blank=True, help_text="the department's")
    status = models.CharField(
        max_length=20, choices=rules.ApplicationStatus, default=rules.ApplicationStatus.SUBMITTED
    )
    MOVES = rules.APPLICATION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ApplicationStatus),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "holding"])
                | (~Q(decided_by="") & Q(decided_at__isnull=False) & Q(company__isnull=False)),
                name="companies_application_approved_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(status="submitted"),
                name="companies_application_review",
            ),
            models.Index(
                fields=["id"], condition=Q(status="approved"), name="companies_application_to_issue"
            ),
            models.Index(
                fields=["district", "status", "due_on"],
                condition=Q(status__in=["submitted", "approved"], due_on__isnull=False),
                name="companies_application_due",
            ),
            models.Index(fields=["status", "-id"], name="companies_application_by_state"),
            models.Index(fields=["district", "-id"], name="companies_application_by_place"),
            models.Index(fields=["uscc"], name="companies_application_by_code"),
            models.Index(fields=["name"], name="companies_application_by_name"),
        ]

    def __str__(self) -> str:
        return self.no
