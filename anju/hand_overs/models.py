from django.db import models
from django.db.models import Q

from anju.hand_overs.rules import Face, Sender


class HandOver(models.Model):
    """One tenant announced by a sender, and whether they have come. Who holds the ticket is that tenant, once.

    The ticket itself is not kept, only its digest. With a lease, the tenant comes for that lease alone (网签直缴).
    """

    ticket_digest = models.BinaryField(max_length=32, unique=True)
    sender = models.CharField(max_length=20, choices=Sender)
    nonce = models.CharField(max_length=32)
    face = models.CharField(max_length=10, choices=Face)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )
    lease = models.ForeignKey("contracts.Lease", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "nonce"], name="hand_overs_handover_nonce"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(organisation__isnull=False),
                name="hand_overs_handover_one_party",
            ),
            models.CheckConstraint(
                condition=Q(sender=Sender.MINI_PROGRAM, lease__isnull=True)
                | Q(sender=Sender.RENTAL_PLATFORM, lease__isnull=False),
                name="hand_overs_handover_lease_of_the_platform",
            ),
            models.CheckConstraint(
                condition=Q(face__in=Face.values), name="hand_overs_handover_face_is_known"
            ),
        ]
