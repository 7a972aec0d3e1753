from django.db import models
from django.db.models import F, Q

from anju.agencies import rules
from anju.core.db import status_is_known
from anju.core.search import PairsField, pairs_index


class Institution(models.Model):
    """A filed institution: a broker, a rental enterprise, or a branch of either (then it has a head).

    What stands here may be read by everybody; the rest of what it filed is in `facts`, the version last approved.
    """

    organisation = models.OneToOneField(
        "people.Organisation", models.PROTECT, related_name="institution"
    )
    head = models.ForeignKey("self", models.PROTECT, null=True, related_name="branches")
    kind = models.CharField(max_length=10, choices=rules.Kind)
    filing_no = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, unique=True)
    district = models.CharField(max_length=6)
    address = models.CharField(max_length=200)
    pairs = PairsField(help_text="of its name and address")
    facts = models.ForeignKey(
        "agencies.FilingVersion", models.PROTECT, related_name="+", db_index=False
    )
    filed_on = models.DateField()
    cancelled_on = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.FILED)
    MOVES = rules.INSTITUTION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.CheckConstraint(
                condition=Q(kind__in=rules.Kind.values), name="agencies_institution_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(head=F("id")), name="agencies_institution_not_its_own_head"
            ),
            models.CheckConstraint(
                condition=Q(status="filed", cancelled_on__isnull=True)
                | Q(status="cancelled", cancelled_on__isnull=False),
                name="agencies_institution_cancelled_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="agencies_institution_by_status"),
            models.Index(fields=["district", "-id"], name="agencies_institution_by_place"),
            models.Index(fields=["kind", "-id"], name="agencies_institution_by_kind"),
            pairs_index("pairs", "agencies_institution_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_branch(self) -> bool:
        return self.head_id is not None
