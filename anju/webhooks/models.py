import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.core import callbacks
from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.rules import CallbackStatus
from anju.webhooks import rules


class Subscription(models.Model):
    """Where a program wants to be told of which events, and the secret that signs them.

    It is an enterprise's own, or the office keeps it for a platform or a bank: `client` is then its key.
    `failures` counts silences in a row, since `silent_since`; until `rests_until` it is left in peace.
    """

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )
    client = models.ForeignKey("people.ApiKey", models.PROTECT, null=True, related_name="+")
    url = models.CharField(max_length=rules.MOST_URL)
    events = ArrayField(models.CharField(max_length=40))
    secret = EncryptedTextField()
    secret_before = EncryptedTextField(null=True)
    secret_before_until = models.DateTimeField(null=True)
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.ACTIVE)
    paused_because = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    tried_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    silent_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    MOVES = rules.SUBSCRIPTION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.UniqueConstraint(
                fields=["organisation", "url"],
                condition=~Q(status="ended"),
                name="webhooks_subscription_one_of_address",
            ),
            models.UniqueConstraint(
                fields=["client", "url"],
                condition=~Q(status="ended"),
                name="webhooks_subscription_one_of_a_client",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(client__isnull=True),
                name="webhooks_subscription_of_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-id"],
                condition=Q(client__isnull=False),
                name="webhooks_subscription_kept",
            )
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"

    @property
    def owner(self) -> dict[str, int | None]:
        """Whose it is, as its deliveries say it, too."""
        return {"organisation_id": self.organisation_id, "client_id": self.client_id}

    @property
    def whose(self) -> str:
        return str(self.organisation.name if self.organisation else self.client)


class Delivery(callbacks.Callback):
    """One event on its way to one address. The same event has the same `event_id` wherever it is sent."""

    subscription = models.ForeignKey(
        Subscription, models.PROTECT, related_name="deliveries", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    client = models.ForeignKey(
        "people.ApiKey", models.PROTECT, null=True, related_name="+", db_index=False
    )
    event = models.CharField(max_length=40, choices=rules.Event)
    event_id = models.UUIDField(default=uuid.uuid4)
    about = models.CharField(max_length=60, blank=True)
    facts = models.JSONField()
    MOVES = rules.DELIVERY_MOVES

    class Meta:
        constraints = [
            status_is_known(CallbackStatus),
            models.UniqueConstraint(
                fields=["subscription", "event_id"], name="webhooks_delivery_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["subscription", "try_at"],
                condition=Q(status="waiting"),
                name="webhooks_delivery_to_send",
            ),
            models.Index(fields=["organisation", "-id"], name="webhooks_delivery_of"),
            models.Index(
                fields=["organisation", "-id"],
                condition=Q(status="undelivered"),
                name="webhooks_delivery_undelivered",
            ),
            models.Index(
                fields=["-id"],
                condition=Q(status="undelivered"),
                name="webhooks_delivery_given_up",
            ),
            models.Index(fields=["organisation", "about"], name="webhooks_delivery_about"),
            models.Index(
                fields=["-id"],
                condition=Q(client__isnull=False),
                name="webhooks_delivery_of_clients",
            ),
        ]


class Attempt(models.Model):
    """One try to send a delivery: when, to which address, how long it took, what was answered. For good."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="log")
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    address = models.GenericIPAddressField(null=True)
    answer = models.PositiveSmallIntegerField(null=True, help_text="HTTP status")
    body = models.CharField(max_length=rules.KEPT_OF_ANSWER, blank=True)
    outcome = models.CharField(max_length=200, blank=True, help_text='why it failed, or ""')
