"""A day of a bank account and its closing, what differs on it, and entries made by hand."""

from django.db import models
from django.db.models import F, Q

from anju.closings import rules
from anju.core.db import is_positive, status_is_known


class Closing(models.Model):
    """One bank account on one day: our book beside the statement that stands. Once closed it never changes.

    `carried_fen` is by how much the book exceeded the statement at the end of the day before, all of it explained.
    """

    bank_account = models.ForeignKey("payments.BankAccount", models.PROTECT, related_name="+")
    day = models.DateField()
    statement = models.ForeignKey(
        "payments.Statement", models.PROTECT, null=True, related_name="+", db_index=False
    )
    book_opening_fen = models.BigIntegerField(default=0)
    book_in_fen = models.BigIntegerField(default=0)
    book_out_fen = models.BigIntegerField(default=0)
    carried_fen = models.BigIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    matched_count = models.PositiveIntegerField(default=0)
    untold_count = models.PositiveIntegerField(default=0)
    by_hand_fen = models.BigIntegerField(default=0)
    seen = models.CharField(max_length=200, blank=True)
    compared_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    ledger_head = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.WAITING)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.UniqueConstraint(fields=["bank_account", "day"], name="closings_closing_once"),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | Q(statement__isnull=False, closed_at__isnull=False) & ~Q(closed_by=""),
                name="closings_closing_says_who_closed_it",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bank_account", "day"],
                condition=~Q(status="closed"),
                name="closings_closing_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bank_account.bank} {self.day}"

    @property
    def book_closing_fen(self) -> int:
        return self.book_opening_fen + self.book_in_fen - self.book_out_fen

    @property
    def difference_fen(self) -> int | None:
        """Book minus statement at the end of the day; None while there is no statement."""
        return (
            None if self.statement is None else self.book_closing_fen - self.statement.closing_fen
        )


class Difference(models.Model):
    """One thing on which book and statement differ, found by the machine and settled by a person or by what comes.

    `effect_fen` is by how much our book exceeds the statement because of it.
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=20, choices=rules.Kind)
    bank_ref = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField(default=0)
    direction = models.CharField(max_length=10, blank=True)
    our_fen = models.BigIntegerField(null=True)
    bank_fen = models.BigIntegerField(null=True)
    effect_fen = models.BigIntegerField()
    happened_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(
        "payments.BankEntry", models.PROTECT, null=True, related_name="+", db_index=False
    )
    line = models.ForeignKey(
        "payments.StatementLine", models.PROTECT, null=True, related_name="+", db_index=False
    )
    found_at = models.DateTimeField()
    found_in_version = models.PositiveSmallIntegerField(default=1)
    how = models.CharField(max_length=20, choices=rules.Way, blank=True)
    words = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)
    files = models.ManyToManyField("core.StoredFile", related_name="+")
    status = models.CharField(
        max_length=20, choices=rules.DifferenceStatus, default=rules.DifferenceStatus.FOUND
    )
    MOVES = rules.DIFFERENCE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.DifferenceStatus),
            models.UniqueConstraint(
                fields=["closing", "kind", "bank_ref", "number"], name="closings_difference_once"
            ),
            models.CheckConstraint(
                condition=Q(status="found", how="") | ~Q(status="found") & ~Q(how=""),
                name="closings_difference_says_how_it_was_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["closing"], condition=Q(status="found"), name="closings_difference_found"
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(status="explained", how="timing"),
                name="closings_difference_in_transit",
            ),
        ]


class ManualEntry(models.Model):
    """记账凭证: money moved by hand between pooled pots of one bank account. Made by one, checked by another."""

    no = models.CharField(max_length=24, unique=True)
    bank_account = models.ForeignKey("payments.BankAccount", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=rules.EntryKind)
    source = models.CharField(max_length=60)
    destination = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()
    happened_on = models.DateField()
    reason = models.CharField(max_length=500)
    files = models.ManyToManyField("core.StoredFile", related_name="+")
    difference = models.ForeignKey(Difference, models.PROTECT, null=True, related_name="entries")
    credit = models.ForeignKey(
        "payments.BankEntry", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversals")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=20, choices=rules.EntryStatus, default=rules.EntryStatus.PROPOSED
    )
    MOVES = rules.ENTRY_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.EntryStatus),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=~Q(checked_by=F("made_by")),
                name="closings_manualentry_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["booked", "rejected"])
                | ~Q(checked_by="") & Q(checked_at__isnull=False),
                name="closings_manualentry_is_checked",
            ),
            models.CheckConstraint(
                condition=~Q(kind="denied") | Q(credit__isnull=False, difference__isnull=False),
                name="closings_manualentry_names_what_is_denied",
            ),
            models.UniqueConstraint(
                fields=["credit"],
                condition=Q(status="proposed"),
                name="closings_manualentry_of_one_credit",
            ),
            models.UniqueConstraint(
                fields=["difference"],
                condition=Q(status="proposed"),
                name="closings_manualentry_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(status__in=["proposed", "booked"]),
                name="closings_manualentry_reversed_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(status="proposed"), name="closings_manualentry_proposed"
            ),
            models.Index(
                fields=["bank_account", "happened_on"],
                condition=Q(status="booked"),
                name="closings_manualentry_of_day",
            ),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def key(self) -> str:
        """Under which it stands in the ledger."""
        return f"manual:{self.no}"

    @property
    def effect_fen(self) -> int:
        """By how much it raises what our book says the bank holds."""
        into_the_bank = self.source == f"world:{self.bank_account.bank}"
        return self.amount_fen if into_the_bank else -self.amount_fen
