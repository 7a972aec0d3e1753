from django.db import models
from django.db.models import F, Q

from anju.works.models.orders import Order

PARTS = F("owner_fen") + F("unit_fen")


class Share(models.Model):
    """分摊明细: what one home bears of an order. Chosen first (all zero), counted when the form is confirmed.

    `owner_fen` and `unit_fen` (the selling unit's part of sold public housing, by `owners_paid_in_fen` and
    `units_paid_in_fen` of all homes of the unit) make `share_fen`. `covered_fen` and `unit_covered_fen` are covered:
    while the order waits, by what its account holds; once approved, frozen in the ledger. `paid_fen` and
    `unit_paid_fen` of that have left. What is not covered is owed (欠款). `position` is its place by house number;
    `in_cash` says that it is paid in cash: the home is unsold, or has never deposited. `before_fen` is what its account
    held when it was approved, `approved_fen` the owner's part then. (rules B6, B7)
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="shares", db_index=False)
    dwelling = models.ForeignKey("homes.Dwelling", models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(
        "fund.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )
    position = models.PositiveIntegerField(default=0, db_default=0, help_text="by house number")
    is_counted = models.BooleanField(
        default=True, db_default=True, help_text="its building is ticked in the form"
    )
    area_hundredths = models.PositiveIntegerField(default=0, db_default=0)
    is_unsold = models.BooleanField(default=False, db_default=False)
    in_cash = models.BooleanField(default=False, db_default=False)
    share_fen = models.BigIntegerField(default=0, db_default=0)
    owner_fen = models.BigIntegerField(default=0, db_default=0)
    unit_fen = models.BigIntegerField(default=0, db_default=0)
    covered_fen = models.BigIntegerField(default=0, db_default=0)
    unit_covered_fen = models.BigIntegerField(default=0, db_default=0)
    paid_fen = models.BigIntegerField(default=0, db_default=0)
    unit_paid_fen = models.BigIntegerField(default=0, db_default=0)
    owners_paid_in_fen = models.BigIntegerField(default=0, db_default=0)
    units_paid_in_fen = models.BigIntegerField(default=0, db_default=0)
    approved_fen = models.BigIntegerField(null=True)
    before_fen = models.BigIntegerField(null=True)
    owed_fen = models.GeneratedField(
        expression=F("share_fen") - F("covered_fen") - F("unit_covered_fen"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "dwelling"], name="works_share_once"),
            models.CheckConstraint(
                condition=Q(share_fen=PARTS, owner_fen__gte=0, unit_fen__gte=0),
                name="works_share_is_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(
                    paid_fen__gte=0, covered_fen__gte=F("paid_fen"), owner_fen__gte=F("covered_fen")
                ),
                name="works_share_paid_covered_owner",
            ),
            models.CheckConstraint(
                condition=Q(
                    unit_paid_fen__gte=0,
                    unit_covered_fen__gte=F("unit_paid_fen"),
                    unit_fen__gte=F("unit_covered_fen"),
                ),
                name="works_share_paid_covered_unit",
            ),
        ]
        indexes = [
            models.Index(fields=["order", "position", "id"], name="works_share_in_order"),
            models.Index(fields=["dwelling", "-id"], name="works_share_of_home"),
        ]
