from django.db import models
from django.db.models import Q

from anju.certificates import rules
from anju.core.crypto import EncryptedTextField


class Certificate(models.Model):
    """A paper that was issued (凭证): what it states, the paper itself, and their digests.

    The database refuses any change or deletion; only its sealed columns may be sealed anew with another key. What is
    sealed can't be exchanged unnoticed: it would no longer have the digest that stands on the paper.
    """

    no = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=20, choices=rules.Kind)
    lease = models.ForeignKey(
        "contracts.Lease", models.PROTECT, null=True, related_name="+", db_index=False
    )
    account = models.ForeignKey(
        "fund.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    language = models.CharField(max_length=10, choices=rules.LANGUAGES)
    issued_at = models.DateTimeField()
    facts = EncryptedTextField(help_text="canonical JSON")
    facts_digest = models.BinaryField(max_length=32, help_text="SHA-256 of facts, printed")
    pdf = EncryptedTextField(help_text="the paper, base64")
    pdf_digest = models.BinaryField(max_length=32, help_text="SHA-256 of the paper's bytes")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=rules.Kind.values),
                name="certificates_certificate_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=rules.OF_THE_CITY, person__isnull=True, organisation__isnull=True
                )
                | ~Q(kind__in=rules.OF_THE_CITY)
                & (Q(person__isnull=False) ^ Q(organisation__isnull=False)),
                name="certificates_certificate_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=rules.OF_HOMES, account__isnull=False, lease__isnull=True)
                | Q(kind__in=rules.OF_THE_CITY, account__isnull=True, lease__isnull=True)
                | ~Q(kind__in=(*rules.OF_HOMES, *rules.OF_THE_CITY))
                & Q(account__isnull=True, lease__isnull=False),
                name="certificates_certificate_of_a_lease_or_a_home",
            ),
        ]
        indexes = [
            models.Index(fields=["lease", "-id"], name="certificates_of_lease"),
            models.Index(
                fields=["account", "-id"],
                condition=Q(account__isnull=False),
                name="certificates_of_home",
            ),
        ]

    def __str__(self) -> str:
        return self.no
