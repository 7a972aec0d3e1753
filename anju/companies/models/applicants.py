from django.db import models

from anju.companies import rules
from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.identity_numbers import IdentityKind


class Applicant(models.Model):
    """未认证用户: a person with an account for a property company; with a key of the company its holder (经办人).

    It is no account of staff: its name and password open nothing but the pages under /property/. (manual 004, 2.1)
    """

    username = models.CharField(max_length=30, unique=True)
    password = models.CharField(max_length=128, blank=True, help_text="hashed; none: opens nothing")
    name = EncryptedTextField()
    id_type = models.CharField(max_length=20, choices=IdentityKind)
    id_number = EncryptedTextField()
    id_digest = models.BinaryField(max_length=32, db_index=True)
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
        constraints = [status_is_known(rules.ApplicantStatus)]

    def __str__(self) -> str:
        return self.username
