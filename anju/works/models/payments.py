from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.works import rules
from anju.works.models.orders import Order
from anju.works.models.shares import Share


class Payment(models.Model):
    """拨付: one stage of an order paid by one bank of the fund; entered by one, checked by another. (rules B7.5, B7.8)

    Where homes of an order are kept at several banks, each bank pays its homes' parts.
    """

    no = models.CharField(max_length=24, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", db_index=False)
    bank_account = models.ForeignKey(
        "payments.BankAccount",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    stage = models.CharField(max_length=20, choices=rules.Stage)
    amount_fen = models.BigIntegerField()
    payee_name = models.CharField(max_length=100)
    payee_account = EncryptedTextField()
    payee_bank = models.CharField(max_length=120)
    status = models.CharField(
        max_length=20, choices=rules.PaymentStatus, default=rules.PaymentStatus.ENTERED
    )
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    because = models.CharField(
        max_length=200, blank=True, help_text="why it was sent back, or failed"
    )
    MOVES = rules.PAYMENT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.PaymentStatus),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=Q(stage__in=rules.Stage.values), name="works_payment_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("entered_by")),
                name="works_payment_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(rules.P.ENTERED, rules.P.REJECTED)) | ~Q(checked_by=""),
                name="works_payment_paid_when_checked",
            ),
            models.UniqueConstraint(
                fields=["order", "bank_account"],
                condition=Q(status__in=rules.OPEN_PAYMENTS),
                name="works_payment_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["order", "-id"], name="works_payment_of_order"),
            models.Index(fields=["status", "-id"], name="works_payment_in_status"),
        ]

    def __str__(self) -> str:
        return self.no


class PaymentPart(models.Model):
    """What of one home's frozen share goes into a payment."""

    payment = models.ForeignKey(Payment, models.CASCADE, related_name="parts", db_index=False)
    share = models.ForeignKey(Share, models.PROTECT, related_name="+")
    owner_fen = models.BigIntegerField()
    unit_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "share"], name="works_paymentpart_once"),
            models.CheckConstraint(
                condition=Q(owner_fen__gte=0, unit_fen__gte=0),
                name="works_paymentpart_is_not_negative",
            ),
        ]
