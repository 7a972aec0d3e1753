"""The accounts money comes to and leaves from."""

from typing import Any

from django.db import models

from anju.payments import rules


class BankAccount(models.Model):
    """One pooled account of the fund centre at one supervising bank."""

    bank = models.CharField(max_length=20, unique=True)
    bank_name = models.CharField(max_length=60)
    branch_name = models.CharField(max_length=120)
    account_no = models.CharField(max_length=32, unique=True)
    account_name = models.CharField(max_length=120)
    code_prefix = models.CharField(max_length=8, unique=True)
    business = models.CharField(
        max_length=20, choices=rules.Business, default=rules.Business.CUSTODY
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(business__in=rules.Business.values),
                name="payments_bankaccount_business_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bank_name} {self.account_no}"


# Every payment and every bank entry names one of a few accounts, of which none is ever deleted. A foreign key would
# lock that one row for each of them, and an index on it would find nothing. (docs/decisions: facts first)
SHARED_BY_ALL: dict[str, Any] = {"db_constraint": False, "db_index": False}


class Merchant(models.Model):
    """Under which number a provider knows us for one account, into which it settles. Without one the account cannot be
    paid through that provider."""

    bank_account = models.ForeignKey(BankAccount, models.PROTECT, related_name="merchants")
    channel = models.CharField(max_length=20, choices=rules.Channel)
    no = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank_account", "channel"], name="payments_merchant_one_of_each"
            ),
            models.UniqueConstraint(fields=["channel", "no"], name="payments_merchant_once"),
            models.CheckConstraint(
                condition=models.Q(channel__in=rules.PROVIDERS),
                name="payments_merchant_is_of_a_provider",
            ),
        ]

    def __str__(self) -> str:
        return self.no


class ReceivingBank(models.Model):
    """The one supervising bank that receives for an enterprise. (rule A11.2)"""

    enterprise = models.OneToOneField(
        "people.Organisation", models.PROTECT, related_name="receiving_bank"
    )
    bank_account = models.ForeignKey(BankAccount, models.PROTECT)
