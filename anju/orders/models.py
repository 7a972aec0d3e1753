from django.db import models

from anju.core.db import is_positive, status_is_known
from anju.orders import rules


class Order(models.Model):
    """A promise to pay chosen bills of one lease (缴纳订单)."""

    no = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=20, choices=rules.OrderKind, default=rules.OrderKind.TENANT)
    lease = models.ForeignKey("contracts.Lease", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )
    amount_fen = models.BigIntegerField()
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.AWAITING)
    payment = models.ForeignKey("payments.Payment", models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(organisation__isnull=False),
                name="orders_order_one_payer",
            ),
        ]
        indexes = [
            models.Index(fields=["lease", "-id"], name="orders_order_of_lease"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(status=rules.Status.AWAITING),
                name="orders_order_expiring",
            ),
        ]


class OrderLine(models.Model):
    """One bill in an order. While `holds` is true the bill is in no other order: the database says so."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    bill = models.ForeignKey("contracts.Bill", models.PROTECT, related_name="lines")
    amount_fen = models.BigIntegerField()
    holds = models.BooleanField(default=True)

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["bill"], condition=models.Q(holds=True), name="orders_orderline_one_order"
            ),
            models.UniqueConstraint(fields=["order", "bill"], name="orders_orderline_once"),
        ]


class Attempt(models.Model):
    """Which payment was started for which order. An order may have several; each payment has one."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="attempts")
    payment = models.OneToOneField("payments.Payment", models.PROTECT, related_name="+")
