"""小区 → 幢 → 单元/层 → 户, and whose each home is: what the maintenance fund is kept by. (rule B3.1)"""

from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive
from anju.core.search import PairsField, pairs_index
from anju.homes import estate
from anju.homes.rules import OwnerIdType


class Community(models.Model):
    """小区: what is managed as one property area."""

    name = models.CharField(max_length=80)
    district = models.CharField(max_length=6)
    address = models.CharField(max_length=120)
    custody_mode = models.CharField(
        max_length=20, choices=estate.CustodyMode, default=estate.CustodyMode.TRUST
    )
    developer = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", help_text="开发单位"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="homes_community_once"),
            models.CheckConstraint(
                condition=Q(custody_mode__in=estate.CustodyMode.values),
                name="homes_community_custody_mode_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """自然幢: its storeys decide the standard by which its homes deposit. (rule B2.2)"""

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="buildings", db_index=False
    )
    name = models.CharField(max_length=40)
    storeys = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            is_positive("storeys"),
            models.UniqueConstraint(fields=["community", "name"], name="homes_building_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Dwelling(models.Model):
    """户: one home of a building as the maintenance fund knows it, sold or not, with a certificate or not yet.

    `grams` are the pairs of neighbouring characters of its whole address: so it is found by two characters.
    """

    building = models.ForeignKey(Building, models.PROTECT, related_name="dwellings", db_index=False)
    unit = models.CharField(max_length=20, blank=True, help_text="单元")
    floor = models.SmallIntegerField(help_text="层")
    room = models.CharField(max_length=20, help_text="室")
    address = models.CharField(max_length=300)
    grams = PairsField()
    area_hundredths = models.PositiveIntegerField(help_text="hundredths of m²")
    use = models.CharField(max_length=20, choices=estate.Use)
    kind = models.CharField(max_length=20, choices=estate.Kind)
    selling_unit = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )
    contract_on = models.DateField(null=True, help_text="网签合同日期; none while it is unsold")
    sale = models.CharField(max_length=10, choices=estate.Sale, default=estate.Sale.NEW)
    contract_no = models.CharField(max_length=40, null=True)
    certificate_no = models.CharField(max_length=60, null=True)
    price_fen = models.BigIntegerField(null=True)
    lost_on = models.DateField(null=True, help_text="灭失日期, as its `Loss` says")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["building", "unit", "room"], name="homes_dwelling_place_once"
            ),
            models.UniqueConstraint(
                fields=["contract_no", "sale"], name="homes_dwelling_contract_once"
            ),
            models.UniqueConstraint(
                fields=["certificate_no"], name="homes_dwelling_certificate_once"
            ),
            is_positive("area_hundredths"),
            is_positive("price_fen"),
            models.CheckConstraint(
                condition=Q(
                    use__in=estate.Use.values,
                    kind__in=estate.Kind.values,
                    sale__in=estate.Sale.values,
                ),
                name="homes_dwelling_use_and_kind_are_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="commercial", selling_unit__isnull=True)
                | Q(kind="sold_public", selling_unit__isnull=False),
                name="homes_dwelling_selling_unit_of_sold_public_housing",
            ),
        ]
        indexes = [
            pairs_index("grams", "homes_dwelling_grams"),
            models.Index(fields=["address"], name="homes_dwelling_address"),
        ]

    def __str__(self) -> str:
        return self.address


class Owner(models.Model):
    """业主, one of one or several: who owned a home from when until when. Nobody is ever taken out of history.

    `digest` is of name and number together: a home is somebody's only where both agree. (manual 002, 2.2.1)
    """

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="owners", db_index=False)
    name = EncryptedTextField()
    id_type = models.CharField(max_length=20, choices=OwnerIdType)
    id_number = EncryptedTextField()
    digest = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dwelling", "digest"],
                condition=Q(until__isnull=True),
                name="homes_owner_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="homes_owner_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(id_type__in=OwnerIdType.values),
                name="homes_owner_id_type_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["digest", "dwelling"],
                condition=Q(until__isnull=True),
                name="homes_owner_now",
            ),
            models.Index(fields=["dwelling", "id"], name="homes_owner_history"),
        ]


class Loss(models.Model):
    """房屋灭失: a home is no more; by what that is known, and who took it back. Only added to. (rule B9.2)"""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="losses", db_index=False)
    lost_on = models.DateField()
    basis = models.CharField(max_length=estate.LONGEST_BASIS)
    noted_by = models.CharField(max_length=80)
    noted_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=estate.LONGEST_BASIS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dwelling"], condition=Q(withdrawn_at__isnull=True), name="homes_loss_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(because=""),
                name="homes_loss_taken_back_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["dwelling", "id"], name="homes_loss_of")]
