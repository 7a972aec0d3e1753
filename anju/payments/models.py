from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.payments import rules


class BankAccount(models.Model):
    """One pooled account of the fund centre at one supervising bank, and the Alipay merchant settling into it."""

    bank = models.CharField(max_length=20, unique=True)
    bank_name = models.CharField(max_length=60)
    branch_name = models.CharField(max_length=120)
    account_no = models.CharField(max_length=32, unique=True)
    account_name = models.CharField(max_length=120)
    code_prefix = models.CharField(max_length=8, unique=True)
    alipay_app_id = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"{self.bank_name} {self.account_no}"


# Every payment and every bank entry names one of a few accounts, of which none is ever deleted. A foreign key would
# lock that one row for each of them, and an index on it would find nothing. (docs/decisions: facts first)
SHARED_BY_ALL: dict[str, Any] = {"db_constraint": False, "db_index": False}


class ReceivingBank(models.Model):
    """The one supervising bank that receives for an enterprise. (rule A11.2)"""

    enterprise = models.OneToOneField(
        "people.Organisation", models.PROTECT, related_name="receiving_bank"
    )
    bank_account = models.ForeignKey(BankAccount, models.PROTECT)


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
                    channel="alipay",
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
                condition=models.Q(status__in=["requested", "open"], channel="alipay"),
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


class ProviderNotification(models.Model):
    """What a payment provider told us about one trade, exactly as it said it."""

    notify_id = models.CharField(max_length=80)
    app_id = models.CharField(max_length=32)
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
            models.UniqueConstraint(fields=["notify_id"], name="payments_notification_once"),
        ]
        indexes = [
            models.Index(fields=["payment_no"], name="payments_notification_of"),
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
                condition=models.Q(status__in=["set_aside", "returning"]),
                name="payments_bankentry_to_work",
            ),
            models.Index(
                fields=["collection_code"],
                condition=models.Q(status__in=rules.GOING_BACK),
                name="payments_bankentry_going_back",
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


class Statement(models.Model):
    """A bank's statement of one account for one day."""

    bank_account = models.ForeignKey(BankAccount, models.PROTECT)
    day = models.DateField()
    statement_ref = models.CharField(max_length=64)
    opening_fen = models.BigIntegerField()
    credits_fen = models.BigIntegerField()
    debits_fen = models.BigIntegerField()
    closing_fen = models.BigIntegerField()
    entry_count = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "day"], name="payments_statement_once"),
            models.CheckConstraint(
                condition=models.Q(
                    closing_fen=models.F("opening_fen")
                    + models.F("credits_fen")
                    - models.F("debits_fen")
                ),
                name="payments_statement_adds_up",
            ),
        ]


class StatementLine(models.Model):
    """One line of a statement, kept beside the entry it was matched with so that the two can be compared."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    bank_ref = models.CharField(max_length=64)
    direction = models.CharField(max_length=10, choices=rules.Direction)
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["statement", "bank_ref"], name="payments_statementline_once"
            ),
        ]


class Settlement(models.Model):
    """What a provider owes one of our accounts for one day, by the provider's own bill."""

    bank_account = models.ForeignKey(BankAccount, models.PROTECT)
    day = models.DateField()
    digest = models.BinaryField(max_length=32)
    trades_fen = models.BigIntegerField()
    refunds_fen = models.BigIntegerField()
    fees_fen = models.BigIntegerField()
    line_count = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    credit = models.OneToOneField(BankEntry, models.PROTECT, null=True)
    status = models.CharField(
        max_length=20, choices=rules.SettlementStatus, default=rules.SettlementStatus.RECEIVED
    )
    MOVES = rules.SETTLEMENT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.SettlementStatus),
            models.UniqueConstraint(
                fields=["bank_account", "day"], name="payments_settlement_once"
            ),
        ]

    @property
    def net_fen(self) -> int:
        return self.trades_fen - self.refunds_fen - self.fees_fen


class SettlementLine(models.Model):
    """One trade or refund in a provider's bill."""

    settlement = models.ForeignKey(Settlement, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    trade_no = models.CharField(max_length=64)
    payment_no = models.CharField(max_length=64)
    amount_fen = models.BigIntegerField()
    fee_fen = models.BigIntegerField()
    finished_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=rules.LineStatus, default=rules.LineStatus.NEW)
    because = models.CharField(max_length=200, blank=True)
    MOVES = rules.LINE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.LineStatus),
            models.UniqueConstraint(
                fields=["settlement", "number"], name="payments_settlementline_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["settlement", "id"],
                condition=models.Q(status="new"),
                name="payments_settlementline_new",
            ),
            models.Index(
                fields=["settlement", "id"],
                condition=models.Q(status="differs"),
                name="payments_settlementline_differ",
            ),
        ]
