from django.db import models
from django.db.models import Q

from anju.agencies import rules
from anju.agencies.models.institutions import Institution
from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.identity_numbers import IdentityKind


class Practitioner(models.Model):
    """Somebody who works for an institution (从业人员): for one at a time.

    Name, number and phone are sealed; who has the whole name or number finds them by digest. This record is the
    institution's word: the `people.Person` with the same number is not touched by it.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="practitioners", db_index=False
    )
    name = EncryptedTextField()
    name_digest = models.BinaryField(max_length=32)
    id_type = models.CharField(max_length=20, choices=IdentityKind)
    id_number = EncryptedTextField()
    id_digest = models.BinaryField(max_length=32)
    phone = EncryptedTextField()
    role = models.CharField(max_length=10, choices=rules.Role)
    qualification_no = models.CharField(max_length=40, blank=True)
    registered_by = models.CharField(max_length=80)
    registered_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=20, choices=rules.PractitionerStatus, default=rules.PractitionerStatus.ACTIVE
    )
    MOVES = rules.PRACTITIONER_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.PractitionerStatus),
            models.UniqueConstraint(
                fields=["id_digest"],
                condition=Q(status="active"),
                name="agencies_practitioner_works_for_one",
            ),
            models.CheckConstraint(
                condition=Q(role__in=rules.Role.values), name="agencies_practitioner_role_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "-id"], name="agencies_practitioner_of"),
            models.Index(fields=["status", "-id"], name="agencies_practitioner_by_state"),
            models.Index(
                fields=["role", "-id"],
                condition=Q(status="active"),
                name="agencies_practitioner_by_role",
            ),
            models.Index(fields=["name_digest", "-id"], name="agencies_practitioner_by_name"),
            models.Index(fields=["id_digest", "-id"], name="agencies_practitioner_by_no"),
        ]


class WorkCard(models.Model):
    """The card by which a practitioner shows who they are (工作牌): nobody can guess its number, everybody check it."""

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="cards")
    no = models.CharField(max_length=24, unique=True)
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    status = models.CharField(
        max_length=20, choices=rules.CardStatus, default=rules.CardStatus.IN_FORCE
    )
    MOVES = rules.CARD_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.CardStatus),
            models.UniqueConstraint(
                fields=["practitioner"],
                condition=Q(status="in_force"),
                name="agencies_workcard_one_in_force",
            ),
        ]
