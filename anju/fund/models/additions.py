from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.fund import rules
from anju.homes.estate import Sale


class Addition(models.Model):
    """个人造册: somebody says that a home is theirs. Known and matching it is added at once, else it is reviewed.

    `wanted` is the number by which they name it, or its address where they hand in documents; `applicant` the digest
    of their name and number. The department of `district` decides until `review_by`. (manual 002, 2.3.2; OWN-13)
    """

    no = models.CharField(max_length=24, unique=True)
    way = models.CharField(max_length=20, choices=rules.Way)
    sale = models.CharField(max_length=10, choices=Sale, default=Sale.NEW)
    wanted = models.CharField(max_length=300)
    district = models.CharField(max_length=6)
    phone = EncryptedTextField()
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    applicant = models.BinaryField(max_length=32)
    dwelling = models.ForeignKey(
        "homes.Dwelling", models.PROTECT, null=True, related_name="+", help_text="once added"
    )
    status = models.CharField(
        max_length=20, choices=rules.AdditionStatus, default=rules.AdditionStatus.WAITING
    )
    made_at = models.DateTimeField()
    review_by = models.DateField(null=True, help_text="only where it has to be reviewed")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    opinion = models.CharField(max_length=500, blank=True)
    MOVES = rules.ADDITION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.AdditionStatus),
            models.CheckConstraint(
                condition=Q(way__in=rules.Way.values, sale__in=Sale.values),
                name="fund_addition_way_is_known",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True),
                name="fund_addition_one_applicant",
            ),
            models.CheckConstraint(
                condition=~Q(status="added") | Q(dwelling__isnull=False),
                name="fund_addition_added_has_a_home",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting") | Q(decided_at__isnull=False),
                name="fund_addition_decided_when",
            ),
            models.UniqueConstraint(
                fields=["applicant", "way", "wanted", "sale"],
                condition=Q(status="waiting"),
                name="fund_addition_asked_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="fund_addition_of_person"),
            models.Index(fields=["organisation", "-id"], name="fund_addition_of_organisation"),
            models.Index(
                fields=["review_by", "id"],
                condition=Q(status="waiting"),
                name="fund_addition_to_review",
            ),
            models.Index(
                fields=["district", "review_by", "id"],
                condition=Q(status="waiting"),
                name="fund_addition_of_department",
            ),
            models.Index(fields=["district", "-id"], name="fund_addition_of_district"),
            models.Index(fields=["wanted", "-id"], name="fund_addition_by_wanted"),
            models.Index(fields=["status", "-id"], name="fund_addition_in_status"),
        ]

    def __str__(self) -> str:
        return self.no


class AdditionDocument(models.Model):
    """One document (证明材料) handed in with it."""

    addition = models.ForeignKey(Addition, models.PROTECT, related_name="documents", db_index=False)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["addition", "file"], name="fund_additiondocument_once"),
        ]
