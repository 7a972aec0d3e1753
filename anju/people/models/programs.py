from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.people.models.people import Organisation
from anju.people.rules import CALLS_A_DAY, CALLS_A_MINUTE, KEY_MOVES, KeyStatus


class ApiKey(models.Model):
    """A key by which another system's program calls ours. Only its digest is kept: nobody can read it again.

    With an organisation it is one that this enterprise made for its own programs, which act as the enterprise; without,
    it was given to a platform by the office.
    """

    MOVES = KEY_MOVES

    name = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="api_keys", db_index=False
    )
    key_digest = models.BinaryField(max_length=32, unique=True)
    hint = models.CharField(
        max_length=4, blank=True, help_text="its last letters, to tell keys apart"
    )
    bank = models.CharField(
        max_length=20, blank=True, help_text="whose account a bank's key may ask about"
    )
    scopes = ArrayField(models.CharField(max_length=40))
    status = models.CharField(max_length=10, choices=KeyStatus, default=KeyStatus.ACTIVE)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    expires_on = models.DateField(null=True, help_text="the last day on which it opens anything")
    revoked_at = models.DateTimeField(null=True)
    calls_a_minute = models.PositiveIntegerField(default=CALLS_A_MINUTE)
    calls_a_day = models.PositiveIntegerField(default=CALLS_A_DAY)
    callback_url = models.CharField(max_length=300, blank=True)
    callback_key = EncryptedTextField(null=True, help_text="signs what we tell it")

    class Meta:
        constraints = [
            status_is_known(KeyStatus),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(status=KeyStatus.ACTIVE),
                nulls_distinct=False,
                name="people_apikey_one_of_a_name",
            ),
            models.CheckConstraint(
                condition=Q(status=KeyStatus.REVOKED, revoked_at__isnull=False)
                | Q(status=KeyStatus.ACTIVE, revoked_at__isnull=True),
                name="people_apikey_revoked_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="people_apikey_in_status"),
            models.Index(
                fields=["-id"],
                condition=Q(organisation__isnull=False),
                name="people_apikey_of_enterprises",
            ),
            models.Index(
                fields=["-id"],
                condition=Q(organisation__isnull=True),
                name="people_apikey_of_platforms",
            ),
            models.Index(fields=["organisation", "-id"], name="people_apikey_of_organisation"),
        ]

    @property
    def is_called_back(self) -> bool:
        """Only programs that have said where they want to be told."""
        return bool(self.callback_url and self.callback_key)

    def __str__(self) -> str:
        return self.name


class ApiCall(models.Model):
    """A call of our API: which program, when, what it wanted, and how it was answered. (HVF-04, BEY-11)

    Written only by `people.actions.record_api_call`; the database refuses any change.
    """

    api_key = models.ForeignKey(ApiKey, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    answer = models.PositiveSmallIntegerField(help_text="HTTP status")
    code = models.CharField(max_length=60, blank=True, help_text="why it was refused")
    took_ms = models.PositiveIntegerField(null=True)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [models.Index(fields=["api_key", "at"], name="people_apicall_of_key")]


class ApiUsage(models.Model):
    """How often a key was used on a day, and within the minute of its last call: what its quotas are held against."""

    api_key = models.ForeignKey(ApiKey, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    calls = models.PositiveIntegerField()
    minute = models.DateTimeField()
    calls_in_minute = models.PositiveIntegerField()
    turned_away = models.PositiveIntegerField(default=0, help_text="calls beyond a quota")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["api_key", "day"], name="people_apiusage_one_a_day")
        ]


class ApiRequest(models.Model):
    """What was answered to a call that changed something: the same call again is answered so and changes nothing.

    The caller's own Idempotency-Key names it, for all time. The database refuses any change.
    """

    api_key = models.ForeignKey(ApiKey, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    operation = models.CharField(max_length=60)
    content_digest = models.BinaryField(max_length=32)
    answer = models.PositiveSmallIntegerField(help_text="HTTP status")
    body = models.TextField(help_text="JSON as it was sent")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["api_key", "key"], name="people_apirequest_once")
        ]
