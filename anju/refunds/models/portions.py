from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.payments.rules import bank_reason
from anju.refunds import rules
from anju.refunds.models.cases import Case
from anju.refunds.models.disputes import FinalPlan
from anju.refunds.models.plans import DeductionItem, Plan
from anju.refunds.split import Parts


class Portion(models.Model):
    """An amount that one side is paid (付款项): principal and the interest it has earned up to `interest_to`.

    Each attempt to pay it is a payout of its own; `payout` is the latest.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="portions")
    side = models.CharField(max_length=20, choices=rules.Side)
    source = models.CharField(max_length=20, choices=rules.PortionSource)
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, related_name="portions", db_index=False
    )
    item = models.ForeignKey(
        DeductionItem, models.PROTECT, null=True, related_name="portions", db_index=False
    )
    final_plan = models.ForeignKey(
        FinalPlan, models.PROTECT, null=True, related_name="portions", db_index=False
    )
    deposit_fen = models.BigIntegerField(default=0)
    rent_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)
    interest_to = models.DateField(help_text="the first day that no longer earns interest")
    payee_name = EncryptedTextField()
    payee_account = EncryptedTextField(blank=True)
    payee_bank = models.CharField(max_length=120, blank=True)
    status = models.CharField(
        max_length=20, choices=rules.PortionStatus, default=rules.PortionStatus.DUE
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    payout = models.ForeignKey("payments.Payout", models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=200, blank=True, help_text="why it could not be paid")
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    MOVES = rules.PORTION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.PortionStatus),
            models.CheckConstraint(
                condition=Q(deposit_fen__gte=0, rent_fen__gte=0, interest_fen__gte=0),
                name="refunds_portion_nothing_negative",
            ),
            models.CheckConstraint(
                condition=Q(deposit_fen__gt=0) | Q(rent_fen__gt=0) | Q(interest_fen__gt=0),
                name="refunds_portion_is_something",
            ),
            models.CheckConstraint(
                condition=Q(side__in=["tenant", "enterprise"]), name="refunds_portion_side_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "id"],
                condition=~Q(status="paid"),
                name="refunds_portion_to_do",
            ),
        ]

    @property
    def principal(self) -> Parts:
        return Parts(self.deposit_fen, self.rent_fen)

    @property
    def amount_fen(self) -> int:
        return self.deposit_fen + self.rent_fen + self.interest_fen

    @property
    def reason(self) -> str:
        """Why it could not be paid, in plain words where the bank gave a code. (REF-12)"""
        return bank_reason(self.because)

    @property
    def is_tenants(self) -> bool:
        return self.side == rules.Side.TENANT


class NameChange(models.Model):
    """承租人收款失败: the enterprise asks that a portion be paid to another name; the association decides. (ENT-06)"""

    portion = models.ForeignKey(Portion, models.PROTECT, related_name="name_changes")
    new_name = EncryptedTextField()
    new_account = EncryptedTextField()
    new_bank = models.CharField(max_length=120)
    relation = models.CharField(max_length=60, help_text="of the new payee to the tenant")
    reason = models.CharField(max_length=500)
    status = models.CharField(
        max_length=20, choices=rules.ReviewStatus, default=rules.ReviewStatus.PROPOSED
    )
    proposed_name = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    checked_name = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)
    MOVES = rules.REVIEW_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ReviewStatus),
            models.UniqueConstraint(
                fields=["portion"],
                condition=Q(status="proposed"),
                name="refunds_namechange_one_pending",
            ),
            models.CheckConstraint(
                condition=~Q(checked_name=F("proposed_name")),
                name="refunds_namechange_checked_by_another",
            ),
        ]
        indexes = [models.Index(fields=["status", "-id"], name="refunds_namechange_by_status")]
