from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.fund_notices import rules


class NoticeFile(models.Model):
    """A spreadsheet of homes for which deposits are asked, from a developer or a department. (QCK-01)"""

    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    staff = models.ForeignKey(
        "people.StaffMember", models.PROTECT, null=True, related_name="+", db_index=False
    )
    received_by = models.CharField(max_length=80)
    portal = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    status = models.CharField(
        max_length=20, choices=rules.FileStatus, default=rules.FileStatus.RECEIVED
    )
    finished_at = models.DateTimeField(null=True)
    MOVES = rules.FILE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.FileStatus),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(staff__isnull=True),
                name="fund_notices_noticefile_from_one",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="fund_notices_of_organisation"),
            models.Index(fields=["staff", "-id"], name="fund_notices_of_staff"),
            models.Index(fields=["id"], condition=~Q(status="done"), name="fund_notices_to_do"),
        ]


class NoticeRow(models.Model):
    """One row of it: the deposit that it asks for, or what is wrong with it. `place` is the home as the row says it."""

    upload = models.ForeignKey(NoticeFile, models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="as the spreadsheet program shows it")
    place = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, choices=rules.RowOutcome)
    sentence = EncryptedTextField(blank=True, help_text="it may repeat what the row says of people")
    deposit = models.ForeignKey("fund.Deposit", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="fund_notices_row_once"),
            models.UniqueConstraint(
                fields=["upload", "deposit"],
                condition=Q(deposit__isnull=False),
                name="fund_notices_row_of_a_deposit",
            ),
            models.CheckConstraint(
                condition=Q(outcome="issued", deposit__isnull=False)
                | Q(outcome="wrong", deposit__isnull=True),
                name="fund_notices_row_issued_has_a_deposit",
            ),
        ]


class NoticePrint(models.Model):
    """Some of its notices as one file to be printed, in the order of the rows."""

    upload = models.ForeignKey(NoticeFile, models.PROTECT, related_name="prints", db_index=False)
    number = models.PositiveSmallIntegerField()
    first_row = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField()
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="fund_notices_print_once"),
        ]
