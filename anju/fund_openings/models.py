from django.db import models
from django.db.models import F, Q

from anju.core.db import is_positive, status_is_known
from anju.fund_openings import rules


class Opening(models.Model):
    """期初建账 at one bank of the fund: homes and balances from before, together exactly what the bank has.

    What the bank has is the balance with which its first statement begins (`day`), or one credit by which the old
    account was paid over (`entry`). Balances stand in the accounts from the last moment before `day`.
    """

    no = models.CharField(max_length=24, unique=True)
    bank_account = models.ForeignKey(
        "payments.BankAccount",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    entry = models.ForeignKey(
        "payments.BankEntry",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    day = models.DateField()
    expected_fen = models.BigIntegerField()
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.ENTERING)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            is_positive("expected_fen"),
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("made_by")),
                name="fund_openings_opening_checked_by_another",
            ),
            models.UniqueConstraint(
                fields=["bank_account"],
                condition=Q(status__in=rules.OPEN),
                name="fund_openings_opening_one_at_a_bank",
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(entry__isnull=False) & ~Q(status="cancelled"),
                name="fund_openings_opening_one_of_a_credit",
            ),
        ]

    def __str__(self) -> str:
        return self.no


class OpeningFile(models.Model):
    """One spreadsheet of homes with their balances."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="files")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    row_count = models.PositiveIntegerField()
    received_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    status = models.CharField(
        max_length=20, choices=rules.FileStatus, default=rules.FileStatus.RECEIVED
    )
    MOVES = rules.FILE_MOVES

    class Meta:
        constraints = [status_is_known(rules.FileStatus)]


class OpeningRow(models.Model):
    """One row of it: a home with what it holds, or what is wrong with it; `account` once it is booked.

    `place` is the home as the row says it. A home stands in one row of all files that were ever handed in.
    """

    upload = models.ForeignKey(OpeningFile, models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="as the spreadsheet program shows it")
    place = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=20, choices=rules.RowOutcome)
    sentence = models.CharField(max_length=500, blank=True)
    balance_fen = models.BigIntegerField(default=0)
    unit_fen = models.BigIntegerField(default=0, help_text="the selling unit's part")
    account = models.OneToOneField("fund.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="fund_openings_row_once"),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(outcome="ready"),
                name="fund_openings_row_one_of_a_home",
            ),
            models.CheckConstraint(
                condition=Q(balance_fen__gte=0, unit_fen__gte=0),
                name="fund_openings_row_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(outcome="ready"),
                name="fund_openings_row_booked_was_ready",
            ),
        ]
        indexes = [
            models.Index(
                fields=["upload", "number"],
                condition=Q(outcome="ready", account__isnull=True),
                name="fund_openings_row_to_book",
            )
        ]
