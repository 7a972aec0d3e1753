from django.db import models

from anju.contracts import rules
from anju.core.db import is_positive, status_is_known


class Lease(models.Model):
    """A filed lease (已备案合同): from filing on its deposit and supervised rent are paid into custody.

    `client` is the key of the platform that filed it through the API: it is told what becomes of its payments.
    """

    filing_no = models.CharField(max_length=32, unique=True)
    filed_on = models.DateField()
    enterprise = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    bank_account = models.ForeignKey("payments.BankAccount", models.PROTECT, related_name="+")
    address = models.CharField(max_length=200)
    district = models.CharField(max_length=6)
    area = models.DecimalField(max_digits=8, decimal_places=2, help_text="m²")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day of the lease")
    monthly_rent_fen = models.BigIntegerField()
    deposit_fen = models.BigIntegerField()
    deposit_due_on = models.DateField()
    rent_is_supervised = models.BooleanField()
    content_digest = models.BinaryField(max_length=32)
    version = models.PositiveSmallIntegerField(db_default=1, help_text="one more with each change")
    recorded_at = models.DateTimeField()
    client = models.ForeignKey(
        "people.ApiKey", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            is_positive("monthly_rent_fen"),
            models.CheckConstraint(
                condition=models.Q(deposit_fen__gte=0), name="contracts_lease_deposit_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="contracts_lease_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "filed_on"], name="contracts_lease_of_enterprise"),
            models.Index(  # how many an enterprise lets on a day is counted from here alone
                fields=["ends_on"],
                include=["enterprise", "starts_on", "id"],
                name="contracts_lease_let",
            ),
        ]

    @property
    def deposit_pot(self) -> str:
        return f"lease:{self.filing_no}:deposit"

    @property
    def rent_pot(self) -> str:
        return f"lease:{self.filing_no}:rent"


class LeaseVersion(models.Model):
    """What a lease agreed until a change took its place; what it agrees now stands in `Lease`. (rule A9.1)

    Only added to; the database refuses any change.
    """

    lease = models.ForeignKey(Lease, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField(help_text="1 for what was filed first")
    address = models.CharField(max_length=200)
    district = models.CharField(max_length=6)
    area = models.DecimalField(max_digits=8, decimal_places=2, help_text="m²")
    starts_on = models.DateField()
    ends_on = models.DateField()
    monthly_rent_fen = models.BigIntegerField()
    deposit_fen = models.BigIntegerField()
    deposit_due_on = models.DateField()
    rent_is_supervised = models.BooleanField()
    instalments = models.JSONField(help_text="the whole plan, as the columns of Instalment")
    content_digest = models.BinaryField(max_length=32)
    replaced_at = models.DateTimeField()
    replaced_by = models.CharField(max_length=80)
    because = models.CharField(max_length=200, help_text="what changed it: a number of a filing")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lease", "number"], name="contracts_leaseversion_number"
            ),
        ]


class LeaseTenant(models.Model):
    """One tenant of a lease, a person or an organisation. The first is the payee of refunds. (manual 001, 5.2.1)"""

    lease = models.ForeignKey(Lease, models.PROTECT, related_name="tenants")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(organisation__isnull=False),
                name="contracts_leasetenant_one_party",
            ),
            models.UniqueConstraint(
                fields=["lease", "position"], name="contracts_leasetenant_position"
            ),
            models.UniqueConstraint(
                fields=["lease", "person"], name="contracts_leasetenant_person"
            ),
            models.UniqueConstraint(
                fields=["lease", "organisation"], name="contracts_leasetenant_organisation"
            ),
        ]


class Instalment(models.Model):
    """Rent for a period, as the lease agrees it, whether or not it is supervised."""

    lease = models.ForeignKey(Lease, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    from_on = models.DateField()
    to_on = models.DateField(help_text="the last day it pays for")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(fields=["lease", "number"], name="contracts_instalment_number"),
        ]


def standing_or_own() -> models.Case:
    """The same for all bills that stand, of each withdrawn one its own: an index that every question can use."""
    stands = models.When(withdrawn_at__isnull=True, then=models.Value(0))
    return models.Case(stands, default=models.F("id"), output_field=models.BigIntegerField())


class Bill(models.Model):
    """An amount that has to be paid into custody at a time the lease agrees. Its state follows from its order.

    A bill that a change of its lease takes back is withdrawn for good: it is no bill any more, and only orders that
    named it still know it.
    """

    lease = models.ForeignKey(Lease, models.PROTECT, related_name="bills")
    kind = models.CharField(max_length=10, choices=rules.BillKind)
    number = models.PositiveSmallIntegerField(
        help_text="the instalment's; 0 for the deposit, from 1 on what tops it up"
    )
    due_on = models.DateField()
    amount_fen = models.BigIntegerField()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(
                "lease", "kind", "number", standing_or_own(), name="contracts_bill_once"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="contracts_bill_due")]

    @property
    def no(self) -> str:
        """What people call the bill: the filing number, D or R, and its number."""
        return f"{self.lease.filing_no}-{'D' if self.kind == 'deposit' else 'R'}{self.number:02d}"


class LeaseImport(models.Model):
    """A file of filed leases that somebody handed in; its rows say what became of each lease."""

    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    received_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    status = models.CharField(
        max_length=20, choices=rules.ImportStatus, default=rules.ImportStatus.RECEIVED
    )
    finished_at = models.DateTimeField(null=True)
    MOVES = rules.IMPORT_MOVES

    class Meta:
        constraints = [status_is_known(rules.ImportStatus)]
        indexes = [
            models.Index(
                fields=["id"],
                condition=~models.Q(status="done"),
                name="contracts_leaseimport_to_do",
            )
        ]


class LeaseImportRow(models.Model):
    """One lease of an imported file, where it stands there, and what became of it."""

    lease_import = models.ForeignKey(LeaseImport, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=40)
    filing_no = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=20, choices=rules.Outcome)
    sentence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lease_import", "number"], name="contracts_leaseimportrow_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=rules.Outcome.values),
                name="contracts_leaseimportrow_outcome_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_import", "outcome", "number"],
                name="contracts_leaseimportrow_of",
            )
        ]
