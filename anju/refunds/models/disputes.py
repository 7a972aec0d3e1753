from django.db import models
from django.db.models import F, Q

from anju.core.db import status_is_known
from anju.refunds import rules
from anju.refunds.models.cases import Case
from anju.refunds.models.plans import DeductionItem
from anju.refunds.split import Parts


class Offer(models.Model):
    """What one side would settle a disputed deduction for: so much of it is the enterprise's. (BEY-06)"""

    item = models.ForeignKey(DeductionItem, models.PROTECT, related_name="offers")
    side = models.CharField(max_length=20, choices=rules.Side)
    to_enterprise_fen = models.BigIntegerField()
    note = models.CharField(max_length=500, blank=True)
    made_name = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "side"],
                condition=Q(replaced_at__isnull=True, accepted_at__isnull=True),
                name="refunds_offer_one_of_each_side",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(accepted_at__isnull=False),
                name="refunds_offer_one_accepted",
            ),
            models.CheckConstraint(
                condition=Q(to_enterprise_fen__gte=0), name="refunds_offer_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(side__in=["tenant", "enterprise"]), name="refunds_offer_side_is_known"
            ),
        ]


class FinalPlan(models.Model):
    """How what is still disputed is given away (最终退款方案): one of the association proposes, another checks."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="final_plans")
    basis = models.CharField(max_length=20, choices=rules.Basis)
    document_no = models.CharField(max_length=80, blank=True)
    court = models.CharField(max_length=120, blank=True)
    effective_on = models.DateField(null=True)
    deposit_to_tenant_fen = models.BigIntegerField()
    rent_to_tenant_fen = models.BigIntegerField()
    deposit_to_enterprise_fen = models.BigIntegerField()
    rent_to_enterprise_fen = models.BigIntegerField()
    note = models.CharField(max_length=500, blank=True)
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
                fields=["case"],
                condition=Q(status="proposed"),
                name="refunds_finalplan_one_pending",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status="approved"),
                name="refunds_finalplan_one_approved",
            ),
            models.CheckConstraint(
                condition=~Q(checked_name=F("proposed_name")),
                name="refunds_finalplan_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(
                    deposit_to_tenant_fen__gte=0,
                    rent_to_tenant_fen__gte=0,
                    deposit_to_enterprise_fen__gte=0,
                    rent_to_enterprise_fen__gte=0,
                ),
                name="refunds_finalplan_nothing_negative",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["mediation", "agreement"])
                | Q(effective_on__isnull=False) & ~Q(document_no="") & ~Q(court=""),
                name="refunds_finalplan_names_its_document",
            ),
        ]
        indexes = [models.Index(fields=["status", "-id"], name="refunds_finalplan_by_status")]

    @property
    def to_tenant(self) -> Parts:
        return Parts(self.deposit_to_tenant_fen, self.rent_to_tenant_fen)

    @property
    def to_enterprise(self) -> Parts:
        return Parts(self.deposit_to_enterprise_fen, self.rent_to_enterprise_fen)
