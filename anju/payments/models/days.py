"""The banks' statements and the providers' settlements: both tell a whole day."""

from django.db import models

from anju.core.db import is_positive, status_is_known
from anju.payments import rules
from anju.payments.models.accounts import BankAccount
from anju.payments.models.facts import BankEntry


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
