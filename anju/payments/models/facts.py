"""What providers and banks have told us, as they told it, and credits that go back."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.payments import rules
from anju.payments.models.accounts import SHARED_BY_ALL, BankAccount
from anju.payments.models.payments import Payment


class ProviderNotification(models.Model):
    """What a payment provider told us about one trade, exactly as it said it."""

    channel = models.CharField(max_length=20, choices=rules.Channel)
    notify_id = models.CharField(max_length=80)
    merchant_no = models.CharField(max_length=32)
    payment_no = models.CharField(max_length=64)
    trade_no = models.CharField(max_length=64)
    trade_status = models.CharField(max_length=32)
    amount_fen = models.BigIntegerField()
    paid_at = models.DateTimeField(null=True)
    buyer = EncryptedTextField(blank=True)
    received_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=rules.FactStatus, default=rules.FactStatus.NEW)
    because = models.CharField(max_length=200, blank=True)
    MOVES = rules.NOTIFICATION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.FactStatus),
            models.UniqueConstraint(
                fields=["channel", "notify_id"], name="payments_notification_once"
            ),
        ]
        indexes = [
            models.Index(fields=["payment_no"], name="payments_notification_of"),
            models.Index(
                fields=["id"],
                condition=models.Q(status="set_aside"),
                name="payments_notification_aside",
            ),
            models.Index(
                fields=["paid_at"],
                condition=models.Q(status="matched"),
                name="payments_notification_matched",
            ),
            models.Index(
                fields=["id"], condition=models.Q(status="new"), name="payments_notification_new"
            ),
        ]


class BankMessage(models.Model):
    """A signed message of a bank that we have taken in. Its nonce can never be used again."""

    bank = models.CharField(max_length=20)
    nonce = models.CharField(max_length=64)
    digest = models.BinaryField(max_length=32)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "nonce"], name="payments_bankmessage_once")
        ]


class BankEntry(models.Model):
    """Money the bank says has come into, or gone out of, one of our accounts, exactly as the bank said it."""

    bank_account = models.ForeignKey(BankAccount, models.PROTECT, **SHARED_BY_ALL)
    bank_ref = models.CharField(max_length=64)
    direction = models.CharField(max_length=10, choices=rules.Direction)
    amount_fen = models.BigIntegerField()
    booked_at = models.DateTimeField()
    counterparty_name = EncryptedTextField(blank=True)
    counterparty_account = EncryptedTextField(blank=True)
    collection_code = models.CharField(max_length=32, blank=True)
    end_to_end_id = models.CharField(max_length=64, blank=True)
    text = models.CharField(max_length=300, blank=True)
    transaction_code = models.CharField(max_length=35, blank=True, db_default="")
    source = models.CharField(max_length=20, choices=rules.EntrySource)
    received_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=rules.FactStatus, default=rules.FactStatus.NEW)
    because = models.CharField(max_length=200, blank=True)
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    return_due_on = models.DateField(null=True)
    MOVES = rules.ENTRY_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.FactStatus),
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["bank_account", "bank_ref"], name="payments_bankentry_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(status="new"), name="payments_bankentry_new"
            ),
            models.Index(
                fields=["status", "id"],
                condition=models.Q(status__in=rules.TO_WORK_ON),
                name="payments_bankentry_to_work",
            ),
            models.Index(
                fields=["collection_code"],
                condition=models.Q(status__in=rules.UNUSED),
                name="payments_bankentry_unused",
            ),
            models.Index(
                fields=["payment"],
                condition=models.Q(payment__isnull=False),
                name="payments_bankentry_of_payment",
            ),
            BrinIndex(
                fields=["booked_at"],
                autosummarize=True,
                pages_per_range=32,
                name="payments_bankentry_of_day",
            ),
        ]


class CreditPayer(models.Model):
    """来款人: who meant to pay by a credit that was set aside. They are told what becomes of it. (CHN-07)

    It is said by the package above, which knows for what the collection code was; most credits need none.
    """

    entry = models.OneToOneField(
        BankEntry, models.PROTECT, primary_key=True, related_name="meant_by"
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(organisation__isnull=False),
                name="payments_creditpayer_of_one",
            )
        ]


class CreditReturn(models.Model):
    """A credit that goes back to the account it came from, by our instruction to the bank."""

    entry = models.ForeignKey(BankEntry, models.PROTECT, related_name="returns")
    end_to_end_id = models.CharField(max_length=35, unique=True)
    amount_fen = models.BigIntegerField()
    creditor_name = EncryptedTextField()
    creditor_account = EncryptedTextField()
    because = models.CharField(max_length=200)
    status = models.CharField(
        max_length=20, choices=rules.ReturnStatus, default=rules.ReturnStatus.DUE
    )
    created_at = models.DateTimeField()
    MOVES = rules.RETURN_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ReturnStatus),
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["entry"],
                condition=~models.Q(status="failed"),
                name="payments_creditreturn_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(status="due"), name="payments_creditreturn_due"
            )
        ]
