"""The banks' statements and the providers' settlements: both tell a whole day."""

from django.db import models

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.payments import rules
from anju.payments.models.accounts import BankAccount
from anju.payments.models.facts import BankEntry


class Statement(models.Model):
    """A bank's statement of one account for one day, as one of its versions: a bank may correct what it has said.

    Each version stays; the one that the bank made last stands. What it says is kept as it says it, though it may not
    add up: the day's closing names what differs.
    """

    bank_account = models.ForeignKey(BankAccount, models.PROTECT)
    day = models.DateField()
    statement_ref = models.CharField(max_length=64)
    opening_fen = models.BigIntegerField()
    credits_fen = models.BigIntegerField()
    debits_fen = models.BigIntegerField()
    closing_fen = models.BigIntegerField()
    entry_count = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    stands = models.BooleanField(default=True, db_default=True)
    digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank_account", "day"],
                condition=models.Q(stands=True),
                name="payments_statement_one_stands",
            ),
            models.UniqueConstraint(
                fields=["bank_account", "day", "version"], name="payments_statement_version_once"
            ),
        ]

    @property
    def out_by_fen(self) -> int:
        """By how much the closing balance differs from the opening one and the lines: 0 when it adds up."""
        return self.closing_fen - self.opening_fen - self.credits_fen + self.debits_fen


class StatementLine(models.Model):
    """One line of a statement, kept beside the entry it was matched with so that the two can be compared.

    One that was not taken in as a fact says why (`kept_back`), and keeps all that the bank said of it (`terms`).
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    bank_ref = models.CharField(max_length=64)
    direction = models.CharField(max_length=10, choices=rules.Direction)
    amount_fen = models.BigIntegerField()
    kept_back = models.CharField(
        max_length=20, choices=rules.KeptBack, blank=True, default="", db_default=""
    )
    terms = EncryptedTextField(null=True)

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["statement", "number"], name="payments_statementline_number_once"
            ),
        ]
        indexes = [
            models.Index(fields=["statement", "bank_ref"], name="payments_statementline_ref"),
            models.Index(fields=["bank_ref"], name="payments_statementline_found"),
        ]


class StatementRequest(models.Model):
    """A bank is asked once more for the statement of a day: it is to correct it, or has not sent it."""

    bank_account = models.ForeignKey(BankAccount, models.PROTECT)
    day = models.DateField()
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=20, choices=rules.StatementAnswer, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank_account", "day"],
                condition=models.Q(answered_at__isnull=True),
                name="payments_statementrequest_one_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["bank_account", "day", "-id"], name="payments_statementrequest_of"
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(answered_at__isnull=True),
                name="payments_statementrequest_open",
            ),
        ]


class Settlement(models.Model):
    """What a provider owes one of our accounts for one day, by the provider's own bill."""

    bank_account = models.ForeignKey(BankAccount, models.PROTECT)
    channel = models.CharField(max_length=20, choices=rules.Channel)
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
                fields=["bank_account", "channel", "day"], name="payments_settlement_once"
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
