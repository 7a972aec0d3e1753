"""Money that leaves: payouts, and the batches in which they are given to a bank. (CHN-06)"""

from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.payments import rules
from anju.payments.models.accounts import BankAccount


class PayoutBatch(models.Model):
    """Payouts that go to one bank in one message, whose id is the batch's number. One makes it, another checks it.

    The database keeps the two apart, and nothing goes out unchecked.
    """

    no = models.CharField(max_length=35, unique=True)
    bank_account = models.ForeignKey(BankAccount, models.PROTECT)
    payout_count = models.PositiveIntegerField()
    total_fen = models.BigIntegerField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    status = models.CharField(
        max_length=20, choices=rules.BatchStatus, default=rules.BatchStatus.OPEN
    )
    MOVES = rules.BATCH_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.BatchStatus),
            is_positive("total_fen"),
            is_positive("payout_count"),
            models.CheckConstraint(
                condition=~Q(checked_by=F("made_by")),
                name="payments_payoutbatch_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status="open", checked_by="", checked_at__isnull=True)
                | ~Q(status="open") & ~Q(checked_by="") & Q(checked_at__isnull=False),
                name="payments_payoutbatch_is_checked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "id"],
                condition=Q(status__in=["open", "approved", "sent"]),
                name="payments_payoutbatch_to_do",
            ),
            models.Index(fields=["-made_at"], name="payments_payoutbatch_latest"),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def reason(self) -> str:
        """Why it was returned to its maker or refused by the bank, as people read it."""
        return rules.bank_reason(self.because)


class Payout(models.Model):
    """One payment out of a pooled account. It does not know what it is for: its owner does, by purpose and cause.

    Its number is its EndToEndId at the bank; what it took out of which pots stands in the ledger under `payout:<no>`.
    """

    no = models.CharField(max_length=35, unique=True)
    key = models.CharField(max_length=80, unique=True)
    bank_account = models.ForeignKey(BankAccount, models.PROTECT)
    amount_fen = models.BigIntegerField()
    creditor_name = EncryptedTextField()
    creditor_account = EncryptedTextField()
    creditor_bank = models.CharField(max_length=140, blank=True)
    text = models.CharField(max_length=140, blank=True)
    purpose = models.CharField(max_length=20)
    cause = models.CharField(max_length=80)
    because = models.CharField(max_length=200, blank=True)
    batch = models.ForeignKey(PayoutBatch, models.PROTECT, null=True, related_name="payouts")
    created_at = models.DateTimeField()
    due_since = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    heeded = models.BooleanField(default=False)
    status = models.CharField(
        max_length=20, choices=rules.PayoutStatus, default=rules.PayoutStatus.DUE
    )
    MOVES = rules.PAYOUT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.PayoutStatus),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=Q(status__in=["due", "withdrawn"], batch__isnull=True)
                | ~Q(status__in=["due", "withdrawn"]) & Q(batch__isnull=False),
                name="payments_payout_is_sent_in_a_batch",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bank_account", "id"],
                condition=Q(status="due"),
                name="payments_payout_due",
            ),
            models.Index(
                fields=["sent_at", "id"],
                condition=Q(status="sent"),
                name="payments_payout_under_way",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(status__in=["failed", "returned"]),
                name="payments_payout_failures",
            ),
            models.Index(
                fields=["purpose", "id"],
                condition=Q(heeded=False, status__in=rules.PAYOUT_ENDS),
                name="payments_payout_to_heed",
            ),
            models.Index(fields=["cause"], name="payments_payout_of_cause"),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def reason(self) -> str:
        """Why the bank did not pay, as people read it."""
        return rules.bank_reason(self.because)
