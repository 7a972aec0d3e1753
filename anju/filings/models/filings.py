from django.db import models
from django.db.models import F, Q

from anju.core import callbacks
from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.search import PairsField, pairs_index
from anju.filings import rules


class Filing(models.Model):
    """An application to file a contract (合同备案申请): by an enterprise or at the counter, reviewed by another.

    What it is found by is copied from the contract, so that a list asks one table. `submitted_by` and `review_by` are
    those of the last submission. `client` is the program that filed through the API.
    """

    application_no = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=10, choices=rules.Kind)
    contract = models.ForeignKey("signings.Contract", models.PROTECT, related_name="+")
    contract_no = models.CharField(max_length=32)
    certificate_no = models.CharField(max_length=60)
    district = models.CharField(max_length=6)
    address = models.CharField(max_length=200)
    pairs = PairsField(help_text="of the address and the enterprise's name")
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    client = models.ForeignKey(
        "people.ApiKey", models.PROTECT, null=True, related_name="+", db_index=False
    )
    submitted_by = models.CharField(max_length=80)
    submitted_at = models.DateTimeField()
    review_by = models.DateField(help_text="the last day of the review")
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True, help_text="why it was sent back")
    filing_no = models.CharField(max_length=32, unique=True, null=True)
    lease = models.ForeignKey("contracts.Lease", models.PROTECT, null=True, related_name="+")
    concerns = models.ForeignKey(
        "contracts.Lease",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="the lease that is renewed, changed or ended",
    )
    carries_deposit = models.BooleanField(
        default=False,
        help_text="of a renewal: the old deposit shall go over, if all tenants consent",
    )
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.SUBMITTED)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.CheckConstraint(
                condition=Q(kind__in=rules.Kind.values), name="filings_filing_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(status__in=rules.OPEN),
                name="filings_filing_one_open",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by="") | ~Q(reviewed_by=F("submitted_by")),
                name="filings_filing_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(kind__in=rules.OF_A_CONTRACT)
                    & (Q(status="approved") ^ Q(filing_no__isnull=True, lease__isnull=True))
                )
                | Q(
                    ~Q(kind__in=rules.OF_A_CONTRACT),
                    filing_no__isnull=True,
                    lease__isnull=True,
                ),
                name="filings_filing_approved_has_its_lease",
            ),
            models.CheckConstraint(
                condition=Q(kind="new") ^ Q(concerns__isnull=False),
                name="filings_filing_concerns_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(kind="renewal") | Q(carries_deposit=False),
                name="filings_filing_only_renewals_carry",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_by", "-id"],
                condition=Q(status="returned"),
                name="filings_filing_sent_back",
            ),
            models.Index(
                fields=["review_by", "id"],
                condition=Q(status="submitted"),
                name="filings_filing_to_review",
            ),
            models.Index(fields=["kind", "-id"], name="filings_filing_by_kind"),
            models.Index(fields=["status", "-id"], name="filings_filing_by_status"),
            models.Index(fields=["district", "-id"], name="filings_filing_by_place"),
            models.Index(fields=["enterprise", "-id"], name="filings_filing_of_enterprise"),
            models.Index(fields=["client", "-id"], name="filings_filing_of_client"),
            models.Index(fields=["contract_no"], name="filings_filing_of_contract"),
            models.Index(fields=["certificate_no"], name="filings_filing_of_home"),
            pairs_index("pairs", "filings_filing_words"),
        ]

    def __str__(self) -> str:
        return self.application_no


class Submission(models.Model):
    """What an application stated when it was handed in, sealed, with its digest. The database refuses any change."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="submissions", db_index=False)
    number = models.PositiveSmallIntegerField()
    facts = EncryptedTextField(help_text="canonical JSON of the contract's terms")
    facts_digest = models.BinaryField(max_length=32, help_text="SHA-256 of facts")
    submitted_by = models.CharField(max_length=80)
    portal = models.CharField(max_length=20)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="filings_submission_once")
        ]


class Callback(callbacks.Callback):
    """What the program that filed a contract is still to be told: how its application stands."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="callbacks")

    class Meta(callbacks.Callback.Meta):
        pass


class Request(models.Model):
    """That a program filed under a key of its own: the same key is the same application, however often it is sent."""

    client = models.ForeignKey("people.ApiKey", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    content_digest = models.BinaryField(max_length=32)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="requests")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="filings_request_key_once")
        ]
