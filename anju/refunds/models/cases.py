from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.core.db import status_is_known
from anju.refunds import rules
from anju.refunds.split import Parts


class Case(models.Model):
    """The end of one lease (合同结束): from the day the home was handed back until all its money is out of custody.

    `…_due_from` are the days from which the deadlines count, kept to compute them anew. `plan_due_…` is also the
    deadline of a new plan after one was sent back. What is disputed goes on earning interest, by the lots it came
    from (`lot_ids`): `…_interest_fen` is what it has earned up to `accrued_to`.
    """

    lease = models.ForeignKey("contracts.Lease", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=rules.Reason)
    ended_on = models.DateField()
    returned_on = models.DateField(help_text="the day the home was handed back")
    registered_by = models.CharField(max_length=20, choices=rules.Side)
    registered_name = models.CharField(max_length=80)
    registered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_name = models.CharField(max_length=80, blank=True)
    objection = models.CharField(max_length=500, blank=True)
    objected_at = models.DateTimeField(null=True)
    cancel_asked_by = models.CharField(max_length=20, choices=rules.Side, blank=True)
    status = models.CharField(
        max_length=20, choices=rules.Status, default=rules.Status.AWAITING_PLAN
    )
    payee_tenant = models.ForeignKey(
        "contracts.LeaseTenant", models.PROTECT, related_name="+", db_index=False
    )
    plan_due_from = models.DateField()
    plan_due_on = models.DateField()
    answer_due_from = models.DateField(null=True)
    answer_due_on = models.DateField(null=True)
    final_due_from = models.DateField(null=True)
    final_due_on = models.DateField(null=True)
    provisional = models.BooleanField()
    deadlines_at = models.DateTimeField(help_text="when the deadlines were last computed")
    warned_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    alerted_days = models.PositiveSmallIntegerField(
        default=0, help_text="the last alert that a plan is overdue: of so many days"
    )
    remind_on = models.DateField(null=True)
    disputed_at = models.DateTimeField(null=True, help_text="when it became a dispute")
    attend_on = models.DateField(null=True, help_text="when the association will look again")
    deposit_interest_fen = models.BigIntegerField(default=0)
    rent_interest_fen = models.BigIntegerField(default=0)
    lot_ids = ArrayField(models.BigIntegerField(), default=list, help_text="what was ended with it")
    accrued_to = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    MOVES = rules.CASE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.UniqueConstraint(
                fields=["lease"], condition=~Q(status="cancelled"), name="refunds_case_one_of_lease"
            ),
            models.CheckConstraint(
                condition=Q(deposit_interest_fen__gte=0, rent_interest_fen__gte=0),
                name="refunds_case_interest_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["awaiting_answer", "reminded"])
                | Q(answer_due_on__isnull=False, final_due_on__gte=F("answer_due_on")),
                name="refunds_case_before_the_tenant_has_deadlines",
            ),
        ]
        indexes = [
            models.Index(fields=["lease", "-id"], name="refunds_case_of_lease"),
            models.Index(
                fields=["status", "id"],
                condition=~Q(status__in=["closed", "cancelled"]),
                name="refunds_case_open",
            ),
            models.Index(
                fields=["status", "disputed_at", "id"],
                condition=Q(disputed_at__isnull=False),
                name="refunds_case_disputes",
            ),
            models.Index(
                fields=["closed_at", "id"],
                condition=Q(status="closed"),
                name="refunds_case_closed",
            ),
        ]

    @property
    def interest(self) -> Parts:
        """What the disputed money has earned up to `accrued_to`."""
        return Parts(self.deposit_interest_fen, self.rent_interest_fen)

    @property
    def disputed_pot(self) -> str:
        return f"lease:{self.lease.filing_no}:disputed"

    @property
    def interest_pot(self) -> str:
        return f"lease:{self.lease.filing_no}:interest"


class CaseNote(models.Model):
    """What the association wrote down about a case; both sides do not read it. (ASC-03)"""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    text = models.TextField()
    attend_on = models.DateField(null=True)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
