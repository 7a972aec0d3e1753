from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.core.db import status_is_known
from anju.core.search import PairsField, pairs_index
from anju.credit import rules
from anju.credit.models.events import CreditEvent


class ListEntry(models.Model):
    """A place on the red or black list (红黑名单), from its proposal to its end. Name and code are those of the day."""

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="list_entries", db_index=False
    )
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18)
    pairs = PairsField(help_text="of its name")
    kind = models.CharField(max_length=10, choices=rules.ListKind)
    ground = models.CharField(max_length=20, choices=rules.Ground)
    reason = models.CharField(max_length=500)
    basis = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(
        null=True, help_text="the cycle, where one is the ground"
    )
    event = models.ForeignKey(
        CreditEvent, models.PROTECT, null=True, related_name="list_entries", help_text="the ground"
    )
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    noticed_by = models.CharField(max_length=80, blank=True)
    noticed_on = models.DateField(null=True)
    statement_until = models.DateField(null=True)
    statement = models.CharField(max_length=1000, blank=True)
    stated_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    published_on = models.DateField(null=True)
    valid_until = models.DateField(null=True, help_text="the last day on the list")
    removal_ground = models.CharField(max_length=10, choices=rules.RemovalGround, blank=True)
    removal_reason = models.CharField(max_length=500, blank=True)
    removal_files = ArrayField(models.BigIntegerField(), default=list)
    removal_asked_by = models.CharField(max_length=80, blank=True)
    remove_until = models.DateField(null=True)
    removed_by = models.CharField(max_length=80, blank=True)
    ended_on = models.DateField(null=True)
    hold_heeded_at = models.DateTimeField(
        null=True, help_text="when the fund centre took note that releases may be held"
    )
    status = models.CharField(
        max_length=20, choices=rules.EntryStatus, default=rules.EntryStatus.PROPOSED
    )
    MOVES = rules.ENTRY_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.EntryStatus),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(status__in=(*rules.ENTRY_OPEN, *rules.ENTRY_LISTED)),
                name="credit_listentry_one_of_each_kind",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="")
                | (~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("noticed_by"))),
                name="credit_listentry_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(removed_by="") | ~Q(removed_by=F("removal_asked_by")),
                name="credit_listentry_removed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=rules.ENTRY_LISTED)
                | (~Q(decided_by="") & Q(published_on__isnull=False, valid_until__isnull=False)),
                name="credit_listentry_listed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="black", status__in=rules.ENTRY_LISTED)
                | Q(noticed_on__isnull=False),
                name="credit_listentry_black_after_notice",
            ),
            models.CheckConstraint(
                condition=Q(kind="red", ground="good_standing")
                | Q(kind="black", ground__in=rules.BLACK_GROUNDS),
                name="credit_listentry_ground_of_its_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="credit_listentry_of"),
            models.Index(fields=["status", "-id"], name="credit_listentry_by_state"),
            models.Index(fields=["kind", "status", "-id"], name="credit_listentry_of_kind"),
            models.Index(fields=["uscc", "-id"], name="credit_listentry_by_code"),
            models.Index(
                fields=["valid_until", "id"],
                condition=Q(status__in=rules.ENTRY_LISTED),
                name="credit_listentry_to_expire",
            ),
            models.Index(
                fields=["id"],
                condition=Q(kind="black", status="published", hold_heeded_at__isnull=True),
                name="credit_listentry_to_hold",
            ),
            pairs_index("pairs", "credit_listentry_words"),
        ]

    @property
    def is_black(self) -> bool:
        return self.kind == rules.ListKind.BLACK
