from django.db import models
from django.db.models import Q

from anju.companies import rules
from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.identity_numbers import IdentityKind


class Applicant(models.Model):
    """未认证用户: a person with an account for a property company; with a key of the company its holder (经办人).

    It is no account of staff: its name and password open nothing but the pages under /property/. Holders of old keys
    have the number of their certificate for a name. (manual 004, 2.1)
    """

    username = models.CharField(max_length=30, unique=True)
    password = models.CharField(max_length=128, blank=True, help_text="hashed; none: opens nothing")
    must_choose_password = models.BooleanField(default=False)
    name = EncryptedTextField()
    id_type = models.CharField(max_length=20, choices=IdentityKind)
    id_number = EncryptedTextField()
    unit_name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18)
    phone = EncryptedTextField()
    mail = EncryptedTextField()
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="wrong passwords since the last sign-in"
    )
    registered_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    status = models.CharField(
        max_length=20, choices=rules.ApplicantStatus, default=rules.ApplicantStatus.REGISTERED
    )
    MOVES = rules.APPLICANT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ApplicantStatus),
            models.CheckConstraint(
                condition=Q(id_type__in=IdentityKind.values),
                name="companies_applicant_id_type_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status="registered") ^ Q(activated_at__isnull=False),
                name="companies_applicant_activated_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["registered_at"],
                condition=Q(status="registered"),
                name="companies_applicant_to_forget",
            )
        ]

    def __str__(self) -> str:
        return self.username


class Activation(models.Model):
    """A code to the phone, or a link to the mail, that shows that it is the applicant's own. (manual 004, 2.1 step 3)

    `address` is the digest of phone or mail, `source` that of the network it was asked from: both have their limits,
    which outlive the applicant. `mark` finds a link.
    """

    applicant = models.ForeignKey(
        Applicant, models.SET_NULL, null=True, related_name="activations", db_index=False
    )
    channel = models.CharField(max_length=10, choices=rules.Channel)
    code = EncryptedTextField()
    mark = models.BinaryField(max_length=32, unique=True, null=True)
    address = models.BinaryField(max_length=32)
    source = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="to send it")
    try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=rules.Channel.values),
                name="companies_activation_channel",
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=rules.CODE_TRIES), name="companies_activation_few_tries"
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="companies_activation_of_one"),
            models.Index(fields=["address", "asked_at"], name="companies_activation_to"),
            models.Index(fields=["source", "asked_at"], name="companies_activation_from"),
            models.Index(
                fields=["try_at"],
                condition=Q(sent_at__isnull=True, used_at__isnull=True),
                name="companies_activation_to_send",
            ),
        ]
