from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.works import rules
from anju.works.models.orders import Order


class Sheet(models.Model):
    """A printed form of an order. `digest` is of what it says (the order, its homes and shares), not of the PDF; who
    has the `code` of its QR code can hold the paper against it. (BEY-02; manual 004, 4.2.1)
    """

    no = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=24, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="sheets", db_index=False)
    kind = models.CharField(max_length=20, choices=rules.SheetKind)
    text = EncryptedTextField(help_text="what it says, as the digest is taken of it")
    digest = models.BinaryField(max_length=32)
    status = models.CharField(
        max_length=20, choices=rules.SheetStatus, default=rules.SheetStatus.WAITING
    )
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    MOVES = rules.SHEET_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.SheetStatus),
            models.CheckConstraint(
                condition=Q(kind__in=rules.SheetKind.values), name="works_sheet_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(file__isnull=False, done_at__isnull=False),
                name="works_sheet_done_has_a_file",
            ),
            models.UniqueConstraint(
                fields=["order", "kind", "digest"], name="works_sheet_once_for_its_content"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(status__in=["waiting", "making"]),
                name="works_sheet_to_make",
            ),
        ]

    def __str__(self) -> str:
        return self.no


class Printing(models.Model):
    """Each time a form was printed; from the second on it is a reprint (补打), and counted. (PRP-11)"""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="printings", db_index=False)
    number = models.PositiveIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="works_printing_numbered"),
        ]

    @property
    def is_reprint(self) -> bool:
        return self.number > 1


class Flow(models.Model):
    """业务流水: one piece of business that a company did; `no` is its 业务流水号. Only added to. (PRP-10)"""

    no = models.CharField(max_length=24, unique=True)
    company = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=rules.FlowKind)
    channel = models.CharField(max_length=20, choices=rules.FlowChannel)
    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=rules.FlowKind.values, channel__in=rules.FlowChannel.values),
                name="works_flow_kind_is_known",
            ),
        ]
        indexes = [models.Index(fields=["company", "-at", "-id"], name="works_flow_of_company")]
