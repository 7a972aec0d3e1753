from django.conf import settings
from django.db import models
from django.db.models import Q

from anju.core.db import status_is_known
from anju.filings import rules
from anju.filings.models.filings import Filing


class FilingFile(models.Model):
    """A spreadsheet of contracts signed on paper, to be entered and filed (批量备案), and by whom. (CON-14)"""

    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="at the counter",
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
        constraints = [
            status_is_known(rules.FileStatus),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) ^ Q(staff__isnull=False),
                name="filings_filingfile_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="filings_file_of_organisation"),
            models.Index(fields=["received_by", "-id"], name="filings_file_of_one"),
            models.Index(fields=["id"], condition=~Q(status="done"), name="filings_file_to_do"),
        ]


class FilingFileRow(models.Model):
    """One contract of it: the verification it names, and its application, or why there is none."""

    upload = models.ForeignKey(FilingFile, models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=40, help_text="where it stands in the file")
    verification_no = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=20, choices=rules.RowOutcome)
    sentence = models.CharField(max_length=500, blank=True)
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="filings_filerow_once"),
            models.CheckConstraint(
                condition=Q(outcome="submitted") ^ Q(filing__isnull=True),
                name="filings_filerow_submitted_has_its_filing",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=rules.RowOutcome.values),
                name="filings_filerow_outcome_is_known",
            ),
        ]
