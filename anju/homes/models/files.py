from django.db import models
from django.db.models import Q

from anju.core.db import status_is_known
from anju.homes import rules
from anju.homes.models.verifications import Verification


class VerificationFile(models.Model):
    """A spreadsheet of homes to be checked (批量核验), and by whom, in which part. (HVF-05)"""

    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=rules.Role)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    received_by = models.CharField(max_length=80)
    portal = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    status = models.CharField(
        max_length=20, choices=rules.FileStatus, default=rules.FileStatus.RECEIVED
    )
    finished_at = models.DateTimeField(null=True)
    MOVES = rules.FILE_MOVES

    class Meta:
        constraints = [status_is_known(rules.FileStatus)]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="homes_file_of_organisation"),
            models.Index(fields=["received_by", "-id"], name="homes_file_of_one"),
            models.Index(fields=["id"], condition=~Q(status="done"), name="homes_file_to_do"),
        ]


class VerificationFileRow(models.Model):
    """One row of it: the certificate that it names, and the verification, or what is wrong with the row."""

    upload = models.ForeignKey(
        VerificationFile, models.PROTECT, related_name="rows", db_index=False
    )
    number = models.PositiveIntegerField(help_text="as the spreadsheet program shows it")
    certificate_no = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=20, choices=rules.RowOutcome)
    sentence = models.CharField(max_length=500, blank=True)
    verification = models.ForeignKey(Verification, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="homes_filerow_once"),
            models.CheckConstraint(
                condition=Q(outcome="asked") ^ Q(verification__isnull=True),
                name="homes_filerow_asked_has_a_verification",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=rules.RowOutcome.values),
                name="homes_filerow_outcome_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["upload", "certificate_no"], name="homes_filerow_of_certificate")
        ]
