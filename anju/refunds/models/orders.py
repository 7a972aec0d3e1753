from django.db import models
from django.db.models import F, Q

from anju.core.db import status_is_known
from anju.refunds import rules


class AuthorityOrder(models.Model):
    """主管部门退款决定: a district authority's written opinion that what is held goes to the tenant. (rule A9.4)

    One officer of the fund centre enters it, another checks it against the paper; then it is carried out at once.
    """

    lease = models.ForeignKey("contracts.Lease", models.PROTECT, related_name="+", db_index=False)
    authority = models.CharField(max_length=80)
    document_no = models.CharField(max_length=80)
    dated_on = models.DateField()
    reason = models.CharField(max_length=500)
    covers_disputed = models.BooleanField(help_text="the opinion names what is disputed, too")
    files = models.ManyToManyField("core.StoredFile", related_name="+")
    status = models.CharField(
        max_length=20, choices=rules.ReviewStatus, default=rules.ReviewStatus.PROPOSED
    )
    proposed_name = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    checked_name = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    MOVES = rules.REVIEW_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ReviewStatus),
            models.UniqueConstraint(
                fields=["lease"],
                condition=Q(status="proposed"),
                name="refunds_authorityorder_one_pending",
            ),
            models.UniqueConstraint(
                fields=["lease"],
                condition=Q(status="approved"),
                name="refunds_authorityorder_one_approved",
            ),
            models.CheckConstraint(
                condition=~Q(checked_name=F("proposed_name")),
                name="refunds_authorityorder_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(authority="") & ~Q(document_no="") & ~Q(reason=""),
                name="refunds_authorityorder_names_its_document",
            ),
        ]
