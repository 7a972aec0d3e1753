from django.db import models

from anju.core.crypto import EncryptedTextField


class AdvanceAccount(models.Model):
    """预留收款账户: where a tenant wants to be paid when the lease ends. The last one counts; only added to.

    It comes before what the enterprise's plan names, and after what the tenant says of the plan. (BEY-14, rule A7.10)
    """

    tenant = models.ForeignKey(
        "contracts.LeaseTenant", models.PROTECT, related_name="+", db_index=False
    )
    account = EncryptedTextField()
    bank = models.CharField(max_length=120)
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "-id"], name="refunds_advanceaccount_of")]
