from django.db import models
from django.db.models import Q

from anju.companies.models.applications import Application
from anju.companies.models.areas import AreaApplication


class Printing(models.Model):
    """Each time a form was printed: from the second on a reprint (补打), marked with its number. (manual 004, 6)"""

    application = models.ForeignKey(
        Application, models.PROTECT, null=True, related_name="printings", db_index=False
    )
    area_application = models.ForeignKey(
        AreaApplication, models.PROTECT, null=True, related_name="printings", db_index=False
    )
    number = models.PositiveIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=True) ^ Q(area_application__isnull=True),
                name="companies_printing_of_one",
            ),
            models.UniqueConstraint(
                fields=["application", "number"], name="companies_printing_of_application"
            ),
            models.UniqueConstraint(
                fields=["area_application", "number"], name="companies_printing_of_areas"
            ),
        ]

    @property
    def is_reprint(self) -> bool:
        return self.number > 1
