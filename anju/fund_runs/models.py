from django.db import models
from django.db.models import F, Q

from anju.core.db import is_positive, status_is_known
from anju.fund_runs import rules


class InterestRate(models.Model):
    """What a year's interest is from a day on, in parts per million: of what was carried over from the last settlement,
    and of what was deposited since. Only added to; the database refuses any change. (rules B3.5, B3.7)
    """

    from_on = models.DateField(unique=True)
    carried_ppm = models.PositiveIntegerField()
    current_ppm = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()


class Run(models.Model):
    """One credit to many homes of one bank account: a year's interest, or the public revenue of one community; or the
    interest of one home (`account`) up to the day on which it is given up.

    Interest counts the days from `from_on` to `to_on`, the last not included.
    """

    no = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=20, choices=rules.Kind)
    bank_account = models.ForeignKey(
        "payments.BankAccount",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    community = models.ForeignKey("homes.Community", models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(
        "payments.BankEntry",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    account = models.ForeignKey(
        "fund.Account",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    purpose = models.CharField(max_length=200, blank=True, help_text="where the revenue is from")
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.COUNTING)
    homes = models.PositiveIntegerField(default=0)
    amount_fen = models.BigIntegerField(default=0)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.CheckConstraint(
                condition=Q(
                    kind="interest",
                    to_on__gt=F("from_on"),
                    entry__isnull=True,
                    account__isnull=True,
                )
                | Q(
                    kind="closing",
                    to_on__gt=F("from_on"),
                    entry__isnull=True,
                    account__isnull=False,
                )
                | Q(
                    kind="revenue",
                    from_on__isnull=True,
                    to_on__isnull=True,
                    entry__isnull=False,
                    account__isnull=True,
                ),
                name="fund_runs_run_has_its_kinds_fields",
            ),
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("made_by")),
                name="fund_runs_run_checked_by_another",
            ),
            models.UniqueConstraint(
                fields=["bank_account", "to_on"],
                condition=Q(kind="interest") & ~Q(status="rejected"),
                name="fund_runs_run_one_of_a_year",
            ),
            models.UniqueConstraint(
                fields=["account", "to_on"],
                condition=Q(kind="closing") & ~Q(status="rejected"),
                name="fund_runs_run_one_of_a_home",
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(kind="revenue") & ~Q(status="rejected"),
                name="fund_runs_run_one_of_a_credit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(status__in=["counting", "booking"]),
                name="fund_runs_run_to_do",
            ),
            models.Index(
                fields=["id"], condition=Q(status="counted"), name="fund_runs_run_to_check"
            ),
        ]

    def __str__(self) -> str:
        return self.no


class Chunk(models.Model):
    """The accounts after one and up to another of a run: counted, then booked, each in one transaction with its mark.

    An interrupted run goes on with those without a mark; several workers each take one nobody works on. (CTR-04)
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="chunks", db_index=False)
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    homes = models.PositiveIntegerField(default=0)
    amount_fen = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "after"], name="fund_runs_chunk_once"),
            models.CheckConstraint(
                condition=Q(upto__gt=F("after")), name="fund_runs_chunk_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(booked_at__isnull=True) | Q(counted_at__isnull=False),
                name="fund_runs_chunk_counted_before_booked",
            ),
        ]


class Line(models.Model):
    """What one home gets from one run; `unit` says: the selling unit's part of sold public housing. (rule B2.7)"""

    run = models.ForeignKey(
        Run, models.PROTECT, related_name="lines", db_index=False, db_constraint=False
    )
    account = models.ForeignKey(
        "fund.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    unit = models.BooleanField(default=False)
    opening_fen = models.BigIntegerField(help_text="carried over into the year; of revenue: 0")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(fields=["account", "run", "unit"], name="fund_runs_line_once"),
        ]
        indexes = [models.Index(fields=["run", "account"], name="fund_runs_line_of_run")]
