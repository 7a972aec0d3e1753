from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.agencies import rules
from anju.agencies.models.institutions import Institution
from anju.agencies.terms import NAMES, InstitutionTerms
from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.search import PairsField, pairs_index


class InstitutionFiling(models.Model):
    """An application: to file an institution (机构备案申请), to change what is filed, or to cancel it.

    One officer enters it, or the head office for its branch; another officer reviews it. `name` and `uscc` are those of
    its last version; a cancellation has no version but a reason.
    """

    type = models.CharField(max_length=20, choices=rules.FilingType)
    kind = models.CharField(max_length=10, choices=rules.Kind)
    head = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="+", help_text="whose branch it is"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="filings", help_text="once filed"
    )
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18)
    pairs = PairsField(help_text="of its name")
    district = models.CharField(max_length=6, blank=True)
    applicant = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        related_name="applications",
        help_text="the head office that applies; none where an officer entered it",
    )
    reason = models.CharField(max_length=200, blank=True, help_text="of a cancellation")
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=80, blank=True)
    submitted_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True, help_text="why it was sent back")
    status = models.CharField(
        max_length=20, choices=rules.FilingStatus, default=rules.FilingStatus.DRAFT
    )
    MOVES = rules.FILING_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.FilingStatus),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=Q(status__in=rules.OPEN),
                name="agencies_institutionfiling_one_open",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by="")
                | (~Q(reviewed_by=F("entered_by")) & ~Q(reviewed_by=F("submitted_by"))),
                name="agencies_institutionfiling_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | (~Q(reviewed_by="") & Q(institution__isnull=False)),
                name="agencies_institutionfiling_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(type="new") | Q(institution__isnull=False),
                name="agencies_institutionfiling_of_an_institution",
            ),
            models.CheckConstraint(
                condition=~Q(type="cancellation") | ~Q(reason=""),
                name="agencies_institutionfiling_cancelled_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at", "id"], name="agencies_filing_to_review"),
            models.Index(fields=["entered_by", "status", "-id"], name="agencies_filing_own"),
            models.Index(fields=["applicant", "-id"], name="agencies_filing_of_one"),
            models.Index(fields=["applicant", "status", "-id"], name="agencies_filing_of_one_by"),
            models.Index(fields=["status", "-id"], name="agencies_filing_by_state"),
            models.Index(fields=["type", "-id"], name="agencies_filing_by_type"),
            models.Index(fields=["district", "-id"], name="agencies_filing_by_place"),
            models.Index(fields=["uscc", "-id"], name="agencies_filing_by_code"),
            pairs_index("pairs", "agencies_filing_words"),
        ]

    @property
    def is_branch(self) -> bool:
        return self.head_id is not None


class FilingVersion(models.Model):
    """What an application stated at one time. Never changed: whoever corrects it writes the next version."""

    filing = models.ForeignKey(
        InstitutionFiling, models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18)
    registered_address = models.CharField(max_length=200, blank=True)
    operating_address = models.CharField(max_length=200, blank=True)
    district = models.CharField(max_length=6, blank=True)
    legal_representative = EncryptedTextField(blank=True)
    capital_fen = models.BigIntegerField()
    licensed_on = models.DateField(null=True)
    scope = models.CharField(max_length=500, blank=True)
    staff_count = models.PositiveIntegerField()
    sectors = ArrayField(models.CharField(max_length=10, choices=rules.Sector))
    units = models.PositiveIntegerField()
    supervision_bank = models.CharField(max_length=60, blank=True)
    supervision_account = EncryptedTextField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    contact_name = EncryptedTextField(blank=True)
    contact_phone = EncryptedTextField(blank=True)
    file_ids = ArrayField(models.BigIntegerField())
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "number"], name="agencies_filingversion_once"
            ),
            models.CheckConstraint(
                condition=Q(capital_fen__gte=0), name="agencies_filingversion_capital"
            ),
        ]

    @property
    def terms(self) -> InstitutionTerms:
        """What it states, to be shown, corrected or compared."""
        stated = {name: getattr(self, name) for name in NAMES}
        arrays = {name: tuple(stated[name]) for name in ("sectors", "file_ids")}
        return InstitutionTerms(**(stated | arrays))
