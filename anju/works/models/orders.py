from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.core.search import PairsField, pairs_index
from anju.works import rules


class Order(models.Model):
    """任务单: works on common parts that a company asks to have paid from the fund. (manual 004, 4; rule B7)

    `typed` is what was typed into the form, by field, also where it is wrong or not finished; the columns hold what
    could be read of it. `shared_homes` and `shared_area_hundredths` are 分摊总户数 and 分摊总面积 as they were filled
    in; `settled_fen` what the settlement came to. `decide_by` and `pay_by` are the clocks of rules B7.3, B8.4, B8.5.
    """

    no = models.CharField(max_length=24, unique=True)
    company = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    community = models.ForeignKey(
        "homes.Community", models.PROTECT, related_name="+", db_index=False
    )
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.DRAFT)
    typed = EncryptedTextField(null=True)
    pairs = PairsField(default=list, help_text="of project, community and company, once submitted")

    kind = models.CharField(max_length=20, choices=rules.Kind, blank=True)
    emergency = models.CharField(max_length=20, choices=rules.Emergency, blank=True)
    is_urgent = models.BooleanField(default=False, help_text="特别紧急")
    category = models.CharField(max_length=20, choices=rules.Category, blank=True)
    part = models.CharField(max_length=20, choices=rules.Part, blank=True)
    title = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    scope = models.CharField(max_length=20, choices=rules.Scope, blank=True)
    budget_fen = models.BigIntegerField(null=True)
    amount_fen = models.BigIntegerField(null=True)
    first_percent = models.PositiveSmallIntegerField(null=True)
    contractor_name = models.CharField(max_length=100, blank=True)
    contractor_uscc = models.CharField(max_length=18, blank=True)
    contractor_grade = models.CharField(max_length=100, blank=True)
    supervisor = models.CharField(max_length=100, blank=True)
    contract_no = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    payee_name = models.CharField(max_length=100, blank=True)
    payee_account = EncryptedTextField(null=True)
    payee_bank = models.CharField(max_length=120, blank=True)
    posted_from = models.DateField(null=True)
    posted_to = models.DateField(null=True)
    vote_closes_on = models.DateField(null=True)
    handler_name = models.CharField(max_length=40, blank=True)
    handler_phone = EncryptedTextField(null=True)

    shared_homes = models.PositiveIntegerField(default=0)
    shared_area_hundredths = models.PositiveBigIntegerField(default=0)
    owed_homes = models.PositiveIntegerField(default=0)
    owed_fen = models.BigIntegerField(default=0)
    cash_fen = models.BigIntegerField(
        default=0, help_text="分摊款 that had come in when covers were counted"
    )
    settled_fen = models.BigIntegerField(null=True)

    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decide_by = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True)
    pay_by = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=500, blank=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=Q(kind__in=["", *rules.Kind.values])
                & Q(part__in=["", *rules.Part.values]),
                name="works_order_choices_are_known",
            ),
            models.CheckConstraint(
                condition=Q(emergency="")
                | Q(kind="emergency", emergency__in=rules.Emergency.values),
                name="works_order_case_of_an_emergency",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "revoked"])
                | Q(
                    kind__in=rules.Kind.values,
                    amount_fen__isnull=False,
                    shared_homes__gt=0,
                    submitted_at__isnull=False,
                ),
                name="works_order_submitted_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*rules.IN_USE, "stopped"])
                | Q(approved_at__isnull=False) & ~Q(approved_by=""),
                name="works_order_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by="") | ~Q(reviewed_by=F("approved_by")),
                name="works_order_reviewed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(settled_fen__isnull=True) | Q(settled_fen__lte=F("amount_fen")),
                name="works_order_settled_within_approved",
            ),
            models.CheckConstraint(
                condition=Q(first_percent__isnull=True) | Q(first_percent__lte=rules.FIRST_PERCENT),
                name="works_order_first_percent_is_not_high",
            ),
        ]
        indexes = [
            pairs_index("pairs", "works_order_words"),
            models.Index(fields=["company", "-id"], name="works_order_of_company"),
            models.Index(fields=["community", "-id"], name="works_order_of_community"),
            models.Index(fields=["status", "decide_by", "id"], name="works_order_in_status"),
            models.Index(
                fields=["-id"],
                condition=Q(submitted_at__isnull=False),
                name="works_order_at_the_desks",
            ),
            models.Index(
                fields=["kind", "-id"],
                condition=Q(submitted_at__isnull=False),
                name="works_order_of_a_kind",
            ),
            models.Index(
                fields=["pay_by"], condition=Q(status="approved"), name="works_order_to_pay"
            ),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def cause(self) -> str:
        """By this the vote, the ledger and the demands of cash know it."""
        return f"works:{self.no}"

    @property
    def is_emergency(self) -> bool:
        return self.kind == rules.Kind.EMERGENCY


class ExclusionAnswer(models.Model):
    """不得列支核对: the answer to one of the questions, with a remark. (rule B5)"""

    order = models.ForeignKey(Order, models.CASCADE, related_name="answers", db_index=False)
    item = models.CharField(max_length=20, choices=rules.Exclusion)
    applies = models.BooleanField()
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "item"], name="works_exclusionanswer_once"),
            models.CheckConstraint(
                condition=Q(item__in=rules.Exclusion.values), name="works_exclusionanswer_is_known"
            ),
        ]


class Paper(models.Model):
    """One attachment (附件) of an order. Those added after the approval belong to its settlement."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="papers", db_index=False)
    kind = models.CharField(max_length=20, choices=rules.PaperKind)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    is_public = models.BooleanField(
        default=False, help_text="shown to owners of the homes that share"
    )
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "file", "kind"], name="works_paper_once"),
            models.CheckConstraint(
                condition=Q(kind__in=rules.PaperKind.values), name="works_paper_kind_is_known"
            ),
        ]


class OwnersNotice(models.Model):
    """应急告知: where and since when the owners were told of emergency works; its photos are papers. (rule B8.3)"""

    order = models.ForeignKey(Order, models.CASCADE, related_name="notices")
    place = models.CharField(max_length=200)
    posted_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
