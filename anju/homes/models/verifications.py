from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.search import PairsField, pairs_index
from anju.homes import rules
from anju.homes.models.homes import Home, RegistryAnswer
from anju.homes.models.troubles import Trouble


class Verification(models.Model):
    """One check of a home for one asker (房源核验): who asked what, when, and which answer they got. (HVF-05)

    `no` is the 核验码 that every listing shows, `code` stands on the notice only. `valid_until` is the last day.
    `client` is the program that asked through the API. What waits for the registry has `try_at`. `pairs` are those of
    the home's address, beside what lists are ordered and narrowed by: a search of a million reads one table.
    """

    no = models.CharField(max_length=19, unique=True)
    code = models.CharField(max_length=8)
    home = models.ForeignKey(Home, models.PROTECT, related_name="verifications")
    pairs = PairsField(default=list)
    role = models.CharField(max_length=10, choices=rules.Role)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    client = models.ForeignKey(
        "people.ApiKey", models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_by = models.CharField(max_length=80)
    portal = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    owner_name = EncryptedTextField()
    owner_id_type = models.CharField(max_length=20, choices=rules.OwnerIdType)
    owner_id_number = EncryptedTextField()
    owner_digest = models.BinaryField(max_length=32, db_index=True)
    question_digest = models.BinaryField(max_length=32)
    starts_on = models.DateField(help_text="from when it is to be let")
    commitment = models.CharField(max_length=20, blank=True, help_text="the version accepted")
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.REQUESTED)
    outcome = models.CharField(max_length=30, choices=rules.Outcome, blank=True)
    reason = models.CharField(max_length=20, choices=rules.Reason, blank=True)
    answer = models.ForeignKey(RegistryAnswer, models.PROTECT, null=True, related_name="+")
    trouble = models.ForeignKey(Trouble, models.PROTECT, null=True, related_name="verifications")
    in_bulk = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            models.CheckConstraint(
                condition=(
                    Q(status="requested", outcome__in=["", "error_external"])
                    | Q(status="failed", outcome__in=sorted(rules.FAILURES))
                    | Q(status="committed", outcome="unverifiable_committed")
                    | Q(status__in=["passed", "restricted"], outcome="pass")
                    | Q(
                        status__in=["expired", "consumed"],
                        outcome__in=["pass", "unverifiable_committed"],
                    )
                ),
                name="homes_verification_outcome_fits",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["passed", "committed"]) | Q(valid_until__isnull=False),
                name="homes_verification_valid_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="unverifiable_committed") | ~Q(commitment=""),
                name="homes_verification_commitment_is_kept",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="homes_verification_of_org"),
            models.Index(
                fields=["organisation", "status", "-id"], name="homes_verification_of_org_by"
            ),
            models.Index(fields=["person", "-id"], name="homes_verification_of_person"),
            models.Index(fields=["client", "-id"], name="homes_verification_of_client"),
            models.Index(fields=["status", "-id"], name="homes_verification_by_status"),
            models.Index(
                fields=["in_bulk", "try_at"],
                condition=Q(status="requested"),
                name="homes_verification_to_ask",
            ),
            models.Index(
                fields=["valid_until"],
                condition=Q(status__in=["passed", "committed"]),
                name="homes_verification_to_expire",
            ),
            pairs_index("pairs", "homes_verification_words"),
        ]

    def __str__(self) -> str:
        return self.no


class Asking(models.Model):
    """That somebody asked, however often: under one key of theirs it is one question."""

    asked_by = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    content_digest = models.BinaryField(max_length=32)
    verification = models.ForeignKey(Verification, models.PROTECT, related_name="askings")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "key"], name="homes_asking_key_once")
        ]
