from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.receipts import rules


class Trouble(models.Model):
    """A fault of the line to the receipt platform (问题单), with its ticket number. One is open of each kind."""

    no = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=20, choices=rules.Result)
    opened_at = models.DateTimeField()
    failed_at = models.DateTimeField(help_text="the last time")
    why = models.CharField(max_length=200)
    raw = EncryptedTextField(blank=True, help_text="what was answered the last time")
    status = models.CharField(
        max_length=20, choices=rules.TroubleStatus, default=rules.TroubleStatus.OPEN
    )
    MOVES = rules.TROUBLE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.TroubleStatus),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(status="open"), name="receipts_trouble_one_open"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=rules.Result.values), name="receipts_trouble_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.no


class Receipt(models.Model):
    """The receipt of one purpose, say one deposit: an e-receipt of the fiscal platform or a paper one. (CHN-08, B11)

    Of each purpose one is valid; the database lets no second one in. What it is for only the package above knows.
    `facts` are payer, lines and address as they are, or were, sent.
    """

    no = models.CharField(max_length=20, unique=True)
    purpose = models.CharField(max_length=80)
    amount_fen = models.BigIntegerField()
    facts = EncryptedTextField(help_text="canonical JSON; empty for a paper receipt")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.UNISSUED)
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    trouble = models.ForeignKey(
        Trouble, models.PROTECT, null=True, related_name="receipts", db_index=False
    )
    reason = models.CharField(max_length=200, blank=True, help_text="why it failed, or is void")
    code = models.CharField(max_length=8, blank=True)
    number = models.CharField(max_length=10, blank=True)
    check_code = models.CharField(max_length=6, blank=True)
    issued_at = models.DateTimeField(null=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    red_number = models.CharField(max_length=10, blank=True)
    voided_at = models.DateTimeField(null=True)
    paper_no = models.CharField(max_length=40, blank=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["purpose"],
                condition=~Q(status="voided"),
                name="receipts_receipt_one_valid_for_a_purpose",
            ),
            models.UniqueConstraint(
                fields=["code", "number"],
                condition=~Q(number=""),
                name="receipts_receipt_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=rules.ON_PLATFORM)
                | Q(file__isnull=False, issued_at__isnull=False)
                & ~Q(code="")
                & ~Q(number="")
                & ~Q(check_code=""),
                name="receipts_receipt_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["paper", "voided"]) | Q(paper_no=""),
                name="receipts_receipt_paper_is_no_e_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(status="paper") | ~Q(paper_no=""), name="receipts_receipt_paper_has_no"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["voided", "voiding", "failed"]) | ~Q(reason=""),
                name="receipts_receipt_void_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(try_at__isnull=False, status__in=rules.WAITING)
                | Q(try_at__isnull=True) & ~Q(status__in=rules.WAITING),
                name="receipts_receipt_waits_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(organisation__isnull=True),
                name="receipts_receipt_one_payer",
            ),
        ]
        indexes = [
            models.Index(fields=["purpose", "-id"], name="receipts_of_purpose"),
            models.Index(
                fields=["try_at", "id"],
                condition=Q(try_at__isnull=False),
                name="receipts_waiting",
            ),
            models.Index(
                fields=["-issued_at"],
                condition=Q(issued_at__isnull=False),
                name="receipts_issued",
            ),
            models.Index(fields=["-id"], condition=Q(status="failed"), name="receipts_failed"),
            models.Index(
                fields=["trouble"],
                condition=Q(trouble__isnull=False),
                name="receipts_in_trouble",
            ),
        ]

    def __str__(self) -> str:
        return self.no
