from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.fund import rules
from anju.fund.models.deposits import Account, Deposit


class CounterRefund(models.Model):
    """柜台退款 (多退少补): money of a home that goes back to its owner, entered by one, checked by another.

    A part of one deposit, or, when the home is given up or lost, all that its account holds (`deposit` is empty): to an
    owner the owner's part, to the selling unit or the treasury the unit's part.
    `counted_fen` is by how much its first deposit became less. (rules B2.6, B9)
    """

    no = models.CharField(max_length=24, unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="refunds", db_index=False)
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="refunds")
    reason = models.CharField(max_length=20, choices=rules.RefundReason)
    amount_fen = models.BigIntegerField()
    counted_fen = models.BigIntegerField(default=0)
    payee = models.CharField(max_length=20, choices=rules.Payee, default=rules.Payee.OWNER)
    payee_name = EncryptedTextField()
    payee_account = EncryptedTextField()
    payee_bank = models.CharField(max_length=120)
    status = models.CharField(
        max_length=20, choices=rules.RefundStatus, default=rules.RefundStatus.ENTERED
    )
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    because = models.CharField(
        max_length=200, blank=True, help_text="why it was sent back, or failed"
    )
    MOVES = rules.REFUND_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.RefundStatus),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=Q(reason__in=rules.CLOSING, deposit__isnull=True)
                | Q(reason__in=rules.RefundReason.values, deposit__isnull=False)
                & ~Q(reason__in=rules.CLOSING),
                name="fund_counterrefund_of_a_deposit_or_all",
            ),
            models.CheckConstraint(
                condition=Q(payee="owner")
                | Q(payee__in=rules.OF_UNITS_PART, deposit__isnull=True, counted_fen=0),
                name="fund_counterrefund_unit_gets_its_part",
            ),
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("entered_by")),
                name="fund_counterrefund_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(rules.R.ENTERED, rules.R.REJECTED)) | ~Q(checked_by=""),
                name="fund_counterrefund_paid_when_checked",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(status__in=rules.OPEN_REFUNDS),
                name="fund_counterrefund_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="fund_counterrefund_of_account"),
            models.Index(fields=["status", "-id"], name="fund_counterrefund_in_status"),
            models.Index(
                fields=["id"], condition=Q(status="entered"), name="fund_counterrefund_to_check"
            ),
        ]

    def __str__(self) -> str:
        return self.no
