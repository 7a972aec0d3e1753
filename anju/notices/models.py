from typing import Any

from django.db import models

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.notices.rules import MOVES, Channel, Status
from anju.people.rules import Office

# Whoever queues a message takes its recipient from a row with a foreign key; nobody is ever deleted. Checking each
# again costs a look-up and a lock a message. (docs/decisions: facts first)
NOT_CHECKED: dict[str, Any] = {"related_name": "+", "db_constraint": False, "db_index": False}


class Notice(models.Model):
    """One message to one recipient, written in the transaction of the change that causes it.

    A person or an organisation gets a text message, an office of staff a mail.
    Where it goes (phone, address) is looked up when it is sent, so no personal data is copied here.
    """

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.SMS)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, **NOT_CHECKED)
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, **NOT_CHECKED
    )
    office = models.CharField(max_length=20, choices=Office, blank=True, default="")
    facts = models.JSONField()
    status = models.CharField(max_length=20, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    try_at = models.DateTimeField()
    MOVES = MOVES

    class Meta:
        constraints = [
            status_is_known(Status),
            models.UniqueConstraint(fields=["key"], name="notices_notice_key_once"),
            models.CheckConstraint(
                condition=~models.Q(office="") ^ models.Q(channel=Channel.SMS),
                name="notices_notice_offices_get_mail",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True, office="")
                | models.Q(person__isnull=True, organisation__isnull=False, office="")
                | models.Q(~models.Q(office=""), person__isnull=True, organisation__isnull=True),
                name="notices_notice_one_recipient",
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_at", "id"],
                condition=models.Q(status=Status.QUEUED),
                name="notices_notice_to_send",
            )
        ]


class SealedPart(models.Model):
    """What a message says that must not stand in the open, say a code, and the number it goes to when that is named.

    Both sealed; most messages have none.
    """

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="sealed")
    phone = EncryptedTextField()
    facts = EncryptedTextField(help_text="JSON")


class Attempt(models.Model):
    """One line of the delivery log: when we tried to send a notice and what came of it."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="log")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    outcome = models.CharField(max_length=200)
