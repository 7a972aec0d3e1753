from django.db import models
from django.db.models import Q

from anju.refunds import rules
from anju.refunds.models.cases import Case
from anju.refunds.models.disputes import FinalPlan
from anju.refunds.models.plans import Answer, DeductionItem
from anju.refunds.models.portions import NameChange


class Attachment(models.Model):
    """A file that somebody handed in for a case, and what it is about. Both sides see the other's. (BEY-06)"""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    about = models.CharField(max_length=20, choices=rules.About)
    side = models.CharField(max_length=20, choices=rules.Side)
    item = models.ForeignKey(DeductionItem, models.PROTECT, null=True, related_name="attachments")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="attachments")
    final_plan = models.ForeignKey(
        FinalPlan, models.PROTECT, null=True, related_name="attachments", db_index=False
    )
    name_change = models.ForeignKey(
        NameChange, models.PROTECT, null=True, related_name="attachments"
    )
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=200, blank=True)
    handed_in_by = models.CharField(max_length=80)
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(about="item", item__isnull=False)
                | Q(about="answer", answer__isnull=False)
                | Q(about="proof", final_plan__isnull=False)
                | Q(about="name_change", name_change__isnull=False)
                | Q(about__in=["award", "other"]),
                name="refunds_attachment_is_about_something",
            ),
        ]
