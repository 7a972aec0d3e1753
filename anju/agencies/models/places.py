from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q

from anju.agencies import rules
from anju.agencies.models.institutions import Institution
from anju.core.db import status_is_known
from anju.core.search import PairsField, pairs_index


class Premises(models.Model):
    """A place where an institution works (场所); longitude and latitude in millionths of a degree."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="premises")
    kind = models.CharField(max_length=10, choices=rules.PremisesKind)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=200)
    pairs = PairsField(help_text="of its name, its address and the institution's name")
    district = models.CharField(max_length=6)
    longitude = models.IntegerField()
    latitude = models.IntegerField()
    registered_by = models.CharField(max_length=80)
    registered_at = models.DateTimeField()
    status = models.CharField(
        max_length=20, choices=rules.PremisesStatus, default=rules.PremisesStatus.IN_USE
    )
    MOVES = rules.PREMISES_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.PremisesStatus),
            models.UniqueConstraint(
                fields=["institution", "address"],
                condition=Q(status="in_use"),
                name="agencies_premises_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    longitude__gte=rules.WEST,
                    longitude__lte=rules.EAST,
                    latitude__gte=rules.SOUTH,
                    latitude__lte=rules.NORTH,
                ),
                name="agencies_premises_in_beijing",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="agencies_premises_by_state"),
            models.Index(fields=["district", "-id"], name="agencies_premises_by_district"),
            models.Index(
                fields=["district", "kind"],
                condition=Q(status="in_use"),
                name="agencies_premises_counted",
            ),
            GistIndex(
                Func(F("longitude"), F("latitude"), function="point"),
                condition=Q(status="in_use"),
                name="agencies_premises_on_map",
            ),
            pairs_index("pairs", "agencies_premises_words"),
        ]
