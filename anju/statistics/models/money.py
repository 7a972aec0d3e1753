"""Money in figures: what the sealed transfers add up to, by day, bank, district and whose money it is.

All five tables are written by `actions.count_money` only, in one transaction for each batch of seals, so that they
always say the same. Nothing here is a book: all of it can be made anew from the ledger. (decision 35)
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.core.db import is_positive
from anju.statistics import rules

WHERE: dict[str, Any] = {"max_length": 20}


class Counting(models.Model):
    """How far the ledger's seals are counted, and when open work was: one row, written whenever a figure changes."""

    seal_no = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, help_text="when a seal was counted last")
    work_at = models.DateTimeField(null=True, help_text="when open work was counted last")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="statistics_counting_is_one_row")
        ]


class CountedPot(models.Model):
    """A pot that money has gone through: where its figures belong for good, and what is counted to be in it.

    `whose_id` is the enterprise of a lease, the community of a home; 0 of a pooled pot.
    """

    pot = models.OneToOneField(
        "ledger.Pot", models.DO_NOTHING, primary_key=True, related_name="+", db_constraint=False
    )
    business = models.CharField(choices=rules.Business, **WHERE)
    kind = models.CharField(**WHERE)
    bank = models.CharField(**WHERE)
    district = models.CharField(max_length=6, blank=True)
    whose_id = models.BigIntegerField()
    held_fen = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["business", "whose_id", "district", "pot"],
                condition=~Q(held_fen=0),
                name="statistics_countedpot_holds",
            )
        ]


class CountedEntries(models.Model):
    """Transfers that one batch counted together: the entries behind a figure, by their ids in the ledger.

    A mass run of seven million transfers is some thousand rows here; a single payment is two.
    """

    batch = models.BigIntegerField(help_text="the last seal of its batch")
    day = models.DateField(help_text="when the money moved, in Beijing")
    business = models.CharField(choices=rules.Business, **WHERE)
    kind = models.CharField(**WHERE)
    flow = models.CharField(choices=rules.Flow, **WHERE)
    reason = models.CharField(max_length=40)
    bank = models.CharField(**WHERE)
    district = models.CharField(max_length=6, blank=True)
    whose_id = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    count = models.PositiveIntegerField()
    transfer_ids = ArrayField(models.BigIntegerField(), help_text="ascending")
    last_recorded_at = models.DateTimeField()

    class Meta:
        constraints = [is_positive("amount_fen"), is_positive("count")]
        indexes = [
            models.Index(fields=["batch"], name="statistics_entries_of_batch"),
            models.Index(
                fields=["business", "day", "flow", "id"], name="statistics_entries_of_day"
            ),
            models.Index(
                fields=["business", "district", "day", "flow", "id"],
                name="statistics_entries_of_district",
            ),
            models.Index(
                fields=["whose_id", "business", "day", "flow", "id"],
                name="statistics_entries_of_whose",
            ),
        ]


class MoneyMoved(models.Model):
    """What moved on a day or in a month, summed up in one of several ways (`cut`).

    What a cut does not tell apart is empty in its rows: no bank, no district, nobody.
    """

    cut = models.CharField(choices=rules.Cut, **WHERE)
    span = models.CharField(choices=rules.Span, **WHERE)
    day = models.DateField(help_text="of a month, its first day")
    business = models.CharField(choices=rules.Business, **WHERE)
    flow = models.CharField(choices=rules.Flow, **WHERE)
    kind = models.CharField(blank=True, **WHERE)
    reason = models.CharField(max_length=40, blank=True)
    bank = models.CharField(blank=True, **WHERE)
    district = models.CharField(max_length=6, blank=True)
    whose_id = models.BigIntegerField(default=0)
    amount_fen = models.BigIntegerField()
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=[
                    "business",
                    "cut",
                    "span",
                    "day",
                    "flow",
                    "kind",
                    "reason",
                    "bank",
                    "district",
                    "whose_id",
                ],
                name="statistics_moneymoved_once",
            ),
        ]
        indexes = [
            models.Index(
                "business",
                "cut",
                "span",
                "flow",
                "day",
                "district",
                models.F("amount_fen").desc(),
                "id",
                name="statistics_moved_most_first",
                condition=~Q(whose_id=0),
            ),
            models.Index(
                fields=["whose_id", "business", "cut", "span", "day"],
                name="statistics_moved_of_whose",
                condition=~Q(whose_id=0),
            ),
        ]


class MoneyHeld(models.Model):
    """What is held now, as far as the seals are counted, summed up in one of several ways (`cut`)."""

    cut = models.CharField(choices=rules.Cut, **WHERE)
    business = models.CharField(choices=rules.Business, **WHERE)
    kind = models.CharField(blank=True, **WHERE)
    bank = models.CharField(blank=True, **WHERE)
    district = models.CharField(max_length=6, blank=True)
    whose_id = models.BigIntegerField(default=0)
    held_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "cut", "kind", "bank", "district", "whose_id"],
                name="statistics_moneyheld_once",
            )
        ]
        indexes = [
            models.Index(
                "business",
                "cut",
                "district",
                models.F("held_fen").desc(),
                "id",
                name="statistics_held_most_first",
                condition=~Q(whose_id=0),
            ),
            models.Index(
                fields=["whose_id", "business", "cut"],
                name="statistics_held_of_whose",
                condition=~Q(whose_id=0),
            ),
        ]
