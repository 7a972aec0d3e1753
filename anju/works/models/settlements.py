from django.db import models
from django.db.models import Q

from anju.core.db import is_positive, status_is_known
from anju.works import rules
from anju.works.models.orders import Order


class Settlement(models.Model):
    """决算: what the works really cost, with invoices and photos; reviewed by the authority. (rule B7.5)"""

    no = models.CharField(max_length=24, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="settlements", db_index=False)
    amount_fen = models.BigIntegerField()
    ended_on = models.DateField(help_text="竣工日期")
    remark = models.CharField(max_length=500, blank=True)
    status = models.CharField(
        max_length=20, choices=rules.SettlementStatus, default=rules.SettlementStatus.ENTERED
    )
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=500, blank=True)
    MOVES = rules.SETTLEMENT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.SettlementStatus),
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(status__in=["entered", "approved"]),
                name="works_settlement_one_stands",
            ),
        ]
        indexes = [models.Index(fields=["order", "-id"], name="works_settlement_of_order")]

    def __str__(self) -> str:
        return self.no


class Invoice(models.Model):
    """发票 of the works. While a settlement stands its invoices serve no other. `stands` follows the settlement."""

    settlement = models.ForeignKey(
        Settlement, models.CASCADE, related_name="invoices", db_index=False
    )
    invoice_no = models.CharField(max_length=40)
    seller = models.CharField(max_length=100)
    issued_on = models.DateField()
    amount_fen = models.BigIntegerField()
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["settlement", "invoice_no"], name="works_invoice_once_in_a_settlement"
            ),
            models.UniqueConstraint(
                fields=["invoice_no"], condition=Q(stands=True), name="works_invoice_serves_once"
            ),
        ]
