from django.db import models

from anju.signings.models.contracts import ContractTenant


class ConfirmationCode(models.Model):
    """A code sent to a tenant's phone, by its digest; it holds for minutes, for one tenant and one text of terms."""

    tenant = models.ForeignKey(ContractTenant, models.CASCADE, related_name="codes")
    digest = models.BinaryField(max_length=32)
    terms_digest = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "-sent_at"], name="signings_code_of_tenant")]
