from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.signings import rules
from anju.signings.models.contracts import Contract, ContractTenant


class Revocation(models.Model):
    """A side proposes to revoke a signed contract (撤销); revoked when the landlord and all tenants agree. (CON-03)"""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="revocations")
    status = models.CharField(
        max_length=20, choices=rules.RevocationStatus, default=rules.RevocationStatus.PROPOSED
    )
    because = EncryptedTextField()
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    MOVES = rules.REVOCATION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.RevocationStatus),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(status="proposed"),
                name="signings_revocation_one_open",
            ),
        ]


class RevocationConsent(models.Model):
    """That the landlord (`tenant` empty) or one tenant agreed to a revocation."""

    revocation = models.ForeignKey(Revocation, models.PROTECT, related_name="consents")
    tenant = models.ForeignKey(ContractTenant, models.PROTECT, null=True, related_name="+")
    agreed_by = models.CharField(max_length=80)
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revocation", "tenant"],
                nulls_distinct=False,
                name="signings_revocationconsent_once",
            )
        ]
