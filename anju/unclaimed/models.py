from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.unclaimed import rules


class UnclaimedMoney(models.Model):
    """待领资金: money that has waited for its owner for longer than usual, wherever it waits. The register moves none.

    `source` names the record that holds it; what becomes of that is followed. `payer_digest` finds a transfer by the
    name and account it came from, of which nothing else is kept here.
    """

    kind = models.CharField(max_length=20, choices=rules.Kind)
    source = models.CharField(max_length=40, unique=True)
    source_id = models.BigIntegerField()
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    payer_digest = models.BinaryField(max_length=32, null=True)
    about = models.CharField(max_length=64, help_text="filing number or bank reference")
    district = models.CharField(max_length=6, blank=True)
    amount_fen = models.BigIntegerField()
    since_on = models.DateField(help_text="the day since which it is its owner's")
    reminders = models.PositiveSmallIntegerField(default=0)
    remind_on = models.DateField(null=True, help_text="none where nobody is known to be told")
    closed_on = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.WAITING)
    MOVES = rules.UNCLAIMED_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(organisation__isnull=True),
                name="unclaimed_unclaimedmoney_of_one",
            ),
            models.UniqueConstraint(
                fields=["kind", "source_id"], name="unclaimed_unclaimedmoney_source_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["since_on", "id"],
                condition=~Q(status="closed"),
                name="unclaimed_money_waiting",
            ),
            models.Index(
                fields=["kind", "since_on", "id"],
                condition=~Q(status="closed"),
                name="unclaimed_money_of_kind",
            ),
            models.Index(
                fields=["remind_on"],
                condition=Q(status="waiting", remind_on__isnull=False),
                name="unclaimed_money_to_remind",
            ),
            models.Index(
                fields=["person"],
                condition=Q(person__isnull=False) & ~Q(status="closed"),
                name="unclaimed_money_of_person",
            ),
            models.Index(
                fields=["organisation"],
                condition=Q(organisation__isnull=False) & ~Q(status="closed"),
                name="unclaimed_money_of_firm",
            ),
            models.Index(
                fields=["payer_digest"],
                condition=Q(payer_digest__isnull=False) & ~Q(status="closed"),
                name="unclaimed_money_of_payer",
            ),
            models.Index(fields=["about"], name="unclaimed_money_about"),
            models.Index(
                fields=["-closed_on", "-id"],
                condition=Q(status="closed"),
                name="unclaimed_money_closed",
            ),
        ]


class ReachNote(models.Model):
    """An attempt to reach an owner: how, and what came of it. Only added to."""

    money = models.ForeignKey(UnclaimedMoney, models.PROTECT, related_name="notes", db_index=False)
    way = models.CharField(max_length=20, choices=rules.Way)
    text = models.CharField(max_length=rules.LONGEST_NOTE)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=rules.Way.values), name="unclaimed_reachnote_way_is_known"
            )
        ]
        indexes = [models.Index(fields=["money", "-id"], name="unclaimed_reachnote_of")]


class ContactCheck(models.Model):
    """到期前核对: before a lease ends a tenant says whether we can reach them, and where to be paid. (BEY-14)"""

    tenant = models.OneToOneField("contracts.LeaseTenant", models.PROTECT, related_name="+")
    lease = models.ForeignKey("contracts.Lease", models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    ends_on = models.DateField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    phone_is_right = models.BooleanField(null=True)
    other_contact = EncryptedTextField(null=True)
    status = models.CharField(
        max_length=20, choices=rules.CheckStatus, default=rules.CheckStatus.ASKED
    )
    MOVES = rules.CHECK_MOVES

    class Meta:
        constraints = [status_is_known(rules.CheckStatus)]
        indexes = [
            models.Index(
                fields=["person", "status", "ends_on"],
                condition=Q(person__isnull=False),
                name="unclaimed_check_of_person",
            ),
            models.Index(
                fields=["organisation", "status", "ends_on"],
                condition=Q(organisation__isnull=False),
                name="unclaimed_check_of_firm",
            ),
            models.Index(
                fields=["ends_on"], condition=Q(status="asked"), name="unclaimed_check_to_lapse"
            ),
        ]
