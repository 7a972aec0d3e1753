from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.search import PairsField, pairs_index
from anju.signings import rules


class Contract(models.Model):
    """A contract of housing rental (住房租赁合同) on a home whose verification holds, from its draft to its end.

    `typed` is what was typed, as it was typed, also where it is wrong. `terms` are frozen when the landlord signs:
    from then on what both sides sign is this text, by its digest. What lists show stands beside them.
    """

    no = models.CharField(max_length=22, unique=True)
    way = models.CharField(max_length=10, choices=rules.Way)
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.DRAFT)
    verification = models.ForeignKey("homes.Verification", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    certificate_no = models.CharField(max_length=60)
    address = models.CharField(max_length=200)
    district = models.CharField(max_length=6)
    pairs = PairsField(default=list)
    begun_by = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    typed = EncryptedTextField()
    typed_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(
        db_default=0, help_text="how often a button kept the draft"
    )
    unit = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    monthly_rent_fen = models.BigIntegerField(null=True)
    terms = EncryptedTextField(null=True)
    terms_digest = models.BinaryField(max_length=32, null=True)
    signed_by = models.CharField(max_length=80, blank=True, help_text="for the landlord")
    signed_at = models.DateTimeField(null=True)
    confirm_until = models.DateField(null=True)
    effective_at = models.DateTimeField(null=True)
    filing_no = models.CharField(max_length=32, unique=True, null=True)
    ended_on = models.DateField(null=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.CheckConstraint(
                condition=Q(way__in=rules.Way.values), name="signings_contract_way_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "cancelled"])
                | Q(
                    terms__isnull=False,
                    terms_digest__isnull=False,
                    starts_on__isnull=False,
                    ends_on__gt=models.F("starts_on"),
                    signed_at__isnull=False,
                ),
                name="signings_contract_signed_has_terms",
            ),
            models.UniqueConstraint(
                fields=["verification", "way", "begun_by"],
                condition=Q(status="draft", typed_at__isnull=True),
                name="signings_contract_one_untouched",
            ),
            models.CheckConstraint(
                condition=~Q(status="to_sign") | Q(confirm_until__isnull=False),
                name="signings_contract_to_sign_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "entered", "filed", "ended", "revoked"])
                | Q(effective_at__isnull=False),
                name="signings_contract_effective_since",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["filed", "ended"]) | Q(filing_no__isnull=False),
                name="signings_contract_filed_has_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="signings_contract_of_org"),
            models.Index(
                fields=["organisation", "status", "-id"], name="signings_contract_by_status"
            ),
            models.Index(fields=["status", "-id"], name="signings_contract_of_all"),
            models.Index(
                fields=["-id"],
                condition=Q(status="draft", way="paper"),
                name="signings_contract_to_enter",
            ),
            models.Index(fields=["certificate_no"], name="signings_contract_of_home"),
            models.Index(
                fields=["confirm_until"],
                condition=Q(status="to_sign"),
                name="signings_contract_to_lapse",
            ),
            pairs_index("pairs", "signings_contract_pairs"),
        ]

    def __str__(self) -> str:
        return self.no


class ContractTenant(models.Model):
    """One tenant of a signed or entered contract, and their confirmation. Those of a draft are only typed."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="tenants")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )
    name = EncryptedTextField()
    name_digest = models.BinaryField(max_length=32, db_index=True)
    phone = EncryptedTextField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_digest = models.BinaryField(
        max_length=32, null=True, help_text="of the terms that were confirmed"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(organisation__isnull=False),
                name="signings_contracttenant_one_party",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_digest__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_digest__isnull=False),
                name="signings_contracttenant_confirmed_what",
            ),
            models.UniqueConstraint(
                fields=["contract", "position"], name="signings_contracttenant_position"
            ),
            models.UniqueConstraint(
                fields=["contract", "person"], name="signings_contracttenant_person"
            ),
            models.UniqueConstraint(
                fields=["contract", "organisation"], name="signings_contracttenant_organisation"
            ),
        ]


class ContractDocument(models.Model):
    """One document (要件) handed in with a contract."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=rules.DocumentKind)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind", "file"], name="signings_contractdocument_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=rules.DocumentKind.values),
                name="signings_contractdocument_kind_is_known",
            ),
        ]
