from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive
from anju.refunds import rules
from anju.refunds.models.cases import Case
from anju.refunds.split import Item, Parts


class Plan(models.Model):
    """One version of a refund plan (退款方案): what is held, what goes back, what is deducted. None is ever changed.

    Its state is its case's. Where the enterprise made none in time, the clock makes one that gives everything back.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="plans", db_index=False)
    version = models.PositiveSmallIntegerField()
    made_by = models.CharField(max_length=20, choices=rules.Side)
    made_name = models.CharField(max_length=80)
    deposit_held_fen = models.BigIntegerField()
    rent_held_fen = models.BigIntegerField()
    deposit_to_tenant_fen = models.BigIntegerField()
    rent_to_tenant_fen = models.BigIntegerField()
    deposit_deducted_fen = models.BigIntegerField()
    rent_deducted_fen = models.BigIntegerField()
    payee_tenant = models.ForeignKey(
        "contracts.LeaseTenant", models.PROTECT, related_name="+", db_index=False
    )
    payee_account = EncryptedTextField(blank=True)
    payee_bank = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    submitted_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="when the payee first opened it")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="refunds_plan_version"),
            models.CheckConstraint(
                condition=Q(
                    deposit_held_fen=F("deposit_to_tenant_fen") + F("deposit_deducted_fen"),
                    rent_held_fen=F("rent_to_tenant_fen") + F("rent_deducted_fen"),
                ),
                name="refunds_plan_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    deposit_to_tenant_fen__gte=0,
                    rent_to_tenant_fen__gte=0,
                    deposit_deducted_fen__gte=0,
                    rent_deducted_fen__gte=0,
                ),
                name="refunds_plan_nothing_negative",
            ),
            models.CheckConstraint(
                condition=Q(made_by__in=["enterprise", "clock"]), name="refunds_plan_made_by"
            ),
        ]

    @property
    def held(self) -> Parts:
        return Parts(self.deposit_held_fen, self.rent_held_fen)

    @property
    def to_tenant(self) -> Parts:
        return Parts(self.deposit_to_tenant_fen, self.rent_to_tenant_fen)

    @property
    def deducted(self) -> Parts:
        return Parts(self.deposit_deducted_fen, self.rent_deducted_fen)

    @property
    def gives_all_back(self) -> bool:
        return not self.deducted.total_fen


class DeductionItem(models.Model):
    """One deduction of a plan (扣除明细). What the tenant does not agree to is disputed until it is settled."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=2, choices=rules.DeductionKind)
    part = models.CharField(max_length=10, choices=rules.Part)
    amount_fen = models.BigIntegerField()
    note = models.CharField(max_length=200, blank=True)
    agreed_fen = models.BigIntegerField(default=0)
    settled_fen = models.BigIntegerField(null=True, help_text="the enterprise's, by agreement")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(fields=["plan", "number"], name="refunds_deductionitem_number"),
            models.CheckConstraint(
                condition=Q(kind__in=rules.DeductionKind.values),
                name="refunds_deductionitem_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(part__in=rules.Part.values),
                name="refunds_deductionitem_part_is_known",
            ),
            models.CheckConstraint(
                condition=Q(agreed_fen__gte=0, agreed_fen__lte=F("amount_fen")),
                name="refunds_deductionitem_agreed_within",
            ),
            models.CheckConstraint(
                condition=Q(settled_fen__isnull=True, settled_at__isnull=True)
                | Q(
                    settled_at__isnull=False,
                    settled_fen__gte=0,
                    settled_fen__lte=F("amount_fen") - F("agreed_fen"),
                ),
                name="refunds_deductionitem_settled_within",
            ),
        ]

    @property
    def disputed_fen(self) -> int:
        """What of it is disputed, once the tenant has answered and until both sides agree."""
        return 0 if self.settled_at else self.amount_fen - self.agreed_fen

    @property
    def in_short(self) -> Item:
        return Item(self.part, self.amount_fen)


class Answer(models.Model):
    """What the payee tenant said of a plan (意见). After sending it back they may say one thing more."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="answers")
    opinion = models.CharField(max_length=20, choices=rules.Opinion)
    agreed_fen = models.BigIntegerField(default=0)
    payee_account = EncryptedTextField()
    payee_bank = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)
    answered_name = models.CharField(max_length=80)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=~Q(opinion="send_back"), name="refunds_answer_once"
            ),
            models.CheckConstraint(
                condition=Q(opinion__in=rules.Opinion.values),
                name="refunds_answer_opinion_is_known",
            ),
            models.CheckConstraint(
                condition=Q(agreed_fen__gte=0), name="refunds_answer_agreed_not_negative"
            ),
        ]
