from django.db import models
from django.db.models import F, Q

from anju.companies import rules
from anju.companies.models.applications import Application
from anju.core.db import status_is_known


class Key(models.Model):
    """密钥: a hardware key (WebAuthn credential with user verification) by which one holder acts for a company.

    Whoever approved the registration and whoever issues the key are two people. An old key keeps its number and has no
    one-time code: its holder's new password is handed over instead. Its secret never leaves the device;
    `public_key` (COSE) checks what it signs. `sign_count` only rises: where it falls, there is a copy.
    """

    number = models.CharField(max_length=24, unique=True)
    application = models.ForeignKey(Application, models.PROTECT, related_name="keys")
    district = models.CharField(max_length=6, help_text="of the department that issued it")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", db_index=False
    )
    approved_by = models.CharField(max_length=80)
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    code_digest = models.BinaryField(max_length=32, null=True)
    code_until = models.DateTimeField()
    code_tries = models.PositiveSmallIntegerField(default=0)
    credential_id = models.BinaryField(max_length=1023, unique=True, null=True)
    public_key = models.BinaryField(max_length=1023, null=True)
    sign_count = models.BigIntegerField(default=0)
    enrolled_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    status = models.CharField(
        max_length=20, choices=rules.KeyStatus, default=rules.KeyStatus.ISSUED
    )
    MOVES = rules.KEY_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.KeyStatus),
            models.CheckConstraint(
                condition=~Q(approved_by="") & ~Q(issued_by="") & ~Q(approved_by=F("issued_by")),
                name="companies_key_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["active", "suspended"])
                | Q(credential_id__isnull=False, public_key__isnull=False),
                name="companies_key_in_use_has_a_credential",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(status__in=rules.KEYS_IN_HAND),
                name="companies_key_one_of_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(status="revoked") ^ Q(ended_at__isnull=True),
                name="companies_key_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(code_tries__lte=rules.CODE_TRIES), name="companies_key_few_tries"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="companies_key_by_state"),
            models.Index(fields=["district", "-id"], name="companies_key_by_place"),
            models.Index(
                fields=["id"], condition=Q(status="suspended"), name="companies_key_suspended"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_old(self) -> bool:
        """Handed out before there was this system: its number is that of the old certificate. (PRP-06)"""
        return bool(self.number == self.application.certificate_no)
