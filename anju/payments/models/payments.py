"""Payments, and those that go back to their source."""

from django.db import models

from anju.core.db import is_positive, status_is_known
from anju.payments import rules
from anju.payments.models.accounts import SHARED_BY_ALL, BankAccount


class Payment(models.Model):
    """One attempt to pay one amount on one channel. It does not know what it is for."""

    no = models.CharField(max_length=32)
    channel = models.CharField(max_length=20, choices=rules.Channel)
    opening = models.CharField(max_length=20, choices=rules.Opening)
    bank_account = models.ForeignKey(BankAccount, models.PROTECT, **SHARED_BY_ALL)
    amount_fen = models.BigIntegerField()
    subject = models.CharField(max_length=120)
    status = models.CharField(
        max_length=20, choices=rules.PaymentStatus, default=rules.PaymentStatus.REQUESTED
    )
    qr_code = models.CharField(max_length=300, blank=True)
    collection_code = models.CharField(max_length=32, null=True)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    payer_ip = models.GenericIPAddressField(null=True)
    close_wanted = models.BooleanField(default=False)
    news_wanted = models.BooleanField(default=False, db_default=False)
    MOVES = rules.PAYMENT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.PaymentStatus),
            is_positive("amount_fen"),
            models.UniqueConstraint(fields=["no"], name="payments_payment_no_once"),
            models.UniqueConstraint(
                fields=["collection_code"], name="payments_payment_collection_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    channel="bank_transfer",
                    opening="collection_code",
                    collection_code__isnull=False,
                )
                | models.Q(
                    channel__in=rules.PROVIDERS,
                    opening__in=["qr_code", "app"],
                    collection_code__isnull=True,
                    expires_at__isnull=False,
                ),
                name="payments_payment_has_its_channels_fields",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=models.Q(status__in=["requested", "open"], expires_at__isnull=False),
                name="payments_payment_expiring",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(status="requested") | models.Q(close_wanted=True),
                name="payments_payment_to_do",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(news_wanted=True),
                name="payments_payment_asked_about",
            ),
        ]


class Refund(models.Model):
    """A payment that goes back to its source through its provider. (原路退回)"""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="refund")
    amount_fen = models.BigIntegerField()
    request_no = models.CharField(max_length=64, unique=True)
    because = models.CharField(max_length=200)
    status = models.CharField(
        max_length=20, choices=rules.RefundStatus, default=rules.RefundStatus.DUE
    )
    created_at = models.DateTimeField()
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_failure = models.CharField(max_length=200, blank=True)
    MOVES = rules.REFUND_MOVES

    class Meta:
        constraints = [status_is_known(rules.RefundStatus), is_positive("amount_fen")]
