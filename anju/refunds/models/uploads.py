from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.refunds import enterprise_rules, rules
from anju.refunds.models.cases import Case


class RefundUpload(models.Model):
    """A spreadsheet in which an enterprise registers the ends of many leases, and gives everything back. (ENT-08)"""

    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    received_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    status = models.CharField(
        max_length=20,
        choices=enterprise_rules.UploadStatus,
        default=enterprise_rules.UploadStatus.RECEIVED,
    )
    MOVES = enterprise_rules.UPLOAD_MOVES

    class Meta:
        constraints = [status_is_known(enterprise_rules.UploadStatus)]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="refunds_refundupload_of"),
            models.Index(
                fields=["id"],
                condition=~Q(status__in=["checked", "done"]),
                name="refunds_refundupload_to_do",
            ),
        ]


class RefundUploadRow(models.Model):
    """One row of it: what it states, whether it can be done, then the case it became."""

    upload = models.ForeignKey(RefundUpload, models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="as the spreadsheet program shows it")
    filing_no = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=20, choices=rules.Reason, blank=True)
    ended_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    gives_all_back = models.BooleanField(default=False)
    payee_account = EncryptedTextField(blank=True)
    payee_bank = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=20, choices=enterprise_rules.RowOutcome)
    sentence = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "number"], name="refunds_refunduploadrow_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=enterprise_rules.RowOutcome.values),
                name="refunds_refunduploadrow_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="done") | Q(case__isnull=False),
                name="refunds_refunduploadrow_done_has_a_case",
            ),
        ]
